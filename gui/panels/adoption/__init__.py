"""Adoption: a group begins to follow a charter."""
