"""Obligations: who owes an answer until when."""
