"""The page of leave and approvals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from core.base.clock import iso
from core.base.dated import BEGINNING, END, Period
from core.base.phrase import LocalText, P, Phrase
from core.casework.approvals import KINDS
from core.desk import approvals, leave
from core.desk.approvals import PermitRow
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, count_drafts
from core.desk.leave import LeaveRow
from gui.panels.flows.flow import (
    APPROVER,
    CHAT,
    SECRET,
    SETTLED,
    WAITING,
    Action,
    Card,
    Field,
    Flow,
    Row,
    group_field,
)
from gui.panels.flows.reports import HEARD, aside

STATES: Mapping[str, tuple[Phrase, str, str]] = {
    "open": (P("asked for"), "amber-d", "clock"),
    "to-come": (P("granted, not begun"), "text2", "clock"),
    "granted": (P("granted"), "green", "check-circle"),
    "expired": (P("expired"), "text3", "minus-circle"),
    "refused": (P("refused"), "text2", "minus-circle"),
    "revoked": (P("withdrawn"), "text3", "minus-circle"),
}
_LEAVE = LocalText("请假", "leave")
_APPROVAL = P("approval")
_REASON = Field("reason", P("Reason"), required=True)
_WHEN = (
    Field("start", P("From"), hint="2026-03-01T09:00"),
    Field("end", P("To; a day alone means all of it"), hint="2026-03-02"),
)


def leave_flow() -> Flow:
    return Flow(
        P("Leave and approvals"),
        P("Leave excuses what falls due meanwhile, also when it is granted afterwards. Permits are asked by the rules "
          "until they expire."),
        P("Nobody is on leave and nothing is to be approved."),
        _read, _count, _new,
    )  # fmt: skip


def _read(desk: Desk, group: str) -> list[Row]:
    rows = [_leave(row) for row in leave.find(desk, group)]
    rows += [_permit(row) for row in approvals.find(desk, group)]
    rows += [_asks(draft, _LEAVE, _leave_draft_card) for draft in leave.drafts(desk, group)]
    return rows + [_asks(draft, _APPROVAL, _permit_draft_card) for draft in approvals.drafts(desk, group)]


def _count(desk: Desk, group: str) -> int:
    asked = len(leave.find(desk, group, "open")) + len(approvals.find(desk, group, "open"))
    return asked + count_drafts(desk, group, ("leave", "permit"))


def _leave(row: LeaveRow) -> Row:
    matter = row.leave.matter
    return Row(
        matter.id, WAITING if matter.is_open else SETTLED, STATES[row.state], _LEAVE, row.member_name,
        matter.raised.reason, row.group, row.zone, matter.at, partial(_leave_card, row),
        row.leave.period.start if matter.is_open else None,
    )  # fmt: skip


def _leave_card(row: LeaveRow) -> Card:
    matter = row.leave.matter
    told: list[Phrase | str] = [_span(row.leave.period, row.zone)]
    if row.joined:
        told.append(P("It overlaps other leave of the same person; together they count as one."))
    if row.excused:
        told.append(P("{count} obligations fell due meanwhile and are excused; {refunds} decisions were taken back.",
                      count=len(row.excused), refunds=len(row.refunded)))  # fmt: skip
    if matter.settled is not None:
        told.append(
            P("Decided by {name}: {reason}", name=matter.settled.operator, reason=matter.settled.reason)
        )
    actions: tuple[Action, ...] = ()
    if matter.is_open:
        actions = (
            Action(P("Refuse…"), lambda desk, given: leave.decide(desk, matter.id, "refused", given["reason"]),
                   P("Refused."), (_REASON,)),
            Action(P("Grant"), lambda desk, given: leave.decide(desk, matter.id, "granted", approved_by=given[APPROVER],
                                                                passphrase=given[SECRET]),
                   P("Granted."), primary=True),
        )  # fmt: skip
    return Card(told, actions=actions)


def _permit(row: PermitRow) -> Row:
    permit, matter = row.permit, row.permit.matter
    return Row(
        matter.id, WAITING if matter.is_open else SETTLED, STATES[row.state], KINDS[permit.kind], row.member_name,
        matter.text("what") or matter.raised.reason, row.group, row.zone, matter.at, partial(_permit_card, row),
        permit.period.end if permit.period.end < END else None,
    )  # fmt: skip


def _permit_card(row: PermitRow) -> Card:
    permit, matter = row.permit, row.permit.matter
    told: list[Phrase | str] = [_span(permit.period, row.zone)]
    if matter.settled is not None:
        told.append(
            P("Decided by {name}: {reason}", name=matter.settled.operator, reason=matter.settled.reason)
        )

    def decided(outcome: str, given: Mapping[str, str], desk: Desk) -> Outcome[PermitRow]:
        return approvals.decide(desk, matter.id, outcome, given.get("reason", ""))

    actions: tuple[Action, ...] = ()
    if matter.is_open:
        actions = (
            Action(
                P("Refuse…"), lambda desk, given: decided("refused", given, desk), P("Refused."), (_REASON,)
            ),
            Action(
                P("Grant"), lambda desk, given: decided("granted", given, desk), P("Granted."), primary=True
            ),
        )
    elif row.state in ("granted", "to-come"):
        actions = (
            Action(
                P("Withdraw…"),
                lambda desk, given: decided("revoked", given, desk),
                P("Withdrawn."),
                (_REASON,),
            ),
        )
    return Card(told, actions=actions)


def _asks(draft: Draft, kind: Phrase | LocalText, card: Callable[[Draft], Card]) -> Row:
    return Row(
        draft.heard.id, CHAT, HEARD, kind, draft.member_name, draft.text, draft.group, draft.zone, draft.heard.at,
        partial(card, draft),
    )  # fmt: skip


def _leave_draft_card(draft: Draft) -> Card:
    key, told = draft.heard.id, draft.period
    fields = tuple(
        Field(each.key, each.label, hint=each.hint, value=value)
        for each, value in zip(_WHEN, _times(told, draft.zone), strict=True)
    )
    take = Action(
        P("Grant…"),
        lambda desk, given: leave.ask(
            desk, "", "", given["start"], given["end"], draft.text[:200], granted=True, heard=key,
            approved_by=given[APPROVER], passphrase=given[SECRET],
        ),
        P("Granted."), fields, True,
    )  # fmt: skip
    return Card(() if told is None else (_span(told, draft.zone),), actions=(aside(key), take))


def _permit_draft_card(draft: Draft) -> Card:
    key = draft.heard.id
    kind = Field("kind", P("Kind"), "choice", required=True, choices=dict(KINDS), value="other")
    take = Action(
        P("Grant…"),
        lambda desk, given: approvals.ask(
            desk, "", given["kind"], draft.text[:200], "", given["start"], given["end"], granted=True, heard=key
        ),
        P("Granted."), (kind, *_WHEN), True,
    )  # fmt: skip
    return Card(actions=(aside(key), take))


def _new(groups: Sequence[tuple[str, str]]) -> tuple[Action, ...]:
    def leave_given(desk: Desk, given: Mapping[str, str]) -> Outcome[LeaveRow]:
        return leave.ask(
            desk, given["group"], given["member"], given["start"], given["end"], given["reason"],
            granted=not given["ask"], approved_by=given[APPROVER], passphrase=given[SECRET],
        )  # fmt: skip

    def permit_given(desk: Desk, given: Mapping[str, str]) -> Outcome[PermitRow]:
        return approvals.ask(
            desk, given["group"], given["kind"], given["what"], given["member"], given["start"], given["end"],
            granted=not given["ask"],
        )  # fmt: skip

    member = Field("member", P("Member"), required=True)
    only_asked = Field("ask", P("Only asked for; somebody decides later"), "check")
    start, end = _WHEN
    required = (
        Field("start", start.label, required=True, hint=start.hint),
        Field("end", end.label, hint=end.hint),
    )
    return (
        Action(P("Enter an approval…"), permit_given, P("Entered."),
               (group_field(groups), Field("kind", P("Kind"), "choice", required=True, choices=dict(KINDS), value="ads"),
                Field("member", P("Whom it is for")), Field("what", P("What may be done, and on which terms"), "long"),
                *_WHEN, only_asked)),
        Action(P("Enter leave…"), leave_given, P("Entered."),
               (group_field(groups), member, *required, Field("reason", P("Reason")), only_asked), True),
    )  # fmt: skip


def _times(told: Period | None, zone: str) -> tuple[str, str]:
    return ("", "") if told is None else (iso(told.start, zone)[:16], iso(told.end, zone)[:16])


def _span(period: Period, zone: str) -> Phrase:
    start = (
        P("always")
        if period.start <= BEGINNING
        else P("{t}", t=iso(period.start, zone)[:16].replace("T", " "))
    )
    end = (
        P("until further notice")
        if period.end >= END
        else P("{t}", t=iso(period.end, zone)[:16].replace("T", " "))
    )
    return P("From {start} to {end}", start=start, end=end)
