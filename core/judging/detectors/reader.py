"""All detectors behind one door: a message in, everything it says out. Knows no charter, group or person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from core.chat.message import WORDLESS, Message, MessageKind
from core.judging.detectors.ads import advertising
from core.judging.detectors.detector import Hit
from core.judging.detectors.idle import idle_talk
from core.judging.detectors.lexicon_matcher import LexiconMatcher, Mark
from core.judging.detectors.links import Link, find_links, harmful
from core.judging.detectors.personal_data import personal_data
from core.judging.detectors.prevention import TOPICAL, is_warned, warned_spans
from core.judging.lexicon import bundled
from core.judging.text import PreparedText, prepare

ACT = 0.8
"""A hit this sure may propose a sanction."""
REVIEW = 0.55
"""A hit this sure is shown to a person; anything below is kept to `classify`."""
_GIFTS = frozenset({MessageKind.RED_PACKET, MessageKind.TRANSFER})
_UNREAD = WORDLESS | _GIFTS | {MessageKind.CALL, MessageKind.LOCATION}
"""Kinds whose text is a placeholder or a gift's greeting."""
_HINTS = re.compile(r"[0-9][0-9 \-.]{9}|[零〇一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖0-9]{11}")
"""What personal data needs at least: a long row of digits, in figures or words."""
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says. `sells`: signs of selling beside a brand; `links` found in it."""

    text: PreparedText
    hits: tuple[Hit, ...] = ()
    links: tuple[Link, ...] = ()
    sells: bool = False


_NOTHING = Reading(PreparedText("", "", ""))


class Reader:
    """Remembers what it read: the same words said again cost a look-up."""

    def __init__(self, matcher: LexiconMatcher) -> None:
        self._matcher = matcher
        self._read: dict[tuple[MessageKind, str], Reading] = {}

    def read(self, message: Message) -> Reading:
        if message.kind in _UNREAD or not message.text:
            return _NOTHING
        key = (message.kind, message.text)
        known = self._read.get(key)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[key] = self._fresh(message)
        return known

    def _fresh(self, message: Message) -> Reading:
        text = prepare(message.text)
        marks = self._matcher.marks(text)
        links = find_links(text)
        numbers = _HINTS.search(text.folded) is not None
        if not marks and not links and not numbers and message.kind is not MessageKind.FILE:
            return Reading(text, tuple(idle_talk(text, message)))
        warned = warned_spans(text) if marks or links else ()
        if warned:
            marks = [mark for mark in marks if not is_warned(mark.entry.category, mark.start, warned)]
        hits = [
            Hit(mark.entry.category, mark.entry.text, mark.start, mark.end, mark.entry.score, mark.entry.severity,
                mark.fold)
            for mark in marks
            if not mark.entry.category.startswith(".")
        ]  # fmt: skip
        if marks:
            hits.extend(advertising(text.folded, message, marks, bool(links)))
        if links or message.kind is MessageKind.FILE:
            hits.extend(harmful(text, message, links, any(span.categories == TOPICAL for span in warned)))
        if numbers:
            hits.extend(personal_data(text))
        if not hits:
            hits.extend(idle_talk(text, message))
        return Reading(text, _strongest(hits), links, _sells(marks, links))


def _strongest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """In order of certainty; hits of the same category inside a longer one are left out."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.start, -hit.end)):
        if not any(
            other.category == hit.category and other.start <= hit.start and hit.end <= other.end
            for other in kept
        ):
            kept.append(hit)
    return tuple(kept)


def _sells(marks: Sequence[Mark], links: Sequence[Link]) -> bool:
    return bool(links) or any(
        mark.entry.category in (".sale", ".strong", ".price", ".contact", ".offer") for mark in marks
    )


@cache
def standard_reader() -> Reader:
    """The detectors that ship with the console."""
    return Reader(LexiconMatcher(bundled()))
