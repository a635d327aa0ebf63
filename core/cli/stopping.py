"""Ctrl-C during long work: it ends where the work can be put down, not in the middle of closing a file."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType

_SLICE_S = 0.1


class Stopping:
    """While entered, the first Ctrl-C is only noted; `check` raises KeyboardInterrupt for it. A second one raises at
    once."""

    def __init__(self) -> None:
        self._asked = False
        self._before: object = None
        self._mine = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Stopping:
        if self._mine:
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._mine:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    def check(self) -> None:
        if self._asked:
            raise KeyboardInterrupt

    def wait(self, seconds: float) -> None:
        """Sleep, unless Ctrl-C comes. Raises KeyboardInterrupt."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, _SLICE_S))
        self.check()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
