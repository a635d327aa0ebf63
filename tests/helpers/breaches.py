"""Invented breaches, one a line in breaches.txt, below the category that they should be found to be."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def breaches() -> tuple[tuple[str, str], ...]:
    """Category and message."""
    found: list[tuple[str, str]] = []
    category = ""
    path = Path(__file__).with_name("breaches.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            category = line[1:]
        elif line and not line.startswith("#"):
            found.append((category, line))
    return tuple(found)
