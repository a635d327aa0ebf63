"""Violations with what follows from them as of a moment: state, proposal and amount, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.casework.agreed import Agreed, agreed
from core.casework.amounts import Amount, AmountTimes, amount_due, as_ruled
from core.casework.caps import capped, month_start
from core.casework.decision import Decision, Subject, standing
from core.casework.gates import platform_note
from core.casework.ladder import (
    ACROSS_GROUPS,
    SERIOUS,
    STANDS_ALONE,
    Proposal,
    StepEvent,
    before,
    effect_of,
    propose,
    propose_after_refusal,
    propose_on,
    step_events,
    taken_up,
)
from core.casework.lapsing import counting
from core.casework.lifecycle import LifeCycle, ViolationState, life_cycles
from core.casework.standing_in import agreed_note, standing_in
from core.casework.wording import step_name
from core.charter.model import Band, Effect, SanctionPolicy
from core.charter.steps import MONEY_STEPS
from core.chat.member import Member, MemberType
from core.desk.rulebook import Rulebook
from core.store.assessed import assessed_fen
from core.store.decisions import decisions_about
from core.store.people import read_people
from core.store.persons import person_rows, rows_everywhere
from core.store.violations import ViolationRecord, anchors_of, decided_violations


class Casebook:
    """What a session's decisions say of `records` at `now`. Everything is read in batches at the start."""

    def __init__(self, session: Session, records: Sequence[ViolationRecord], now: Instant) -> None:
        self.now = now
        self._session = session
        self.rules = Rulebook(session)
        members = {record.member_id for record in records}
        self.rows = person_rows(session, now)
        self._members = read_people(session, members, self.rows)
        self._persons = rows_everywhere(session, self.rows.spread(members), self.rows.persons)
        counted = decided_violations(session, self._persons)
        self._counted: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for violation, policy, member in counted:
            self._counted["member", policy, self.rows.stand_in(member)].add(violation)
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
        self._anchors: dict[str, str] = {}

    def life(self, record: ViolationRecord) -> LifeCycle:
        return self._lives.get(record.id, LifeCycle())

    def state(self, record: ViolationRecord) -> ViolationState:
        life = self.life(record)
        gone = record.superseded_at is not None and record.superseded_at <= self.now
        return ViolationState.SUPERSEDED if gone and life.state is ViolationState.OPEN else life.state

    def member(self, record: ViolationRecord) -> Member:
        """The person, by the account that stands for them."""
        return self._members[record.member_id]

    def row(self, record: ViolationRecord) -> int:
        """The row that stands for the person."""
        return self.rows.stand_in(record.member_id)

    def member_type(self, record: ViolationRecord) -> MemberType:
        return self.rules.member_type(record, self.member(record))

    def policy(self, record: ViolationRecord) -> SanctionPolicy | None:
        return self.rules.policy(record)

    def events(self, record: ViolationRecord) -> list[StepEvent]:
        """What counts in the violation's policy, itself included once it is confirmed; what lapsed is left out."""
        settings = self.rules.settings(record)
        decided = self.life(record).confirmed_at
        return counting(
            self._all_events(record), self.now if decided is None else decided,
            settings["strikes.expire.days"], settings["strikes.reset.days"],
        )  # fmt: skip

    def earlier(self, record: ViolationRecord) -> list[StepEvent]:
        """As `events`, without the violation itself and what came after it."""
        return before(self.events(record), record.id)

    def lapsed(self, record: ViolationRecord) -> int:
        """How many violations before this one count no more, because strikes lapse here."""
        settings = self.rules.settings(record)
        if settings["strikes.expire.days"] is None and settings["strikes.reset.days"] is None:
            return 0
        counted = {event.violation for event in self.earlier(record)}
        return len({event.violation for event in before(self._all_events(record), record.id)} - counted)

    def _all_events(self, record: ViolationRecord) -> list[StepEvent]:
        policy = self.policy(record)
        if policy is not None and policy.scope == "task":
            return self._step_events(self._of_same_task(record))
        if policy is None or policy.scope in STANDS_ALONE or policy.answers != "member":
            return self._step_events({record.id})
        if policy.scope in ACROSS_GROUPS:
            key = ("person", record.policy, self._persons[record.member_id])
        else:
            key = ("member", record.policy, self.row(record))
        if key not in self._events:
            self._events[key] = self._step_events(self._counted[key])
        return self._events[key]

    def _of_same_task(self, record: ViolationRecord) -> set[str]:
        """Violations of the member that the same message opened, this one among them."""
        own = self._counted["member", record.policy, self.row(record)]
        unknown = own - self._anchors.keys()
        self._anchors |= anchors_of(self._session, unknown)
        anchor = record.messages[0] if record.messages else ""
        return {record.id} | {each for each in own if anchor and self._anchors.get(each) == anchor}

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
        if life.apology == "refused":
            refused = self.after_refusal(record)
            if refused.effect.step:
                return refused
        return self._agreed(record, propose(policy, self.earlier(record), kind, record.clause))

    def after_refusal(self, record: ViolationRecord) -> Proposal:
        """What follows once the apology is refused."""
        policy = self.policy(record)
        return Proposal() if policy is None else propose_after_refusal(policy, self.member_type(record))

    def serious(self, record: ViolationRecord) -> Proposal:
        """What the policy proposes once a person calls the case serious."""
        policy = self.policy(record)
        if policy is None:
            return Proposal()
        kind = self.member_type(record)
        return self._agreed(record, propose_on(policy, self.earlier(record), SERIOUS, kind, record.clause))

    def _agreed(self, record: ViolationRecord, proposal: Proposal) -> Proposal:
        """With what stands in for a step that the group's platform cannot carry out."""
        instead = self.rules.fallback(record, proposal.step)
        return standing_in(proposal, instead, self.rules.platform(record), self.member_type(record))

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
        return proposal.note or self._platform_note(record, proposal.step) or self._lapse_note(record)

    def _lapse_note(self, record: ViolationRecord) -> Phrase | None:
        """That earlier breaches do not count, where that changes what follows."""
        lapsed = self.lapsed(record)
        if not lapsed:
            return None
        return P("{count} earlier breaches lapsed, as this group has set it.", count=lapsed)

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
        return self.priced(record, proposal.effect) if proposal.step else Effect()

    def effect_of_step(self, record: ViolationRecord, step: str) -> Effect:
        return self.priced(record, effect_of(self.policy(record), self.proposal(record), step))

    def priced(self, record: ViolationRecord, effect: Effect) -> Effect:
        """With the amount that was agreed on where the charter names none, or that an appeal left; as it is where
        none was yet."""
        details = self.life(record).details
        if details.get("appeal"):
            return as_ruled(effect, details, self.rules.unit(record))
        if effect.step not in MONEY_STEPS or effect.amount_fen or effect.grows is not None:
            return effect
        fen = details.get("amount_fen")
        if fen is None and effect.step == "red_packet":
            fen = self.rules.settings(record)["red_packet.fen"]
        return effect if fen is None else replace(effect, amount_fen=int(fen))

    def amount(self, record: ViolationRecord, effect: Effect) -> Amount:
        """What `effect` costs at this moment, within the cap; nothing for steps that are not money."""
        return self.within_cap(record, effect, self.full_amount(record, effect))

    def full_amount(self, record: ViolationRecord, effect: Effect) -> Amount:
        """As `amount`, whatever the cap."""
        if effect.step not in MONEY_STEPS:
            return Amount()
        life = self.life(record)
        breach = record.due_at if record.due_at is not None else record.at
        times = AmountTimes(breach, life.confirmed_at, life.notified_at, life.stopped)
        return amount_due(effect, self.rules.settings(record), self.rules.unit(record), times, self.now)

    def within_cap(self, record: ViolationRecord, effect: Effect, amount: Amount) -> Amount:
        """`amount` with no more money than the cap of the month leaves."""
        life = self.life(record)
        cap = self.rules.cap_fen(record)
        if cap is None or not amount.fen:
            return amount
        # A fixed amount belongs to the month of its confirmation, a growing one to that of its settlement.
        at = self.now if effect.grows is not None or life.confirmed_at is None else life.confirmed_at
        since = month_start(at, record.group.zone)
        spent = assessed_fen(
            self._session, record.group_id, self.rows.of(record.member_id), since, at, but=record.id
        )
        return capped(amount, cap, spent)

    def agreed(self, record: ViolationRecord) -> Agreed:
        """What was agreed on beside the step."""
        policy, life = self.policy(record), self.life(record)
        two = policy is not None and bool(life.step) and self._two_stages(policy, record)
        return agreed(
            life, self.rules.settings(record)["apology.minutes"], two, self.lapsed(record),
            self.proposal(record),
        )  # fmt: skip

    def _two_stages(self, policy: SanctionPolicy, record: ViolationRecord) -> bool:
        move = taken_up(policy, self.events(record), record.id)
        return move is not None and bool(move.effect.step)

    def answerable(self, record: ViolationRecord) -> int:
        """The row of the member whose case it is: who broke the clause, or who answers for it."""
        named = self.life(record).details.get("answers_row")
        return record.member_id if named is None else int(named)

    def removal_pending(self, record: ViolationRecord) -> bool:
        """Whether a refused apology awaits the confirmation of what follows."""
        life = self.life(record)
        proposal = self.proposal(record)
        refused = life.state is ViolationState.CONFIRMED and life.apology == "refused"
        return refused and bool(proposal.effect.step) and proposal.effect.step != life.step


def _order(pair: tuple[int, Decision]) -> int:
    return pair[0]
