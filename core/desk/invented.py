"""People and their numbers replaced by invented ones, the same person always by the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.chat.member import NAME_ONLY, Member

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 2
"""A name of one character is also an ordinary word; it is replaced after an @ only."""
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ACCOUNT = re.compile(r"\bwxid_\w+", re.ASCII)
_INVENTED_IDENTITY = "11010519491231002X"
"""From the standard that defines these numbers: valid, and nobody's."""


def stem(number: int) -> str:
    """甲, 乙 … 癸, 甲2, 乙2 …"""
    turn, place = divmod(number, len(_STEMS))
    return _STEMS[place] + (str(turn + 1) if turn else "")


def account(number: int) -> str:
    """wxid_a … wxid_z, wxid_a2 …"""
    turn, place = divmod(number, len(_LETTERS))
    return f"wxid_{_LETTERS[place]}" + (str(turn + 1) if turn else "")


class Cast:
    """Who plays in an example: `people` in the order of their entrance. `kept` are words that stay, such as the
    company's name in a nickname; `shaped` is whose id keeps its build."""

    def __init__(self, members: Mapping[str, Member], kept: Iterable[str] = (), shaped: str = "") -> None:
        self._members = members
        self._shaped = shaped
        self._kept = tuple(sorted((word for word in kept if word), key=len, reverse=True))
        self.people: dict[str, int] = {}
        self._phones: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for member in members.values():
            for name in (*member.all_names(), member.id, member.id.removeprefix(NAME_ONLY)):
                self._by_name.setdefault(name, member.id)
        names = [name for name in self._by_name if len(name) >= _SHORTEST]
        self._names = _any_of([*names, *(f"@{name}" for name in self._by_name)])

    def number(self, member_id: str) -> int:
        return self.people.setdefault(member_id, len(self.people))

    def id(self, member_id: str) -> str:
        real = self._members.get(member_id)
        if real is not None and real.name_only:
            return self.name(member_id)
        if member_id == self._shaped and not member_id.startswith("wxid_"):
            self.number(member_id)
            return self.shape(member_id)
        return account(self.number(member_id))

    def name(self, member_id: str) -> str:
        return stem(self.number(member_id))

    def member_of(self, word: str) -> str:
        """The id behind an id or a name; "" when it is nobody's."""
        return word if word in self._members else self._by_name.get(word, "")

    def text(self, text: str) -> str:
        """Names, ids, phone and identity numbers and mail addresses in a text by invented ones."""
        if self._names is not None:
            text = self._names.sub(lambda found: self._named(found.group()), text)
        return self._numbers(text)

    def shape(self, name: str) -> str:
        """A name by an invented one of the same build: what a rule about names looks at stays."""
        parts = re.split("(" + "|".join(map(re.escape, self._kept)) + ")", name) if self._kept else [name]
        return "".join(part if part in self._kept else self._reshaped(part) for part in parts)

    def _named(self, word: str) -> str:
        if word in self._by_name:
            return self.name(self._by_name[word])
        return "@" + self.name(self._by_name[word[1:]])

    def _numbers(self, text: str) -> str:
        text = _IDENTITY.sub(_INVENTED_IDENTITY, text)
        text = _PHONE.sub(lambda found: self._phone(found.group()), text)
        text = _ACCOUNT.sub(lambda found: self._account(found.group()), text)
        return _MAIL.sub("someone@example.com", text)

    def _account(self, word: str) -> str:
        known = {account(number) for number in self.people.values()}
        return word if word in known else self.id(word)

    def _phone(self, number: str) -> str:
        return self._phones.setdefault(number, f"138000000{len(self._phones):02d}")

    def _reshaped(self, part: str) -> str:
        made, chinese = [], 0
        for char in self._numbers(part):
            if "\u3400" <= char <= "\u9fff":
                made.append(_STEMS[chinese % len(_STEMS)])
                chinese += 1
            elif char.isascii() and char.isalpha():
                made.append("A" if char.isupper() else "a")
            else:
                made.append(char)
        return "".join(made)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """The longest first, so that a name is never cut by a shorter one within it."""
    found = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found))) if found else None
