"""What has been said in one group, in the order of time, and who must keep silent when."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .people import Person

TEXT, IMAGE, VOICE, VIDEO, FILE, STICKER, LINK, RED_PACKET, MINI, QUOTE, NOTICE, RECALL = (
    0, 1, 2, 3, 4, 5, 7, 20, 24, 25, 80, 81)  # fmt: skip
"""Message types as ChatLab numbers them."""
SHORT = 6
"""Texts up to this many characters may repeat: people do say 收到 and 哈哈 every day."""


@dataclass
class Line:
    """One message or grey-bar line. `person` is None for the room itself."""

    at: int
    person: Person | None
    type: int
    text: str
    reply_to: Line | None = None
    id: str = ""
    nickname: str | None = None
    """Group nickname at that time, where it later changed."""


@dataclass
class Quiet:
    """`key` says nothing of its own accord from `start` to `end`."""

    key: str
    start: int
    end: int


@dataclass
class Timeline:
    group: str
    people: dict[str, Person]
    rng: Random
    lines: list[Line] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    members_from: dict[str, int] = field(default_factory=dict)
    members_until: dict[str, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    old_names: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Former group nicknames by person, and until when they were used."""
    stale: int = 0
    """How many texts could not be worded anew."""
    busy: list[tuple[int, int]] = field(default_factory=list)
    """Times taken by planned exchanges; ordinary talk keeps out of their way."""

    def add(
        self, at: int, person: Person | None, text: str, type: int = TEXT, reply_to: Line | None = None
    ) -> Line:
        line = Line(at, person, type, text, reply_to)
        self.lines.append(line)
        if type in (TEXT, QUOTE):
            self.said.add(text)
        return line

    def shown(self, person: Person, at: int) -> str:
        """The name that the group sees at `at`."""
        old, until = self.old_names.get(person.key, ("", 0))
        return old if at < until else person.shown

    def may_speak(self, key: str, start: int, end: int) -> bool:
        if start < self.members_from.get(key, 0) or end >= self.members_until.get(key, 1 << 40):
            return False
        return not any(q.key == key and q.start <= end and start <= q.end for q in self.quiet)

    def hush(self, key: str, start: int, end: int) -> None:
        self.quiet.append(Quiet(key, start, end))

    def is_new(self, text: str) -> bool:
        return len(text) <= SHORT or text not in self.said

    def taken(self, start: int, end: int) -> bool:
        return any(begin <= end and start <= finish for begin, finish in self.busy)

    def in_order(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: line.at)
