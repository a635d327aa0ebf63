"""Keeping what was received, whatever happens: tried again while the disk or the store refuses, and one event
that breaks the program is set aside instead of stopping the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from core.base.clock import Instant
from core.base.refusal import Refusal
from core.feed.event import Entry
from core.feed.journal import Journal, Place
from core.feed.recording import Recording, StoredBatch, Told
from core.intake.rows import Reason

RETRY_S = (0.2, 0.5, 1.0, 2.0, 5.0)
CATCH_UP = 500
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class GivenUp(Exception):
    """The disk or the store still refuses, and the program is to end."""


@dataclass
class Writer:
    """`on_trouble` hears why nothing can be kept just now, and None when it can again."""

    journal: Journal
    recording: Recording
    on_trouble: Callable[[Exception | None], None] = lambda _error: None
    on_stored: Callable[[StoredBatch], None] = lambda _stored: None
    """Hears of every batch that `replay` stored."""
    leaving: threading.Event = field(default_factory=threading.Event)
    """Set when the program is to end: then nothing is tried for ever."""
    _trimmed: str = ""

    def catch_up(self, now: Instant) -> int:
        """Store what the journal holds beyond the store; answers how many entries. Nobody listens after it."""
        after = self.recording.begin(now)
        count = self.replay(self.journal.read(after))
        self._trim(now, after)
        return count

    def replay(self, entries: Iterator[tuple[Place, Entry]]) -> int:
        """Store entries out of a journal, in order; answers how many."""
        count, last = 0, None
        while batch := list(islice(entries, CATCH_UP)):
            self.on_stored(self._store(batch))
            count, last = count + len(batch), batch[-1][1].at
        if last is not None:
            at = last
            self._persist(lambda: self.recording.end(at))
        return count

    def keep(self, entries: Sequence[Entry]) -> StoredBatch:
        """Journal, then store. Raises GivenUp."""
        places = self._persist(lambda: self.journal.append(entries))
        stored = self._store(list(zip(places, entries, strict=True)))
        self._trim(entries[-1].at, places[-1])
        return stored

    def end(self, now: Instant) -> None:
        try:
            self._persist(lambda: self.recording.end(now))
        finally:
            self.close()

    def close(self) -> None:
        """Without a last word to the store, for it takes none."""
        self.journal.close()

    def _trim(self, now: Instant, stored: Place) -> None:
        """Let old files go, once for each file begun: a feed may run for months."""
        if stored.file != self._trimmed:
            self._trimmed = stored.file
            try:
                self.journal.trim(now, stored)
            except OSError:
                # One that somebody reads cannot go yet on some systems; it goes another day.
                _log.info("old files of the journal stay for now", exc_info=True)

    def _store(self, batch: Sequence[tuple[Place, Entry]]) -> StoredBatch:
        try:
            return self._persist(lambda: self.recording.take(batch))
        except GivenUp:
            raise
        except Exception:
            if len(batch) > 1:
                return _joined([self._store([each]) for each in batch])
            # The journal keeps it; a later version may read it.
            _log.exception("an event of the feed could not be stored")
            entry = batch[0][1]
            told = Told(entry.at, entry.via.value, "", "", "?", problem=Reason.UNKNOWN)
            return StoredBatch(unread=1, told=[[told]])

    def _persist(self, work: Callable[[], _T]) -> _T:
        tries = 0
        while True:
            try:
                result = work()
            except (OSError, Refusal) as error:
                self.on_trouble(error)
                if self.leaving.is_set() and tries:
                    raise GivenUp from error
                self.leaving.wait(RETRY_S[min(tries, len(RETRY_S) - 1)])
                tries += 1
                continue
            if tries:
                self.on_trouble(None)
            return result


def _joined(parts: Sequence[StoredBatch]) -> StoredBatch:
    whole = StoredBatch()
    for part in parts:
        whole.messages += part.messages
        whole.known += part.known
        whole.notices += part.notices
        whole.unread += part.unread
        whole.told += part.told
        for group, (low, high) in part.groups.items():
            whole.spans(group, low, high)
    return whole
