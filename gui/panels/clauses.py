"""Clause ids as people read them."""

from __future__ import annotations


def clause_number(clause: str) -> str:
    """The part after the charter's id: "sales-2016-007.8" is clause 8."""
    return clause.partition(".")[2] or clause
