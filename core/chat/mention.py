"""Who is meant by @name, and whose name a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.base.clock import Instant
from core.chat.member import Member

EVERYONE = re.compile(r"[@＠]\s?(?:所有人|全体成员|全体|全员|大家|各位|all\b|everyone)", re.IGNORECASE)
_AT = re.compile(r"[@＠]\s?")
_TOKEN = re.compile(r"[^\s  ，,。.!！?？:：;；、@＠]+")
"""What stands after an at sign when no known name does; WeChat ends a mention with U+2005."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Member ids in the order they were mentioned; `everyone` when the whole group was."""

    members: tuple[str, ...]
    everyone: bool


class NameIndex:
    """Finds members by the names they ever had in a group. Names that two members share find nobody."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._owners: dict[str, set[str]] = {}
        for member in members:
            for name in member.all_names():
                self._owners.setdefault(name.strip(), set()).add(member.id)
        self._longest_first = sorted(filter(None, self._owners), key=len, reverse=True)

    def find(self, name: str) -> str:
        """The one member of that exact name, "" when there is none or more than one."""
        owners = self._owners.get(name.strip(), set())
        return next(iter(owners)) if len(owners) == 1 else ""

    def mentions(self, text: str) -> Mentions:
        """Everybody behind an at sign: the longest known name that follows it, else a part of one name only."""
        if "@" not in text and "＠" not in text:
            return Mentions((), False)
        found: list[str] = []
        for sign in _AT.finditer(text):
            member = self._at_start(text[sign.end() :])
            if member and member not in found:
                found.append(member)
        return Mentions(tuple(found), EVERYONE.search(text) is not None)

    def _at_start(self, text: str) -> str:
        for name in self._longest_first:
            if text.startswith(name):
                return self.find(name)
        token = _TOKEN.match(text)
        if token is None or len(token.group()) < 2:
            return ""
        part = token.group()
        owners = {o for name, ids in self._owners.items() if part in name for o in ids}
        return next(iter(owners)) if len(owners) == 1 else ""


def names_in(text: str, member: Member, at: Instant) -> bool:
    """Whether `text` holds the name the group sees, or another name of the member of two characters and more."""
    names = {member.shown_name(at), *member.all_names()}
    return any(len(name) >= 2 and name in text for name in names)


def strip_mentions(text: str, names: Iterable[str]) -> str:
    """The text without its mentions, for reading what is actually asked."""
    result = EVERYONE.sub(" ", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        result = re.sub(r"[@＠]\s?" + re.escape(name), " ", result)
    return re.sub(r"[@＠]\s?[^\s  ，,。:：]+[\s  ]", " ", result)
