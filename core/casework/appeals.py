"""Appeals: opened by the person or somebody for them, decided within a time, by somebody else where there is one.

An appeal is a fact about each violation it attacks (so that what grows stands still); together they are one
appeal with one number, one deadline and one outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.base.clock import Instant, whole_seconds
from core.base.phrase import P, Phrase
from core.casework.decision import Decision, DecisionKind, standing

UPHELD, PARTLY, REJECTED, WITHDRAWN = "upheld", "partly", "rejected", "withdrawn"
OUTCOMES = (UPHELD, PARTLY, REJECTED, WITHDRAWN)
OPEN, OVERDUE = "open", "overdue"


@dataclass(frozen=True, slots=True)
class Appeal:
    """`by`: who appeals, as named; `behalf`: for whom, where it is somebody else. `inside`: said in the group.
    `due`: until when an answer was promised. `decided` is None while it is open."""

    id: str
    violations: tuple[str, ...]
    opened: Decision
    by: str
    text: str
    due: Instant
    inside: bool = False
    behalf: str = ""
    replies: tuple[Decision, ...] = ()
    decided: Decision | None = None

    @property
    def outcome(self) -> str:
        return "" if self.decided is None else str(self.decided.details.get("outcome", ""))

    def state(self, now: Instant) -> str:
        """open | overdue | upheld | partly | rejected | withdrawn. Answered on the last second is in time."""
        if self.outcome:
            return self.outcome
        return OPEN if whole_seconds(now) <= whole_seconds(self.due) else OVERDUE

    @property
    def same_person(self) -> bool:
        """Whether whoever decided the appeal had made the decision it attacks."""
        return self.decided is not None and bool(self.decided.details.get("same_person"))


def appeals(decisions: Iterable[Decision], now: Instant) -> dict[str, Appeal]:
    """Appeals by id as of `now`, in order of opening; `decisions` are those about violations."""
    found: dict[str, Appeal] = {}
    for decision in standing(decisions, now):
        held = decision.details
        name = str(held.get("appeal", ""))
        if decision.kind is DecisionKind.APPEAL:
            name = name or decision.id
            known = found.get(name)
            if known is None:
                found[name] = Appeal(
                    name, (decision.subject,), decision, str(held.get("by", "")), str(held.get("text", "")),
                    int(held.get("due", decision.at)), bool(held.get("inside")), str(held.get("behalf", "")),
                )  # fmt: skip
            else:
                found[name] = replace(known, violations=(*known.violations, decision.subject))
        elif name in found and decision.kind is DecisionKind.APPEAL_DECIDED:
            found[name] = replace(found[name], decided=decision)
        elif name in found and decision.kind is DecisionKind.REPLY:
            found[name] = replace(found[name], replies=(*found[name].replies, decision))
    return found


def receipt(appeal: Appeal, name: str, case: str, until: str) -> Phrase:
    """What to tell whoever appealed: that it arrived, and until when they get an answer."""
    return P(
        "@{name} Your appeal in {case} has arrived. You get an answer by {until}; until then nothing more falls due.",
        name=appeal.by or name, case=case, until=until,
    )  # fmt: skip


def answer(appeal: Appeal, name: str, case: str, reason: str, instead: Phrase | None = None) -> Phrase:
    """The letter that answers the appeal; where it was upheld, a correction that can be posted."""
    who = name or appeal.by
    if appeal.outcome == UPHELD:
        return P(
            "Correction: the decision {case} about @{name} was taken back after an appeal. {reason} What was paid is "
            "given back, and it does not count any more.",
            case=case, name=who, reason=reason,
        )  # fmt: skip
    if appeal.outcome == PARTLY:
        return P(
            "@{name} Your appeal in {case} was upheld in part. {reason} From now on: {instead}.",
            name=who, case=case, reason=reason, instead=instead or P("no measure"),
        )  # fmt: skip
    if appeal.outcome == WITHDRAWN:
        return P("@{name} Your appeal in {case} is closed, because it was withdrawn. {reason}",
                 name=who, case=case, reason=reason)  # fmt: skip
    return P(
        "@{name} Your appeal in {case} was looked at again and rejected; the decision stands. {reason}",
        name=who, case=case, reason=reason,
    )  # fmt: skip
