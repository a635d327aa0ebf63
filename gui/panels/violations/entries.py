"""The queue in order: violations grouped by person, clause or time. Plain data, made on a reader thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.base.clock import DAY, DEFAULT_ZONE, Instant, day_start
from core.base.phrase import LocalText, P, Phrase
from core.base.refusal import Refusal
from core.charter.library import load_charter
from core.charter.model import Band, Severity
from core.desk import violations
from core.desk.desk import Desk
from core.desk.violations import Violation

GROUPINGS = ("person", "clause", "time")
ORDERS = ("priority", "newest", "oldest")
_WEIGHT = {
    Severity.SERIOUS: 0, Severity.HIGH: 1, Severity.MEDIUM: 2, Severity.LOW: 3, Severity.INFO: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """First line of a group. `key` is stable over refreshes; `person` names whose avatar is shown."""

    key: str
    title: Phrase | LocalText | str
    side: Phrase | LocalText | str
    count: int
    person: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One violation. `title` is the clause in short (or the person, when grouped by clause)."""

    key: str
    violation: Violation
    title: Phrase | LocalText | str
    second: Phrase | LocalText | str


Entry = Header | Leaf
NOTHING_MADE: Mapping[str, Leaf] = {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue shows. `state` "" shows all; `clause` and `member_id` narrow it down; `days`: how far back what
    is decided is shown, 0 for all of it."""

    state: str = "open"
    grouping: str = "person"
    order: str = "priority"
    group: str = ""
    days: int = 0
    clause: str = ""
    member_id: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """Violations in order, grouped, and how many are open in all. `wanted`: what it answers."""

    groups: tuple[tuple[Header, tuple[Leaf, ...]], ...]
    total: int
    wanted: Wanted = Wanted()

    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for _, leaves in self.groups for leaf in leaves)


def read_queue(desk: Desk, wanted: Wanted) -> Queue:
    """The period narrows what is decided; what is open stays in the queue however old it is."""
    rows = violations.find(desk, wanted.state, wanted.group)
    now = desk.clock.now()
    return arrange(_narrowed(rows, wanted, now), wanted, now, operator=desk.operator)


def read_new(desk: Desk, wanted: Wanted, ids: Collection[str]) -> list[Violation]:
    """Those of these violations that belong in the queue."""
    rows = violations.find(desk, wanted.state, wanted.group, ids=ids)
    return _narrowed(rows, wanted, desk.clock.now())


def with_new(queue: Queue, rows: Iterable[Violation], now: Instant, operator: str = "") -> Queue:
    """The queue with these rows in their places; the others as they were."""
    leaves = {leaf.key: leaf for leaf in queue.leaves()}
    fresh = {row.id: row for row in rows if row.id not in leaves}
    every = [*(leaf.violation for leaf in leaves.values()), *fresh.values()]
    return arrange(every, queue.wanted, now, operator=operator, made=leaves)


def _narrowed(rows: Iterable[Violation], wanted: Wanted, now: Instant) -> list[Violation]:
    since = now - wanted.days * DAY if wanted.days else 0
    return [
        row
        for row in rows
        if (row.state == "open" or row.at >= since)
        and (not wanted.clause or row.clause == wanted.clause)
        and (not wanted.member_id or row.member_id == wanted.member_id)
    ]


def arrange(
    rows: Iterable[Violation], wanted: Wanted, now: Instant, zone: str = DEFAULT_ZONE, operator: str = "",
    made: Mapping[str, Leaf] = NOTHING_MADE,
) -> Queue:  # fmt: skip
    """Grouped and ordered as wanted. What `operator` skipped comes last. `made`: leaves that need not be made anew."""
    grouping, order = wanted.grouping, wanted.order
    ordered = sorted(rows, key=lambda row: (operator in row.queue.skipped_by, *_rank(row, order)))
    grouped: dict[str, list[Violation]] = {}
    for row in ordered:
        grouped.setdefault(_group_key(row, grouping, now, zone), []).append(row)
    groups = [(key, members) for key, members in grouped.items()]
    if grouping == "time":
        groups.sort(key=lambda item: item[0], reverse=order == "oldest")
    built = tuple(
        (
            _header(key, members, grouping),
            tuple(made.get(row.id) or _leaf(row, grouping) for row in members),
        )
        for key, members in groups
    )
    return Queue(built, len(ordered), wanted)


def _rank(row: Violation, order: str) -> tuple[int, ...]:
    if order == "newest":
        return (-row.at,)
    if order == "oldest":
        return (row.at,)
    return (-row.priority, row.band is Band.REVIEW, _WEIGHT[row.severity], -row.at)


def _group_key(row: Violation, grouping: str, now: Instant, zone: str) -> str:
    if grouping == "person":
        return f"person {row.member_id}"
    if grouping == "clause":
        return f"clause {row.charter} {row.clause}"
    days = (day_start(now, zone) - day_start(row.at, zone)) // DAY
    return f"time {0 if days <= 0 else 1 if days == 1 else 2 if days < 7 else 3}"


_TIMES = (P("Today"), P("Yesterday"), P("Last 7 days"), P("Earlier"))


def _header(key: str, members: Sequence[Violation], grouping: str) -> Header:
    first = members[0]
    if grouping == "person":
        return Header(key, first.member_name, first.group, len(members), person=first.member_name)
    if grouping == "clause":
        text = clause_text(first.charter, first.clause)
        number = short_number(first.charter, first.clause)
        return Header(key, P("{number} {text}", number=number, text=text), "", len(members))
    return Header(key, _TIMES[int(key.split()[1])], "", len(members))


def _leaf(row: Violation, grouping: str) -> Leaf:
    second: Phrase | str = row.excerpt or row.why
    if grouping == "clause":
        return Leaf(row.id, row, P("{name} · {group}", name=row.member_name, group=row.group), second)
    number = short_number(row.charter, row.clause)
    title = P("{number} {text}", number=number, text=clause_text(row.charter, row.clause))
    if grouping == "time":
        title = P("{name} · {clause}", name=row.member_name, clause=title)
    return Leaf(row.id, row, title, second)


def reference(ref: str) -> Phrase:
    """How a charter's own text is cited: "art.7" as a sentence would say it, anything else as written."""
    number = ref.rpartition(" ")[2]
    if number.startswith("art."):
        return P("clause {n}", n=number.removeprefix("art."))
    return Phrase(ref)


def short_number(charter: str, clause: str) -> str:
    """The clause's own number: its id without the charter's."""
    return clause.removeprefix(f"{charter}.")


@cache
def clause_text(charter: str, clause: str) -> LocalText:
    """The clause's sentence from the library; empty for a charter that is not in it."""
    try:
        found = load_charter(charter)
    except Refusal:
        return LocalText("", "")
    return next((each.text for each in found.clauses if each.id == clause), LocalText("", ""))
