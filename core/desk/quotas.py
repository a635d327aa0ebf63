"""Who reached which quota: out of the entries of registers, and where the charter counts it, out of what members
say in the group. What a person entered about a member goes before what the member says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as with_changes

from core.base.clock import Instant, iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import DutyRule
from core.desk.adoption import group_bindings
from core.desk.desk import Desk
from core.desk.registers import Entry, entries
from core.desk.scanning import group_ids
from core.judging.binding import Binding
from core.judging.duty import Duty
from core.judging.periods import CalendarPeriod
from core.judging.quotas import Counted, QuotaState, quota_periods, quota_state, reached, said
from core.judging.scene import Scene
from core.store.conversations import load_conversation
from core.store.duties import filed_duties
from core.store.tables import GroupRow


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
    found = [row for group_id in group_ids(desk, group) for row in _of_group(desk, group_id)]
    wanted = [row for row in found if state in ("", row.state.value)]
    return sorted(wanted, key=lambda row: (row.period.end, row.rule, row.member))


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
        row = session.get_one(GroupRow, group_id)
        name, zone = row.name, row.zone
        bindings = group_bindings(session, group_id, now)
        rules = [(binding, rule) for binding in bindings for rule in _with_quota(binding)]
        if not rules:
            return
        conversation = load_conversation(session, group_id, until=now)
        raised = filed_duties(session, group_id, now)
    scene = Scene(with_changes(conversation, messages=()), now)
    entered = entries(desk, name)
    for binding, rule in rules:
        made = [_counted(entry) for entry in entered if entry.register == rule.register]
        claimed = said(rule, conversation.messages)
        for period in _periods(scene, binding, rule, raised, now):
            last = min(now, period.end - 1)
            for member, person in scene.members.items():
                bound = person.is_present(last) and scene.binds(member, binding, last, _of_members(rule))
                if not bound:
                    continue
                of_member = reached(claimed, member, period, now)
                found = reached(made, member, period, now) or of_member
                yield QuotaRow(
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
    scene: Scene, binding: Binding, rule: DutyRule, raised: list[Duty], now: Instant
) -> list[CalendarPeriod]:
    if rule.per == "campaign":
        return [
            CalendarPeriod(duty.id[:8], duty.arose_at, duty.due_at + 1)
            for duty in raised
            if duty.rule == rule.id and binding.in_force(duty.arose_at)
        ]
    since = max(binding.since, scene.start)
    rest: str = binding.settings["rest"]
    return [
        period
        for period in quota_periods(rule.per, since, now, scene.group.zone, rest)
        if binding.in_force(period.end - 1)
    ]


def _counted(entry: Entry) -> Counted:
    count = entry.fields.get("count", "").strip()
    whole = count.isdigit() and count.isascii()
    return Counted(entry.member, entry.at, int(count) if whole else None, entry.fields.get("outcome", ""))
