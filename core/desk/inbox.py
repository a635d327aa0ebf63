"""The inbox: objections, suggestions, private complaints and claims of members; open, answered or closed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.dated import END
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import DecisionKind, Subject
from core.casework.inbox import ANSWERED, CLOSED, KINDS, OUTCOMES
from core.casework.matters import Matter
from core.desk.bringing import must_say, one_of, said_at
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, name_of, take_up, waiting_draft
from core.desk.hearing import drafts as heard_drafts
from core.store.groups import find_group, find_member
from core.store.matters import decide_matter, matter_at, matters
from core.store.surroundings import cited_messages
from core.store.tables import GroupRow

STATES = ("open", *OUTCOMES)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A matter of the inbox. `private`: told to an admin alone, not in the group."""

    matter: Matter
    group_id: int
    group: str
    zone: str
    member: str
    member_name: str

    @property
    def kind(self) -> str:
        return self.matter.text("kind")

    @property
    def said(self) -> Instant:
        return int(self.matter.details.get("said", self.matter.at))

    @property
    def private(self) -> bool:
        return bool(self.matter.details.get("private"))


def find(desk: Desk, group: str = "", state: str = "", kind: str = "") -> list[InboxRow]:
    """As of the desk's clock; what is open first, the oldest on top."""
    if state:
        one_of(state, STATES, "--state")
    if kind:
        one_of(kind, KINDS, "--kind")
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = [_row(session, each) for each in matters(session, Subject.INBOX, now, group_id).values()]
    kept = [row for row in found if state in ("", row.matter.state) and kind in ("", row.kind)]
    return sorted(kept, key=lambda row: (not row.matter.is_open, row.said, row.matter.id))


def drafts(desk: Desk, group: str = "") -> list[Draft]:
    """Messages that belong into the inbox and that nobody took up."""
    return [each for each in heard_drafts(desk, group) if each.heard.flow in KINDS]


def add(
    desk: Desk,
    group: str,
    kind: str,
    text: str,
    by: str = "",
    private: bool = False,
    at: str = "",
    heard: str = "",
) -> Outcome[InboxRow]:
    """`by`: whose matter it is. `heard`: the draft it takes up, which says all of that itself."""
    now = desk.clock.now()
    with desk.store.write() as session:
        draft = waiting_draft(session, heard, now) if heard else None
        row = session.get_one(GroupRow, draft.group_id) if draft else find_group(session, group)
        group_id = row.id or 0
        word = one_of(kind or (draft.flow if draft else ""), KINDS, "--kind")
        words = text
        if draft is not None and not text.strip():
            cited = cited_messages(session, group_id, [draft.message]).get(draft.message)
            words = cited.text if cited is not None else ""
        name = by or (draft.member if draft else "")
        member = find_member(session, group_id, name).platform_id if name else ""
        made = decide_matter(
            session, desk.operator, now, DecisionKind.RAISE, (Subject.INBOX, ""), group_id,
            details={
                "kind": word, "member": member, "private": private,
                "text": must_say(words, "--text", P("Write what it is about.")),
                "said": draft.at if draft else said_at(at, row.zone, now),
            },
        )  # fmt: skip
        if draft is not None:
            take_up(session, desk, draft, made.id)
        value = _one(session, made.id, now)
    return _done(desk, value, made.id)


def answer(desk: Desk, matter_id: str, text: str, close: bool = False) -> Outcome[InboxRow]:
    """`text`: the answer given; with `close` why nothing else is done. What was answered can still be closed.

    Raises Refusal for what is closed, or answered a second time.
    """
    now = desk.clock.now()
    must_say(text, "--text", P("Write the answer."))
    with desk.store.write() as session:
        matter = matter_at(session, Subject.INBOX, matter_id, now)
        state = matters(session, Subject.INBOX, END)[matter.id].state
        if state == CLOSED or (state == ANSWERED and not close):
            raise Refusal(P("this is settled already."), matter.id, P("Take that back with undo first."))
        made = decide_matter(
            session, desk.operator, now, DecisionKind.SETTLE, (Subject.INBOX, matter.id), matter.group_id,
            text.strip(), {"outcome": CLOSED if close else ANSWERED},
        )  # fmt: skip
        value = _one(session, matter.id, now)
    return _done(desk, value, made.id)


def line(row: InboxRow) -> dict[str, object]:
    """The matter as a JSON line."""
    settled = row.matter.settled
    return {
        "id": row.matter.id, "kind": row.kind, "group": row.group, "member": row.member,
        "member_name": row.member_name, "private": row.private, "text": row.matter.text("text"),
        "at": iso(row.said, row.zone), "state": row.matter.state, "answer": settled.reason if settled else "",
        "answered_at": iso(settled.at, row.zone) if settled else None,
        "answered_by": settled.operator if settled else "",
    }  # fmt: skip


def draft_line(draft: Draft) -> dict[str, object]:
    """A draft as a JSON line."""
    told = draft.period
    return {
        "draft": draft.heard.id, "flow": draft.heard.flow, "group": draft.group, "member": draft.heard.member,
        "member_name": draft.member_name, "at": iso(draft.heard.at, draft.zone), "text": draft.text,
        "from": iso(told.start, draft.zone) if told else None, "to": iso(told.end, draft.zone) if told else None,
    }  # fmt: skip


def _row(session: Session, matter: Matter) -> InboxRow:
    group = session.get_one(GroupRow, matter.group_id or 0)
    member = matter.text("member")
    return InboxRow(
        matter, group.id or 0, group.name, group.zone, member,
        name_of(session, group.id or 0, member, matter.at),
    )  # fmt: skip


def _one(session: Session, matter_id: str, now: Instant) -> InboxRow:
    return _row(session, matters(session, Subject.INBOX, now)[matter_id])


def _done(desk: Desk, value: InboxRow, decision: str) -> Outcome[InboxRow]:
    changes = Changes(Noun.DUTIES, frozenset({value.group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)
