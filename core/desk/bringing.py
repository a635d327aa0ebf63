"""What people bring up, as they type it: who, when, from when to when; refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Iterable

from core.base.clock import DAY, Instant, from_iso
from core.base.dated import END, Period
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal

_DATE = len("2026-01-01")
_REMEDY = P("Write it like 2026-03-01T09:30:00+08:00.")


def moment(text: str, zone: str, where: str) -> Instant:
    """UTC ms from ISO 8601 in the group's zone. Raises Refusal naming `where`."""
    try:
        return from_iso(text.strip(), zone)
    except (ValueError, OverflowError) as error:
        raise Refusal(P("“{text}” is no time.", text=text), where, _REMEDY) from error


def said_at(text: str, zone: str, now: Instant) -> Instant:
    """When something was said: not after `now`, which "" stands for."""
    at = moment(text, zone, "--at") if text.strip() else now
    if at > now:
        raise Refusal(P("that moment has not come yet."), text, P("Enter what has happened."))
    return at


def period(start: str, end: str, zone: str, default: Period) -> Period:
    """From `start` to `end`; a last day without a time is meant whole. What is "" comes of `default`."""
    first = moment(start, zone, "--from") if start.strip() else default.start
    last = moment(end, zone, "--to") if end.strip() else default.end
    if end.strip() and len(end.strip()) == _DATE:
        last += DAY - 1
    if last < first:
        raise Refusal(P("it ends before it begins."), "--to", P("Give a later end."))
    return Period(first, min(last, END))


def must_say(text: str, where: str, remedy: Phrase) -> str:
    """The text without blanks around it. Raises Refusal when there is none."""
    if not text.strip():
        raise Refusal(P("something is missing."), where, remedy)
    return text.strip()


def one_of(word: str, known: Iterable[str], where: str) -> str:
    """Raises Refusal for a word that is not among `known`."""
    words = tuple(known)
    if word not in words:
        raise Refusal(
            P("“{word}” is not known here.", word=word), where, P("Choose one of {names}.", names=words)
        )
    return word
