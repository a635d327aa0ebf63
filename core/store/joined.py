"""A group's record with people put together: one member for all their rows, and copies told once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.chat.incoming import content_digest
from core.chat.joining import as_one
from core.chat.member import Member
from core.store.persons import Rows

Row = Sequence[Any]
"""(id, key, at, sender row, kind, text, …, import id)"""


def joined_members(members: Sequence[tuple[int, Member]], rows: Rows) -> dict[int, Member]:
    """The member of each row: several rows of one person have the same one."""
    found = dict(members)
    for together in rows.together.values():
        # Whoever only withdrawn imports brought is not among the members.
        shown = [row for row in together if row in found]
        if shown:
            person = as_one([found[row] for row in shown])
            found |= dict.fromkeys(shown, person)
    return found


def without_copies(
    said: Sequence[Row], members: Mapping[int, Member], rows: Rows, decided: Collection[str]
) -> list[Row]:
    """Messages without those that one export holds under a person's id and another under a display name.

    Of equal messages in one second as many stay as one of the two holds: those that something was `decided`
    about (keys), else those stored first.
    """
    equal: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, row in enumerate(said):
        sender = row[3]
        if len(rows.of(sender)) > 1:
            alike = content_digest(row[2], "", row[4], row[5])
            equal[rows.stand_in(sender), alike].append(index)
    gone: set[int] = set()
    for places in equal.values():
        gone |= _copies([(index, said[index]) for index in places], members, decided)
    return [row for index, row in enumerate(said) if index not in gone]


def _copies(
    places: Sequence[tuple[int, Row]], members: Mapping[int, Member], decided: Collection[str]
) -> set[int]:
    """Places of the messages that say again what another account of the person says."""
    counts = Counter(row[3] for _, row in places)
    names = {sender for sender in counts if members[sender].name_only}
    if len(counts) < 2 or not names:
        return set()
    first: dict[int, int] = {}
    for _, row in places:
        first[row[3]] = min(first.get(row[3], row[0]), row[0])
    settled = Counter(row[3] for _, row in places if row[1] in decided)
    kept = max(counts, key=lambda sender: (counts[sender], settled[sender], -first[sender]))
    imports = {row[-1] for _, row in places if row[3] == kept}
    return {
        index
        for index, row in places
        if row[3] != kept and (row[3] in names or kept in names) and row[-1] not in imports
    }
