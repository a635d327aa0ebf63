"""What findings would lead to if each were confirmed when it happened, and paid at once: policies walked in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.casework.amounts import AmountTimes, amount_due
from core.casework.caps import capped, month_start
from core.casework.ladder import CONFIRMED, STANDS_ALONE, StepEvent, propose
from core.charter.model import Band
from core.chat.member import MemberType
from core.judging.binding import Binding
from core.judging.finding import Finding


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`step` is "" for a hint, and where the charter names none or leaves the choice to a person."""

    finding: Finding
    step: str = ""
    fen: int = 0
    points: int = 0


TypeOf = Callable[[Finding, Binding], MemberType]


def foresee(findings: Iterable[Finding], bindings: Iterable[Binding], type_of: TypeOf) -> list[Foreseen]:
    """In order of time. Everybody begins anew: decisions that were really made do not count."""
    known = list(bindings)
    counters: dict[tuple[str, str], list[StepEvent]] = {}
    spent: dict[tuple[str, int], int] = {}
    result = []
    for finding in sorted(findings, key=lambda each: (each.at, each.rule, each.id)):
        binding = _binding(known, finding)
        policy = binding.charter.policies.get(finding.policy) if binding is not None else None
        if finding.band is not Band.ACT or binding is None or policy is None:
            result.append(Foreseen(finding))
            continue
        alone = policy.scope in STANDS_ALONE
        events = [] if alone else counters.setdefault((policy.id, finding.member), [])
        proposal = propose(policy, events, type_of(finding, binding), finding.clause)
        events.append(StepEvent(CONFIRMED, finding.at, finding.id, proposal.step))
        if not proposal.step:
            result.append(Foreseen(finding))
            continue
        times = AmountTimes(finding.at, finding.at, finding.at)
        month = (finding.member, month_start(finding.at, binding.settings.zone))
        due = amount_due(proposal.effect, binding.settings, binding.unit, times, finding.at)
        due = capped(due, binding.cap_fen, spent.get(month, 0))
        spent[month] = spent.get(month, 0) + due.fen
        result.append(Foreseen(finding, proposal.step, due.fen, due.points))
    return result


def _binding(bindings: Iterable[Binding], finding: Finding) -> Binding | None:
    """The binding whose charter found it: the one in force then, else any of that charter."""
    own = [b for b in bindings if b.charter.id == finding.charter and b.charter.version == finding.version]
    return next((b for b in own if b.in_force(finding.at)), own[0] if own else None)
