"""One engine for backfill and live: judge(conversation, bindings, facts, now) -> Judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.base.clock import Instant
from core.chat.conversation import Conversation
from core.judging.binding import Binding, Facts
from core.judging.detectors.reader import standard_reader
from core.judging.finding import Finding
from core.judging.message_rules import message_findings
from core.judging.model_hints import model_findings
from core.judging.obligation import Obligation
from core.judging.obligations import obligation_findings, obligations
from core.judging.overlap import without_repeats
from core.judging.precedence import with_precedence
from core.judging.roster_rules import roster_findings
from core.judging.scene import Scene
from core.judging.trust import trusted
from core.judging.windows import behaviour_findings


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings in order of time, and every obligation opened up to `now` (whatever its state)."""

    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]


def judge(
    conversation: Conversation, bindings: Sequence[Binding], now: Instant, facts: Facts = Facts()
) -> Judgement:
    """Judge each event by the bindings in force at its time. Events after `now` do not exist yet. Pure."""
    scene = Scene(conversation, now)
    reader = standard_reader()
    findings: dict[str, Finding] = {}
    owed: dict[str, Obligation] = {}
    for binding in sorted(bindings, key=lambda b: (b.position, b.since)):
        if binding.since > now:
            continue
        clocks = list(obligations(scene, binding))
        for _, obligation in clocks:
            owed.setdefault(obligation.id, obligation)
        said = list(message_findings(scene, binding, reader))
        if facts.thresholds:
            said += model_findings(scene, binding, reader, facts.thresholds, (*findings.values(), *said))
        for finding in (
            *said,
            *behaviour_findings(scene, binding),
            *roster_findings(scene, binding),
            *obligation_findings(scene, binding, clocks, facts),
        ):
            findings.setdefault(finding.id, finding)
    clocks_in_order = tuple(sorted(owed.values(), key=lambda o: (o.opened_at, o.rule, o.member)))
    found = _ordered(findings.values())
    ranked = with_precedence(found, clocks_in_order, bindings)
    return Judgement(
        findings=trusted(without_repeats(found, ranked, clocks_in_order, bindings), facts.trust),
        obligations=clocks_in_order,
    )


def with_findings(judgement: Judgement, more: Iterable[Finding]) -> Judgement:
    """The judgement with findings that several groups together gave rise to."""
    return replace(judgement, findings=_ordered((*judgement.findings, *more)))


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.at, f.rule, f.id)))
