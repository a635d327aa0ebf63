"""One engine for backfill and live: judge(conversation, bindings, facts, now) -> Judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.clock import Instant
from core.chat.conversation import Conversation
from core.judging.binding import Binding, Facts
from core.judging.finding import Finding
from core.judging.obligation import Obligation
from core.judging.obligation_rules import obligation_findings, open_obligations


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings in order of time, and every obligation opened up to `now` (whatever its state)."""

    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]


def judge(
    conversation: Conversation, bindings: Sequence[Binding], now: Instant, facts: Facts = Facts()
) -> Judgement:
    """Judge each event by the bindings in force at its time. Events after `now` do not exist yet. Pure."""
    obligations = open_obligations(conversation, bindings, now)
    findings = obligation_findings(obligations, conversation, bindings, now, facts)
    findings.sort(key=lambda finding: (finding.at, finding.id))
    return Judgement(tuple(findings), tuple(obligations))
