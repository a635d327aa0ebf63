"""The board without a window: obligations gathered under what triggered them, and put into columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from core.base.clock import HOUR, Instant, day_start
from core.desk.obligations import Owed
from core.judging.obligation import ObligationState

SOON = 2 * HOUR
S = ObligationState
BAR_ORDER = (S.MET, S.LATE, S.EXCUSED, S.UNKNOWN, S.MISSING)
"""Order of the parts of a card's bar; what is open or void stays blank."""


class Column(Enum):
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    SOON = "soon"
    LATER = "later"
    TOMORROW = "tomorrow"
    DONE_TODAY = "done today"
    DONE = "done"


class Grouping(Enum):
    DEADLINE = "deadline"
    PERSON = "person"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything owed because of one trigger (or by one person, or under one clause).

    `due` is the nearest deadline that still matters: the first unsettled one, else the last.
    """

    key: tuple[int, str, str]
    owed: tuple[Owed, ...]
    column: Column
    due: Instant

    @property
    def first(self) -> Owed:
        return self.owed[0]

    @property
    def pending(self) -> int:
        """Missing answers that nobody has decided about yet."""
        return sum(1 for entry in self.owed if entry.state is S.MISSING and not entry.decided)

    def count(self, *states: ObligationState) -> int:
        return sum(1 for entry in self.owed if entry.state in states)

    @property
    def binding(self) -> int:
        """How many people still owe or owed it: all but the voided."""
        return len(self.owed) - self.count(S.VOID)

    def parts(self) -> tuple[tuple[ObligationState, int], ...]:
        counts = Counter(entry.state for entry in self.owed)
        return tuple((state, counts[state]) for state in BAR_ORDER if counts[state])


def cards(
    owed: Iterable[Owed], now: Instant, zone: str, grouping: Grouping = Grouping.DEADLINE
) -> tuple[Card, ...]:
    """Cards in order of their deadline; in each, those who owe in order of state and name."""
    gathered: dict[tuple[int, str, str], list[Owed]] = {}
    for entry in owed:
        gathered.setdefault(_key(entry, grouping), []).append(entry)
    made = (_card(key, entries, now, zone) for key, entries in gathered.items())
    return tuple(sorted(made, key=lambda card: (card.due, card.key)))


def in_column(all_cards: Sequence[Card], column: Column) -> tuple[Card, ...]:
    found = [card for card in all_cards if card.column is column]
    if column in (Column.DONE, Column.DONE_TODAY):
        found.reverse()
    return tuple(found)


def unsettled(all_cards: Sequence[Card]) -> int:
    done = (Column.DONE, Column.DONE_TODAY)
    return sum(1 for card in all_cards if card.column not in done)


def _key(entry: Owed, grouping: Grouping) -> tuple[int, str, str]:
    if grouping is Grouping.PERSON:
        return entry.group_id, entry.member, ""
    if grouping is Grouping.CLAUSE:
        return entry.group_id, "", entry.clause
    return entry.group_id, entry.trigger_key, entry.rule


def _card(key: tuple[int, str, str], entries: list[Owed], now: Instant, zone: str) -> Card:
    column, due = _place(entries, now, zone)
    order = {S.MISSING: 0, S.UNKNOWN: 1, S.OPEN: 2, S.LATE: 3, S.EXCUSED: 4, S.MET: 5, S.VOID: 6}
    ordered = sorted(entries, key=lambda entry: (order[entry.state], entry.due, entry.member_name))
    return Card(key, tuple(ordered), column, due)


def _place(entries: list[Owed], now: Instant, zone: str) -> tuple[Column, Instant]:
    """The worst that is still to be settled decides; then the nearest deadline. What a person has decided
    about is settled."""
    for state, column in ((S.MISSING, Column.OVERDUE), (S.OPEN, None), (S.UNKNOWN, Column.UNKNOWN)):
        waiting = [entry for entry in entries if entry.state is state and not entry.decided]
        if waiting and not any(entry.has_deadline for entry in waiting):
            return Column.TOMORROW, max(entry.due for entry in waiting)
        dues = [entry.due for entry in waiting if entry.has_deadline]
        if dues and column is not None:
            return column, min(dues)
        if dues:
            return _by_time(min(dues), now, zone), min(dues)
    last = max(entry.due for entry in entries)
    today = last >= day_start(now, zone)
    return (Column.DONE_TODAY if today else Column.DONE), last


def _by_time(due: Instant, now: Instant, zone: str) -> Column:
    if due - now <= SOON:
        return Column.SOON
    return Column.LATER if due < day_start(now, zone) + 24 * HOUR else Column.TOMORROW
