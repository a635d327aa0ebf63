"""What an adoption keeps: policies of its day, notice, fallbacks, cap, order; and versions over time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.charter import library
from core.charter.library import charter_text
from core.charter.model import Band
from core.desk import adoption as desk_adoption
from core.desk.adoption import Terms, adopt, adoptions, bindings, reorder
from core.desk.adoption_plan import plan
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.ledger import entries
from core.desk.scanning import scan
from core.desk.violations import confirm, find, undo
from core.judging.binding import binding_at
from core.keeping.verification import verify
from core.store.store import Store
from core.store.tables import AdoptionRow, DecisionRow
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.docket import Docket

DAY = "2026-03-02"
DRUCKER, SALES, SHOP, SHARES = (
    "drucker-consulting", "sales-2016-007", "sales-group-three-strikes", "yunji-shareholders",
)  # fmt: skip
TASK = "@李明 今天把客户报价单整理好发给我"


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    lines = [
        (f"{DAY}T09:00:00", "wxid_boss", TASK),
        (f"{DAY}T11:00:00", "wxid_boss", TASK.replace("报价单", "合同")),
        (f"{DAY}T15:00:00", "wxid_qian", "中午吃过了"),
    ]
    desk = Desk(store, FixedClock(at("16:00:00")))
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    return desk


def with_minutes(folder: Path, minutes: int, version: int) -> str:
    """Drucker's charter with another deadline, as the next version."""
    changed = charter_text(DRUCKER).replace("version: 1", f"version: {version}", 1)
    path = folder / f"v{version}.yaml"
    path.write_text(
        changed.replace("task.minutes: {value: 30,", f"task.minutes: {{value: {minutes},"), encoding="utf-8"
    )
    return str(path)


def in_order(desk: Desk, moment: int) -> list[str]:
    group_id = adoptions(desk)[0].group_id
    return [each.charter.id for each in binding_at(bindings(desk, group_id), moment)]


def test_policies_of_the_day_stay_with_the_adoption(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    record = adopt(desk, "管理群", DRUCKER, "first").value
    kept = bindings(desk, record.group_id)[0].charter.policies
    changed = json.loads(json.dumps(library.policy_data()))
    changed["SP-14"]["transitions"][0]["amount_fen"] = 1
    changed["SP-14"]["silent_on"] = []
    desk_adoption._parsed.cache_clear()
    monkeypatch.setattr(desk_adoption, "policy_data", lambda: changed)
    monkeypatch.setattr(library, "policy_data", lambda: changed)
    (binding,) = bindings(desk, record.group_id)
    assert binding.charter.policies == kept
    assert binding.charter.policies["SP-14"].transitions[0].effect.amount_fen == 10_000
    again = adopt(desk, "管理群", DRUCKER, "now").value
    newest = next(each for each in bindings(desk, again.group_id) if each.since == again.since)
    assert newest.charter.policies["SP-14"].transitions[0].effect.amount_fen == 1
    desk_adoption._parsed.cache_clear()


def test_an_adoption_older_than_the_terms_still_binds(desk: Desk) -> None:
    record = adopt(desk, "管理群", DRUCKER, "first").value
    with desk.store.write() as session:
        names = "policies, platform, fallbacks, answers, cap_fen, author, notice_by, notice_at, notice_text"
        session.execute(text(f"UPDATE adoption SET {', '.join(f'{n} = NULL' for n in names.split(', '))}"))
    (binding,) = bindings(desk, record.group_id)
    assert "SP-14" in binding.charter.policies
    assert (binding.cap_fen, binding.fallbacks) == (None, {})
    assert adoptions(desk)[0].notice_at is None


def test_each_message_is_judged_by_the_version_in_force_at_its_time(desk: Desk, tmp_path: Path) -> None:
    adopt(desk, "管理群", DRUCKER, "first")
    adopt(desk, "管理群", with_minutes(tmp_path, 600, 2), f"{DAY}T10:00")
    group_id = adoptions(desk)[0].group_id
    versions = {
        time: [each.charter.version for each in binding_at(bindings(desk, group_id), at(time))]
        for time in ("09:59:59", "10:00:00")
    }
    assert versions == {"09:59:59": [1], "10:00:00": [2]}
    missed = [each for each in scan(desk).findings if each.finding.clause == f"{DRUCKER}.11"]
    assert [(each.finding.version, each.finding.at) for each in missed] == [(1, at("09:30:00"))]
    assert verify(desk.store).ok


def test_all_terms_are_kept_and_chained(desk: Desk) -> None:
    terms = Terms(
        notice_by="王总", notice_at=f"{DAY}T08:00", platform="wechat", fallbacks={"mute": "apology"},
        answers={"SP-06.1": "一天"}, cap_fen=5000, law_read=True,
    )  # fmt: skip
    record = adopt(desk, "管理群", SHOP, unit="cny", terms=terms).value
    assert (record.notice_by, record.notice_at) == ("王总", at("08:00:00"))
    assert "一警告、二禁言、三移出" in record.notice_text
    assert (record.platform, record.fallbacks, record.cap_fen) == ("wechat", {"mute": "apology"}, 5000)
    assert record.answers == {"SP-06.1": "一天"}
    with desk.store.read() as session:
        details = json.loads(session.exec(select(DecisionRow.details)).one())
    assert details["law_read"] is True
    assert {"monitoring", "personal-data"} <= set(details["law"])
    assert verify(desk.store).ok
    with desk.store.write() as session:
        session.get_one(AdoptionRow, record.id).cap_fen = 1
    assert verify(desk.store).first_bad == f"adoption:{record.id}"


@pytest.mark.parametrize(
    ("terms", "unit", "named"),
    [
        (Terms(fallbacks={"mut": "apology"}), "points", "mut"),
        (Terms(fallbacks={"mute": "tea"}), "points", "tea"),
        (Terms(platform="telegraph"), "points", "telegraph"),
        (Terms(cap_fen=100), "points", "--cap"),
        (Terms(cap_fen=-1), "cny", "--cap"),
        (Terms(notice_at="now"), "points", "--notice-by"),
        (Terms(notice_by="王总", notice_at="soon"), "points", "soon"),
        (Terms(answers={"SP-99.1": "x"}), "points", "SP-99.1"),
    ],
)
def test_terms_that_make_no_sense_keep_nothing(desk: Desk, terms: Terms, unit: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        adopt(desk, "管理群", SHOP, unit=unit, terms=terms)
    assert named in str(refused.value)
    assert adoptions(desk) == []
    assert verify(desk.store).ok


def test_a_draft_with_errors_is_refused_with_its_first_lines(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    wrong = charter_text(DRUCKER).replace(f"  - id: {DRUCKER}.1", "  - id: other.1")
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        adopt(desk, "管理群", str(path))
    line = refused.value.line("en")
    assert "draft.yaml:" in line
    assert "line " in line
    assert "\n" not in line
    assert adoptions(desk) == []


def test_several_charters_in_another_order_from_a_moment_on(desk: Desk) -> None:
    adopt(desk, "管理群", DRUCKER, "first")
    adopt(desk, "管理群", SALES, "first", add=True)
    done = reorder(desk, "管理群", [SALES, DRUCKER], f"{DAY}T10:00")
    assert [each.charter_id for each in done.value] == [SALES, DRUCKER]
    assert in_order(desk, at("09:59:59")) == [DRUCKER, SALES]
    assert in_order(desk, at("10:00:00")) == [SALES, DRUCKER]
    adopt(desk, "管理群", SHARES, f"{DAY}T12:00", add=True)
    assert in_order(desk, at("12:00:00")) == [SALES, DRUCKER, SHARES]
    reorder(desk, "管理群", [SHARES, DRUCKER, SALES], f"{DAY}T13:00")
    assert in_order(desk, at("13:00:00")) == [SHARES, DRUCKER, SALES]
    assert in_order(desk, at("11:00:00")) == [SALES, DRUCKER]
    undo(desk)
    assert in_order(desk, at("13:00:00")) == [SALES, DRUCKER, SHARES]
    assert verify(desk.store).ok


def test_a_charter_goes_before_those_in_force(desk: Desk) -> None:
    adopt(desk, "管理群", DRUCKER, "first")
    record = adopt(desk, "管理群", SALES, "first", add=True, terms=Terms(place=0)).value
    assert record.position == 0
    assert in_order(desk, at("09:00:00")) == [SALES, DRUCKER]


def test_another_version_beside_others_takes_the_place_of_its_own(desk: Desk, tmp_path: Path) -> None:
    adopt(desk, "管理群", DRUCKER, "first")
    adopt(desk, "管理群", SALES, "first", add=True)
    path = with_minutes(tmp_path, 60, 2)
    meant = plan(desk, "管理群", path, f"{DAY}T10:00", add=True)
    assert meant.order == (DRUCKER, SALES)
    assert [each.stays for each in meant.in_force] == [False, True]
    adopt(desk, "管理群", path, f"{DAY}T10:00", add=True)
    assert in_order(desk, at("10:00:00")) == [DRUCKER, SALES]
    group_id = adoptions(desk)[0].group_id
    versions = [
        [each.charter.version for each in binding_at(bindings(desk, group_id), at(time))]
        for time in ("09:59:59", "10:00:00")
    ]
    assert versions == [[1, 1], [2, 1]]
    undo(desk)
    assert [each.charter.version for each in bindings(desk, group_id)] == [1, 1]


@pytest.mark.parametrize("order", [[], [DRUCKER], [DRUCKER, DRUCKER], [DRUCKER, SALES, SHOP], ["x", SALES]])
def test_what_is_no_order_is_refused(desk: Desk, order: list[str]) -> None:
    adopt(desk, "管理群", DRUCKER, "first")
    adopt(desk, "管理群", SALES, "first", add=True)
    with pytest.raises(Refusal, match="no order"):
        reorder(desk, "管理群", order)
    assert in_order(desk, at("16:00:00")) == [DRUCKER, SALES]


def test_the_later_of_two_contradicting_deadlines_gives_hints_only(desk: Desk, tmp_path: Path) -> None:
    path = Path(with_minutes(tmp_path, 60, 1))
    other = path.read_text(encoding="utf-8").replace(DRUCKER, "other-consulting")
    path.write_text(other, encoding="utf-8")
    adopt(desk, "管理群", DRUCKER, "first")
    meant = plan(desk, "管理群", str(path), "first", add=True)
    adopt(desk, "管理群", str(path), "first", add=True)
    assert [each.matter for each in meant.conflicts if each.first.endswith(".11")] == ["deadline"]
    missed = [
        each.finding for each in scan(desk, dry_run=True).findings if each.finding.clause.endswith(".11")
    ]
    bands = {each.charter: each.band for each in missed}
    assert bands == {DRUCKER: Band.ACT, "other-consulting": Band.REVIEW}
    assert all("goes first" in str(each.why) for each in missed if each.band is Band.REVIEW)
    reorder(desk, "管理群", ["other-consulting", DRUCKER], "first")
    missed = [
        each.finding for each in scan(desk, dry_run=True).findings if each.finding.clause.endswith(".11")
    ]
    assert {each.charter: each.band for each in missed}[DRUCKER] is Band.REVIEW


def test_a_plan_says_what_would_be_and_writes_nothing(desk: Desk) -> None:
    adopt(desk, "管理群", SHARES, "first")
    before = verify(desk.store).entries
    meant = plan(
        desk, "管理群", SHOP, "now", {"topic": "护肤"}, owner="王总", add=True,
        terms=Terms(fallbacks={"mute": "warning"}, place=0),
    )  # fmt: skip
    assert meant.order == (SHOP, SHARES)
    assert [(each.charter_id, each.stays) for each in meant.in_force] == [(SHARES, True)]
    by = {each.question.key: (each.value, each.by) for each in meant.questions}
    assert by["topic"] == ("护肤", "you")
    assert by["fallback.mute"] == ("warning", "you")
    assert by["silent.SP-06.1"] == ("", "default")
    assert meant.messages_before == 3
    assert meant.conflicts
    assert any("warning" in str(line) for line in meant.bulletin)
    assert verify(desk.store).entries == before


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def terms_of(docket: Docket, group: str, charter: str, terms: Terms, unit: str = "cny") -> None:
    adopt(docket.desk(0), group, charter, "2026-03-01", unit=unit, terms=terms)


def test_an_agreed_step_is_proposed_and_the_ladder_goes_on(docket: Docket) -> None:
    group = docket.group(SHOP, "特惠群")
    terms_of(docket, "特惠群", SHOP, Terms(fallbacks={"mute": "apology"}))
    member = docket.member(group)
    for hours, step in ((0, "warning"), (1, "apology"), (2, "removal")):
        violation = docket.violation(group, member, hours=hours)
        desk = docket.desk(hours + 10)
        found = next(each for each in find(desk) if each.id == violation)
        assert found.proposed_step == step
        assert (step == "apology") == (found.proposal_note is not None)
        assert confirm(desk, violation, "ok").value.step == step


def test_a_group_said_to_live_elsewhere_can_do_more(docket: Docket) -> None:
    group = docket.group(SHOP, "特惠群")
    terms_of(docket, "特惠群", SHOP, Terms(platform="qq", fallbacks={"mute": "apology"}))
    member = docket.member(group)
    confirm(docket.desk(10), docket.violation(group, member), "ok")
    violation = docket.violation(group, member, hours=1)
    found = next(each for each in find(docket.desk(11)) if each.id == violation)
    assert (found.proposed_step, found.proposal_note) == ("mute", None)


def test_a_practice_agreed_on_is_told(docket: Docket) -> None:
    group = docket.group(SHOP, "特惠群")
    terms_of(docket, "特惠群", SHOP, Terms(fallbacks={"mute": "silence"}))
    member = docket.member(group)
    confirm(docket.desk(10), docket.violation(group, member), "ok")
    violation = docket.violation(group, member, hours=1)
    found = next(each for each in find(docket.desk(11)) if each.id == violation)
    assert found.proposed_step == "mute"
    assert "agreed silence" in str(found.proposal_note)


def test_money_stops_at_the_cap_of_the_month(docket: Docket) -> None:
    group = docket.group(DRUCKER, "咨询群")
    terms_of(docket, "咨询群", DRUCKER, Terms(cap_fen=15_000))
    member, other = docket.member(group), docket.member(group, "wxid_zhao", "赵敏")
    clause, policy = f"{DRUCKER}.11", "SP-14"
    first, second, third, theirs = (
        docket.violation(group, who, clause, policy, hours)
        for hours, who in ((0, member), (1, member), (2, member), (3, other))
    )
    for violation in (first, second, third, theirs):
        confirm(docket.desk(10), violation, "late")
    desk = docket.desk(11)
    made = [(entry.violation, entry.kind, entry.fen) for entry in entries(desk)]
    assert made == [
        (first, "assessed", 10_000), (second, "assessed", 10_000), (second, "capped", -5_000),
        (third, "assessed", 10_000), (third, "capped", -10_000), (theirs, "assessed", 10_000),
    ]  # fmt: skip
    assert "¥150.00" in str(next(e for e in entries(desk) if e.kind == "capped").arithmetic)
    next_month = docket.violation(group, member, clause, policy, 24 * 31)
    confirm(docket.desk(24 * 31 + 1), next_month, "late")
    assert {e.violation: e.fen for e in entries(docket.desk(24 * 31 + 2))}[next_month] == 10_000
    undo(docket.desk(24 * 31 + 2))
    assert verify(docket.store).ok


def test_law_notes_stand_with_the_proposal_and_the_decision(docket: Docket) -> None:
    group = docket.group(SALES)
    violation = docket.violation(group, docket.member(group))
    (found,) = find(docket.desk(10))
    assert any("fining employees is often unlawful" in str(note) for note in found.law)
    done = confirm(docket.desk(10), violation, "ok")
    assert done.value.law == found.law
    with docket.store.read() as session:
        details = json.loads(session.get_one(DecisionRow, done.decision).details)
    assert details["law"] == ["fine", "personal-data"]
