"""Files and pasted text into conversations in memory, for `judge` and previews; the store has its own path."""

from __future__ import annotations

from pathlib import Path

from core.chat.conversation import Conversation


def read_conversations(
    path: Path | str, format: str = "", zone: str = "", group: str = ""
) -> list[Conversation]:
    """One conversation per group found in a file or folder ("-": pasted text on standard input).

    Raises Refusal for what cannot be read.
    """
    raise NotImplementedError
