"""How a violation stands in the queue: claimed, skipped, a second opinion asked for. Folded from decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.base.clock import DAY, MINUTE, Instant
from core.casework.decision import Decision, DecisionKind, Subject, standing

CLAIM_MS = 10 * MINUTE
SKIP_MS = DAY
VERDICTS = ("confirm", "dismiss", "unsure")


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second opinion. `asked_of` is "" for anybody; `verdict` and `by` are "" until it was given."""

    asked_by: str
    asked_of: str
    question: str
    asked_at: Instant
    verdict: str = ""
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class QueueState:
    """`claimed_by` is "" when nobody works on it; a claim ends by itself at `claimed_until`. `skipped_by`
    are the operators for whom it stands last for now."""

    claimed_by: str = ""
    claimed_until: Instant = 0
    skipped_by: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def waits_for(self) -> str | None:
        """Whose opinion is awaited ("" for anybody's); None when none is."""
        open_ = [each for each in self.opinions if not each.verdict]
        return open_[-1].asked_of if open_ else None


def queue_states(decisions: Iterable[Decision], now: Instant) -> dict[str, QueueState]:
    """By violation id; those about which nothing was decided are left out."""
    result: dict[str, QueueState] = {}
    for decision in standing(decisions, now):
        if decision.subject_kind is Subject.QUEUE:
            before = result.get(decision.subject, QueueState())
            result[decision.subject] = _after(before, decision, now)
    return result


def _after(state: QueueState, decision: Decision, now: Instant) -> QueueState:
    who = decision.operator
    match decision.kind:
        case DecisionKind.CLAIM:
            until = int(decision.details.get("until", decision.at + CLAIM_MS))
            if until > now:
                return replace(state, claimed_by=who, claimed_until=until)
            return replace(state, claimed_by="", claimed_until=0)
        case DecisionKind.RELEASE:
            return replace(state, claimed_by="", claimed_until=0)
        case DecisionKind.SKIP if decision.at + SKIP_MS > now:
            return replace(state, skipped_by=tuple(dict.fromkeys((*state.skipped_by, who))))
        case DecisionKind.ASK:
            asked = Opinion(who, str(decision.details.get("of", "")), decision.reason, decision.at)
            return replace(state, opinions=(*state.opinions, asked))
        case DecisionKind.ANSWER:
            return replace(state, opinions=_answered(state.opinions, decision))
    return state


def _answered(opinions: tuple[Opinion, ...], decision: Decision) -> tuple[Opinion, ...]:
    """The oldest open question that was put to the one who answers (or to anybody) is answered."""
    for place, each in enumerate(opinions):
        if not each.verdict and each.asked_of in ("", decision.operator):
            verdict = str(decision.details.get("verdict", ""))
            given = replace(each, verdict=verdict, by=decision.operator, text=decision.reason)
            return (*opinions[:place], given, *opinions[place + 1 :])
    return opinions
