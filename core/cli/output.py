"""Output: JSON Lines or plain lines, in the chosen language; the desk that commands work at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import platformdirs

from core.base.clock import Clock, Instant, SystemClock, to_datetime
from core.base.phrase import LANGUAGES, Language, LocalText, P, Phrase, render
from core.base.refusal import Refusal
from core.base.system_language import system_language

FIRST = "admin"
"""What the first operator of a store is called who gave no name."""
_language: ContextVar[Language | None] = ContextVar("language", default=None)


def set_language(value: str) -> None:
    if value not in LANGUAGES:
        raise Refusal(P("there is no language “{value}”.", value=value), "--lang", P("Choose zh or en."))
    _language.set("zh" if value == "zh" else "en")


def language() -> Language:
    return _language.get() or system_language()


def text(phrase: Phrase | LocalText | str) -> str:
    return render(phrase, language())


def say(phrase: Phrase | LocalText | str) -> None:
    """One line for a person."""
    print(text(phrase))


def emit(record: Mapping[str, Any]) -> None:
    """One JSON line."""
    print(json.dumps(record, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Phrase | LocalText):
        return text(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def table(headers: Sequence[Phrase], rows: Iterable[Sequence[object]]) -> None:
    """A plain table; wide characters count double, so that columns line up in a terminal."""
    lines = [[text(header) for header in headers]]
    lines += [
        [text(cell) if isinstance(cell, Phrase | LocalText) else str(cell) for cell in row] for row in rows
    ]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(headers))]
    for line in lines:
        print("  ".join(cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(line)).rstrip())


def short_time(at: Instant, zone: str) -> str:
    """A moment as tables show it, in the group's zone, to the second."""
    return to_datetime(at, zone).strftime("%Y-%m-%d %H:%M:%S")


def _width(cell: str) -> int:
    return sum(2 if ord(char) >= 0x1100 and not 0x2000 <= ord(char) < 0x2E80 else 1 for char in cell)


def default_store() -> Path:
    """The user's own store."""
    return Path(platformdirs.user_data_dir("Qunzhang", appauthor=False)) / "qunzhang.db"


@contextmanager
def open_desk(db: str, clock: Clock | None = None, operator: str = "") -> Any:
    """A desk at the store that `--db` names; closed afterwards, its head remembered outside."""
    from core.cli.acting import acting_operator
    from core.desk.desk import Desk
    from core.store.store import open_store

    store = open_store(db or default_store())
    try:
        desk = Desk(store, clock or SystemClock(), operator or FIRST)
        yield desk if operator else acting_operator(desk)
        # Imported last: the window must not wait for it.
        from core.keeping.heads import remember

        remember(store)
    finally:
        store.close()


def to_stderr(line: str) -> None:
    print(line, file=sys.stderr)
