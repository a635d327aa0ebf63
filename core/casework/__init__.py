"""What follows a finding: life cycle, sanction policies, amounts. Pure functions over dated facts."""
