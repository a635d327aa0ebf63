"""Who reached which quota: out of the entries of registers, and where the charter counts it, out of what members
say in the group. What a person entered about a member goes before what the member says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes

from sqlmodel import col, select

from core.base.clock import iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import DutyRule
from core.chat.conversation import Conversation
from core.desk.adoption import group_bindings
from core.desk.desk import Desk
from core.desk.registers import Entry, entries
from core.judging.binding import Binding
from core.judging.duty import Duty
from core.judging.finding import Finding
from core.judging.periods import CalendarPeriod
from core.judging.quotas import (
    Counted,
    QuotaState,
    period_counted,
    quota_periods,
    quota_state,
    reached,
    said,
    shortfall,
)
from core.judging.scene import Scene
from core.store.conversations import load_conversation
from core.store.duties import filed_duties
from core.store.groups import find_group
from core.store.tables import GroupRow

Periods = Callable[[Scene, Binding, DutyRule, Sequence[Duty], Sequence[Counted]], Sequence[CalendarPeriod]]
"""Which periods of a rule to look at, by the duties raised and what was counted."""


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One member, one period. `count`: what was entered; where nothing was, what the member `said` that counts."""

    clause: str
    rule: str
    group: str
    zone: str
    member: str
    member_name: str
    period: CalendarPeriod
    quota: int
    count: int
    state: QuotaState
    said: int = 0


def find(desk: Desk, group: str = "", state: str = "") -> list[QuotaRow]:
    """As of the desk's clock, by the end of the period. Raises Refusal for an unknown state."""
    states = [each.value for each in QuotaState]
    if state and state not in states:
        raise Refusal(
            P("“{state}” is no state of a quota.", state=state), "--state",
            P("Choose one of {names}.", names=tuple(states)),
        )  # fmt: skip
    found = [row for group_id in _ids(desk, group) for row in _of_group(desk, group_id)]
    wanted = [row for row in found if state in ("", row.state.value)]
    return sorted(wanted, key=lambda row: (row.period.end, row.rule, row.member))


def _ids(desk: Desk, group: str) -> list[int]:
    with desk.store.read() as session:
        if group:
            return [find_group(session, group).id or 0]
        return [each or 0 for each in session.exec(select(GroupRow.id).order_by(col(GroupRow.id)))]


def line(row: QuotaRow) -> dict[str, object]:
    """The row as a JSON line."""
    return {
        "clause": row.clause, "rule": row.rule, "group": row.group, "member": row.member,
        "member_name": row.member_name, "period": row.period.name, "from": iso(row.period.start, row.zone),
        "to": iso(row.period.end, row.zone), "quota": row.quota, "count": row.count, "said": row.said,
        "state": row.state.value,
    }  # fmt: skip


def _of_group(desk: Desk, group_id: int) -> Iterator[QuotaRow]:
    now = desk.clock.now()
    with desk.store.read() as session:
        bindings = group_bindings(session, group_id, now)
        if not any(True for binding in bindings for _ in _with_quota(binding)):
            return
        conversation = load_conversation(session, group_id, until=now)
    for _, _, row in _reckoned(desk, group_id, conversation, bindings, _periods, _may_be_about):
        yield row


def short_of_quota(
    desk: Desk, group_id: int, conversation: Conversation, bindings: Sequence[Binding]
) -> list[Finding]:
    """Who reached less than a quota by what people entered, where the clause says what follows. A period that nobody
    counted is no breach, nor is one that somebody was on leave for, and one under way may still be met."""
    return [
        shortfall(binding, rule, conversation.group.id, (row.member, row.member_name), row.period, row.count)
        for binding, rule, row in _reckoned(
            desk, group_id, conversation, bindings, _entered_periods, _is_about
        )
        if row.state is QuotaState.SHORT
        and binding.charter.clause(rule.clause).policy
        and not _away(binding, row.member, row.period)
    ]


def _may_be_about(entry: Entry, _binding: Binding, rule: DutyRule) -> bool:
    """An entry of the register that names no other clause."""
    clause = entry.fields.get("clause", "").strip()
    named = not clause or rule.clause == clause or rule.clause.endswith(f".{clause}")
    return entry.register == rule.register and named


def _is_about(entry: Entry, binding: Binding, rule: DutyRule) -> bool:
    """An entry with a count that is about this quota and no other: it names the clause, or no other quota is counted
    in its register."""
    alone = sum(each.register == rule.register for each in _with_quota(binding)) == 1
    sure = alone or bool(entry.fields.get("clause", "").strip())
    return sure and bool(entry.fields.get("count", "").strip()) and _may_be_about(entry, binding, rule)


def _away(binding: Binding, member: str, period: CalendarPeriod) -> bool:
    return any(
        each.subject == member and each.period.start <= period.start and period.end - 1000 <= each.period.end
        for each in binding.settings["leave"]
    )


def _reckoned(
    desk: Desk, group_id: int, conversation: Conversation, bindings: Sequence[Binding], periods: Periods,
    counts: Callable[[Entry, Binding, DutyRule], bool],
) -> Iterator[tuple[Binding, DutyRule, QuotaRow]]:  # fmt: skip
    """Every member in each of the `periods` of each quota, by the entries that `counts` says are about it."""
    now = desk.clock.now()
    rules = [(binding, rule) for binding in bindings for rule in _with_quota(binding)]
    if not rules:
        return
    with desk.store.read() as session:
        row = session.get_one(GroupRow, group_id)
        name, zone = row.name, row.zone
        raised = filed_duties(session, group_id, now)
    scene = Scene(with_changes(conversation, messages=()), now)
    persons = {other.id: key for key, person in scene.members.items() for other in person.others}
    entered = entries(desk, name)
    for binding, rule in rules:
        made = [_counted(entry, persons) for entry in entered if counts(entry, binding, rule)]
        claimed = said(rule, conversation.messages)
        for period in periods(scene, binding, rule, raised, made):
            last = min(now, period.end - 1)
            for member, person in scene.members.items():
                bound = person.is_present(last) and scene.binds(member, binding, last, _of_members(rule))
                if not bound:
                    continue
                of_member = reached(claimed, member, period, now)
                found = reached(made, member, period, now) or of_member
                yield binding, rule, QuotaRow(
                    rule.clause, rule.id, name, zone, member, scene.name(member, last), period, rule.quota,
                    sum(entry.count or 0 for entry in found), quota_state(found, rule.quota, period, now),
                    len(of_member),
                )  # fmt: skip


def _with_quota(binding: Binding) -> Iterator[DutyRule]:
    return (rule for rule in binding.charter.rules() if isinstance(rule, DutyRule) and rule.quota)


def _of_members(rule: DutyRule) -> DutyRule:
    """The roles of a duty say who raises it, not whom the quota binds."""
    return with_changes(rule, roles=())


def _periods(
    scene: Scene, binding: Binding, rule: DutyRule, raised: Sequence[Duty], _made: Sequence[Counted]
) -> list[CalendarPeriod]:
    """The last ones, whoever counted in them."""
    if rule.per == "campaign":
        return _campaigns(binding, rule, raised)
    since = max(binding.since, scene.start)
    rest: str = binding.settings["rest"]
    return [
        period
        for period in quota_periods(rule.per, since, scene.now, scene.group.zone, rest)
        if binding.in_force(period.end - 1)
    ]


def _entered_periods(
    scene: Scene, binding: Binding, rule: DutyRule, raised: Sequence[Duty], made: Sequence[Counted]
) -> list[CalendarPeriod]:
    """Those that are over and in which somebody entered something, however long ago."""
    if rule.per == "campaign":
        found = dict.fromkeys(_campaigns(binding, rule, raised))
    else:
        rest: str = binding.settings["rest"]
        held = (period_counted(rule.per, entry.at, scene.group.zone, rest) for entry in made)
        since = max(binding.since, scene.start)
        found = dict.fromkeys(each for each in held if each is not None and each.start >= since)
    over = [each for each in found if each.end <= scene.now and binding.in_force(each.end - 1)]
    return [each for each in over if any(each.start <= entry.at < each.end for entry in made)]


def _campaigns(binding: Binding, rule: DutyRule, raised: Sequence[Duty]) -> list[CalendarPeriod]:
    return [
        CalendarPeriod(duty.id[:8], duty.arose_at, duty.due_at + 1)
        for duty in raised
        if duty.rule == rule.id and binding.in_force(duty.arose_at)
    ]


def _counted(entry: Entry, persons: Mapping[str, str]) -> Counted:
    count = entry.fields.get("count", "").strip()
    whole = count.isdigit() and count.isascii()
    member = persons.get(entry.member, entry.member)
    return Counted(member, entry.at, int(count) if whole else None, entry.fields.get("outcome", ""))
