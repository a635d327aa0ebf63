"""Drafts out of the chat: messages that ask for leave or a permit, report, appeal, complain or suggest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import DAY, Instant
from core.base.dated import BEGINNING, Period
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import DecisionKind, Subject
from core.casework.inbox import HEARD
from core.chat.conversation import Conversation
from core.chat.member import Member
from core.chat.message import WORDLESS
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.judging.intents import intents
from core.judging.promises import leave_period
from core.store.decisions import batches
from core.store.groups import find_group, find_member
from core.store.heard import Heard, heard_changes, heard_id, heard_moments, heard_row, read_heard
from core.store.lookup import resolve_id
from core.store.matters import decide_matter
from core.store.people import read_members
from core.store.row_changes import RowChanges
from core.store.surroundings import Cited, cited_messages
from core.store.tables import GroupRow, HeardRow, MemberRow

WINDOW = 62 * DAY
"""As for duties: what nobody took up in two months is history."""
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Draft:
    """What a message wants."""

    heard: Heard
    group: str
    zone: str
    member_name: str
    text: str

    @property
    def period(self) -> Period | None:
        """The leave that its words name, if they name one; read when asked for, thousands may wait."""
        named = leave_period(self.text, self.heard.at, self.zone) if self.heard.flow == "leave" else None
        return None if named is None else Period(*named)


def heard_in(conversation: Conversation, now: Instant) -> list[Heard]:
    """What the messages of the last two months want; announcements and talk about such things want nothing."""
    room = conversation.group.id
    found = []
    for message in conversation.messages:
        if message.at < now - WINDOW or not message.text or message.kind in WORDLESS:
            continue
        flows = {HEARD[each] for each in intents(message.text) if each in HEARD}
        found += [
            Heard(heard_id(room, message.key, flow), 0, flow, message.key, message.sender, message.at)
            for flow in sorted(flows)
        ]
    return found


def draft_changes(
    session: Session, group_id: int, found: Collection[Heard], now: Instant, complete: bool
) -> RowChanges:
    """What brings the drafts up to date with `heard_in` as of `now`."""
    return heard_changes(session, group_id, found, now, max(now - WINDOW, BEGINNING) if complete else None)


def drafts(desk: Desk, group: str = "", flow: str = "") -> list[Draft]:
    """Drafts that wait, oldest first."""
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        waiting = [each for each in read_heard(session, now, group_id) if flow in ("", each.flow)]
        return _drafts(session, waiting)


def count_drafts(desk: Desk, group: str, flows: Collection[str]) -> int:
    """How many drafts of these flows wait."""
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        return len(heard_moments(session, desk.clock.now(), group_id, flows))


def draft_moments(desk: Desk, group: str = "") -> list[tuple[str, str, Instant]]:
    """Id, group's name and time of the drafts that wait, oldest first."""
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        names = {key: name for key, name in session.exec(select(GroupRow.id, GroupRow.name))}
        return [(key, names[of], at) for key, of, at in heard_moments(session, desk.clock.now(), group_id)]


def put_aside(desk: Desk, heard: str, reason: str) -> Outcome[str]:
    """It wanted nothing after all. Raises Refusal for an unknown draft, one decided on, or without a reason."""
    if not reason.strip():
        raise Refusal(P("the reason is missing."), "--reason", P("Write why nothing has to be done."))
    now = desk.clock.now()
    with desk.store.write() as session:
        taken = waiting_draft(session, heard, now)
        made = decide_matter(
            session, desk.operator, now, DecisionKind.SETTLE, (Subject.HEARD, taken.id), taken.group_id, reason,
            {"outcome": "aside", "flow": taken.flow},
        )  # fmt: skip
    changes = Changes(Noun.DUTIES, frozenset({taken.group_id}))
    desk.announce(changes)
    return Outcome(taken.id, changes, made.id)


def waiting_draft(session: Session, heard: str, now: Instant, flow: str = "") -> Heard:
    """Raises Refusal for an unknown draft, one of another flow, and one that was decided on."""
    found = heard_row(session, resolve_id(session, HeardRow, heard))
    assert found is not None
    if flow and found.flow != flow:
        raise Refusal(
            P("this draft is about something else."), heard, P("It asks for: {flow}.", flow=found.flow)
        )
    if found not in read_heard(session, now, found.group_id):
        raise Refusal(P("somebody saw to this draft already."), heard, P("There is nothing to decide."))
    return found


def take_up(session: Session, desk: Desk, heard: Heard, cause: str) -> None:
    """The draft is seen to. `cause`: the decision that does; "" where nothing may tie the two together."""
    details = {"outcome": "taken-up", "flow": heard.flow} | ({"cause": cause} if cause else {})
    decide_matter(
        session, desk.operator, desk.clock.now(), DecisionKind.SETTLE, (Subject.HEARD, heard.id),
        heard.group_id, details=details,
    )  # fmt: skip


def _drafts(session: Session, waiting: Sequence[Heard]) -> list[Draft]:
    """In the same order. Read group by group: a large group asks for things thousands of times."""
    groups: dict[int, list[Heard]] = {}
    for heard in waiting:
        groups.setdefault(heard.group_id, []).append(heard)
    made: dict[str, Draft] = {}
    for group_id, some in groups.items():
        group = session.get_one(GroupRow, group_id)
        cited = cited_messages(session, group_id, [heard.message for heard in some])
        known = _members(session, group_id, {heard.member for heard in some})
        for heard in some:
            member = known.get(heard.member)
            name = (
                member.shown_name(heard.at) if member else name_of(session, group_id, heard.member, heard.at)
            )
            made[heard.id] = _draft(heard, group, name, cited.get(heard.message))
    return [made[heard.id] for heard in waiting]


def _draft(heard: Heard, group: GroupRow, name: str, cited: Cited | None) -> Draft:
    text = cited.text[:_SHOWN] if cited is not None else ""
    return Draft(heard, group.name, group.zone, name, text)


def _members(session: Session, group_id: int, wanted: Collection[str]) -> dict[str, Member]:
    """Members by platform id, of those that have one of these."""
    rows: dict[str, int] = {}
    for some in batches(sorted(wanted)):
        query = select(MemberRow.platform_id, MemberRow.id).where(
            MemberRow.group_id == group_id, col(MemberRow.platform_id).in_(some)
        )
        rows |= {platform_id: row_id for platform_id, row_id in session.exec(query) if row_id is not None}
    known = read_members(session, list(rows.values()))
    return {platform_id: known[row_id] for platform_id, row_id in rows.items()}


def name_of(session: Session, group_id: int, member: str, at: Instant) -> str:
    """The name shown at `at`; the id as it is where nobody is known by it."""
    if not member:
        return ""
    try:
        row_id = find_member(session, group_id, member).id or 0
    except Refusal:
        return member
    return read_members(session, [row_id])[row_id].shown_name(at)
