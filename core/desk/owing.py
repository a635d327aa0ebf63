"""From an obligation's facts to what is shown of it at a moment: state, names, texts and amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from core.base.clock import Instant, whole_seconds
from core.casework.amounts import Amount, AmountTimes, amount_due, as_ruled
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.gates import is_allowed
from core.casework.ladder import Proposal, costs, effect_of
from core.casework.lifecycle import LifeCycle, ViolationState, life_cycles
from core.casework.obligation_marks import marks_of
from core.charter.model import AnyRule, Band, Clause, Severity
from core.chat.coverage import Coverage
from core.chat.group import Group, GroupKind
from core.chat.member import Member
from core.chat.message import WORDLESS
from core.desk.judged_group import binding_of
from core.desk.owed import Owed
from core.judging.binding import Binding, member_type
from core.judging.obligation import Marks, Obligation, ObligationState, Reckoning, moved, reckon
from core.store.decisions import batches, decisions_about
from core.store.findings import external_ids
from core.store.obligations import FiledObligation, closing_decisions
from core.store.people import read_people
from core.store.persons import Rows, person_rows
from core.store.tables import GroupRow, MemberRow, MessageRow, ViolationRow

_OWING = (ObligationState.LATE, ObligationState.MISSING)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the obligations of one group are read against, as of `now`."""

    now: Instant
    group: Group
    group_id: int
    bindings: Sequence[Binding]
    coverage: Coverage
    members: Mapping[int, Member]
    triggers: Mapping[str, MessageRow]
    external_ids: Mapping[str, str]
    """The export's own ids of the triggers."""
    closings: Mapping[str, tuple[Decision, ...]]
    violations: Mapping[str, str]
    """Violation ids by obligation id."""
    lives: Mapping[str, LifeCycle]
    rows: Rows = Rows()
    settled: frozenset[str] = field(default_factory=frozenset)
    """Obligations paid or waived by themselves."""


def surroundings(
    session: Session,
    group_id: int,
    bindings: Sequence[Binding],
    coverage: Coverage,
    filed: Sequence[FiledObligation],
    now: Instant,
) -> Surroundings:
    row = session.get_one(GroupRow, group_id)
    triggers = _messages(session, group_id, {each.obligation.trigger for each in filed})
    people = {each.member_id for each in filed} | {message.sender_id for message in triggers.values()}
    closings: dict[str, list[Decision]] = {}
    for decision in standing(closing_decisions(session, group_id), now):
        closings.setdefault(decision.subject, []).append(decision)
    came_of: dict[str, str] = dict(
        session.exec(
            select(ViolationRow.obligation_id, ViolationRow.id).where(
                ViolationRow.group_id == group_id,
                ViolationRow.obligation_id != "",
            )
        ).all()
    )
    about = standing(decisions_about(session, Subject.OBLIGATION, [e.obligation.id for e in filed]), now)
    rows = person_rows(session, now)
    return Surroundings(
        now,
        Group(row.room_id, row.name, GroupKind(row.kind), row.platform, row.zone),
        group_id,
        bindings,
        coverage,
        read_people(session, people, rows),
        triggers,
        external_ids(session, group_id, triggers),
        {subject: tuple(decisions) for subject, decisions in closings.items()},
        came_of,
        life_cycles(decisions_about(session, Subject.VIOLATION, came_of.values()), now),
        rows,
        frozenset(d.subject for d in about if d.kind in (DecisionKind.PAY, DecisionKind.WAIVE)),
    )


def owed(session: Session, around: Surroundings, filed: FiledObligation) -> Owed | None:
    """The obligation as shown; None when no charter that binds the group opens it any more."""
    obligation, now = filed.obligation, around.now
    binding = binding_of(around.bindings, obligation)
    if binding is None:
        return None
    clause = binding.charter.clause(obligation.clause)
    rule = next((rule for rule in clause.rules if rule.id == obligation.rule), None)
    closings = around.closings.get(obligation.id, ())
    marks = marks_of(closings)
    reckoning = reckon(obligation, around.coverage, now, marks)
    state = reckoning.state
    trigger = around.triggers.get(obligation.trigger)
    member = around.members.get(filed.member_id)
    band, severity = _weight(rule, obligation, now)
    amount = _amount(around, binding, clause, obligation, reckoning, member) if state in _OWING else Amount()
    poster = around.members.get(trigger.sender_id) if trigger else None
    return Owed(
        id=obligation.id,
        clause=obligation.clause,
        rule=obligation.rule,
        trigger=around.external_ids.get(obligation.trigger, obligation.trigger),
        trigger_key=obligation.trigger,
        trigger_text=trigger.text if trigger else "",
        trigger_by=poster.shown_name(obligation.opened_at) if poster else "",
        group=around.group.name,
        group_id=around.group_id,
        member=member.id if member else obligation.member,
        member_id=around.rows.stand_in(filed.member_id),
        member_name=member.shown_name(obligation.opened_at) if member else obligation.member_name,
        opened=obligation.opened_at,
        due=_due(obligation, reckoning, marks, now),
        state=state,
        met_at=reckoning.met_at,
        answer=obligation.answer,
        late_by_s=reckoning.late_by_s,
        owed_fen=amount.fen,
        owed_points=amount.points,
        severity=severity.value,
        band=band.value,
        violation=around.violations.get(obligation.id, ""),
        excuse=_excuse(obligation, closings) if state is ObligationState.EXCUSED else "",
        unclear_kind=_unclear_kind(session, filed, around.rows) if state is ObligationState.UNKNOWN else "",
        zone=around.group.zone,
        decided=_life(around, obligation).state is not ViolationState.OPEN,
        stage=reckoning.stage,
        staged=obligation.staged,
        first_due=_first_due(obligation, reckoning, marks, now),
        promised_at=_known(obligation.promised_at, now),
        acknowledged_at=_known(obligation.met_at, now) if obligation.staged else None,
        done_at=_done_at(obligation, marks, now),
        done_due=moved(obligation.done_due_at, obligation.opened_at, marks.pauses, now)
        if obligation.done_due_at is not None
        else None,
        paused=reckoning.paused,
    )


def _amount(
    around: Surroundings,
    binding: Binding,
    clause: Clause,
    obligation: Obligation,
    reckoning: Reckoning,
    member: Member | None,
) -> Amount:
    """What the breach costs if paid now, also before anybody confirmed it; nothing once it was dismissed."""
    life = _life(around, obligation)
    policy = binding.charter.policies.get(clause.policy)
    if life.state is ViolationState.CONFIRMED:
        confirmed = effect_of(policy, Proposal(), life.step) if life.step else None
        effect = as_ruled(confirmed, life.details, binding.unit) if confirmed else None
    else:
        effect = costs(policy) if life.state is ViolationState.OPEN else None
    if effect is None or life.settled_at is not None or obligation.id in around.settled:
        return Amount()
    if member and not is_allowed(
        effect.step, member_type(member, around.group, binding, obligation.opened_at)
    ):
        return Amount()
    times = AmountTimes(
        whole_seconds(reckoning.due or obligation.due_at), life.confirmed_at, life.notified_at, life.stopped
    )
    return amount_due(effect, binding.settings, binding.unit, times, around.now)


def _life(around: Surroundings, obligation: Obligation) -> LifeCycle:
    return around.lives.get(around.violations.get(obligation.id, ""), LifeCycle())


def _weight(rule: AnyRule | None, obligation: Obligation, now: Instant) -> tuple[Band, Severity]:
    """As the finding has it: a hint is at most of low severity, and who claims to have had no network gives
    a person something to look at."""
    if rule is None:
        return Band.REVIEW, Severity.LOW
    claims = obligation.claims_no_network_at
    if rule.band is Band.REVIEW or (claims is not None and claims <= now):
        return Band.REVIEW, Severity.INFO if rule.severity is Severity.INFO else Severity.LOW
    return rule.band, rule.severity


def _known(at: Instant | None, now: Instant) -> Instant | None:
    return at if at is not None and at <= now else None


def _due(obligation: Obligation, reckoning: Reckoning, marks: Marks, now: Instant) -> Instant:
    if reckoning.due is not None:
        return reckoning.due
    return moved(obligation.due_at, obligation.opened_at, marks.pauses, now)


def _first_due(obligation: Obligation, reckoning: Reckoning, marks: Marks, now: Instant) -> Instant | None:
    """The deadline of the stage that decides, as it was first."""
    told = obligation.due_at if obligation.first_due_at is None else obligation.first_due_at
    decides = reckoning.due is not None and reckoning.due != moved(
        obligation.due_at, obligation.opened_at, marks.pauses, now
    )
    first = obligation.done_due_at if decides and obligation.done_due_at is not None else told
    return first if first != _due(obligation, reckoning, marks, now) else None


def _done_at(obligation: Obligation, marks: Marks, now: Instant) -> Instant | None:
    found = (_known(obligation.done_at, now), _known(marks.done_at, now))
    return min((at for at in found if at is not None), default=None)


def _excuse(obligation: Obligation, closings: Sequence[Decision]) -> str:
    for decision in closings:
        if decision.kind is DecisionKind.EXCUSE:
            return str(decision.details.get("kind", ""))
    return "leave" if obligation.on_leave else "explained"


def _messages(session: Session, group_id: int, keys: set[str]) -> dict[str, MessageRow]:
    result: dict[str, MessageRow] = {}
    for some in batches(sorted(keys)):
        rows = session.exec(
            select(MessageRow).where(MessageRow.group_id == group_id, col(MessageRow.key).in_(some))
        )
        result |= {row.key: row for row in rows}
    return result


def _unclear_kind(session: Session, filed: FiledObligation, rows: Rows) -> str:
    """The kind of the answer that a person must look at."""
    if filed.obligation.unclear_at is None:
        return ""
    kind = session.exec(
        select(MessageRow.kind).where(
            col(MessageRow.sender_id).in_(rows.of(filed.member_id)),
            MessageRow.at == filed.obligation.unclear_at,
            col(MessageRow.kind).in_([each.value for each in WORDLESS]),
        )
    ).first()
    return kind or ""


def member_rows(session: Session, group_id: int) -> dict[str, int]:
    """Row ids of all members of a group by platform id."""
    rows = session.exec(select(MemberRow.platform_id, MemberRow.id).where(MemberRow.group_id == group_id))
    return {platform_id: row_id for platform_id, row_id in rows if row_id is not None}
