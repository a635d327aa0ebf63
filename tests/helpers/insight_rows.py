"""A store with a group, its members and whatever rows a measure counts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from core.store.store import Store
from core.store.tables import (
    CoverageRow,
    DecisionRow,
    GroupRow,
    ImportRow,
    MemberFactRow,
    MemberRow,
    MessageRow,
    ObligationRow,
    ViolationRow,
)


@dataclass
class InsightRows:
    """Adds rows one by one; every import is complete unless told otherwise."""

    store: Store
    count: int = 0

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _add(self, session: Session, row: object) -> None:
        session.add(row)
        session.flush()

    def group(self, name: str = "华东销售一部") -> int:
        with self.store.write() as session:
            row = GroupRow(room_id=f"room-{self._next()}", name=name)
            self._add(session, row)
            assert row.id is not None
            return row.id

    def member(self, group_id: int, name: str) -> int:
        with self.store.write() as session:
            row = MemberRow(group_id=group_id, platform_id=f"wxid-{self._next()}")
            self._add(session, row)
            assert row.id is not None
            self._add(session, MemberFactRow(member_id=row.id, field="name", value=name, at=0))
            return row.id

    def import_(self, group_id: int, state: str = "complete") -> int:
        with self.store.write() as session:
            row = ImportRow(group_id=group_id, path="chat.json", format="json", state=state, started_at=0)
            self._add(session, row)
            assert row.id is not None
            return row.id

    def message(self, import_id: int, group_id: int, member_id: int, at: int) -> None:
        with self.store.write() as session:
            self._add(
                session,
                MessageRow(
                    group_id=group_id, key=f"m{self._next()}", at=at, sender_id=member_id, kind="text",
                    text="好", import_id=import_id,
                ),
            )  # fmt: skip

    def violation(
        self,
        group_id: int,
        member_id: int,
        at: int,
        clause: str = "8",
        state: str = "open",
        band: str = "act",
    ) -> None:
        with self.store.write() as session:
            self._add(
                session,
                ViolationRow(
                    id=f"v{self._next()}", group_id=group_id, member_id=member_id, charter_id="sales",
                    charter_version=1, clause=clause, rule=clause, kind="message", at=at, severity="medium",
                    band=band, filed_at=at, state=state,
                ),
            )  # fmt: skip

    def covered(self, import_id: int, group_id: int, start: int, end: int) -> None:
        with self.store.write() as session:
            self._add(
                session, CoverageRow(group_id=group_id, start_at=start, end_at=end, import_id=import_id)
            )

    def obligation(
        self,
        group_id: int,
        member_id: int,
        opened: int,
        due: int,
        met: int | None = None,
        clause: str = "8",
        on_leave: bool = False,
    ) -> str:
        key = f"o{self._next()}"
        with self.store.write() as session:
            self._add(
                session,
                ObligationRow(
                    id=key, group_id=group_id, member_id=member_id, clause=clause, rule=clause,
                    charter_id="sales", trigger_key="t", opened_at=opened, due_at=due, met_at=met,
                    on_leave=on_leave, filed_at=opened,
                ),
            )  # fmt: skip
        return key

    def decision(self, kind: str, subject: str, at: int, undoes: str = "") -> str:
        key = f"d{self._next()}"
        with self.store.write() as session:
            self._add(
                session,
                DecisionRow(
                    id=key, at=at, operator="admin", kind=kind, subject_kind="obligation", subject=subject,
                    undoes=undoes,
                ),
            )  # fmt: skip
        return key
