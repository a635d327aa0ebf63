"""Filing findings is safe to repeat; what judging no longer finds is superseded unless somebody decided."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.base.dated import BEGINNING
from core.base.phrase import P
from core.charter.model import Band, Severity
from core.judging.finding import Finding, Match
from core.store.conversations import load_conversation
from core.store.findings import (
    Reconciled,
    finding_changes,
    finding_of,
    on_file,
    supersede_of_obligation,
)
from core.store.store import Store
from core.store.tables import GroupRow, MemberRow, ViolationRow

NOW = 1_772_424_000_000


def finding(name: str, at: int = NOW - 5_000, **changes: object) -> Finding:
    fields: dict[str, object] = {
        "id": name, "rule": "mine.1", "clause": "mine.1", "category": "ads", "kind": "message",
        "group": "100@chatroom", "member": "wxid_li", "member_name": "李明", "at": at,
        "severity": Severity.HIGH, "band": Band.ACT, "messages": ("k1",),
        "matched": (Match("加微信", 0, 3, "k1"),), "why": P("because of {what}", what="加微信"),
        "policy": "SP-14", "charter": "mine", "version": 1,
    }  # fmt: skip
    return Finding(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def group(store: Store) -> Store:
    with store.write() as session:
        session.add(GroupRow(id=1, room_id="100@chatroom", name="管理群"))
        session.flush()
        session.add(MemberRow(id=1, group_id=1, platform_id="wxid_li"))
    return store


def file(
    store: Store, findings: Sequence[Finding], now: int = NOW, since: int = BEGINNING, complete: bool = True,
    write: bool = True,
) -> Reconciled:  # fmt: skip
    with store.write() as session:
        known = on_file(session, 1) if complete else None
        changes = finding_changes(session, 1, findings, now, since, known)
        if write:
            changes.write(session)
        return changes.result


def row(store: Store, name: str) -> ViolationRow:
    with store.read() as session:
        return session.get_one(ViolationRow, name)


def decided(store: Store, name: str) -> None:
    with store.write() as session:
        session.get_one(ViolationRow, name).state = "confirmed"


def test_new_then_known(group: Store):
    assert file(group, [finding("f1")]).new == ("f1",)
    again = file(group, [finding("f1"), finding("f2")])
    assert (again.new, again.known, again.superseded) == (("f2",), ("f1",), ())


def test_a_finding_comes_out_as_it_went_in(group: Store):
    file(group, [finding("f1", obligation="o1")])
    assert finding_of(row(group, "f1"), "wxid_li", "李明", "100@chatroom") == finding("f1", obligation="o1")


def test_gone_and_back(group: Store):
    file(group, [finding("f1")])
    assert [each.id for each in file(group, []).superseded] == ["f1"]
    assert (row(group, "f1").state, row(group, "f1").superseded_at) == ("superseded", NOW)
    assert file(group, []).superseded == ()
    assert file(group, [finding("f1")]).known == ("f1",)
    assert (row(group, "f1").state, row(group, "f1").superseded_at) == ("open", None)


def test_a_decision_stays_and_the_contradiction_is_told(group: Store):
    file(group, [finding("f1")])
    decided(group, "f1")
    result = file(group, [])
    assert (result.superseded, result.contradicted) == ((), ("f1",))
    assert row(group, "f1").state == "confirmed"


def test_later_evidence_extends_only_what_is_open(group: Store):
    file(group, [finding("f1"), finding("f2")])
    decided(group, "f2")
    more = {"messages": ("k1", "k2"), "severity": Severity.LOW}
    file(group, [finding("f1", **more), finding("f2", **more)])
    assert (row(group, "f1").messages, row(group, "f1").severity) == ('["k1", "k2"]', "low")
    assert (row(group, "f2").messages, row(group, "f2").severity) == ('["k1"]', "high")


def test_an_earlier_moment_takes_nothing_away(group: Store):
    file(group, [finding("f1")])
    result = file(group, [finding("f2")], now=NOW - 9_000, complete=False)
    assert (result.new, result.superseded) == (("f2",), ())
    assert row(group, "f1").state == "open"


def test_only_from_a_moment_on(group: Store):
    early, late = finding("f1", at=NOW - 9_000), finding("f2", at=NOW - 1_000)
    assert file(group, [early, late], since=NOW - 1_000).new == ("f2",)
    file(group, [early, late])
    assert [each.id for each in file(group, [], since=NOW - 1_000).superseded] == ["f2"]
    assert row(group, "f1").state == "open"


def test_a_finding_whose_time_moved_is_the_same(group: Store):
    file(group, [finding("f1", at=NOW - 9_000)])
    assert file(group, [finding("f1", at=NOW - 1_000)], since=NOW - 2_000).known == ("f1",)


def test_a_dry_run_writes_nothing(group: Store):
    assert file(group, [finding("f1")], write=False).new == ("f1",)
    with group.read() as session:
        assert session.get(ViolationRow, "f1") is None


def test_somebody_who_never_was_in_the_group(group: Store):
    file(group, [finding("f1", member="wxid_finance", member_name="财务")])
    with group.read() as session:
        member = load_conversation(session, 1).members["wxid_finance"]
    assert not member.is_present(NOW)
    assert member.shown_name(NOW) == "财务"
    assert file(group, [finding("f1", member="wxid_finance")]).known == ("f1",)


def test_what_came_of_an_obligation(group: Store):
    file(
        group,
        [finding("f1", obligation="o1"), finding("f2", obligation="o1"), finding("f3", obligation="o2")],
    )
    decided(group, "f2")
    with group.write() as session:
        assert supersede_of_obligation(session, "o1", NOW) == (["f1"], ["f2"])
    assert [row(group, name).state for name in ("f1", "f2", "f3")] == ["superseded", "confirmed", "open"]


def test_what_was_decided_before_the_changes_were_written_keeps_its_evidence(group: Store):
    file(group, [finding("f1"), finding("f2"), finding("f3")])
    with group.read() as session:
        grown = finding("f1", messages=("k1", "k2"))
        changes = finding_changes(session, 1, [grown], NOW + 1, BEGINNING, on_file(session, 1))
    assert [each.id for each in changes.result.superseded] == ["f2", "f3"]
    decided(group, "f1")
    decided(group, "f2")
    with group.write() as session:
        changes.write(session)
    assert (row(group, "f1").state, row(group, "f1").messages) == ("confirmed", '["k1"]')
    assert (row(group, "f2").state, row(group, "f2").superseded_at) == ("confirmed", None)
    assert (row(group, "f3").state, row(group, "f3").superseded_at) == ("superseded", NOW + 1)


def compared(store: Store, findings: Sequence[Finding], before: Sequence[str], now: int = NOW) -> Reconciled:
    with store.read() as session:
        return finding_changes(session, 1, findings, now, BEGINNING, before).result


def test_absence_says_nothing_of_what_lies_after_the_moment_judged_at(group: Store):
    """A bot's clock may run ahead, and a scan of many groups judges all at one moment."""
    file(group, [finding("f1", at=NOW + 5_000)])
    assert compared(group, [], ["f1"]).superseded == ()
    assert [each.id for each in compared(group, [], ["f1"], NOW + 5_000).superseded] == ["f1"]


def test_absence_says_nothing_of_what_somebody_filed_meanwhile(group: Store):
    file(group, [finding("f1")], now=NOW + 1)
    assert compared(group, [], []).superseded == ()


def test_what_an_earlier_judgement_filed_late_is_gone_when_a_later_one_does_not_find_it(group: Store):
    file(group, [finding("f1")], now=NOW - 1)
    assert [each.id for each in compared(group, [], []).superseded] == ["f1"]
