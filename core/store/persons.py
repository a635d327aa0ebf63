"""Member rows that are one person: by platform id in all groups, and by what people put together.

Rows stay as they came; what belongs to a person is put together on reading, so that taking a person apart
brings everything back as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.dated import END
from core.casework.decision import Subject, standing
from core.casework.persons import Persons, fold_persons, person_key
from core.chat.member import NAME_ONLY
from core.store.decisions import batches
from core.store.matters import decisions_of_subject
from core.store.tables import MemberRow


@dataclass(frozen=True, slots=True)
class Rows:
    """`here`: the row that stands for the person in the group, by row of those that stand behind another.
    `together`: all rows of a person in a group, by the row that stands for them; only where there are several.
    """

    persons: Persons = Persons()
    here: Mapping[int, int] = field(default_factory=dict)
    together: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def stand_in(self, row: int) -> int:
        return self.here.get(row, row)

    def of(self, row: int) -> tuple[int, ...]:
        """All rows of the person in that group, the one that stands for them first."""
        row = self.stand_in(row)
        return self.together.get(row, (row,))

    def folded(self, column: str) -> str:
        """SQL for `column`, a member's row, as the row that stands for the person."""
        cases = " ".join(f"WHEN {row} THEN {first}" for row, first in self.here.items())
        return f"CASE {column} {cases} ELSE {column} END" if cases else column

    def spread(self, rows: Iterable[int]) -> list[int]:
        """`rows` and all others of the same persons in the same groups, in order and once."""
        return list(dict.fromkeys(each for row in rows for each in self.of(row)))


def read_persons(session: Session, now: Instant = END) -> Persons:
    """Who was put together or told apart by `now`."""
    made = [decision for decision, _ in decisions_of_subject(session, Subject.PERSON)]
    return fold_persons(standing(made, now)) if made else Persons()


def person_rows(session: Session, now: Instant = END) -> Rows:
    persons = read_persons(session, now)
    if not persons.parts:
        return Rows(persons)
    by_key = rows_of_keys(session, persons.keys)
    hidden = set(session.exec(select(MemberRow.id).where(col(MemberRow.withdrawn))))
    here: dict[int, int] = {}
    together: dict[int, tuple[int, ...]] = {}
    for part in persons.parts:
        groups: dict[int, list[int]] = defaultdict(list)
        for key in part:
            for group_id, row in by_key.get(key, ()):
                groups[group_id].append(row)
        for rows in groups.values():
            if len(rows) > 1:
                # Whoever only withdrawn imports brought does not stand for the others.
                rows.sort(key=lambda row: row in hidden)
                together[rows[0]] = tuple(rows)
                here |= dict.fromkeys(rows[1:], rows[0])
    return Rows(persons, here, together)


def rows_everywhere(session: Session, member_ids: Iterable[int], persons: Persons) -> dict[int, int]:
    """Member rows of the persons behind `member_ids`, in all groups: row id → one number per person.

    Members known by display name only are persons of their own, unless somebody put them together with
    others: two groups may have two 张三.
    """
    wanted = sorted(set(member_ids))
    keys = _keys_of_rows(session, wanted)
    number: dict[str, int] = {}
    for row in wanted:
        if row in keys:
            number.setdefault(persons.of(keys[row])[0], row)
    result: dict[int, int] = {}
    every = {key for head in number for key in persons.of(head)}
    for key, rows in rows_of_keys(session, every).items():
        for _, row in rows:
            result[row] = number[persons.of(key)[0]]
    return result


def _keys_of_rows(session: Session, rows: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in batches(rows):
        columns = select(MemberRow.id, MemberRow.platform_id, MemberRow.group_id)
        for row, platform_id, group_id in session.exec(columns.where(col(MemberRow.id).in_(some))):
            found[row or 0] = person_key(platform_id, group_id)
    return found


def rows_of_keys(session: Session, keys: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """(group, row) of each key, in order of row."""
    wanted = set(keys)
    ids = {key.rpartition("@")[0] if key.startswith(NAME_ONLY) else key for key in wanted}
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for some in batches(sorted(ids)):
        columns = select(MemberRow.id, MemberRow.platform_id, MemberRow.group_id)
        for row, platform_id, group_id in session.exec(columns.where(col(MemberRow.platform_id).in_(some))):
            key = person_key(platform_id, group_id)
            if key in wanted:
                found[key].append((group_id, row or 0))
    return {key: sorted(rows, key=lambda pair: pair[1]) for key, rows in found.items()}
