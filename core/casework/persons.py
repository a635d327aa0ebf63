"""Who is the same person: accounts and names put together by hand, and taken apart again, folded from decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.casework.decision import Decision, DecisionKind
from core.chat.member import NAME_ONLY


def person_key(platform_id: str, group_id: int) -> str:
    """What names somebody in all groups: the platform's id, or a display name within its group."""
    return f"{platform_id}@{group_id}" if platform_id.startswith(NAME_ONLY) else platform_id


def told_key(key: str) -> str:
    """The key as people say it: the id, or the display name alone."""
    return key.removeprefix(NAME_ONLY).rpartition("@")[0] if key.startswith(NAME_ONLY) else key


@dataclass(frozen=True, slots=True)
class Persons:
    """`parts`: the keys of each person who has several, who keeps the name first. `different`: pairs of keys
    (in order of text) that somebody said are not the same."""

    parts: tuple[tuple[str, ...], ...] = ()
    different: frozenset[tuple[str, str]] = frozenset()
    _part: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, key: str) -> tuple[str, ...]:
        """All keys of the person, who keeps the name first; the key alone for somebody never put together."""
        return self._part.get(key, (key,))

    def same(self, one: str, other: str) -> bool:
        return one == other or other in self._part.get(one, ())

    @property
    def keys(self) -> frozenset[str]:
        """Everybody who was put together with somebody."""
        return frozenset(self._part)


def pair_of(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def fold_persons(standing: Iterable[Decision]) -> Persons:
    """From the decisions that stand, in order of time.

    Put together, the person of `details.keeper` takes in all that `details.other` had. Taken apart, one key
    leaves its person and the rest stay together.
    """
    part: dict[str, list[str]] = {}
    different: set[tuple[str, str]] = set()
    for decision in standing:
        match decision.kind:
            case DecisionKind.SAME_PERSON:
                keeper, other = str(decision.details["keeper"]), str(decision.details["other"])
                _join(part, keeper, other)
                different.discard(pair_of(keeper, other))
            case DecisionKind.TAKE_APART:
                _leave(part, str(decision.details["person"]))
            case DecisionKind.NOT_SAME:
                different.add(pair_of(str(decision.details["one"]), str(decision.details["other"])))
    found = {key: tuple(members) for key, members in part.items()}
    return Persons(tuple(dict.fromkeys(found.values())), frozenset(different), found)


def _join(part: dict[str, list[str]], keeper: str, other: str) -> None:
    kept, taken = part.get(keeper, [keeper]), part.get(other, [other])
    if kept is taken or other in kept:
        return
    whole = [*kept, *taken]
    for key in whole:
        part[key] = whole


def _leave(part: dict[str, list[str]], key: str) -> None:
    rest = [each for each in part.get(key, ()) if each != key]
    part.pop(key, None)
    # Who has an id keeps the name; a display name keeps it only among display names.
    rest.sort(key=lambda each: each.startswith(NAME_ONLY))
    for each in rest:
        part.pop(each, None)
        if len(rest) > 1:
            part[each] = rest
