"""Reading the queue: whole, or only what a feed has just found. What comes while the whole is read is not lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject

from core.desk.desk import Desk
from core.desk.violations import Violation
from gui.context import WindowContext
from gui.panels.violations.entries import Queue, Wanted, read_new, read_queue, with_new

Show = Callable[[Queue, Sequence[Violation] | None], None]


class QueueReading:
    """`show` gets the queue, and the rows that came new where the others are as they were; None where all was read."""

    def __init__(self, context: WindowContext, owner: QObject, show: Show) -> None:
        self._context, self._owner, self._show = context, owner, show
        self._queue: Queue | None = None
        self._turn = 0
        """Counts the readings of the whole."""
        self._awaited: set[str] = set()
        """Ids of what is being read alone."""
        self._came: list[Violation] = []
        """What was read alone since the whole was last asked for."""

    def read(self, wanted: Wanted) -> None:
        """All of it; what is on file by now is part of the answer."""
        self._turn += 1
        self._awaited, self._came = set(), []
        self._context.read(self._owner, "queue", lambda desk: read_queue(desk, wanted), self._read)

    def read_new(self, wanted: Wanted, ids: Collection[str]) -> None:
        """These alone: a long queue takes its time, and what has just been found should not wait for it."""
        self._awaited |= set(ids)
        awaited, turn, before = frozenset(self._awaited), self._turn, self._queue

        def read(desk: Desk) -> tuple[list[Violation], Queue | None]:
            rows = read_new(desk, wanted, awaited)
            return rows, with_new(before, rows, desk.clock.now(), desk.operator) if before else None

        def take(answer: tuple[list[Violation], Queue | None]) -> None:
            # Where the whole was asked for meanwhile, its answer has them.
            if turn != self._turn:
                return
            rows, made = answer
            self._awaited -= awaited
            self._came += rows
            shown = self._queue
            if shown is not None and shown.wanted == wanted:
                self._queue = made if made and shown is before else self._with(shown, rows)
                self._show(self._queue, rows)

        self._context.read(self._owner, "new", read, take)

    def _read(self, queue: Queue) -> None:
        self._queue = self._with(queue, self._came) if self._came else queue
        self._show(self._queue, None)

    def _with(self, queue: Queue, rows: Sequence[Violation]) -> Queue:
        desk = self._context.desk
        return with_new(queue, rows, desk.clock.now(), desk.operator)
