"""The page of the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from core.base.clock import HOUR
from core.base.phrase import P, Phrase
from core.casework.inbox import KINDS
from core.desk import inbox
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, count_drafts
from core.desk.inbox import InboxRow
from core.desk.waiting import HOURS
from gui.panels.flows.flow import CHAT, SETTLED, WAITING, Action, Card, Field, Flow, Row, group_field
from gui.panels.flows.reports import HEARD, aside

STATES: Mapping[str, tuple[Phrase, str, str]] = {
    "open": (P("waits for an answer"), "amber-d", "clock"),
    "answered": (P("answered"), "green", "check-circle"),
    "closed": (P("closed"), "text3", "minus-circle"),
}


def inbox_flow() -> Flow:
    return Flow(
        P("Inbox"),
        P("Objections, suggestions and complaints are work, never a breach."),
        P("The inbox is empty. What members suggest, object to or complain about shows up here."),
        _read, _count, _new,
    )  # fmt: skip


def _read(desk: Desk, group: str) -> list[Row]:
    now = desk.clock.now()
    return [_row(row, now) for row in inbox.find(desk, group)] + [
        _heard(each) for each in inbox.drafts(desk, group)
    ]


def _count(desk: Desk, group: str) -> int:
    return len(inbox.find(desk, group, "open")) + count_drafts(desk, group, KINDS)


def _row(row: InboxRow, now: int) -> Row:
    matter = row.matter
    due = row.said + HOURS * HOUR
    return Row(
        matter.id, WAITING if matter.is_open else SETTLED, STATES[matter.state], KINDS[row.kind], row.member_name,
        matter.text("text"), row.group, row.zone, row.said, partial(_card, row), due if matter.is_open else None,
        matter.is_open and due < now,
    )  # fmt: skip


def _card(row: InboxRow) -> Card:
    matter = row.matter
    told: list[Phrase | str] = (
        [P("Told to an admin alone; do not bring it into the group.")] if row.private else []
    )
    if matter.settled is not None:
        told.append(P("Answered by {name}: {text}", name=matter.settled.operator, text=matter.settled.reason))
    text = Field("text", P("Answer"), "long", required=True)
    why = Field("text", P("Why nothing else is done"), required=True)
    close = Action(P("Close…"), lambda desk, given: inbox.answer(desk, matter.id, given["text"], close=True),
                   P("Closed."), (why,))  # fmt: skip
    answer = Action(P("Answer…"), lambda desk, given: inbox.answer(desk, matter.id, given["text"]), P("Answered."),
                    (text,), True)  # fmt: skip
    return Card(
        told, actions=(close, answer) if matter.is_open else (close,) if matter.state == "answered" else ()
    )


def _heard(draft: Draft) -> Row:
    return Row(
        draft.heard.id, CHAT, HEARD, KINDS[draft.heard.flow], draft.member_name, draft.text, draft.group, draft.zone,
        draft.heard.at, partial(_draft_card, draft.heard.id),
    )  # fmt: skip


def _draft_card(key: str) -> Card:
    take = Action(P("Put into the inbox"), lambda desk, _given: inbox.add(desk, "", "", "", heard=key),
                  P("In the inbox."), primary=True)  # fmt: skip
    return Card(actions=(aside(key), take))


def _new(groups: Sequence[tuple[str, str]]) -> tuple[Action, ...]:
    def added(desk: Desk, given: Mapping[str, str]) -> Outcome[InboxRow]:
        return inbox.add(
            desk, given["group"], given["kind"], given["text"], given["by"], bool(given["private"])
        )  # fmt: skip

    fields = (
        group_field(groups),
        Field("kind", P("Kind"), "choice", required=True, choices=dict(KINDS), value="suggestion"),
        Field("by", P("Whose matter it is")),
        Field("text", P("What it is about"), "long", required=True),
        Field("private", P("Told to an admin alone"), "check"),
    )
    return (Action(P("Write something down…"), added, P("In the inbox."), fields, True),)
