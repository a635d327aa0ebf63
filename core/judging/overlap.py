"""One deed, one proposal: where several charters forbid the same, the one that goes first speaks."""

from __future__ import annotations

from collections.abc import Sequence

from core.base.clock import Instant
from core.judging.binding import Binding
from core.judging.finding import Finding
from core.judging.obligation import Obligation

_ROSTER = "roster"
"""What a roster shows has no anchor in the talk; contradicting names are a matter of precedence."""


def without_repeats(
    found: Sequence[Finding],
    ranked: Sequence[Finding],
    owed: Sequence[Obligation],
    bindings: Sequence[Binding],
) -> tuple[Finding, ...]:
    """`ranked` without what a charter further ahead finds as well: the same person, category and message (for
    obligations: the same kind and message).

    `ranked` are the findings `found` after precedence. What precedence made a hint stays: there the charters
    contradict each other, and a person should see it.
    """
    if len({each.charter for each in found}) < 2:
        return tuple(ranked)
    opened = {each.id: each.opened_at for each in owed}
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    for each in found:
        deed = _deed(each)
        rank = _rank(each, opened.get(each.obligation, each.at), bindings)
        first[deed] = min(first.get(deed, rank), rank)
    return tuple(
        after
        for before, after in zip(found, ranked, strict=True)
        if after != before or first[_deed(before)][1] == before.charter
    )


def _deed(finding: Finding) -> tuple[str, ...]:
    if finding.kind == _ROSTER or not finding.messages:
        return (finding.id,)
    return finding.kind, finding.category, finding.member, finding.messages[0]


def _rank(finding: Finding, at: Instant, bindings: Sequence[Binding]) -> tuple[int, str]:
    """Where the finding's charter stands in the order in force at `at`; ids decide between equals."""
    places = [b.position_at(at) for b in bindings if b.charter.id == finding.charter and b.in_force(at)]
    return min(places, default=len(bindings)), finding.charter
