"""Bots: what they bring in, and what they are asked to do."""
