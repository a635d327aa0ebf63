"""Intake: files and pasted text in."""
