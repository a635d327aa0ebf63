"""A store with groups that follow charters and violations on file, as a scan would have filed them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlmodel import Session

from core.base.clock import HOUR, FixedClock, from_iso
from core.base.ids import digest
from core.base.phrase import P, to_plain
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.keeping.passphrases import hashed
from core.store.chain import record
from core.store.record_digest import import_rows_digest
from core.store.store import Store
from core.store.tables import (
    CoverageRow,
    GroupRow,
    ImportRow,
    MemberFactRow,
    MemberRow,
    MessageRow,
    ObligationRow,
    OperatorRow,
    ViolationRow,
)

START = from_iso("2026-03-02T09:00:00+08:00")
PASSPHRASE = "水落石出 2026"
CLAUSES: dict[str, tuple[str, str]] = {
    "sales-2016-007": ("sales-2016-007.2a", "SP-16"),
    "drucker-consulting": ("drucker-consulting.14", "SP-15"),
    "sales-group-three-strikes": ("sales-group-three-strikes.3.4", "SP-06"),
    "yunji-shareholders": ("yunji-shareholders.1.6", "SP-01"),
}
"""A clause of each charter, and its policy."""


@dataclass
class Docket:
    """Files rows one by one; `desk` stands far after all of it unless told otherwise."""

    store: Store
    count: int = 0
    charters: dict[int, str] = field(default_factory=dict)

    def desk(self, hours: float = 1000, operator: str = "admin") -> Desk:
        return Desk(self.store, FixedClock(START + int(hours * HOUR)), operator)

    def group(
        self,
        charter: str = "sales-2016-007",
        name: str = "华东销售一部",
        unit: str = "cny",
        settings: Mapping[str, str] | None = None,
        prefix: str = "销售",
    ) -> int:
        with self.store.write() as session:
            row = GroupRow(room_id=f"{name}@chatroom", name=name, kind="staff", case_prefix=prefix)
            session.add(row)
            session.flush()
            assert row.id is not None
            group_id = row.id
            imported = _begin_import(session, group_id)
            session.add(
                CoverageRow(
                    group_id=group_id, start_at=START - HOUR, end_at=START + 99 * HOUR, import_id=imported
                )
            )
            _end_import(session, imported)
        self.charters[group_id] = charter
        adopt(self.desk(0), name, charter, "2026-03-01", settings, unit=unit)
        return group_id

    def adopt_again(self, group_id: int, settings: Mapping[str, str]) -> None:
        """The same charter from the same day on, with settings that name members who are there by now."""
        with self.store.read() as session:
            name = session.get_one(GroupRow, group_id).name
        adopt(self.desk(0), name, self.charters[group_id], "2026-03-01", settings, unit="cny")

    def member(self, group_id: int, platform_id: str = "wxid_li", name: str = "李明", kind: str = "") -> int:
        with self.store.write() as session:
            row = MemberRow(group_id=group_id, platform_id=platform_id, joined_at=START - HOUR)
            session.add(row)
            session.flush()
            assert row.id is not None
            facts = {"nickname": name, "type": kind}
            session.add_all(
                MemberFactRow(member_id=row.id, field=key, value=value, at=0)
                for key, value in facts.items() if value
            )  # fmt: skip
            return row.id

    def message(self, group_id: int, member_id: int, at: int, text: str) -> str:
        with self.store.write() as session:
            self.count += 1
            key = f"k{self.count}"
            imported = _begin_import(session, group_id)
            session.add(
                MessageRow(
                    group_id=group_id, key=key, external_id=f"m{self.count}", at=at, sender_id=member_id,
                    kind="text", text=text, import_id=imported,
                )
            )  # fmt: skip
            _end_import(session, imported)
            return key

    def violation(
        self,
        group_id: int,
        member_id: int,
        clause: str = "",
        policy: str | None = None,
        hours: float = 0,
        text: str = "不当的话",
        obligation: str = "",
    ) -> str:
        """A violation of `hours` after START, with a message of its own."""
        at = START + int(hours * HOUR)
        key = self.message(group_id, member_id, at, text)
        charter = self.charters[group_id]
        known, known_policy = CLAUSES.get(charter, ("", ""))
        violation_id = digest("test", key)
        with self.store.write() as session:
            session.add(
                ViolationRow(
                    id=violation_id, group_id=group_id, member_id=member_id, charter_id=charter,
                    charter_version=1, clause=clause or known, rule=clause or known, category="test",
                    kind="obligation" if obligation else "message",
                    policy=known_policy if policy is None else policy, at=at, severity="medium", band="act",
                    messages=json.dumps([key]), why=json.dumps(to_plain(P("because"))), filed_at=at,
                    obligation_id=obligation,
                )
            )  # fmt: skip
        return violation_id

    def obligation(self, group_id: int, member_id: int, hours: float = 0) -> str:
        """A task opened `hours` after START and due half an hour later."""
        at = START + int(hours * HOUR)
        key = self.message(group_id, member_id, at, "@李明 报价单发我")
        obligation_id = digest("owed", key)
        with self.store.write() as session:
            session.add(
                ObligationRow(
                    id=obligation_id, group_id=group_id, member_id=member_id, clause="drucker-consulting.11",
                    rule="drucker-consulting.11", charter_id=self.charters[group_id], trigger_key=key,
                    opened_at=at, due_at=at + HOUR // 2, filed_at=at,
                )
            )  # fmt: skip
        return obligation_id

    def operators(self, *names: str) -> None:
        """Each with the passphrase PASSPHRASE."""
        with self.store.write() as session:
            session.add_all(OperatorRow(name=name, passphrase=_hash()) for name in names)


@cache
def _hash() -> str:
    return hashed(PASSPHRASE)


def _begin_import(session: Session, group_id: int) -> int:
    row = ImportRow(
        group_id=group_id, path="a", format="b", state="running", started_at=0,
        first_at=START - HOUR, last_at=START + 99 * HOUR,
    )  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _end_import(session: Session, import_id: int) -> None:
    """Complete, with the digest and the link that verification asks for."""
    session.flush()
    row = session.get_one(ImportRow, import_id)
    row.state, row.rows_digest = "complete", import_rows_digest(session, import_id)
    record(session, START, row)
