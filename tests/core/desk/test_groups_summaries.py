from __future__ import annotations

import pytest

from core.base.clock import DAY, FixedClock
from core.base.refusal import Refusal
from core.chat.group import GroupKind
from core.desk import groups
from core.desk.desk import Desk
from core.store.store import Store
from core.store.tables import LedgerRow, ObligationRow, ViolationRow
from tests.helpers.exports import FIRST, NOW, bring, jsonl, said, shown

AT = FIRST * 1000


@pytest.fixture
def desk(store: Store) -> Desk:
    bring(
        store,
        jsonl(
            [
                said(0, "a", "wxid_a"),
                said(3600, "b", "wxid_b", accountName="乙"),
                shown(4000, '"乙"退出了群聊'),
            ]
        ),
    )
    return Desk(store, FixedClock(NOW))


def violation(ident: str, **given: object) -> ViolationRow:
    fields: dict[str, object] = {
        "group_id": 1, "member_id": 1, "charter_id": "c", "charter_version": 1, "clause": "c-1", "rule": "c-1",
        "kind": "message", "at": AT, "severity": "low", "band": "act", "filed_at": NOW,
    }  # fmt: skip
    return ViolationRow(id=ident, **(fields | given))  # type: ignore[arg-type]


def obligation(ident: str, **given: object) -> ObligationRow:
    fields: dict[str, object] = {
        "group_id": 1, "member_id": 1, "clause": "c-2", "rule": "c-2", "charter_id": "c", "trigger_key": "k",
        "opened_at": AT, "due_at": AT + 60_000, "filed_at": NOW,
    }  # fmt: skip
    return ObligationRow(id=ident, **(fields | given))  # type: ignore[arg-type]


def test_a_fresh_group(desk: Desk) -> None:
    (found,) = groups.summaries(desk)
    assert (found.name, found.members, found.open_violations, found.overdue) == ("测试群", 1, 0, 0)
    assert found.last_message_at == AT + 3_600_000
    assert found.week == (0,) * 7
    assert found.charters == ()


def test_figures(desk: Desk) -> None:
    with desk.store.write() as session:
        session.add_all(
            [
                violation("v1"), violation("v2", state="confirmed", kind="roster", category="nickname", filed_at=NOW - 2 * DAY),
                violation("v4", state="confirmed", kind="roster", category="inactivity", member_id=2, filed_at=NOW - DAY),
                violation("v3", superseded_at=NOW), obligation("o1"), obligation("o2", met_at=AT + 5_000),
                obligation("o3", met_at=AT + 120_000), obligation("o4", due_at=NOW + 1), obligation("o5", on_leave=True),
                obligation("o6", superseded_at=NOW), obligation("o7", due_at=AT + 9_999_999),
                LedgerRow(id="l", at=NOW, group_id=1, member_id=1, decision_id="d", kind="assessed", fen=500, points=5,
                          account="a", counter_account="b"),
            ]
        )  # fmt: skip
    (found,) = groups.summaries(desk)
    assert (found.open_violations, found.out_of_format) == (1, 1)
    assert found.overdue == 2  # o7's deadline lies after what is covered
    assert (found.unpaid_fen, found.unpaid_points) == (500, 5)
    assert found.week == (0, 0, 0, 0, 1, 1, 1)


def test_the_kind_can_be_set(desk: Desk) -> None:
    groups.set_kind(desk, 1, GroupKind.STAFF)
    assert groups.summaries(desk)[0].kind is GroupKind.STAFF
    with pytest.raises(Refusal):
        groups.set_kind(desk, 9, GroupKind.STAFF)
