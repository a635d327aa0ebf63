"""All that waits for a person: appeals, reports, leave, approvals, the inbox, and messages that ask for one of
these. Nothing here is a finding; each has a time by which somebody should have seen to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.base.clock import HOUR, Instant, iso, whole_seconds
from core.base.phrase import P, Phrase
from core.desk import appeals, approvals, inbox, leave, reports
from core.desk.changes import Noun
from core.desk.desk import Desk
from core.desk.hearing import draft_moments, drafts

HOURS = 72
NOUNS = Noun.DUTIES | Noun.VIOLATIONS
KINDS: Mapping[str, Phrase] = {
    "appeal": P("appeal"),
    "report": P("report"),
    "leave": P("leave"),
    "permit": P("approval"),
    "inbox": P("matter of the inbox"),
    "draft": P("message that asks for something"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """`name`: whom it is about; "" where that is secret (reports). `overdue` as of the moment asked for."""

    kind: str
    id: str
    group_id: int
    group: str
    zone: str
    name: str
    text: str
    since: Instant
    due: Instant
    overdue: bool


def find(desk: Desk, group: str = "") -> list[Waiting]:
    """The most urgent first."""
    now = desk.clock.now()
    found = (*_appeals(desk, group, now), *_reports(desk, group, now), *_asked(desk, group, now))
    return sorted((*found, *_drafts(desk, group, now)), key=lambda each: (each.due, each.id))


@dataclass(frozen=True, slots=True)
class Tally:
    """What waits of one kind. `first`: id of the most urgent."""

    kind: str
    count: int
    overdue: int
    groups: frozenset[str]
    first: str


def tallies(desk: Desk, group: str = "") -> list[Tally]:
    """What `find` answers, counted by kind; messages that ask for something are not read for it."""
    now = desk.clock.now()
    found: dict[str, list[Waiting]] = {}
    for row in (*_appeals(desk, group, now), *_reports(desk, group, now), *_asked(desk, group, now)):
        found.setdefault(row.kind, []).append(row)
    told = [
        Tally(
            kind, len(rows), sum(row.overdue for row in rows), frozenset(row.group for row in rows),
            min(rows, key=lambda row: (row.due, row.id)).id,
        )
        for kind, rows in found.items()
    ]  # fmt: skip
    moments = draft_moments(desk, group)
    if moments:
        late = sum(_late(at + HOURS * HOUR, now) for _, _, at in moments)
        names = frozenset(name for _, name, _ in moments)
        told.append(Tally("draft", len(moments), late, names, moments[0][0]))
    return told


def line(row: Waiting) -> dict[str, object]:
    """As a JSON line."""
    return {
        "kind": row.kind, "id": row.id, "group": row.group, "name": row.name, "text": row.text,
        "since": iso(row.since, row.zone), "due": iso(row.due, row.zone), "overdue": row.overdue,
    }  # fmt: skip


def _appeals(desk: Desk, group: str, now: Instant) -> Iterator[Waiting]:
    for row in appeals.find(desk, group):
        if row.is_waiting:
            appeal = row.appeal
            yield Waiting(
                "appeal", appeal.id, row.group_id, row.group, row.zone, row.member_name, appeal.text,
                appeal.opened.at, appeal.due, row.state == "overdue",
            )  # fmt: skip


def _reports(desk: Desk, group: str, now: Instant) -> Iterator[Waiting]:
    for row in reports.find(desk, group, "open"):
        yield Waiting(
            "report", row.matter.id, row.group_id, row.group, row.zone, "", row.matter.text("text"),
            row.matter.at, row.due, _late(row.due, now),
        )  # fmt: skip


def _asked(desk: Desk, group: str, now: Instant) -> Iterator[Waiting]:
    for row in leave.find(desk, group, "open"):
        # Whoever asks wants to know before the leave begins.
        asked = row.leave.matter
        due = min(max(row.leave.asked.start, asked.at), asked.at + HOURS * HOUR)
        yield Waiting(
            "leave", asked.id, row.group_id, row.group, row.zone, row.member_name, asked.raised.reason, asked.at,
            due, _late(due, now),
        )  # fmt: skip
    for each in approvals.find(desk, group, "open"):
        matter = each.permit.matter
        due = matter.at + HOURS * HOUR
        yield Waiting(
            "permit", matter.id, each.group_id, each.group, each.zone, each.member_name, matter.text("what"),
            matter.at, due, _late(due, now),
        )  # fmt: skip
    for told in inbox.find(desk, group, "open"):
        due = told.said + HOURS * HOUR
        yield Waiting(
            "inbox", told.matter.id, told.group_id, told.group, told.zone, told.member_name,
            told.matter.text("text"), told.said, due, _late(due, now),
        )  # fmt: skip


def _drafts(desk: Desk, group: str, now: Instant) -> Iterator[Waiting]:
    for draft in drafts(desk, group):
        due = draft.heard.at + HOURS * HOUR
        yield Waiting(
            "draft", draft.heard.id, draft.heard.group_id, draft.group, draft.zone, draft.member_name, draft.text,
            draft.heard.at, due, _late(due, now),
        )  # fmt: skip


def _late(due: Instant, now: Instant) -> bool:
    return whole_seconds(now) > whole_seconds(due)
