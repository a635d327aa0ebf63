"""The words of answers: obligations carry the key of the answering message, people want to read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from core.desk.desk import Desk
from core.desk.obligations import Owed
from core.store.tables import MessageRow

_AT_ONCE = 400
"""Keys asked for in one question: SQLite bounds the number of parameters."""


def with_answers(desk: Desk, owed: Sequence[Owed]) -> list[Owed]:
    """The same obligations, `answer` being the text of the message instead of its key."""
    wanted = sorted({(entry.group_id, entry.answer) for entry in owed if entry.answer})
    texts: dict[tuple[int, str], str] = {}
    with desk.store.read() as session:
        for place in range(0, len(wanted), _AT_ONCE):
            keys = [key for _, key in wanted[place : place + _AT_ONCE]]
            for group_id, key, text in session.exec(
                select(MessageRow.group_id, MessageRow.key, MessageRow.text).where(
                    col(MessageRow.key).in_(keys)
                )
            ):
                texts[group_id, key] = text
    return [
        replace(entry, answer=texts.get((entry.group_id, entry.answer), "")) if entry.answer else entry
        for entry in owed
    ]
