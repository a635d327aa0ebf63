"""How far a job is, on a terminal: share, rate and time left on one line that is written over."""

from __future__ import annotations

import sys
from collections.abc import Callable

from core.base.phrase import P, Phrase
from core.cli.output import text
from core.desk.progress import Pace, Progress

_MB = 1_000_000


class Bar:
    """A report for long jobs; it calls `check` whenever the job can be stopped. Writes nothing where standard error
    is no terminal."""

    def __init__(self, check: Callable[[], None] = lambda: None) -> None:
        self._check = check
        self._shows = sys.stderr.isatty()
        self._pace = Pace()
        self._written = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_error: object) -> None:
        self.clear()

    def __call__(self, progress: Progress) -> None:
        self._check()
        if not self._shows:
            return
        self._pace.hear(progress)
        line = text(line_of(progress, self._pace))
        if line != self._written:
            self._written = line
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._written:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        self._written, self._pace = "", Pace()


def line_of(progress: Progress, pace: Pace) -> Phrase:
    """The line as a phrase."""
    share = min(progress.done, progress.total) * 100 // progress.total if progress.total else 0
    if not pace.rate:
        return P("{share} %", share=share)
    rate = f"{pace.rate / _MB:.1f} MB" if progress.unit == "bytes" else f"{pace.rate:.0f}"
    if pace.left_s is None:
        return P("{share} %, {rate} a second", share=share, rate=rate)
    minutes, seconds = divmod(pace.left_s, 60)
    return P(
        "{share} %, {rate} a second, {left} left", share=share, rate=rate, left=f"{minutes}:{seconds:02d}"
    )
