"""How often a source has brought each content, exactly and in little memory: recent contents in a table, older
ones in sorted runs. A content holds its second, so a file in order of time never looks into the runs."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass

RECENT = 50_000
"""Contents held in the table."""
_HEX = 16
"""Hexadecimal digits of a content's digest that tell it from others: 64 bits."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Contents of the seconds `low` to `high`, in order; those that came more than once are counted."""

    low: int
    high: int
    contents: array[int]
    counts: dict[int, int]

    def count(self, content: int) -> int:
        place = bisect_left(self.contents, content)
        if place == len(self.contents) or self.contents[place] != content:
            return 0
        return self.counts.get(content, 1)


class Occurrences:
    """Numbers equal contents of one source in order, from 1."""

    def __init__(self, recent: int = RECENT) -> None:
        self._most = recent
        self._recent: dict[int, int] = {}
        self._low: int | None = None
        self._high: int | None = None
        self._runs: list[_Run] = []

    def next(self, content: str, second: int) -> int:
        """The number of this occurrence of `content` (hexadecimal), which lies in `second`."""
        short = int(content[:_HEX], 16)
        number = self._recent.get(short)
        if number is None:
            number = self._before(short, second) if self._runs else 0
            self._low = second if self._low is None else min(self._low, second)
            self._high = second if self._high is None else max(self._high, second)
        number += 1
        self._recent[short] = number
        if len(self._recent) > self._most:
            self._put_away()
        return number

    def _before(self, short: int, second: int) -> int:
        """As of the latest run that knows the content: it went on from the earlier ones."""
        for run in reversed(self._runs):
            if run.low <= second <= run.high and (count := run.count(short)):
                return count
        return 0

    def _put_away(self) -> None:
        assert self._low is not None
        assert self._high is not None
        often = {content: count for content, count in self._recent.items() if count > 1}
        self._runs.append(_Run(self._low, self._high, array("Q", sorted(self._recent)), often))
        self._recent, self._low, self._high = {}, None, None
