"""Any sequence of operations: balances are sums, undo restores, the chain holds, nobody pays twice for one thing."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.desk import appeals, approvals, inbox, leave, reports
from core.desk.desk import Desk
from core.desk.ledger import entries
from core.desk.reports import Told
from core.desk.violations import confirm, find, undo
from core.keeping.verification import verify
from core.store.decided_facts import decided_facts
from core.store.store import open_store
from tests.helpers.docket import Docket

GROUP = "华东销售一部"
STEPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=14)


def _derived(desk: Desk) -> object:
    """Every state that follows from the decisions."""
    with desk.store.read() as session:
        facts = decided_facts(session, 1)
    return (
        [(row.id, row.state, row.step) for row in find(desk)],
        [(row.appeal.id, row.state) for row in appeals.find(desk)],
        [(row.matter.id, row.matter.state) for row in reports.find(desk)],
        [(row.leave.matter.id, row.state) for row in leave.find(desk)],
        [(row.permit.matter.id, row.state) for row in approvals.find(desk)],
        [(row.matter.id, row.matter.state) for row in inbox.find(desk)],
        sum(row.fen for row in entries(desk)), facts,
    )  # fmt: skip


def _do(desk: Desk, what: int, which: int, known: list[str]) -> None:
    violation = known[which % len(known)]
    opened = [row.appeal.id for row in appeals.find(desk)] or ["nothing at all"]
    told = [row.matter.id for row in reports.find(desk)] or ["nothing at all"]
    asked = [row.leave.matter.id for row in leave.find(desk)] or ["nothing at all"]
    permits = [row.permit.matter.id for row in approvals.find(desk)] or ["nothing at all"]
    outcome = appeals.OUTCOMES[which]
    match what:
        case 0 | 1:
            confirm(desk, violation, "seen")
        case 2 | 3:
            appeals.open_appeal(desk, violation, "李明", "不服")
        case 4 | 5:
            step = "warning" if outcome == "partly" else ""
            appeals.decide(desk, opened[which % len(opened)], outcome, "复核", step)
        case 6:
            reports.add(
                desk,
                GROUP,
                Told(f"第{which}条", against=("李明",), clause="drucker-consulting.14", message="m1"),
            )
        case 7:
            reports.decide(desk, told[which % len(told)], ("upheld", "rejected")[which % 2], "审查")
        case 8:
            leave.ask(
                desk, GROUP, "李明", f"2026-03-0{1 + which}", f"2026-03-0{3 + which}", granted=which % 2 == 0
            )
        case 9:
            leave.decide(desk, asked[which % len(asked)], ("granted", "refused")[which % 2], "看过")
        case 10:
            approvals.ask(desk, GROUP, "ads", member="李明", granted=which % 2 == 0)
        case 11:
            approvals.decide(desk, permits[which % len(permits)], approvals.OUTCOMES[which % 3], "看过")
        case _:
            inbox.add(desk, GROUP, "suggestion", "建议", "李明")


@settings(max_examples=12)
@given(STEPS)
def test_any_sequence_keeps_what_must_hold(steps: list[tuple[int, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "a.db")
        docket = Docket(store)
        group = docket.group("drucker-consulting")
        member = docket.member(group)
        known = [docket.violation(group, member, hours=hour) for hour in range(2)]
        before = [_derived(docket.desk(90))]
        clock = count(3)
        for what, which in steps:
            desk = docket.desk(next(clock))
            try:
                _do(desk, what, which, known)
            except Refusal:
                continue
            before.append(_derived(docket.desk(90)))
        rows = entries(docket.desk(90))
        assert (rows[-1].balance_fen if rows else 0) == sum(row.fen for row in rows)
        assert all(sum(row.fen for row in rows if row.violation == each) >= 0 for each in known)
        answered = [(row.clause, row.messages) for row in find(docket.desk(90)) if row.messages]
        assert len(answered) == len(set(answered))
        assert verify(store).ok
        while len(before) > 1:
            assert _derived(docket.desk(90)) == before.pop()
            undo(docket.desk(next(clock)))
        assert _derived(docket.desk(90)) == before[0]
        assert verify(store).ok
        store.close()
