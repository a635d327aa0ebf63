"""Who may be the same person: signs for and against, weighed, each with its reason. A person decides.

Weights are shares of a hundred. Signs for it add up as independent ones do; signs against it are taken off.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from core.base.phrase import P, Phrase
from core.casework.persons import pair_of

LEAST = 50
"""The weight from which on a pair is suggested."""
_WRITES = 30
"""Messages from which on the hours of somebody's messages say something."""
_RARE = 3
"""A part of a name that more people bear says nothing."""
_SIGNS = {
    "copies": 90, "copy": 60, "id": 85, "phone": 80, "remark": 70, "name": 60, "common name": 30, "part": 40,
    "hours": 15,
}  # fmt: skip
_SURE = frozenset({"id", "phone"})
_AGAINST = {"listed": 60, "ids": 40, "hours": 15}
_PARTS = re.compile(r"[一-鿿·]{2,}|[A-Za-z][A-Za-z0-9_]{2,}")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of somebody, in all groups. `key`: of core.casework.persons; `ids` without display names.

    `names`: account names and group nicknames, past and present; `remarks`: what owners of exports call them;
    `groups`: rows of the groups they are in; `lists`: (group, moment) of member lists that name them;
    `hours`: messages by hour of the day.
    """

    key: str
    shown: str
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    lists: frozenset[tuple[int, int]] = frozenset()
    hours: tuple[int, ...] = field(default=(0,) * 24)

    @property
    def messages(self) -> int:
        return sum(self.hours)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`keeper` has an id, or writes more. `weight`: 0..100."""

    keeper: Profile
    other: Profile
    weight: int
    reasons: tuple[Phrase, ...]


def candidates(profiles: Sequence[Profile]) -> set[tuple[str, str]]:
    """Pairs that share a name, a part of one, a phone, a remark or an id; hours alone make nobody alike."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in profiles:
        for sign in _signs_of(each):
            bearers[sign].add(each.key)
    pairs: set[tuple[str, str]] = set()
    for (kind, _), keys in bearers.items():
        if kind == "part" and len(keys) > _RARE:
            continue
        ordered = sorted(keys)[:50]
        pairs |= {(one, other) for i, one in enumerate(ordered) for other in ordered[i + 1 :]}
    return pairs


def suggestions(
    profiles: Sequence[Profile],
    pairs: Iterable[tuple[str, str]],
    different: Collection[tuple[str, str]],
    copies: Mapping[tuple[str, str], int],
) -> list[Suggestion]:
    """The likeliest first. `copies`: how many messages the record holds under both, by pair; `different`: pairs
    that somebody told apart."""
    by_key = {each.key: each for each in profiles}
    common = _common_names(profiles)
    found = []
    for one, other in sorted(set(pairs) | set(copies)):
        if pair_of(one, other) in different or one not in by_key or other not in by_key:
            continue
        made = _weighed(by_key[one], by_key[other], copies.get((one, other), 0), common)
        if made.weight >= LEAST:
            found.append(made)
    return sorted(found, key=lambda each: (-each.weight, each.keeper.shown, each.other.key))


def _weighed(one: Profile, other: Profile, copies: int, common: Collection[str]) -> Suggestion:
    if (bool(other.ids), other.messages, other.key) > (bool(one.ids), one.messages, one.key):
        one, other = other, one
    signs = [*_same_words(one, other, common), *_same_facts(one, other, copies)]
    against = _against(one, other)
    if any(kind in _SURE for kind, _ in signs):
        # An id that was chosen, or a phone, is one person's, whatever number of accounts they have.
        against = [each for each in against if each[0] != "ids"]
    alike = _alike(one.hours, other.hours)
    if signs and alike is not None and alike >= 85:
        signs.append(("hours", P("they write at the same hours")))
    elif alike is not None and alike < 40:
        against.append(("hours", P("against it: they write at other hours")))
    unlikely = 100
    for kind, _ in signs:
        unlikely = unlikely * (100 - _SIGNS[kind]) // 100
    weight = max(0, 100 - unlikely - sum(_AGAINST[kind] for kind, _ in against))
    return Suggestion(one, other, weight, tuple(reason for _, reason in (*signs, *against)))


def _same_words(one: Profile, other: Profile, common: Collection[str]) -> list[tuple[str, Phrase]]:
    mine, theirs = ({_plain(name): name for name in each.names} for each in (one, other))
    same = sorted(mine.keys() & theirs.keys() - {""}, key=len, reverse=True)
    for first, second in ((one, other), (other, one)):
        called = {_plain(name): name for name in first.remarks}.keys() & {_plain(n) for n in second.names}
        if called:
            name = sorted(called)[0]
            return [("remark", P("“{name}” is how the owner of an export calls {other}", name=name,
                                 other=first.shown))]  # fmt: skip
    if same:
        kind = "common name" if same[0] in common else "name"
        return [(kind, P("both are called “{name}”", name=mine[same[0]]))]
    shared = sorted(_parts(one) & _parts(other) - set(common), key=len, reverse=True)
    if shared:
        return [("part", P("“{part}” is part of both names", part=shared[0]))]
    return []


def _same_facts(one: Profile, other: Profile, copies: int) -> list[tuple[str, Phrase]]:
    signs: list[tuple[str, Phrase]] = []
    if copies:
        said = P("messages that the record holds under both, in the same second: {count}", count=copies)
        signs.append(("copies" if copies > 2 else "copy", said))
    if _phones(one) & _phones(other):
        signs.append(("phone", P("the same phone number")))
    for first, second in ((one, other), (other, one)):
        known = first.aliases & (second.ids | second.aliases | second.names)
        if known:
            signs.append(("id", P("“{id}” is the WeChat id of {other}", id=min(known), other=first.shown)))
            break
    return signs


def _against(one: Profile, other: Profile) -> list[tuple[str, Phrase]]:
    found = []
    if one.lists & other.lists:
        found.append(("listed", P("against it: one member list names both")))
    if one.ids and other.ids and (one.groups & other.groups or _kinds(one) & _kinds(other)):
        found.append(("ids", P("against it: two accounts of the same kind")))
    return found


def _kinds(each: Profile) -> set[str]:
    return {
        "wechat" if ident.startswith("wxid_") else "number" if ident.isdigit() else "wecom"
        if ident[:2] in ("wm", "wo") else "chosen"
        for ident in each.ids
    }  # fmt: skip


def _alike(one: Sequence[int], other: Sequence[int]) -> int | None:
    """How alike the hours are, 0..100; None where too little was written."""
    if sum(one) < _WRITES or sum(other) < _WRITES:
        return None
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return round(100 * product / sqrt(sum(a * a for a in one) * sum(b * b for b in other)))


def _signs_of(each: Profile) -> Iterable[tuple[str, str]]:
    for name in (*each.names, *each.remarks):
        if plain := _plain(name):
            yield "name", plain
    for part in _parts(each):
        yield "part", part
    for phone in _phones(each):
        yield "phone", phone
    for ident in (*each.ids, *each.aliases, *each.names):
        yield "id", ident


def _common_names(profiles: Iterable[Profile]) -> set[str]:
    """Names and parts of names that so many bear that they say little."""
    counts: dict[str, int] = defaultdict(int)
    for each in profiles:
        for word in {_plain(name) for name in each.names} | _parts(each):
            counts[word] += 1
    return {word for word, count in counts.items() if count > _RARE}


def _parts(each: Profile) -> set[str]:
    return {part for name in each.names for part in _PARTS.findall(_plain(name)) if part != _plain(name)} | {
        _plain(name) for name in each.names if _PARTS.fullmatch(_plain(name))
    }


def _phones(each: Profile) -> set[str]:
    return {found for text in (*each.phones, *each.names) for found in _PHONE.findall(text)}


def _plain(name: str) -> str:
    """The name without width, case, signs at its ends and pictures in it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LNP" or char == " ").strip(
        " .~-_"
    )
