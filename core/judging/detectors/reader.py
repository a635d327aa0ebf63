"""All detectors behind one door: a message in, everything it says out. Knows no charter, group or person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import re2

from core.base.collector import without_collector
from core.chat.codes import MARK as CODES
from core.chat.message import WORDLESS, Message, MessageKind
from core.judging.detectors.ads import advertising, amounts_to_nothing, sells
from core.judging.detectors.detector import Hit
from core.judging.detectors.doubt import doubted
from core.judging.detectors.idle import idle_talk, may_be_idle
from core.judging.detectors.lexicon_matcher import LexiconMatcher, Mark
from core.judging.detectors.links import Link, find_links, harmful
from core.judging.detectors.personal_data import personal_data
from core.judging.detectors.prevention import TOPICAL, is_warned, warned_spans
from core.judging.folding import SEPARATOR, together
from core.judging.lexicon import bundled
from core.judging.sensors.sensing import sensed
from core.judging.text import PreparedText, prepare, prepare_all
from core.judging.undoing import plainly, with_whole_numbers

ACT = 0.8
"""A hit this sure may propose a sanction."""
REVIEW = 0.55
"""A hit this sure is shown to a person; anything below is kept to `classify`."""
_TEXT = MessageKind.TEXT
_GIFTS = frozenset({MessageKind.RED_PACKET, MessageKind.TRANSFER})
_UNREAD = WORDLESS | _GIFTS | {MessageKind.CALL, MessageKind.LOCATION}
"""Kinds whose text is a placeholder or a gift's greeting."""
_HINTS = re2.compile(r"[零〇一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖0-9]{11}")
"""What personal data needs at least, of a skeleton: a long row of digits, in figures or words."""
_DOTTED = re.compile(r"[.．:](?:(?<=[.．])[^\s.．0-9!-/:-@\[-`{-~一-鿿]|(?<=:)//)")
"""What addresses and names of files hold, before folding: a dot, and behind it something that may be a letter."""
_REPEATING = re.compile(rf"{SEPARATOR}(?=\s|([^{SEPARATOR}])[^{SEPARATOR}]{{1,2}}\1)")
"""Before what may be idle talk: it begins with a blank, or says its first character again at once."""
_BARE = re.compile(f"{SEPARATOR}(?={SEPARATOR})")
"""Before a skeleton of which nothing is left."""
_LONGEST = 20_000
"""Characters of a message that are read: more than any client sends as text."""
_MOST = 400
"""Hits of one message that are weighed against each other."""
_AT_ONCE = 1_000
_REMEMBERED = 4_000


@dataclass(slots=True)
class Reading:
    """What one message says. `sells`: signs of selling beside a brand; `links` found in it."""

    original: str
    hits: tuple[Hit, ...] = ()
    links: tuple[Link, ...] = ()
    sells: bool = False
    prepared: PreparedText | None = None

    @property
    def text(self) -> PreparedText:
        """Made when first asked for: most messages are never looked at again."""
        if self.prepared is None:
            self.prepared = prepare(self.original)
        return self.prepared


_NOTHING = Reading("")


def texts_of(readings: Sequence[Reading]) -> list[PreparedText]:
    """The text of each; what was not asked for yet is made for all at once."""
    fresh = [reading for reading in readings if reading.prepared is None]
    for reading, text in zip(fresh, prepare_all([reading.original for reading in fresh]), strict=True):
        reading.prepared = text
    return [reading.text for reading in readings]


class Reader:
    """Remembers what it read: the same words said again cost a look-up."""

    def __init__(self, matcher: LexiconMatcher) -> None:
        self._matcher = matcher
        self._read: dict[_Key, Reading] = {"": _NOTHING}

    def read(self, message: Message) -> Reading:
        return self._read_some((message,))[0]

    def over(self, messages: Sequence[Message]) -> Iterator[tuple[Message, Reading]]:
        """Every message with its reading: many at once are read in a third of the time."""
        for first in range(0, len(messages), _AT_ONCE):
            some = messages[first : first + _AT_ONCE]
            yield from zip(some, self._read_some(some), strict=True)

    def _read_some(self, messages: Sequence[Message]) -> list[Reading]:
        keys = [message.text if message.kind is _TEXT else _key(message) for message in messages]
        known = list(map(self._read.get, keys))
        fresh = {
            key: message for key, message, reading in zip(keys, messages, known, strict=True) if not reading
        }
        if fresh:
            if len(self._read) + len(fresh) > _REMEMBERED:
                self._read = {"": _NOTHING}
            with without_collector():
                self._remember(fresh)
        read = self._read
        return [reading or read[key] for key, reading in zip(keys, known, strict=True)]

    def _remember(self, fresh: Mapping[_Key, Message]) -> None:
        keys = list(fresh)
        texts = [message.text[:_LONGEST] for message in fresh.values()]
        bones, read = self._matcher.read(texts)
        joined, shown = together(texts), SEPARATOR.join(bones)
        numbered = set(_places(_HINTS, shown))
        known = self._read
        known.update(zip(keys, map(Reading, texts), strict=True))
        telling = {place for place, (text, marks) in read.items() if marks or _is_dotted(text.folded)}
        telling.update(numbered, _places(_DOTTED, joined), _with_prices(bones))
        telling.update([place for place, key in enumerate(keys) if key.__class__ is not str])
        rest = [place for place in telling if place not in read]
        for place, text in zip(rest, _prepared(texts, bones, rest), strict=True):
            read[place] = (text, [])
        for place in telling:
            known[keys[place]] = _weighed(fresh[keys[place]], *read[place], place in numbered)
        repeating = {*_places(_REPEATING, SEPARATOR + joined), *_places(_BARE, SEPARATOR + shown + SEPARATOR)}
        for place in repeating - telling:
            if may_be_idle(texts[place], bones[place]):
                prepared = prepare(texts[place], bones[place])
                idle = tuple(idle_talk(prepared, fresh[keys[place]]))
                known[keys[place]] = Reading(texts[place], idle)


_Key = str | tuple[MessageKind, str]
"""Plain text by itself: hashing a kind costs more than it tells."""


def _key(message: Message) -> _Key:
    """Under what a message that is no plain text is remembered; "" when there is nothing to read."""
    kind, text = message.kind, message.text
    return (kind, text) if text and (kind not in _UNREAD or CODES in text) else ""


def _places(pattern: re.Pattern[str] | re2._Regexp, joined: str) -> Iterator[int]:
    """Places of the texts in which the pattern matches, of many texts with SEPARATOR between them: one search over
    all is quicker than one for each."""
    place = done = 0
    for match in pattern.finditer(joined):
        place += joined.count(SEPARATOR, done, match.start())
        done = match.start()
        yield place


def _prepared(texts: Sequence[str], bones: Sequence[str], places: Sequence[int]) -> list[PreparedText]:
    return prepare_all([texts[place] for place in places], [bones[place] for place in places])


def _is_dotted(folded: str) -> bool:
    return "." in folded and _DOTTED.search(folded) is not None


def _with_prices(bones: Sequence[str]) -> list[int]:
    """Places of skeletons that may hold a price of one's own."""
    return [place for place, shown in enumerate(bones) if "我" in shown and ("价" in shown or "卖" in shown)]


def _weighed(message: Message, text: PreparedText, marks: Sequence[Mark], numbers: bool) -> Reading:
    """What `marks`, links and numbers in the text of `message` amount to."""
    links = find_links(text) if "." in text.folded else ()
    told = sensed(text, message)
    plain = not links and not numbers and not told and message.kind is not MessageKind.FILE
    if plain and not marks:
        return Reading(text.original, _idle(text, message), prepared=text)
    shown = plainly(text)
    warned = warned_spans(shown) if marks or links else ()
    if warned:
        marks = [mark for mark in marks if not is_warned(mark.entry.category, mark.start, warned)]
    if plain and amounts_to_nothing(marks):
        return Reading(text.original, _idle(text, message), sells=sells(marks), prepared=text)
    hits = [
        Hit(mark.entry.category, mark.entry.text, mark.start, mark.end, mark.entry.score, mark.entry.severity,
            mark.fold, mark.read)
        for mark in marks
        if not mark.entry.category.startswith(".")
    ]  # fmt: skip
    if marks:
        hits.extend(advertising(shown.folded, message, marks, bool(links)))
    if links or message.kind is MessageKind.FILE:
        hits.extend(harmful(text, message, links, any(span.categories == TOPICAL for span in warned)))
    hits.extend(told)
    if numbers:
        hits.extend(list(personal_data(text)) or personal_data(with_whole_numbers(shown)))
    found = _strongest(doubted(text.original, hits)) if hits else _idle(text, message)
    return Reading(text.original, found, links, bool(links) or sells(marks), text)


def _idle(text: PreparedText, message: Message) -> tuple[Hit, ...]:
    return tuple(idle_talk(text, message)) if may_be_idle(text.original, text.skeleton) else ()


def _strongest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """In order of certainty; hits of the same category inside a longer one are left out."""
    kept: list[Hit] = []
    if len(hits) < 2:
        return tuple(hits)
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.start, -hit.end))[:_MOST]:
        if not any(
            other.category == hit.category and other.start <= hit.start and hit.end <= other.end
            for other in kept
        ):
            kept.append(hit)
    return tuple(kept)


@cache
def standard_reader() -> Reader:
    """The detectors that ship with the console."""
    return Reader(LexiconMatcher(bundled()))
