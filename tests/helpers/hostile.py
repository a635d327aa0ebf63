"""One hostile file against a store: read or refused, never in part, never for long."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import text

from core.base.refusal import Refusal
from core.intake.importing import Asked, import_source
from core.intake.reading import sources
from core.intake.roster_files import read_roster
from core.store.conversations import load_conversation
from core.store.store import Store
from tests.helpers.exports import NOW

LONGEST_S = 20.0
"""Far above what any of these files takes, also on a busy machine."""
_TABLES = (
    "import_",
    "message",
    "notice",
    "member",
    "member_fact",
    "coverage",
    "unparsed",
    "alias",
    "brought",
    "media",
    "chain",
)


def rows(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES}


def attempt(store: Store, path: Path, accept: bool) -> str:
    """Import the file as a person would; what came of it in a word. Raises AssertionError where it went in in part
    or took too long, and whatever a reader raises that is no Refusal."""
    began = time.perf_counter()
    refused: Refusal | None = None
    before = rows(store)
    try:
        for source in sources(path):
            brought = import_source(store, source, Asked(NOW, "群", accept_unreadable=accept))
            before = rows(store)
            _holds_together(store, brought.row.group_id or 0)
    except Refusal as refusal:
        refused = refusal
    assert rows(store) == before
    assert refused is None or "\n" not in refused.line("en")
    assert time.perf_counter() - began < LONGEST_S, f"{path.name} took too long"
    return "read" if refused is None else "refused"


def attempt_roster(path: Path) -> str:
    """The file as a member list."""
    began = time.perf_counter()
    refused: Refusal | None = None
    try:
        read_roster(path, "Asia/Shanghai")
    except Refusal as refusal:
        refused = refusal
    assert refused is None or "\n" not in refused.line("en")
    assert time.perf_counter() - began < LONGEST_S, f"{path.name} took too long"
    return "read" if refused is None else "refused"


def _holds_together(store: Store, group_id: int) -> None:
    """All of it can be read back and printed."""
    with store.read() as session:
        held = load_conversation(session, group_id)
    for message in held.messages:
        (message.text + message.sender_name + message.key).encode()
    for notice in held.notices:
        (notice.text + notice.actor + "".join(notice.targets)).encode()
