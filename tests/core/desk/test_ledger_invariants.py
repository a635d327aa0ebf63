"""Whatever people decide, in whatever order: balances are sums, undo takes back exactly, the chain verifies."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.base.ids import new_id
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.desk import ledger, violations
from core.desk.desk import Desk
from core.desk.statements import accounts, statements
from core.keeping.verification import verify
from core.store.decisions import record_decision
from core.store.store import open_store
from core.store.violations import mirror
from tests.helpers.docket import Docket

POLICIES = (("sales-2016-007.2a", "SP-16"), ("drucker-consulting.14", "SP-15"), ("drucker-consulting.11", "SP-14"),
            ("sales-group-three-strikes.3.4", "SP-06"), ("yunji-shareholders.1.6", "SP-01"))  # fmt: skip
WHICH = st.integers(0, len(POLICIES) - 1)
CAP = 8000


class Deciding(RuleBasedStateMachine):
    """One member, one violation of each policy, money; time moves on with every decision."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name) / "group.db")
        self.docket = Docket(self.store)
        self.group = self.docket.group("drucker-consulting")
        from core.desk.adoption import Terms, adopt

        adopt(self.desk(0), "华东销售一部", "drucker-consulting", "2026-03-01", unit="cny",
              terms=Terms(cap_fen=CAP))  # fmt: skip
        member = self.docket.member(self.group)
        self.ids = [self.docket.violation(self.group, member, clause, policy) for clause, policy in POLICIES]
        self.hour = 1.0
        self.made: list[tuple[str, Any]] = []

    def desk(self, hour: float) -> Desk:
        return self.docket.desk(hour)

    def attempt(self, act: Any) -> None:
        """A refusal changes nothing; what is done is remembered with the state before it."""
        before = self.state()
        self.hour += 0.75
        try:
            done = act(self.desk(self.hour))
        except Refusal:
            assert self.state() == before
            return
        self.made.append((done.decision, before))

    def state(self) -> Any:
        """What a person sees, whatever way it came about."""
        seen = [
            (one.state, one.step, one.proposed_step, one.agreed.tier, one.agreed.stage)
            for one in (violations.one(self.desk(self.hour), each) for each in self.ids)
        ]
        return seen, sum(entry.fen for entry in ledger.entries(self.desk(self.hour)))

    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        self.attempt(lambda desk: violations.confirm(desk, self.ids[which], "x"))

    @rule(which=WHICH)
    def dismiss(self, which: int) -> None:
        self.attempt(lambda desk: violations.dismiss(desk, self.ids[which], "x"))

    @rule(outcome=st.sampled_from(["given", "refused"]))
    def apologise(self, outcome: str) -> None:
        self.attempt(lambda desk: violations.apology(desk, self.ids[4], outcome))

    @rule(which=WHICH)
    def notify(self, which: int) -> None:
        self.attempt(lambda desk: violations.notified(desk, self.ids[which]))

    @rule(which=WHICH)
    def pay(self, which: int) -> None:
        self.attempt(lambda desk: ledger.pay(desk, self.ids[which], "p"))

    @rule(which=WHICH)
    def waive(self, which: int) -> None:
        self.attempt(lambda desk: ledger.waive(desk, self.ids[which], "w"))

    @rule(which=WHICH)
    def refund(self, which: int) -> None:
        self.attempt(lambda desk: ledger.refund(desk, self.ids[which], "r"))

    @rule(which=WHICH)
    def repay(self, which: int) -> None:
        self.attempt(lambda desk: ledger.repay(desk, self.ids[which], "r"))

    @rule(which=WHICH, kind=st.sampled_from([DecisionKind.APPEAL, DecisionKind.APPEAL_DECIDED]))
    def appeal(self, which: int, kind: DecisionKind) -> None:
        """The bare facts of an appeal: a growing amount stands still between them."""
        self.hour += 0.75
        desk = self.desk(self.hour)
        now = desk.clock.now()
        decision = Decision(new_id(now), now, "admin", kind, Subject.VIOLATION, self.ids[which])
        with self.store.write() as session:
            record_decision(session, decision, self.group)
            mirror(session, self.ids[which])
        self.made.clear()

    @precondition(lambda self: self.made)
    @rule()
    def undo(self) -> None:
        decision, before = self.made.pop()
        self.hour += 0.75
        violations.undo(self.desk(self.hour), decision)
        assert self.state() == before

    @invariant()
    def the_ledger_adds_up(self) -> None:
        desk = self.desk(self.hour)
        entries = ledger.entries(desk)
        running = 0
        for entry in entries:
            running += entry.fen
            assert entry.balance_fen == running
        assert sum(account.fen for account in accounts(desk)) == 0
        assert sum(each.balance_fen for each in statements(desk)) == running
        by_violation = {each: sum(e.fen for e in entries if e.violation == each) for each in self.ids}
        assert all(fen <= 10_000 for fen in by_violation.values())
        taken = {e.violation for e in entries if e.kind == "payment"}
        assert all(fen >= 0 or violation in taken for violation, fen in by_violation.items())
        assert verify(self.store).ok

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
