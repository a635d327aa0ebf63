"""Reading the queue: whole, or only what a feed has just found. What comes while the whole is read is not lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer

from core.base.clock import Instant
from core.desk.desk import Desk
from core.desk.violations import Violation
from gui.context import WindowContext
from gui.panels.violations.entries import Queue, Wanted, read_new, read_queue, with_new

Show = Callable[[Queue, Sequence[Violation] | None], None]
_LONGEST_MS = 600_000
"""A clock that is days ahead is looked at again so often."""


class QueueReading:
    """`show` gets the queue, and the rows that came new where the others are as they were; None where all was read.

    What is new is read one reading after the other, so that in a raid no answer is overtaken by the next.
    """

    def __init__(self, context: WindowContext, owner: QObject, show: Show) -> None:
        self._context, self._owner, self._show = context, owner, show
        self._queue: Queue | None = None
        self._wanted = Wanted()
        """The question that was asked last."""
        self._stale = True
        """Only reading the whole tells what the queue is."""
        self._turn = 0
        """Counts the readings of the whole."""
        self._awaited: set[str] = set()
        """Ids that are to be read alone."""
        self._reading = False
        self._came: list[Violation] = []
        """What was read alone since the whole was last asked for."""
        self._ahead: dict[str, Instant] = {}
        """Ids of what a clock ahead of this one has stamped: shown when the clock here comes to it."""
        self._later = QTimer(owner, singleShot=True)
        self._later.timeout.connect(self._come_to)

    def read(self, wanted: Wanted) -> None:
        """All of it; what is on file by now is part of the answer."""
        self._turn += 1
        self._wanted, self._stale = wanted, False
        self._awaited, self._came = set(), []
        self._context.read(
            self._owner, "queue", lambda desk: read_queue(desk, wanted), self._take, self._failed
        )

    def read_new(self, wanted: Wanted, ids: Collection[str]) -> bool:
        """These alone: a long queue takes its time, and what has just been found should not wait for it. False where
        the whole must be read, for it answers another question or could not be read."""
        if self._stale or wanted != self._wanted:
            return False
        self._awaited |= set(ids)
        self._go_on()
        return True

    def _go_on(self) -> None:
        if self._reading or not self._awaited:
            return
        self._reading = True
        ids, self._awaited = self._awaited, set()
        wanted, turn, before = self._wanted, self._turn, self._queue

        def read(desk: Desk) -> tuple[list[Violation], list[Violation], Queue | None]:
            now = desk.clock.now()
            rows = read_new(desk, wanted, ids)
            due = [row for row in rows if row.at <= now]
            made = with_new(before, due, now, desk.operator) if before else None
            return due, [row for row in rows if row.at > now], made

        def take(answer: tuple[list[Violation], list[Violation], Queue | None]) -> None:
            self._reading = False
            due, ahead, made = answer
            self._wait_for(ahead)
            # Where the whole was asked for meanwhile, its answer has them.
            if turn == self._turn:
                self._take_new(due, made if self._queue is before else None)
            self._go_on()

        self._context.read(self._owner, "new", read, take, self._failed)

    def _take(self, queue: Queue) -> None:
        self._queue = self._with(queue, self._came) if self._came else queue
        self._show(self._queue, None)

    def _take_new(self, rows: Sequence[Violation], made: Queue | None) -> None:
        self._came += rows
        shown = self._queue
        if rows and shown is not None and shown.wanted == self._wanted:
            self._queue = made or self._with(shown, rows)
            self._show(self._queue, rows)

    def _failed(self, error: Exception) -> None:
        self._reading, self._stale = False, True
        self._context.complain(error)

    def _wait_for(self, ahead: Sequence[Violation]) -> None:
        self._ahead |= {row.id: row.at for row in ahead}
        if self._ahead:
            wait = min(self._ahead.values()) - self._context.now()
            self._later.start(min(max(0, wait), _LONGEST_MS))

    def _come_to(self) -> None:
        now = self._context.now()
        self._awaited |= {key for key, at in self._ahead.items() if at <= now}
        self._ahead = {key: at for key, at in self._ahead.items() if at > now}
        self._wait_for(())
        self._go_on()

    def _with(self, queue: Queue, rows: Sequence[Violation]) -> Queue:
        desk = self._context.desk
        return with_new(queue, rows, desk.clock.now(), desk.operator)
