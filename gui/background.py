"""Work off the GUI thread: a few reader threads, one writer thread, and processes for long jobs.

One bridge only leads back: a queued signal that carries closures to the GUI thread.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from core.base.phrase import Phrase
from core.base.refusal import Refusal
from core.desk.progress import Progress
from gui.job_process import Place
from gui.job_process import main as job_main

_READERS = 2
"""More would not read faster, for Python runs one thread at a time; they would only make painting wait longer."""
_JOBS = 3
_PAINTED_MS = 30
"""Long enough for the loop to come to the painting, and to be done with it."""


class JobFailed(Exception):
    """A job died of a bug; the text is its traceback."""


class Background(QObject):
    """Threads and processes of the window. `idle` is true when nothing was asked that is not answered."""

    _deliver = Signal(object)
    became_idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._watchers = ThreadPoolExecutor(_JOBS, thread_name_prefix="job")
        self._open = 0
        self._closed = False
        self._deliver.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        return self._open == 0

    def read(self, work: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> None:
        self._submit(self._readers, work, done)

    def write(self, work: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> None:
        """Writes run one after the other, in the order asked."""
        self._submit(self._writer, work, done)

    def start_job(self, job: Job, done: Callable[[Any, Exception | None], None]) -> None:
        self._submit(self._watchers, job.watch, done)

    def post(self, call: Callable[[], None]) -> None:
        """Run `call` on the GUI thread; safe from any thread."""
        if not self._closed:
            self._deliver.emit(call)

    def once_painted(self, owner: QObject, call: Callable[[], None]) -> None:
        """Run `call` here, on the GUI thread, when what has just come into sight is painted, if `owner` lives then."""
        if self._closed:
            return
        self._open += 1

        def turn(_value: Any, _error: Exception | None) -> None:
            if shiboken6.isValid(owner):
                call()

        def answer() -> None:
            if not self._closed:
                self._answer(turn, None, None)

        QTimer.singleShot(_PAINTED_MS, self, answer)

    def close(self) -> None:
        """Stop taking work and wait for what is under way."""
        self._closed = True
        for pool in (self._readers, self._writer, self._watchers):
            pool.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self, pool: ThreadPoolExecutor, work: Callable[[], Any], done: Callable[[Any, Exception | None], None]
    ) -> None:
        if self._closed:
            return
        self._open += 1

        def run() -> None:
            value: Any = None
            error: Exception | None = None
            try:
                value = work()
            except Exception as raised:
                error = raised
            self.post(lambda: self._answer(done, value, error))

        pool.submit(run)

    def _answer(
        self, done: Callable[[Any, Exception | None], None], value: Any, error: Exception | None
    ) -> None:
        try:
            done(value, error)
        finally:
            self._open -= 1
            if not self._open:
                self.became_idle.emit()

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


class Job(QObject):
    """One long job in a process of its own. `progressed` comes on the GUI thread."""

    progressed = Signal(object)
    """Progress"""

    def __init__(self, name: Phrase, place: Place, target: str, arguments: dict[str, Any]) -> None:
        super().__init__()
        self.name = name
        self.cancelled = False
        spawn = multiprocessing.get_context("spawn")
        self._near, far = spawn.Pipe()
        self._process = spawn.Process(target=job_main, args=(far, place, target, arguments), daemon=True)
        self._far: Connection | None = far

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self.cancelled = True
        try:
            self._near.send("stop")
        except OSError:
            # The job has just ended by itself.
            return

    def watch(self) -> Any:
        """Run to the end on a watcher thread. Raises Refusal, Cancelled or JobFailed."""
        from core.desk.progress import Cancelled

        self._process.start()
        if self._far is not None:
            # Closed on this side, so that a dead process ends the pipe.
            self._far.close()
            self._far = None
        try:
            while True:
                kind, *rest = self._near.recv()
                if kind == "progress":
                    progress: Progress = rest[0]
                    self.progressed.emit(progress)
                elif kind == "done":
                    return rest[0]
                elif kind == "refused":
                    raise Refusal(*rest)
                elif kind == "cancelled":
                    raise Cancelled
                else:
                    raise JobFailed(rest[0])
        except EOFError as error:
            raise JobFailed("the process of the job ended without an answer") from error
        finally:
            self._process.join()
            self._near.close()
