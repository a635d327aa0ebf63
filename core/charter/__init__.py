"""What is allowed: charters, clauses, rules, sanction policies and settings; no chat is read here."""
