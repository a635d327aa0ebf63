"""Who is mentioned: "@name" in a text, resolved to members by the longest name they bear."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.base.clock import Instant
from core.chat.member import NAME_ONLY, Member

AT = "@＠"
GAP = "\u2005"
"""WeChat puts a four-per-em space after a name that was picked from the list."""
_EVERYBODY = re.compile(r"[@＠]\s?(所有人|全体成员|全体|全员|大家|各位|all\b|everyone\b)", re.IGNORECASE)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Mentions:
    """`members` are ids in order of appearance; `rest` is the text without its mentions."""

    members: tuple[str, ...]
    everybody: bool
    rest: str


class MentionReader:
    """Knows all names of a group's members, past and present."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_first: dict[str, list[str]] = {}
        self._bearers: dict[str, list[Member]] = {}
        for member in members:
            names = {_plain(name) for name in member.all_names()} | {member.id.removeprefix(NAME_ONLY)}
            for name in filter(None, names):
                self._bearers.setdefault(name, []).append(member)
        for name in sorted(self._bearers, key=len, reverse=True):
            self._by_first.setdefault(name[0], []).append(name)

    def read(self, text: str, at: Instant) -> Mentions:
        """Mentions in `text` as written at `at`. A name that several present members bear names nobody."""
        if "@" not in text and "＠" not in text:
            return Mentions((), False, text)
        everybody = _EVERYBODY.search(text) is not None
        text = _EVERYBODY.sub(" ", text)
        found: list[str] = []
        rest: list[str] = []
        position = 0
        while position < len(text):
            name, length = self._name_at(text, position) if text[position] in AT else ("", 0)
            if not length:
                rest.append(text[position])
                position += 1
                continue
            bearer = self._bearer(name, at) if name else None
            if bearer is not None and bearer.id not in found:
                found.append(bearer.id)
            rest.append(" ")
            position += length
        return Mentions(tuple(found), everybody, "".join(rest).strip())

    def _name_at(self, text: str, position: int) -> tuple[str, int]:
        """The name mentioned at `position` and how much text it takes.

        A picked name that nobody bears is "" and is passed over.
        """
        start = position + 1
        gap = text.find(GAP, start)
        if gap > start and not any(char in AT for char in text[start:gap]):
            token = _plain(text[start:gap])
            if token in self._bearers:
                return token, gap + 1 - position
            if len(token) <= _LONGEST and not any(char in token for char in "，。,!！?？\n"):
                return "", gap + 1 - position
        skipped = 1 if text[start : start + 1] == " " else 0
        tail = text[start + skipped : start + skipped + _LONGEST]
        for name in self._by_first.get(tail[:1], ()):
            if tail.startswith(name):
                return name, len(name) + 1 + skipped
        return "", 0

    def _bearer(self, name: str, at: Instant) -> Member | None:
        """The one member who bears `name`: who shows it at `at` goes before who bears it otherwise."""
        bearers = [member for member in self._bearers[name] if member.is_present(at)] or self._bearers[name]
        shown = [member for member in bearers if _plain(member.shown_name(at)) == name]
        account = [member for member in bearers if _plain(member.name.at(at) or "") == name]
        for group in (shown, account, bearers):
            if group:
                return group[0] if len(group) == 1 else None
        return None


def _plain(name: str) -> str:
    return name.replace(GAP, " ").strip()
