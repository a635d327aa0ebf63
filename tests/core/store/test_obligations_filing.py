"""The obligation table: facts brought up to date, and when it is time to judge again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.base.dated import END
from core.judging.obligation import Obligation
from core.store.groups import touch
from core.store.obligations import filed_obligations, judging_marker, obligation_changes
from core.store.store import Store
from core.store.tables import CoverageRow, GroupRow, ImportRow, MemberFactRow, MemberRow, ObligationRow

NINE = 1_772_413_200_000
ASKED = Obligation(
    id="o1", rule="mine.1", clause="mine.1", group="100@chatroom", member="wxid_li", member_name="",
    trigger="k1", opened_at=NINE, due_at=NINE + 1_800_000,
)  # fmt: skip


@pytest.fixture
def group(store: Store) -> Store:
    with store.write() as session:
        session.add(GroupRow(id=1, room_id="100@chatroom", name="管理群"))
        session.flush()
        session.add(MemberRow(id=1, group_id=1, platform_id="wxid_li"))
    return store


def file(store: Store, *obligations: Obligation, complete: bool = True) -> None:
    with store.write() as session:
        obligation_changes(session, 1, obligations, lambda each: "mine", NINE, complete).write(session)


def filed(store: Store, opened_by: int = END, since: int | None = None) -> list[Obligation]:
    with store.read() as session:
        return [each.obligation for each in filed_obligations(session, 1, opened_by, since)]


def test_facts_come_out_as_they_went_in_and_are_brought_up_to_date(group: Store):
    file(group, ASKED)
    assert filed(group) == [ASKED]
    later = replace(
        ASKED, met_at=NINE + 5, answer="k2", unclear_at=NINE + 1, explained_at=NINE + 2,
        claims_no_network_at=NINE + 3, on_leave=True, due_at=NINE + 9,
    )  # fmt: skip
    file(group, later)
    assert filed(group) == [later]
    file(group, ASKED)
    assert filed(group) == [ASKED]


def test_gone_and_back(group: Store):
    file(group, ASKED)
    file(group)
    assert filed(group) == []
    with group.read() as session:
        assert session.get_one(ObligationRow, "o1").superseded_at == NINE
    file(group, ASKED)
    assert filed(group) == [ASKED]


def test_a_partial_view_only_adds(group: Store):
    file(group, replace(ASKED, met_at=NINE + 5))
    other = replace(ASKED, id="o2", trigger="k3")
    file(group, ASKED, other, complete=False)
    assert filed(group) == [replace(ASKED, met_at=NINE + 5), other]
    file(group, complete=False)
    assert len(filed(group)) == 2


def test_opened_by_and_due_since(group: Store):
    file(group, ASKED)
    assert filed(group, opened_by=NINE) == [ASKED]
    assert filed(group, opened_by=NINE - 1) == []
    assert filed(group, since=ASKED.due_at) == [ASKED]
    assert filed(group, since=ASKED.due_at + 1) == []


def change_group(session: Any) -> None:
    touch(session.get_one(GroupRow, 1), 0)


def change_import(session: Any) -> None:
    session.add(ImportRow(id=7, group_id=1, path="x", format="y", started_at=1, state="complete"))


def change_coverage(session: Any) -> None:
    change_import(session)
    session.flush()
    session.add(CoverageRow(group_id=1, start_at=1, end_at=2, import_id=7))


def change_fact(session: Any) -> None:
    session.add(MemberFactRow(member_id=1, field="role", value="leader", at=5))


@pytest.mark.parametrize("change", [change_group, change_import, change_coverage, change_fact])
def test_the_marker_moves_with_what_judging_depends_on(group: Store, change: Any):
    with group.write() as session:
        before = judging_marker(session, 1)
        assert judging_marker(session, 1) == before
        change(session)
        session.flush()
        assert judging_marker(session, 1) != before
