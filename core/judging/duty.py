"""Duties of those who run the group as facts, and their state as a pure function of facts and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import Instant, whole_seconds
from core.base.dated import BEGINNING
from core.base.ids import digest
from core.base.phrase import Phrase
from core.charter.register_forms import FORMS

PERIODS = frozenset({"day", "week", "month", "quarter", "year"})
"""Occasions that come back; such a duty arises when its period is over."""


class DutyState(StrEnum):
    OPEN = "open"
    DONE = "done"
    OVERDUE = "overdue"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An entry of a register as far as duties are concerned. `subject` is a member's id or "", `duty` the id
    of the duty it was made for or ""."""

    id: str
    register: str
    at: Instant
    subject: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A violation that a person confirmed at `at`."""

    violation: str
    clause: str
    at: Instant
    member: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to see to and to enter in `register`, by `due_at`. It is no finding: nobody broke a rule.

    `member` is whom it is about ("": the group), `by` whose duty it is (owner | admin | supervisor | leader).
    `messages` are the keys of the messages that asked for it. `since` is the moment from which on an entry
    may answer it: for a period its start, for an adoption the beginning of time, else `arose_at`.
    """

    id: str
    rule: str
    clause: str
    register: str
    by: str
    on: str
    group: str
    member: str
    member_name: str
    arose_at: Instant
    due_at: Instant
    messages: tuple[str, ...]
    why: Phrase
    state: DutyState
    charter: str
    since: Instant = BEGINNING
    done_at: Instant | None = None
    """Time of the first entry that answers it; later than `due_at` when it was done late."""
    entry: str = ""
    """Id of that entry."""


def duty_id(rule: str, group: str, subject: str, occasion: str) -> str:
    """`occasion` tells one duty of a rule from the next: a local day, a period, a violation."""
    return digest("duty", rule, group, subject, occasion)


def answers(duty: Duty, entry: RegisterEntry) -> bool:
    """Whether the entry was made for the duty, or is of its register, about its subject (where the register
    is about members) and late enough.

    An entry made for another duty answers that one alone.
    """
    if entry.duty:
        return entry.duty == duty.id
    return (
        entry.register == duty.register
        and (not duty.member or not _names_members(duty.register) or entry.subject == duty.member)
        and whole_seconds(entry.at) >= whole_seconds(duty.since)
    )


def _names_members(register: str) -> bool:
    """Whether entries of the register are about one member each; those of the others are about the group."""
    form = FORMS.get(register)
    return form is None or form.about_member


def answer(duty: Duty, entries: Iterable[RegisterEntry], now: Instant) -> RegisterEntry | None:
    """The first entry that answers the duty by `now`; later ones do not exist yet."""
    found = [entry for entry in entries if entry.at <= now and answers(duty, entry)]
    return min(found, key=lambda entry: (entry.at, entry.id), default=None)


def duty_state(
    duty: Duty, entries: Iterable[RegisterEntry], now: Instant, waived_at: Instant | None = None
) -> DutyState:
    """The state at `now`. Equality with the deadline is in time; what is done late is done all the same."""
    if waived_at is not None and waived_at <= now:
        return DutyState.WAIVED
    if answer(duty, entries, now) is not None:
        return DutyState.DONE
    return DutyState.OPEN if whole_seconds(now) <= whole_seconds(duty.due_at) else DutyState.OVERDUE
