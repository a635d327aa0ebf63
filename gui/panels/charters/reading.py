"""What the charters panel reads, off the GUI thread: the library, counts of one charter, one charter whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.base.clock import Instant
from core.base.phrase import LocalText
from core.base.refusal import Refusal
from core.charter.library import charter_ids, charter_text, load_charter, parse_charter
from core.charter.model import Charter, ClauseState
from core.desk.charter_versions import Following, Version, followers, version_text, versions
from core.desk.charters import ExampleResult, run_examples
from core.desk.desk import Desk
from core.desk.drafts import drafts_folder, head_of
from core.desk.learning import Worth, worth_of_rules

GROUP_KINDS = ("staff", "sales", "shareholder", "chamber", "other")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the library. `key` names the text (charter_versions); `groups` follow this charter now."""

    key: str
    kind: str
    """bundled | adopted | draft"""
    charter: str
    version: int
    title: LocalText
    at: Instant | None
    groups: tuple[Following, ...]
    kinds: tuple[str, ...]
    """Kinds of group it is for"""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """`problem` says why a text cannot be read as a charter; then the rest is 0."""

    clauses: int = 0
    states: tuple[tuple[ClauseState, int], ...] = ()
    rules: int = 0
    examples: int = 0
    pending: int = 0
    truncated: bool = False
    problem: Refusal | None = None

    def of(self, state: ClauseState) -> int:
        return dict(self.states).get(state, 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, whole. `charter` is None where it cannot be read; `path` is where a draft lies."""

    key: str
    kind: str
    text: str
    charter: Charter | None
    counts: Counts
    problem: Refusal | None
    groups: tuple[Following, ...]
    path: Path | None = None
    adoptable: str = ""
    """What the adoption dialog takes: a library id or a path; "" for a text that is kept only in the store."""
    worth: Mapping[str, Worth] = field(default_factory=dict)
    """What each rule about messages is worth in the groups that follow the charter."""


def read_library(desk: Desk) -> tuple[Entry, ...]:
    """Followed charters first, each once, then drafts, then the bundled ones. Quick: only heads are parsed."""
    now = desk.clock.now()
    following = followers(desk)
    entries: list[Entry] = []
    for version in versions(desk):
        groups = following.get(version.charter, ())
        if version.kind == "adopted":
            groups = version.in_force(now)
            if not groups:
                continue
        entries.append(_entry(desk, version, groups))
    order = {"adopted": 0, "draft": 1, "bundled": 2}
    return tuple(sorted(entries, key=lambda entry: order[entry.kind]))


def read_counts(desk: Desk, key: str) -> Counts:
    """Counts of one text; never raises for what a text says."""
    try:
        return counts_of(_charter(desk, key))
    except Refusal as problem:
        return Counts(problem=problem)


def read_charter(desk: Desk, key: str) -> Reading:
    """Raises Refusal when the text itself is gone."""
    kind, _, name = key.partition(":")
    text = version_text(desk, key)
    path = drafts_folder(desk) / f"{name}.yaml" if kind == "draft" else None
    head = head_of(text)
    groups = followers(desk).get(head.charter, ())
    try:
        charter = _charter(desk, key)
    except Refusal as problem:
        return Reading(key, kind, text, None, Counts(problem=problem), problem, groups, path)
    adoptable = str(path) if path is not None else charter.id if _is_bundled(charter.id, text) else ""
    worth = worth_of_rules(desk, charter.id, [each.group for each in groups])
    return Reading(key, kind, text, charter, counts_of(charter), None, groups, path, adoptable, worth)


def _is_bundled(charter: str, text: str) -> bool:
    return charter in charter_ids() and charter_text(charter) == text


def read_results(desk: Desk, key: str) -> tuple[ExampleResult, ...]:
    """Every example of a text, run. Raises Refusal when it cannot be read."""
    return tuple(run_examples(_charter(desk, key)))


def counts_of(charter: Charter) -> Counts:
    states = Counter(clause.state for clause in charter.clauses)
    return Counts(
        len(charter.clauses),
        tuple((state, states[state]) for state in ClauseState),
        len(charter.rules()),
        sum(len(clause.examples) for clause in charter.clauses),
        sum(bool(clause.pending) for clause in charter.clauses),
        charter.truncated,
    )


def _charter(desk: Desk, key: str) -> Charter:
    kind, _, name = key.partition(":")
    if kind == "bundled":
        return load_charter(name)
    return parse_charter(version_text(desk, key), name)


def _entry(desk: Desk, version: Version, groups: tuple[Following, ...]) -> Entry:
    kinds = head_of(version_text(desk, version.key)).groups
    return Entry(version.key, version.kind, version.charter, version.version, version.title, version.at, groups,
                 kinds, version.name)  # fmt: skip
