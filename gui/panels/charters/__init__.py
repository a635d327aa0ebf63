"""Charters: the library, one charter to read, its draft to edit, its versions, and what it would change."""
