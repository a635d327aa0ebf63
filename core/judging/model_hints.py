"""What classifiers alone speak for: hints, where a group asked for them. They rank, they never sanction.

A hint needs a rule of the charter that forbids such a thing, and all that exempts from this rule exempts from the
hint. Where a rule saw the same by itself, nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.base.phrase import P, Phrase
from core.charter.model import Band, MessageRule
from core.chat.message import Message, MessageKind
from core.judging.binding import Binding
from core.judging.classifiers.families import bundled
from core.judging.detectors.detector import Hit
from core.judging.detectors.reader import Reader, Reading
from core.judging.finding import Finding, Match
from core.judging.message_rules import MessageJudge, Words
from core.judging.ranking import ranked
from core.judging.scene import Scene
from core.judging.wording import make_finding, quoted

HINTED: Mapping[str, tuple[str, ...]] = {
    "ads": ("ads-any", "ads-irrelevant", "ads-timed"),
    "offence": ("abuse", "vulgar", "discrimination"),
    "negativity": ("negativity",),
}
"""Families by the categories of rules for which they may hint; whom an insult hits no classifier knows."""
FAMILY_NAMES: Mapping[str, Phrase] = {
    "ads": P("advertising"),
    "offence": P("offence"),
    "negativity": P("negative talk"),
}
SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE})
"""Kinds of message that classifiers read."""
_SHOWN = 3
"""Places of a text that are shown as what speaks for a family."""


def model_findings(
    scene: Scene,
    binding: Binding,
    reader: Reader,
    thresholds: Mapping[str, float],
    known: Iterable[Finding],
) -> Iterator[Finding]:
    """Hints by family, for messages on which no rule among `known` saw what the family stands for."""
    judges = _judges(binding, thresholds)
    if not judges:
        return
    seen = {(finding.messages[0], finding.category) for finding in known if finding.kind == "message"}
    span = scene.span(binding)
    for each in ranked(reader, scene.messages[span.start : span.stop]):
        message, reading = each.message, each.reading
        if message.kind not in SPOKEN or not reading.original:
            continue
        families = each.families
        for family, some in judges.items():
            score = families[family].score
            if score < thresholds[family] or any((message.key, name) in seen for name in HINTED[family]):
                continue
            judge = next((one for one in some if _may_speak(one, family, message, reading, scene)), None)
            if judge is not None:
                yield _finding(judge, family, message, reading, scene, (score, thresholds[family]))


def _judges(binding: Binding, thresholds: Mapping[str, float]) -> dict[str, Sequence[MessageJudge]]:
    """The rules of a charter for which each family may hint, in the charter's order."""
    words = Words.of(binding.settings)
    rules = [
        rule for rule in binding.charter.rules() if isinstance(rule, MessageRule) and not rule.words_only
    ]
    found = {
        family: [MessageJudge(rule, binding, words) for rule in rules if set(rule.categories) & set(names)]
        for family, names in HINTED.items()
        if family in thresholds
    }
    return {family: judges for family, judges in found.items() if judges}


def _may_speak(judge: MessageJudge, family: str, message: Message, reading: Reading, scene: Scene) -> bool:
    if not judge.applies(message, scene):
        return False
    hit = Hit(_category(judge, family), "", 0, 0, 1.0)
    return judge.knows_its_own(hit) and judge.is_open_to(hit, message, reading, scene)


def _category(judge: MessageJudge, family: str) -> str:
    return next(name for name in judge.rule.categories if name in HINTED[family])


def _finding(
    judge: MessageJudge,
    family: str,
    message: Message,
    reading: Reading,
    scene: Scene,
    weighed: tuple[float, float],
) -> Finding:
    """`weighed`: score and threshold."""
    score, threshold = weighed
    spans = bundled().reasons(reading.text, family)[:_SHOWN]
    matched = tuple(Match(message.text[a:b], a, b, message.key) for a, b in spans)
    finding = make_finding(
        judge.binding,
        judge.rule,
        kind="message",
        category=_category(judge, family),
        group=scene.group.id,
        member=message.sender,
        member_name=message.sender_name or scene.name(message.sender, message.at),
        anchor=message.key,
        at=message.at,
        why=P(
            "A classifier takes it for {family} ({score}; in this group it speaks from {threshold}). “{seen}” speaks"
            " for it most. No rule saw it: only a hint.",
            family=FAMILY_NAMES[family], score=shown_score(score), threshold=shown_score(threshold),
            seen=tuple(quoted(match.text) for match in matched),
        ),
        messages=(message.key,),
        matched=matched,
        band=Band.REVIEW,
        score=round(score, 9),
        threshold=threshold,
    )  # fmt: skip
    return replace(finding, model=family)


def shown_score(score: float) -> str:
    """With as many digits as it takes to tell it from certainty: 0.97, 0.9993."""
    for digits in range(2, 9):
        if round(score, digits) < 1.0 and round(1 - score, digits) * 10**digits >= 1:
            return f"{score:.{digits}f}"
    return "1.00"
