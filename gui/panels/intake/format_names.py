"""What people call the formats of chat exports."""

from __future__ import annotations

from core.base.phrase import P, Phrase

NAMES: dict[str, Phrase | str] = {
    "chatlab-jsonl": "ChatLab JSONL",
    "chatlab-json": "ChatLab JSON",
    "weflow-json": "WeFlow JSON",
    "echotrace-json": "EchoTrace JSON",
    "memotrace-csv": "MemoTrace CSV",
    "pasted": P("pasted text"),
}


def format_name(name: str) -> Phrase | str:
    """`name` as core.intake.formats knows it; itself where no other name is known."""
    return NAMES.get(name, name)
