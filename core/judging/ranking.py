"""Messages with all that the detectors see and all that the classifiers think of them, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from core.chat.message import Message
from core.judging.classifiers.families import Opinion, bundled, weighed
from core.judging.detectors.reader import Reader, Reading, texts_of

_AT_ONCE = 1_000
_NOTHING: Mapping[str, float] = {}


class Ranked(NamedTuple):
    """`seen`: the strongest hit of each category, 0..1; `guesses`: what the models alone say, by family."""

    message: Message
    reading: Reading
    seen: Mapping[str, float]
    guesses: Mapping[str, float]

    @property
    def families(self) -> dict[str, Opinion]:
        """Every family's opinion; made when asked for: thousands of messages are held at once."""
        return weighed(self.guesses, self.seen)


def ranked(reader: Reader, messages: Sequence[Message]) -> Iterator[Ranked]:
    """Every message, in order."""
    for first in range(0, len(messages), _AT_ONCE):
        pairs = list(reader.over(messages[first : first + _AT_ONCE]))
        seen = [strongest(reading) if reading.hits else _NOTHING for _, reading in pairs]
        guessed = bundled().scores_of(texts_of([reading for _, reading in pairs]))
        for (message, reading), hits, guesses in zip(pairs, seen, guessed, strict=True):
            yield Ranked(message, reading, hits, guesses)


def rank(reader: Reader, message: Message) -> Ranked:
    """One message."""
    reading = reader.read(message)
    seen = strongest(reading)
    return Ranked(message, reading, seen, bundled().scores(reading.text))


def strongest(reading: Reading) -> dict[str, float]:
    """The strongest hit of each category."""
    found: dict[str, float] = {}
    for hit in reading.hits:
        if hit.score > found.get(hit.category, 0.0):
            found[hit.category] = hit.score
    return found
