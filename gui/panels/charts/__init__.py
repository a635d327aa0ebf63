"""Charts: what the record looks like over time."""
