from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.clock import DAY
from core.base.phrase import render
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.outbox import ActionState, actions_of
from core.desk import cases, notes, outbox, violations
from core.desk.confirming import Wish
from core.desk.desk import Desk
from core.keeping.verification import verify
from core.store.store import Store, open_store
from tests.helpers.docket import Docket

STRIKES = "sales-group-three-strikes"


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def three(docket: Docket, charter: str = STRIKES) -> tuple[str, ...]:
    group = docket.group(charter)
    member = docket.member(group)
    return tuple(docket.violation(group, member, hours=h) for h in range(3))


def test_one_decision_settles_several_and_counts_once(docket: Docket) -> None:
    first, second, third = three(docket)
    desk = docket.desk()
    made = violations.confirm_together(desk, first, [second], "one talk")
    assert [(v.value.state, v.value.step) for v in made] == [("confirmed", "warning"), ("confirmed", "")]
    assert {v.value.case for v in made} == {"销售-0001"}
    assert violations.one(desk, third).proposed_step == "mute"
    (letter,) = outbox.find(desk)
    assert "1 more" in render(letter.text, "en")
    violations.undo(desk)
    assert [v.state for v in violations.find(desk)] == ["open"] * 3
    assert violations.one(desk, second).case == ""
    assert verify(docket.store).ok


def test_a_later_breach_is_folded_in_and_stands_on_the_decision(docket: Docket) -> None:
    first, second, third = three(docket)
    desk = docket.desk()
    violations.confirm(desk, first, "x")
    violations.link(desk, "销售-0001", [second], "the same evening")
    with pytest.raises(Refusal, match="later decision"):
        violations.undo(desk, first)
    with pytest.raises(Refusal, match="already"):
        violations.link(desk, "销售-0001", [second], "again")
    violations.dismiss(desk, third, "a joke")
    violations.link(desk, "销售-0001", [third], "belongs to it")
    assert violations.one(desk, third).case == "销售-0001"
    violations.undo(desk)
    assert violations.one(desk, third).case == "销售-0002"


def test_a_case_is_about_one_person(docket: Docket) -> None:
    group = docket.group(STRIKES)
    one = docket.violation(group, docket.member(group))
    other = docket.violation(group, docket.member(group, "wxid_wu", "吴迪"), hours=1)
    violations.confirm(docket.desk(), one, "x")
    with pytest.raises(Refusal, match="one person"):
        violations.link(docket.desk(), "销售-0001", [other], "x")
    with pytest.raises(Refusal, match="no such case"):
        violations.link(docket.desk(), "销售-0099", [other], "x")


def test_evidence_stays_when_messages_go(docket: Docket, store_path: Path) -> None:
    first, *_ = three(docket)
    desk = docket.desk()
    violations.confirm(desk, first, "x")
    with sqlite3.connect(store_path) as raw:
        raw.execute("DELETE FROM message")
    (copy, *_) = cases.case(desk, "销售-0001").evidence
    assert [item["text"] for item in copy.items if item["cited"]] == ["不当的话"]
    assert copy.member["nickname"] == "李明"
    assert violations.one(desk, first).excerpt == "不当的话"


def test_changed_evidence_is_named(docket: Docket, store_path: Path) -> None:
    first, *_ = three(docket)
    violations.confirm(docket.desk(), first, "x")
    with sqlite3.connect(store_path) as raw:
        raw.execute("UPDATE evidence SET content = replace(content, '不当', '正当')")
    verdict = verify(docket.store)
    assert not verdict.ok
    assert verdict.first_bad.startswith("evidence:")
    with sqlite3.connect(store_path) as raw:
        raw.execute("UPDATE evidence SET content = '', salt = ''")
    assert verify(docket.store).ok


def test_a_letter_goes_out_and_a_correction_follows_an_undo(docket: Docket) -> None:
    first, *_ = three(docket)
    desk = docket.desk()
    violations.confirm(desk, first, "x")
    (letter,) = outbox.find(desk)
    assert (letter.action.kind, letter.action.state) == ("post_letter", ActionState.PROPOSED)
    assert not cases.case(desk, "销售-0001").is_served
    outbox.approve(desk, letter.action.id)
    outbox.done(desk, letter.action.id)
    assert cases.case(desk, "销售-0001").is_served
    assert violations.one(desk, first).notified_at == desk.clock.now()
    with pytest.raises(Refusal, match="settled already"):
        outbox.done(desk, letter.action.id)
    violations.undo(desk)
    violations.undo(desk)
    violations.undo(desk)
    (correction,) = outbox.find(desk)
    assert correction.action.kind == "post_correction"
    assert "no longer stands" in render(correction.text, "en")
    outbox.done(desk, correction.action.id)
    assert outbox.count_waiting(desk) == 0


def test_a_removal_has_to_be_carried_out_and_is_made_up_for(docket: Docket) -> None:
    first, *_ = three(docket)
    desk = docket.desk()
    violations.confirm(desk, first, "x", "removal", wish=Wish(tier="serious"))
    kinds = {row.action.kind: row for row in outbox.find(desk)}
    assert set(kinds) == {"post_letter", "remove"}
    assert kinds["remove"].action.capability == "remove"
    outbox.done(desk, kinds["remove"].action.id)
    violations.undo(desk, first)
    assert [row.action.kind for row in outbox.find(desk)] == ["invite_back"]


def test_a_refused_apology_has_a_letter_of_its_own(docket: Docket) -> None:
    earlier, violation, _ = three(docket, "yunji-shareholders")
    desk, later = docket.desk(), docket.desk(1001)
    violations.confirm(desk, earlier, "x")
    assert violations.confirm(desk, violation, "x").value.step == "apology"
    for row in outbox.find(desk):
        outbox.done(desk, row.action.id)
    violations.apology(desk, violation, "refused")
    violations.confirm(later, violation, "refused to apologise", "removal")
    waiting = {row.action.kind: row for row in outbox.find(later) if row.is_waiting}
    assert set(waiting) == {"post_letter", "remove"}
    outbox.done(later, waiting["post_letter"].action.id)
    outbox.done(later, waiting["remove"].action.id)
    assert all(case.is_served for case in cases.cases(later))


def test_an_overturned_decision_is_corrected_where_it_was_announced(docket: Docket) -> None:
    made = [
        Decision("c", 1, "林", DecisionKind.CONFIRM, Subject.VIOLATION, "v", step="warning"),
        Decision("n", 2, "林", DecisionKind.NOTIFIED, Subject.VIOLATION, "v"),
        Decision("o", 3, "林", DecisionKind.OVERTURN, Subject.VIOLATION, "v"),
    ]
    assert [action.kind for action in actions_of(made[:2], (), 9)] == ["post_letter"]
    assert [action.kind for action in actions_of(made, (), 9)] == ["post_correction"]
    assert actions_of([made[0], made[2]], (), 9) == []


def test_who_quarrelled_is_flagged(docket: Docket) -> None:
    group = docket.group(STRIKES)
    member = docket.member(group)
    docket.member(group, "wxid_lin", "林岚")
    violation = docket.violation(group, member, text="@林岚 你算老几")
    assert violations.dossier(docket.desk(operator="林岚"), violation).violation.conflicts == ("quarrel",)


def test_actions_fail_and_expire(docket: Docket) -> None:
    first, second, _ = three(docket)
    desk = docket.desk()
    violations.confirm(desk, first, "x")
    (letter,) = outbox.find(desk)
    with pytest.raises(Refusal, match="reason"):
        outbox.fail(desk, letter.action.id, " ")
    outbox.fail(desk, letter.action.id, "left the group")
    assert [row.action.state for row in outbox.find(desk)] == [ActionState.FAILED]
    violations.undo(desk)
    later = docket.desk(1000 + 15 * DAY // 3_600_000)
    assert [row.action.state for row in outbox.find(later)] == [ActionState.EXPIRED]
    assert outbox.find(later, state="proposed") == []
    with pytest.raises(Refusal, match="no state"):
        outbox.find(later, state="lost")
    violations.confirm(later, second, "y")
    assert len(outbox.find(later)) == 3  # the second strike mutes as well


def test_notes_belong_to_the_case_and_can_be_taken_back(docket: Docket) -> None:
    first, *_ = three(docket)
    desk = docket.desk().on_behalf_of("周总")
    notes.add_note(desk, first, "he was told before")
    violations.confirm(desk, first, "x")
    notes.add_note(desk, "销售-0001", "please mind the rules", public=True)
    found = cases.case(desk, "销售-0001")
    assert [(note.public, note.acting_for) for note in found.notes] == [(False, "周总"), (True, "周总")]
    assert "周总" in {event.acting_for for event in found.timeline if event.kind == "confirm"}
    violations.undo(desk)
    assert len(cases.case(desk, "销售-0001").notes) == 1
    with pytest.raises(Refusal):
        notes.add_note(desk, first, "   ")
    with pytest.raises(Refusal, match="empty places"):
        notes.add_note(desk, first, "told on {{day}}")


def test_claims_keep_others_away_until_they_end(docket: Docket) -> None:
    first, *_ = three(docket)
    docket.operators("吴")
    mine, theirs = docket.desk(), docket.desk(operator="吴")
    violations.claim(mine, first)
    assert violations.one(theirs, first).queue.claimed_by == "admin"
    with pytest.raises(Refusal, match="admin is working"):
        violations.dismiss(theirs, first, "x")
    violations.dismiss(docket.desk(1000.2, "吴"), first, "x")
    with pytest.raises(Refusal, match="does not wait"):
        violations.skip(docket.desk(1001), first)


def test_a_second_opinion_comes_from_another(docket: Docket) -> None:
    first, *_ = three(docket)
    docket.operators("吴")
    with pytest.raises(Refusal, match="no operator"):
        violations.ask_opinion(docket.desk(), first, "is it?", "郑")
    violations.ask_opinion(docket.desk(), first, "is it?", "吴")
    with pytest.raises(Refusal, match="no opinion"):
        violations.give_opinion(docket.desk(), first, "confirm")
    done = violations.give_opinion(docket.desk(operator="吴"), first, "dismiss", "a quote").value
    assert [(o.by, o.verdict, o.text) for o in done.queue.opinions] == [("吴", "dismiss", "a quote")]


def test_who_is_concerned_is_flagged_and_put_on_record(docket: Docket) -> None:
    first, *_ = three(docket)
    desk = docket.desk(operator="李明")
    assert violations.dossier(desk, first).violation.conflicts == ("self",)
    violations.confirm(desk, first, "x")
    events = cases.case(desk, "销售-0001").timeline
    assert [event.conflicts for event in events if event.kind == "confirm"] == [("self",)]
    assert violations.dossier(docket.desk(), first).violation.conflicts == ()


def test_a_preview_judges_the_second_after_the_first_and_writes_nothing(docket: Docket) -> None:
    found = violations.preview(docket.desk(), three(docket))
    assert [planned.violation.step for planned in found] == ["warning", "mute", "removal"]
    assert [planned.problem for planned in found] == [None] * 3
    assert all(violation.state == "open" for violation in violations.find(docket.desk()))


def test_priority_is_told_for_what_waits(docket: Docket) -> None:
    first, second, _ = three(docket)
    violations.confirm(docket.desk(), first, "x")
    assert violations.one(docket.desk(), first).priority == 0
    waiting = violations.one(docket.desk(), second)
    assert waiting.priority > 0
    assert "1 confirmed in 90 days" in render(waiting.priority_why or "", "en")


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "confirm",
                "dismiss",
                "together",
                "link",
                "note",
                "claim",
                "skip",
                "notified",
                "done",
                "fail",
                "undo",
            )
        ),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(operations=OPERATIONS)
def test_any_sequence_keeps_the_record_whole_and_can_be_taken_back(
    operations: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    opened = open_store(tmp_path_factory.mktemp("run") / "s.db")
    try:
        docket = Docket(opened)
        ids = three(docket)
        before = [violations.one(docket.desk(), each) for each in ids]
        for hour, (name, one, other) in enumerate(operations):
            try:
                _do(docket.desk(1000 + hour), name, ids[one], ids[other])
            except Refusal:
                continue
            _holds(docket, 1000 + hour)
        end = docket.desk(2000)
        while any(violation.state != "open" for violation in violations.find(end)):
            violations.undo(end)
        assert verify(opened).ok
        finally_ = [violations.one(end, each) for each in ids]
        assert [v.state for v in finally_] == ["open"] * 3
        assert [v.proposed_step for v in finally_] == [v.proposed_step for v in before]
    finally:
        opened.close()


def _do(desk: Desk, name: str, one: str, other: str) -> None:
    waiting = [row for row in outbox.find(desk) if row.is_waiting]
    match name:
        case "together":
            violations.confirm_together(desk, one, [other], "x")
        case "link":
            violations.link(desk, "销售-0001", [one], "x")
        case "note":
            notes.add_note(desk, one, "x")
        case "done" | "fail" if waiting:
            (outbox.done if name == "done" else outbox.fail)(desk, waiting[0].action.id, "x")
        case "undo":
            violations.undo(desk)
        case "confirm" | "dismiss":
            getattr(violations, name)(desk, one, "x")
        case "claim" | "skip" | "notified":
            getattr(violations, name)(desk, one)


def _holds(docket: Docket, hour: float) -> None:
    desk = docket.desk(hour)
    for case in cases.cases(desk):
        steps = [v.step for v in case.violations if v.step]
        letters = [a for a in case.actions if a.kind == "post_letter"]
        assert len(letters) == len({a.violation for a in letters}) == len(steps)
        assert case.owed_fen >= 0
        assert {v.member for v in case.violations} <= {case.member}
    ids = [row.action.id for row in outbox.find(desk)]
    assert len(ids) == len(set(ids))
    json.dumps([outbox.line(row) for row in outbox.find(desk)], default=str)
