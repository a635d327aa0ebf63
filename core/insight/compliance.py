"""The score of a group: of a hundred members, how many broke nothing in the period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from core.insight.scope import Scope, rows
from core.store.persons import person_rows


@dataclass(frozen=True, slots=True)
class GroupScore:
    """`score` is per hundred members, rounded half up; None for a group without members."""

    group_id: int
    name: str
    members: int
    offenders: int

    @property
    def score(self) -> int | None:
        return (
            (200 * (self.members - self.offenders) + self.members) // (2 * self.members)
            if self.members
            else None
        )


def scores(session: Session, scope: Scope) -> tuple[GroupScore, ...]:
    """One record per group, best first. Only what stands (open or confirmed) and is certain enough to act
    on counts against a member; hints for review do not."""
    narrowed = " WHERE g.id = :group_id" if scope.group_id is not None else ""
    persons = person_rows(session)
    found = rows(
        session,
        f"SELECT g.id, g.name, (SELECT COUNT(DISTINCT {persons.folded('m.id')}) FROM member m"
        " WHERE m.group_id = g.id AND NOT m.withdrawn),"
        f" (SELECT COUNT(DISTINCT {persons.folded('v.member_id')}) FROM violation v WHERE v.group_id = g.id"
        " AND v.at BETWEEN :start AND :end AND (v.state = 'confirmed' OR (v.state = 'open' AND v.band = 'act')))"
        f" FROM group_ g{narrowed}",
        scope.parameters,
    )
    records = [GroupScore(*row) for row in found]
    return tuple(sorted(records, key=lambda r: (-(r.score or 0), r.name)))
