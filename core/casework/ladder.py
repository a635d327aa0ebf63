"""Walking a sanction policy: in which state a person stands, and which step it proposes next.

Strikes count in the order of confirmation. Nothing is invented: where the text is silent, no step is
proposed, except that a policy of a single step proposes that step again (shown as the console's default).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.base.clock import Instant
from core.base.phrase import LocalText, P, Phrase
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.gates import barred, is_allowed
from core.casework.lifecycle import ViolationState, life_cycles
from core.charter.model import Effect, SanctionPolicy, Transition
from core.chat.member import MemberType

ANY = "any"
CONFIRMED, SERIOUS, DECIDED = "confirmed", "serious", "decided"
APOLOGY_GIVEN, APOLOGY_REFUSED = "apology_given", "apology_refused"
STANDS_ALONE = frozenset({"occurrence", "task"})
"""Scopes in which no other violation counts."""
ONCE = frozenset({"task", "leaver"})
"""Scopes in which a measure is taken once only."""
MINOR = "minor"
ACROSS_GROUPS = frozenset({"person", "leaver"})


@dataclass(frozen=True, slots=True)
class StepEvent:
    """Something that moved a person along a policy. `event`: confirmed | serious | apology_given |
    apology_refused | decided. `step` is what was confirmed, which may differ from what was proposed."""

    event: str
    at: Instant
    violation: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`step` is "" when nobody may or need propose one; `note` says why. `allowed`: whether the member's
    type allows what the policy says. `choices`: steps a person must choose among. `silent`: the console's
    default where the text is silent. `target` is the state the step leads to."""

    step: str = ""
    effect: Effect = Effect()
    note: Phrase | None = None
    allowed: bool = True
    choices: tuple[str, ...] = ()
    silent: bool = False
    target: str = ""


def step_events(decisions: Iterable[Decision], now: Instant) -> list[StepEvent]:
    """The events of all violations that stand confirmed at `now`, in order. `decisions` are those about
    violations that share one counter, undo decisions among them."""
    known = list(decisions)
    confirmed = {v for v, life in life_cycles(known, now).items() if life.state is ViolationState.CONFIRMED}
    seen: set[str] = set()
    events = []
    for decision in standing(known, now):
        violation = decision.subject
        if decision.subject_kind is not Subject.VIOLATION or violation not in confirmed:
            continue
        if decision.kind is DecisionKind.CONFIRM and violation not in seen:
            seen.add(violation)
            event = SERIOUS if decision.details.get("tier") == SERIOUS else CONFIRMED
            events.append(StepEvent(event, decision.at, violation, decision.step))
        elif decision.kind is DecisionKind.TAKE_UP and violation in seen:
            events.append(StepEvent(DECIDED, decision.at, violation, decision.step))
        elif decision.kind is DecisionKind.APOLOGY and violation in seen:
            given = decision.details.get("outcome") == "given"
            event = APOLOGY_GIVEN if given else APOLOGY_REFUSED
            events.append(StepEvent(event, decision.at, violation))
    return events


def before(events: Sequence[StepEvent], violation: str) -> list[StepEvent]:
    """What counted when `violation` was confirmed; all events when it was not."""
    for index, event in enumerate(events):
        if event.violation == violation:
            return list(events[:index])
    return list(events)


def standing_state(policy: SanctionPolicy, events: Iterable[StepEvent]) -> str:
    """The state a person stands in after `events`."""
    state = policy.start
    for event in events:
        state = _after(policy, state, event)
    return state


def propose(
    policy: SanctionPolicy | None, events: Sequence[StepEvent], member_type: MemberType, clause: str = ""
) -> Proposal:
    """What the policy proposes for one more confirmed violation (of `clause`) after `events`."""
    if policy is None:
        return Proposal(note=P("The charter names no measure for this clause."))
    if policy.scope in ONCE and events:
        return Proposal(note=P("This measure is taken once only, and it was taken already."))
    state = standing_state(policy, events)
    moves = _moves(policy, state, CONFIRMED, clause)
    again = not moves and _single_step(policy)
    if again:
        moves = _moves(policy, policy.start, CONFIRMED, clause)
    if not moves:
        moves = _moves(policy, state, DECIDED, clause)
        if not moves:
            note = P("The charter does not say what follows now; choose a measure or none.")
            return Proposal(note=note, silent=True)
        return _choice(moves, member_type)
    if len(moves) > 1:
        return _choice(moves, member_type)
    proposal = _of(policy, moves[0], member_type)
    return replace(proposal, silent=True) if again else proposal


def propose_on(
    policy: SanctionPolicy,
    events: Sequence[StepEvent],
    event: str,
    member_type: MemberType,
    clause: str = "",
) -> Proposal:
    """What the policy proposes when, after `events`, any kind of `event` happens."""
    if event == CONFIRMED:
        return propose(policy, events, member_type, clause)
    moves = _moves(policy, standing_state(policy, events), event, clause)
    if not moves:
        return Proposal()
    return _of(policy, moves[0], member_type) if len(moves) == 1 else _choice(moves, member_type)


def propose_after_refusal(policy: SanctionPolicy, member_type: MemberType) -> Proposal:
    """What follows on the same violation once the apology was refused."""
    moves = [move for move in policy.transitions if move.event == APOLOGY_REFUSED]
    return _of(policy, moves[0], member_type) if moves else Proposal()


@dataclass(frozen=True, slots=True)
class Tiers:
    """The steps of a policy at a moment: `minor` follow a confirmation, `serious` a case called serious."""

    minor: tuple[str, ...]
    serious: tuple[str, ...]

    def of(self, step: str) -> str:
        """The tier that `step` belongs to; "" where it tells none."""
        if not self.serious:
            return ""
        return SERIOUS if step in self.serious and step not in self.minor else MINOR


def tiers(policy: SanctionPolicy | None, events: Sequence[StepEvent], clause: str) -> Tiers:
    """What each tier holds for one more violation of `clause` after `events`; both empty without a policy."""
    if policy is None:
        return Tiers((), ())
    state = standing_state(policy, events)
    return Tiers(
        _steps_of(_moves(policy, state, CONFIRMED, clause)), _steps_of(_moves(policy, state, SERIOUS, clause))
    )


def kept_for(policy: SanctionPolicy | None, step: str, clause: str) -> tuple[str, ...]:
    """The clauses that the policy keeps `step` for, where `clause` is none of them; else nothing."""
    named = [t for t in policy.transitions if step in _steps_of([t])] if policy is not None else []
    if not named or any(not t.clauses or clause in t.clauses for t in named):
        return ()
    return tuple(dict.fromkeys(each for t in named for each in t.clauses))


def taken_up(policy: SanctionPolicy, events: Sequence[StepEvent], violation: str) -> Transition | None:
    """Where the second stage of `violation` leads: its opinion is on file and may be taken up."""
    state = policy.start
    for event in events:
        state = _after(policy, state, event)
        if event.violation == violation and event.event in (CONFIRMED, SERIOUS):
            own = [m for m in policy.transitions if m.event == DECIDED and m.source == state]
            return own[0] if own else None
    return None


def effect_of(policy: SanctionPolicy | None, proposal: Proposal, step: str) -> Effect:
    """The effect of `step`: the proposed one, else the policy's first effect of that name, else a bare step."""
    if proposal.effect.step == step:
        return proposal.effect
    named = [] if policy is None else [t.effect for t in policy.transitions if t.effect.step == step]
    return named[0] if named else Effect(step=step)


def costs(policy: SanctionPolicy | None) -> Effect | None:
    """The policy's first effect that carries an amount: what a breach would cost before any decision."""
    effects = () if policy is None else tuple(t.effect for t in policy.transitions)
    return next((effect for effect in effects if effect.amount_fen or effect.grows), None)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the policy as drawn. `mark`: done | proposed | later."""

    step: str
    mark: str
    at: Instant | None = None
    violation: str = ""
    note: LocalText = LocalText("", "")
    silent: bool = False


def rungs(policy: SanctionPolicy, events: Sequence[StepEvent], violation: str, is_open: bool) -> list[Rung]:
    """What was done so far, what is proposed for `violation` while it waits, and what would come later."""
    result = [
        Rung(event.step, "done", event.at, event.violation, _note(policy, event.step))
        for event in events
        if event.event in (CONFIRMED, SERIOUS) and event.step
    ]
    state = standing_state(policy, events)
    mark = "proposed" if is_open else "later"
    refused = bool(events) and events[-1].event == APOLOGY_REFUSED and events[-1].violation == violation
    if refused:
        final = propose_after_refusal(policy, MemberType.EMPLOYEE)
        return (
            [*result, Rung(final.effect.step, "proposed", note=final.effect.note)] if final.step else result
        )
    passed = {state}
    while move := _next(policy, state, first=mark == "proposed"):
        if mark == "later" and move.target in passed:
            break
        if move.effect.step:
            result.append(Rung(move.effect.step, mark, note=move.effect.note, silent=move.silent))
        mark = "later"
        state = move.target
        passed.add(state)
    return result


def _next(policy: SanctionPolicy, state: str, first: bool) -> Transition | None:
    """The way down the ladder as drawn: a refused apology before another breach."""
    if first:
        moves = _moves(policy, state, CONFIRMED)
        if not moves and _single_step(policy):
            moves = _moves(policy, policy.start, CONFIRMED)
        return moves[0] if moves else None
    for event in (APOLOGY_REFUSED, DECIDED, CONFIRMED):
        for move in policy.transitions:
            if move.event == event and move.source == state:
                return move
    return None


def _after(policy: SanctionPolicy, state: str, event: StepEvent) -> str:
    if event.event != CONFIRMED:
        moves = _moves(policy, state, event.event)
        fitting = [move for move in moves if move.effect.step == event.step] or moves
        if fitting or event.event != SERIOUS:
            return fitting[0].target if fitting else state
    moves = _moves(policy, state, CONFIRMED)
    if not moves and _single_step(policy):
        moves = _moves(policy, policy.start, CONFIRMED)
    chosen = next((move for move in moves if move.effect.step == event.step), None)
    if chosen is None and event.step:
        serious = [m for m in _moves(policy, state, SERIOUS) if m.effect.step == event.step]
        chosen = serious[0] if serious else None
    if chosen is None and moves:
        chosen = moves[0]
    target = chosen.target if chosen is not None else state
    named = [m for m in _moves(policy, target, DECIDED) if event.step and m.effect.step == event.step]
    decided = [move for move in named if not move.later]
    return decided[0].target if decided else target


def _moves(policy: SanctionPolicy, state: str, event: str, clause: str | None = None) -> list[Transition]:
    """Transitions from `state`; those from any state only where none of its own exists.

    For a `clause` its own go before those for all clauses; None: whatever the clause.
    """
    for source in (state, ANY):
        moves = [move for move in policy.transitions if move.event == event and move.source == source]
        if clause is not None:
            own = [move for move in moves if clause in move.clauses]
            moves = own or [move for move in moves if not move.clauses]
        if moves:
            return moves
    return []


def _steps_of(moves: Iterable[Transition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for m in moves for s in (m.effect.step, *m.effect.choices) if s))


def _single_step(policy: SanctionPolicy) -> bool:
    """Whether confirmations lead out of the start only: each breach meets the same measure."""
    sources = {move.source for move in policy.transitions if move.event == CONFIRMED}
    return sources == {policy.start}


def _of(policy: SanctionPolicy, move: Transition, member_type: MemberType) -> Proposal:
    effect = move.effect
    choices = effect.choices
    if not effect.step and not choices:
        choices = tuple(m.effect.step for m in _moves(policy, move.target, DECIDED) if m.effect.step)
    if not effect.step:
        note = None
        open_to = tuple(step for step in choices if is_allowed(step, member_type))
        if choices:
            note = P("The charter leaves the measure to you.")
        elif move.event == CONFIRMED:
            note = P("The charter names no measure; enter one or none.")
        return Proposal(effect=effect, note=note, choices=open_to, silent=move.silent, target=move.target)
    if not is_allowed(effect.step, member_type):
        return Proposal(
            effect=effect, note=barred(effect.step, member_type), allowed=False, silent=move.silent,
            target=move.target,
        )  # fmt: skip
    return Proposal(effect.step, effect, silent=move.silent, target=move.target)


def _choice(moves: Sequence[Transition], member_type: MemberType) -> Proposal:
    open_to = tuple(step for step in _steps_of(moves) if is_allowed(step, member_type))
    return Proposal(note=P("The charter leaves the measure to you."), choices=open_to)


def _note(policy: SanctionPolicy, step: str) -> LocalText:
    return next((t.effect.note for t in policy.transitions if t.effect.step == step), LocalText("", ""))
