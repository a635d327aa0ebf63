"""Ledger: points and money, entry by entry."""
