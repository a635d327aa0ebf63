"""Roster: the members, their names, and what is wrong with them."""
