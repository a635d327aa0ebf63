"""Violations with what follows from them as of a moment: state, proposal and amount, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.casework.amounts import Amount, AmountTimes, amount_due
from core.casework.caps import capped, month_start
from core.casework.decision import Decision, Subject, standing
from core.casework.gates import platform_note
from core.casework.ladder import (
    ACROSS_GROUPS,
    STANDS_ALONE,
    Proposal,
    StepEvent,
    before,
    effect_of,
    propose,
    propose_after_refusal,
    step_events,
)
from core.casework.lifecycle import LifeCycle, ViolationState, life_cycles
from core.casework.standing_in import agreed_note, standing_in
from core.casework.wording import step_name
from core.charter.model import Band, Effect, SanctionPolicy
from core.charter.steps import MONEY_STEPS
from core.chat.member import Member, MemberType
from core.desk.rulebook import Rulebook
from core.store.assessed import assessed_fen
from core.store.decisions import decisions_about
from core.store.people import read_members, same_persons
from core.store.violations import ViolationRecord, decided_violations


class Casebook:
    """What a session's decisions say of `records` at `now`. Everything is read in batches at the start."""

    def __init__(self, session: Session, records: Sequence[ViolationRecord], now: Instant) -> None:
        self.now = now
        self._session = session
        self.rules = Rulebook(session)
        members = {record.member_id for record in records}
        self._members = read_members(session, members)
        self._persons = same_persons(session, members)
        counted = decided_violations(session, self._persons)
        self._counted: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for violation, policy, member in counted:
            self._counted["member", policy, member].add(violation)
            self._counted["person", policy, self._persons[member]].add(violation)
        about = {record.id for record in records} | {violation for violation, *_ in counted}
        decisions = decisions_about(session, Subject.VIOLATION, about)
        self._about: dict[str, list[tuple[int, Decision]]] = defaultdict(list)
        stand = standing(decisions, now)
        for order, decision in enumerate(stand):
            self._about[decision.subject].append((order, decision))
        self._lives = life_cycles(stand, now)
        self._proposals: dict[str, Proposal] = {}
        self._events: dict[tuple[str, str, int], list[StepEvent]] = {}

    def life(self, record: ViolationRecord) -> LifeCycle:
        return self._lives.get(record.id, LifeCycle())

    def state(self, record: ViolationRecord) -> ViolationState:
        life = self.life(record)
        gone = record.superseded_at is not None and record.superseded_at <= self.now
        return ViolationState.SUPERSEDED if gone and life.state is ViolationState.OPEN else life.state

    def member(self, record: ViolationRecord) -> Member:
        return self._members[record.member_id]

    def member_type(self, record: ViolationRecord) -> MemberType:
        return self.rules.member_type(record, self.member(record))

    def policy(self, record: ViolationRecord) -> SanctionPolicy | None:
        return self.rules.policy(record)

    def events(self, record: ViolationRecord) -> list[StepEvent]:
        """What counts in the violation's policy, itself included once it is confirmed."""
        policy = self.policy(record)
        if policy is None or policy.scope in STANDS_ALONE:
            return self._step_events({record.id})
        if policy.scope in ACROSS_GROUPS:
            key = ("person", record.policy, self._persons[record.member_id])
        else:
            key = ("member", record.policy, record.member_id)
        if key not in self._events:
            self._events[key] = self._step_events(self._counted[key])
        return self._events[key]

    def _step_events(self, violations: Iterable[str]) -> list[StepEvent]:
        made = sorted(
            (pair for violation in violations for pair in self._about.get(violation, ())), key=_order
        )
        return step_events((decision for _, decision in made), self.now)

    def proposal(self, record: ViolationRecord) -> Proposal:
        """What the policy proposes now; of a confirmed violation, what it proposed then, or what a refused
        apology leads to. Nothing for what was dismissed, overturned or superseded."""
        if record.id not in self._proposals:
            self._proposals[record.id] = self._propose(record)
        return self._proposals[record.id]

    def _propose(self, record: ViolationRecord) -> Proposal:
        state, life = self.state(record), self.life(record)
        if state not in (ViolationState.OPEN, ViolationState.CONFIRMED):
            return Proposal()
        policy = self.policy(record)
        kind = self.member_type(record)
        if policy is not None and life.apology == "refused":
            refused = propose_after_refusal(policy, kind)
            if refused.effect.step:
                return refused
        proposal = propose(policy, before(self.events(record), record.id), kind)
        instead = self.rules.fallback(record, proposal.step)
        return standing_in(proposal, instead, self.rules.platform(record), kind)

    def is_hint(self, record: ViolationRecord) -> bool:
        """Whether it is too uncertain to propose a sanction before a person confirmed it."""
        return record.band is Band.REVIEW and self.state(record) is ViolationState.OPEN

    def note(self, record: ViolationRecord) -> Phrase | None:
        """Why nothing is proposed, or what to do where the platform cannot carry the step out."""
        proposal = self.proposal(record)
        if self.is_hint(record) and proposal.step:
            return P(
                "A hint only, so nothing is proposed; once confirmed, this follows: {step}.",
                step=step_name(proposal.step),
            )
        return proposal.note or self._platform_note(record, proposal.step)

    def _platform_note(self, record: ViolationRecord, step: str) -> Phrase | None:
        """What the group agreed to do instead, else what the console advises."""
        advice = platform_note(step, self.rules.platform(record))
        instead = self.rules.fallback(record, step)
        return advice if advice is None or not instead else agreed_note(step, instead)

    def effect(self, record: ViolationRecord) -> Effect:
        """The effect of the confirmed step, else of the proposed one."""
        proposal = self.proposal(record)
        if self.state(record) is ViolationState.CONFIRMED:
            return self.effect_of_step(record, self.life(record).step)
        return proposal.effect if proposal.step else Effect()

    def effect_of_step(self, record: ViolationRecord, step: str) -> Effect:
        return effect_of(self.policy(record), self.proposal(record), step)

    def amount(self, record: ViolationRecord, effect: Effect) -> Amount:
        """What `effect` costs at this moment; nothing for steps that are not money."""
        if effect.step not in MONEY_STEPS:
            return Amount()
        life = self.life(record)
        breach = record.due_at if record.due_at is not None else record.at
        times = AmountTimes(breach, life.confirmed_at, life.notified_at)
        amount = amount_due(effect, self.rules.settings(record), self.rules.unit(record), times, self.now)
        cap = self.rules.cap_fen(record)
        if cap is None or not amount.fen:
            return amount
        # A fixed amount belongs to the month of its confirmation, a growing one to that of its settlement.
        at = self.now if effect.grows is not None or life.confirmed_at is None else life.confirmed_at
        since = month_start(at, record.group.zone)
        spent = assessed_fen(self._session, record.group_id, record.member_id, since, at, but=record.id)
        return capped(amount, cap, spent)

    def removal_pending(self, record: ViolationRecord) -> bool:
        """Whether a refused apology awaits the confirmation of what follows."""
        life = self.life(record)
        proposal = self.proposal(record)
        refused = life.state is ViolationState.CONFIRMED and life.apology == "refused"
        return refused and bool(proposal.effect.step) and proposal.effect.step != life.step


def _order(pair: tuple[int, Decision]) -> int:
    return pair[0]
