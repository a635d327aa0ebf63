"""A charter of one's own: its head, and one that forbids advertising, which a test of detectors in a group needs."""

from __future__ import annotations

from pathlib import Path

HEAD = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [staff], members: [employee]}
clauses:
"""
"""What stands before the clauses."""
NO_ADVERTISING = f"""{HEAD}  - id: own.1
    text: 不发广告
    kind: message
    state: enforced
    rules:
      - {{kind: message, categories: [ads-any]}}
"""


def write_charter(folder: Path, more: str = "") -> str:
    """Where it was written; `more` are further clauses."""
    path = folder / "own.yaml"
    path.write_text(NO_ADVERTISING + more, encoding="utf-8")
    return str(path)
