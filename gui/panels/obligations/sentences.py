"""What the board says of a card and of a person: phrases from obligations and the moment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.base.clock import DAY, Instant
from core.base.phrase import Language, P, Phrase
from core.desk.obligations import Owed
from core.judging.obligation import ObligationState, Stage
from gui import i18n
from gui.panels.clauses import clause_number
from gui.panels.obligations.board import Card, Column, Grouping

S = ObligationState
_MENTIONS = re.compile(r"(?:@\S+[\s\u2005]+)+")

COLUMN_NAMES: dict[Column, tuple[Phrase, str, str]] = {
    Column.OVERDUE: (P("Overdue"), "warning-circle", "red"),
    Column.UNKNOWN: (P("Cannot tell"), "question", "text3"),
    Column.SOON: (P("Due within 2 hours"), "hourglass-medium", "amber"),
    Column.LATER: (P("Later today"), "calendar-blank", "text3"),
    Column.TOMORROW: (P("Tomorrow and after"), "moon", "text3"),
    Column.DONE_TODAY: (P("Done today"), "check-circle", "green"),
    Column.DONE: (P("Done before"), "check-circle", "green"),
}
STATE_NAMES: dict[ObligationState, tuple[Phrase, str, str]] = {
    S.MISSING: (P("Not answered"), "warning-circle", "red"),
    S.UNKNOWN: (P("Unclear"), "question", "text3"),
    S.OPEN: (P("Still to answer"), "hourglass-medium", "amber"),
    S.LATE: (P("Late"), "clock-afternoon", "amber"),
    S.EXCUSED: (P("Excused"), "prohibit-inset", "text3"),
    S.MET: (P("On time"), "check-circle", "green"),
    S.VOID: (P("Void"), "x-circle", "text3"),
}
EXCUSES: dict[str, Phrase] = {
    "leave": P("on leave"),
    "no-network": P("no network"),
    "explained": P("explained"),
    "elsewhere": P("answered elsewhere"),
}
UNCLEAR: dict[str, Phrase] = {
    "sticker": P("answered by sticker, to be decided"),
    "voice": P("answered by voice, to be decided"),
    "image": P("answered by image, to be decided"),
    "video": P("answered by video, to be decided"),
}


def short(milliseconds: int) -> Phrase | str:
    """h:mm, or days where that says more."""
    return i18n.span(milliseconds) if abs(milliseconds) >= 2 * DAY else i18n.countdown(milliseconds)


def chip(card: Card, now: Instant, zone: str) -> tuple[Phrase, str, str]:
    """Words, tone and icon of a card's countdown chip."""
    left = card.due - now
    if card.column is Column.OVERDUE:
        return P("overdue {time}", time=short(-left)), "red", "warning"
    if card.column is Column.UNKNOWN:
        unclear = any(entry.unclear_kind for entry in card.owed if entry.state is S.UNKNOWN)
        return (P("to decide") if unclear else P("gap in the record")), "grey", "question"
    if not any(entry.has_deadline for entry in card.owed if entry.state is S.OPEN) and card.count(S.OPEN):
        return P("no time named"), "grey", "hourglass-medium"
    if card.column is Column.SOON:
        return P("{time} left", time=short(left)), "amber", "hourglass-medium"
    if card.column in (Column.DONE, Column.DONE_TODAY):
        return P("done"), "green", "check"
    return P("{when}", when=i18n.day_and_time(card.due, now, zone)), "grey", "clock-afternoon"


def title(card: Card, grouping: Grouping) -> Phrase | str:
    if grouping is Grouping.PERSON:
        return card.first.member_name
    if grouping is Grouping.CLAUSE:
        return P("Clause {clause}", clause=clause_number(card.first.clause))
    return headline(card.first.trigger_text)


def headline(text: str) -> str:
    """The first line without the names it is addressed to."""
    line = first_line(text)
    return (_MENTIONS.sub("", line) if line.startswith("@") else line) or line


def first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "") or "…"


def clause_line(card: Card, grouping: Grouping) -> Phrase:
    first = card.first
    if grouping is Grouping.DEADLINE:
        limit = i18n.span(first.due - first.opened)
        return P("Clause {clause} · answer within {limit}", clause=clause_number(first.clause), limit=limit)
    triggers = len({entry.trigger_key for entry in card.owed})
    return P("{n} notices and tasks", n=triggers) if triggers != 1 else P("1 notice or task")


def progress(card: Card, grouping: Grouping = Grouping.DEADLINE) -> Phrase | str:
    """At the lower left: how many have answered; the person's name where only one owes. Under a person or a
    clause answers are counted, not people."""
    if card.binding == 1:
        return card.first.member_name
    met, total = card.count(S.MET), card.binding
    if card.column in (Column.SOON, Column.LATER, Column.TOMORROW):
        return P("{n} of {total} answered", n=met, total=total)
    if grouping is not Grouping.DEADLINE:
        return P("{n} of {total} met on time", n=met, total=total)
    return P("{n} of {total} on time", n=met, total=total)


def worst(card: Card, grouping: Grouping = Grouping.DEADLINE) -> tuple[Phrase | str, str]:
    """At the lower right: what is still to be settled, with its colour."""
    for state, many, one, token in (
        (S.MISSING, P("{n} not answered", n=card.count(S.MISSING)), P("not answered"), "red"),
        (S.OPEN, P("{n} to answer", n=card.count(S.OPEN)), P("to answer"), "text"),
        (S.UNKNOWN, P("{n} unclear", n=card.count(S.UNKNOWN)), P("unclear"), "text2"),
        (S.LATE, P("{n} late", n=card.count(S.LATE)), P("late"), "amber"),
        (S.EXCUSED, P("{n} excused", n=card.count(S.EXCUSED)), P("excused"), "text2"),
    ):
        if card.count(state):
            counted = (
                many if grouping is Grouping.DEADLINE else P("{n} {what}", n=card.count(state), what=one)
            )
            return (one if card.binding == 1 else counted), token
    return "", "text"


def person_note(entry: Owed) -> Phrase | str:
    """Beside a name: why, or the words answered."""
    if entry.state is S.EXCUSED:
        return EXCUSES.get(entry.excuse, entry.excuse)
    if entry.state is S.UNKNOWN:
        return UNCLEAR.get(entry.unclear_kind, P("the record has a gap here"))
    if entry.state in (S.LATE, S.MET):
        return P("“{text}”", text=first_line(entry.answer)) if entry.answer else ""
    if entry.state is S.OPEN:
        return _under_way(entry)
    if entry.state is S.MISSING and entry.violation:
        return P("decided") if entry.decided else P("in the queue")
    return ""


def _under_way(entry: Owed) -> Phrase | str:
    if entry.paused:
        return P("the clock stands still")
    if entry.stage is Stage.ACKNOWLEDGED:
        return P("acknowledged, to be done")
    if entry.promised_at is not None:
        return P("promised for {time}", time=i18n.clock_time(entry.due, entry.zone))
    return ""


def person_side(entry: Owed, now: Instant, zone: str) -> tuple[Phrase | str, str]:
    """At the end of a person's line: how late, or when."""
    if entry.state is S.MISSING:
        return P("over by {time}", time=short(entry.late_by_s * 1000)), "red"
    if entry.state is S.OPEN and not entry.has_deadline:
        return P("no time named"), "text3"
    if entry.state is S.OPEN:
        return P("{time} left", time=short(max(0, entry.due - now))), "amber"
    if entry.met_at is None:
        return "", "text3"
    at = i18n.clock_time(entry.met_at, zone)
    if entry.state is S.LATE:
        return P("{at} · late {time}", at=at, time=short(entry.late_by_s * 1000)), "amber"
    return at, "text3"


def reminder(entries: Sequence[Owed], now: Instant, zone: str) -> Phrase:
    """To paste into the group: whom it is for, what they owe, and how to explain themselves."""
    names = " ".join(f"@{name}" for name in dict.fromkeys(entry.member_name for entry in entries))
    first = entries[0]
    at = i18n.day_and_time(first.opened, now, zone)
    due = i18n.day_and_time(first.due, now, zone)
    text = headline(first.trigger_text)[:40]
    places = {"names": names, "at": at, "text": text, "due": due}
    if all(entry.stage is Stage.ACKNOWLEDGED for entry in entries):
        if not any(entry.has_deadline for entry in entries):
            return P("{names} How far is “{text}” ({at})? Please say so when it is done.", **places)
        if all(entry.due < now for entry in entries):
            return P(
                "{names} “{text}” ({at}) was to be done by {due}. Please say so when it is done.", **places
            )
        return P("{names} Please finish “{text}” ({at}) by {due}.", **places)
    if all(entry.due < now for entry in entries):
        return P(
            "{names} The answer to “{text}” ({at}) was due {due}. Please answer now; "
            "if something special kept you, please say so.",
            **places,
        )
    return P("{names} Please answer “{text}” ({at}) by {due}.", **places)


def language_of(text: str) -> Language:
    """The language to write to a group in: that of what was said there."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
