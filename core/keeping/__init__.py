"""Keeping the record honest: verification against the chain and the head remembered outside."""
