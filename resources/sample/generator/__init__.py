"""Writes the sample community: invented people, invented talk, the same bytes for the same seed."""
