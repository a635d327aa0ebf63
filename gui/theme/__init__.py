"""Tokens for light and dark, and what is made of them."""
