"""Why a violation was found, told in sentences beside the engine's own: what was undone, how sure, from where on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import commonprefix

from core.base.phrase import P, Phrase
from core.charter.model import Band
from core.desk.violation_types import Violation
from core.judging.detectors.reader import ACT
from core.judging.finding import Finding, Match
from core.judging.folding import FOLD
from core.judging.model_hints import shown_score
from core.judging.wording import quoted

UNDONE: Mapping[str, Phrase] = {
    "folded": P("width, case, traditional or hidden characters"),
    "skeleton": P("look-alike characters or signs put between"),
    "joined": P("split characters put together"),
    "contact": P("another spelling of a contact word"),
    "turned": P("reversed text turned around"),
}
_SHOWN = 4
"""Readings told; the rest says the same again."""


def explained(violation: Violation) -> tuple[Phrase, ...]:
    """A sentence each, the telling ones first. Empty where nothing was weighed and nothing undone."""
    return (*_readings(violation.matched), *_weighed(violation))


def _readings(matched: Iterable[Match]) -> Iterable[Phrase]:
    seen: dict[tuple[str, str], str] = {}
    for match in matched:
        if match.fold in UNDONE and match.read:
            seen.setdefault(_difference(match.text, match.read), match.fold)
    for (written, read), fold in list(seen.items())[:_SHOWN]:
        yield P("“{written}” was read as “{read}”: {undone}.", written=quoted(written), read=quoted(read),
                undone=UNDONE[fold])  # fmt: skip


def _difference(written: str, read: str) -> tuple[str, str]:
    """Both without what they begin and end with alike; whole where nothing would be left of one."""
    plain = written.translate(FOLD)
    if plain == read or len(plain) != len(written):
        return written, read
    first = len(commonprefix((plain, read)))
    last = len(commonprefix((plain[first:][::-1], read[first:][::-1])))
    shown = written[first : len(written) - last], read[first : len(read) - last]
    return shown if all(shown) else (written, read)


def _weighed(violation: Violation) -> Iterable[Phrase]:
    if not violation.score:
        return
    score, threshold = shown_score(violation.score), shown_score(violation.threshold)
    if violation.model:
        yield P("Score {score}, from a classifier; in this group it hints from {threshold} on.", score=score,
                threshold=threshold)  # fmt: skip
    elif violation.score >= ACT:
        if violation.band is Band.ACT:
            yield P("Score {score}; from {threshold} on a measure may be proposed.", score=score,
                    threshold=threshold)  # fmt: skip
        else:
            yield P("Score {score}, enough for a measure; but this rule only hints here.", score=score)
    else:
        yield P("Score {score}; from {threshold} on a person is shown it, from {act} on a measure may be proposed.",
                score=score, threshold=threshold, act=shown_score(ACT))  # fmt: skip


def weight_line(finding: Finding) -> dict[str, object]:
    """How sure the detectors are, as JSON; nothing where nothing is weighed."""
    if not finding.score:
        return {}
    return {"score": finding.score, "threshold": finding.threshold, "model": finding.model}


def match_line(match: Match) -> dict[str, object]:
    """A span as JSON: code points of the message as written; how it reads, where something was undone."""
    shown: dict[str, object] = {"text": match.text, "start": match.start, "end": match.end}
    return shown | ({"fold": match.fold, "read": match.read} if match.fold else {})
