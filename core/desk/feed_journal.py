"""The end of the feed's journal, for people who look at what came in."""

from __future__ import annotations

from core.desk.desk import Desk
from core.desk.feeding import folder_of
from core.feed.hearing import hear
from core.feed.journal import Journal
from core.feed.recording import Told, told_of


def latest(desk: Desk, most: int = 200) -> list[Told]:
    """The newest events about groups, newest first; what could not be read is among them. Raises Refusal for a
    store that is no file."""
    found: list[Told] = []
    for entry in Journal(folder_of(desk)).backward():
        told = [told_of(heard, entry) for heard in hear(entry)]
        found += [each for each in reversed(told) if each.room or each.problem]
        if len(found) >= most:
            break
    return found[:most]
