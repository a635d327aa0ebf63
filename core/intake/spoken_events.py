"""System lines in words, by patterns that match the whole line: who (`a`) did what to whom (`t`), and what it is
called now (`d`). For platforms whose names stand bare; WeChat's own grey bars are in greybar.py."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.chat.notice import SELF, NoticeEvent

_SELF = frozenset({"you", "你", "您", "あなた"})
"""How platforms call the person who exported."""
Events = tuple[tuple[NoticeEvent, re.Pattern[str]], ...]
LONGEST = 400
"""Characters; a system line is a line."""


def events(rows: Iterable[tuple[NoticeEvent, str]]) -> Events:
    """Patterns ready to be asked, in order."""
    return tuple((event, re.compile(source, re.DOTALL)) for event, source in rows)


def said_event(line: str, known: Events, between: str) -> tuple[NoticeEvent, str, tuple[str, ...], str]:
    """(event, actor, targets, detail); OTHER where nothing fits. `between`: what stands between several names."""
    for event, pattern in known:
        if len(line) < LONGEST and (found := pattern.fullmatch(line)):
            groups = found.groupdict()
            names = re.split(between, (groups.get("t") or "").rstrip("."))
            targets = tuple(_who(name) for name in names if name.strip())
            return event, _who(groups.get("a") or ""), targets, groups.get("d") or ""
    return NoticeEvent.OTHER, "", (), ""


def _who(name: str) -> str:
    name = name.strip()
    return SELF if name.lower() in _SELF else name
