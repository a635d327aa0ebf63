"""An adoption as lines: the record, what the text leaves open, the law, contradictions, the text to post."""

from __future__ import annotations

from typing import Any

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.charter.bulletin import bulletin_text
from core.charter.questions import CAP, SILENT, UNIT
from core.cli.output import language, say
from core.desk.adoption import AdoptionRecord
from core.desk.adoption_plan import Answered, Plan, value_words

_BY: dict[str, Phrase] = {
    "charter": P("by the text"),
    "you": P("set by you"),
    "default": P("usual value, set by you"),
}


def adoption_line(record: AdoptionRecord) -> dict[str, Any]:
    """The record as JSON."""
    return {
        "id": record.id,
        "group": record.group,
        "charter": record.charter_id,
        "version": record.version,
        "from": iso(record.since, record.zone),
        "until": None if record.until is None else iso(record.until, record.zone),
        "unit": record.unit,
        "cap_fen": record.cap_fen,
        "settings": dict(record.settings),
        "answers": dict(record.answers),
        "messages_before": record.messages_before,
        "position": record.position,
        "platform": record.platform,
        "fallbacks": dict(record.fallbacks),
        "author": record.author,
        "notice": {
            "by": record.notice_by,
            "at": None if record.notice_at is None else iso(record.notice_at, record.zone),
            "text": record.notice_text,
        },
    }


def plan_line(meant: Plan) -> dict[str, Any]:
    """What stood before the person who adopted, as JSON."""
    return {
        "questions": [
            {
                "key": each.question.key,
                "question": each.question.question,
                "value": each.value,
                "by": each.by,
                "clauses": list(each.question.why),
            }
            for each in meant.questions
        ],
        "law": [
            {"key": note.key, "note": note.text, "clauses": list(note.clauses)} for note in meant.law
        ],
        "conflicts": [
            {
                "matter": conflict.matter.value,
                "clauses": [conflict.first, conflict.second],
                "what": conflict.what,
                "then": conflict.then,
            }
            for conflict in meant.conflicts
        ],
        "order": list(meant.order),
        "bulletin": bulletin_text(meant.bulletin, language()),
    }  # fmt: skip


def tell_adoption(record: AdoptionRecord) -> None:
    since = iso(record.since, record.zone)
    say(
        P(
            "{group} follows {charter}, version {version}, from {time} on.",
            group=record.group,
            charter=record.charter_id,
            version=record.version,
            time=since,
        )
    )
    if record.notice_by and record.notice_at is not None:
        at = iso(record.notice_at, record.zone)
        say(P("Notice given by {name} at {time}.", name=record.notice_by, time=at))
    else:
        say(
            P(
                "No notice is on record; members must be told before they are watched (--notice-by, --bulletin)."
            )
        )
    if record.unit == "cny":
        say(
            P(
                "Amounts are money. Fines on employees are often unlawful in China; have this checked. The console"
                " records amounts, it never collects any."
            )
        )
        if record.cap_fen is None:
            say(P("No cap per person and month was set; --cap sets one."))
    if record.messages_before:
        say(
            P(
                "{count} stored messages lie before and are not judged by it. To see what it would find there,"
                " without recording anything: scan --group {group} --look-back 30d --charter {charter}",
                count=record.messages_before,
                group=record.group,
                charter=record.charter_id,
            )
        )


def tell_plan(meant: Plan) -> None:
    asked = [each for each in meant.questions if _is_shown(each)]
    if asked:
        say(P("What the text leaves open, and what holds now:"))
        for each in asked:
            say(_question(each))
    for note in meant.law:
        say(P("Law: {note} ({clauses})", note=note.text, clauses=note.clauses))
    if len(meant.order) > 1:
        say(P("Order of the charters: {charters}.", charters=meant.order))
    if not meant.charter.truncated:
        return
    say(P("The text that survives stops early: penalties it does not give stay blank."))


def _is_shown(each: Answered) -> bool:
    return each.question.key not in (UNIT, CAP)


def _question(each: Answered) -> Phrase:
    question, value = each.question.question, value_words(each)
    if value:
        return P("  {question}: {value} ({by})", question=question, value=value, by=_BY[each.by])
    nothing = P("nothing named")
    if each.question.key.startswith(SILENT):
        nothing = P("a person decides each time")
    elif each.question.required:
        nothing = P("nobody named: those rules stay silent")
    return P("  {question}: {value}", question=question, value=nothing)
