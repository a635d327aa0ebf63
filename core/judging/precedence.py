"""Several charters in a stated order: where they contradict, the later one's findings become hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.base.clock import Instant
from core.base.phrase import P
from core.charter.conflicts import Conflict, Party, between
from core.charter.model import Band, Severity
from core.judging.binding import Binding
from core.judging.finding import Finding
from core.judging.obligation import Obligation

_MILD = (Severity.INFO, Severity.LOW)
Yielding = dict[str, list[tuple[str, Conflict]]]
"""By rule of the later charter: the rules it gives way to, and why."""


def with_precedence(
    findings: Sequence[Finding], owed: Sequence[Obligation], bindings: Sequence[Binding]
) -> tuple[Finding, ...]:
    """`findings`, those that a charter further ahead gives another answer to as hints.

    The order is the one in force when the deed was done (an obligation: when it was opened).
    """
    if len({binding.charter.id for binding in bindings}) < 2:
        return tuple(findings)
    order = _Order(findings, owed, bindings)
    return tuple(_hint(each, clause) if (clause := order.ahead_of(each)) else each for each in findings)


class _Order:
    def __init__(
        self, findings: Sequence[Finding], owed: Sequence[Obligation], bindings: Sequence[Binding]
    ) -> None:
        self._bindings = bindings
        self._parties = [Party(binding.charter, binding.settings.texts) for binding in bindings]
        self._opened = {each.id: each.opened_at for each in owed}
        self._deeds = {_deed(each.rule, each) for each in findings}
        self._known: dict[tuple[int, int], Yielding] = {}

    def ahead_of(self, finding: Finding) -> str:
        """The clause that decides instead; "" when the finding stands."""
        at = self._opened.get(finding.obligation, finding.at)
        places = range(len(self._bindings))
        own = next((n for n in places if self._is_of(n, finding, at)), None)
        if own is None:
            return ""
        clauses = (
            conflict.first
            for other in self._ahead(own, at)
            for rule, conflict in self._yielding(other, own).get(finding.rule, ())
            if self._applies(conflict, rule, finding)
        )
        return next(clauses, "")

    def _is_of(self, place: int, finding: Finding, at: Instant) -> bool:
        binding = self._bindings[place]
        return binding.charter.id == finding.charter and binding.in_force(at)

    def _ahead(self, own: int, at: Instant) -> Iterator[int]:
        position = self._bindings[own].position_at(at)
        for place, other in enumerate(self._bindings):
            another = other.charter.id != self._bindings[own].charter.id
            if another and other.in_force(at) and other.position_at(at) < position:
                yield place

    def _yielding(self, first: int, second: int) -> Yielding:
        if (first, second) not in self._known:
            found: Yielding = {}
            for conflict in between(self._parties[first], self._parties[second]):
                for rule, ahead in conflict.yields:
                    found.setdefault(rule, []).append((ahead, conflict))
            self._known[first, second] = found
        return self._known[first, second]

    def _applies(self, conflict: Conflict, rule: str, finding: Finding) -> bool:
        if conflict.only and conflict.only.isdisjoint((finding.member, finding.member_name)):
            return False
        return not conflict.same_deed or _deed(rule, finding) in self._deeds


def _deed(rule: str, finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return rule, finding.member, finding.messages[:1]


def _hint(finding: Finding, clause: str) -> Finding:
    severity = finding.severity if finding.severity in _MILD else Severity.LOW
    why = P("{why} Clause {clause} goes first in this group and says otherwise: a hint only.",
            why=finding.why, clause=clause)  # fmt: skip
    return replace(finding, band=Band.REVIEW, severity=severity, why=why)
