"""One feed at a time writes the journal of a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal


@contextmanager
def only_feed(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises Refusal when another program holds it; it falls with the program."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise Refusal(
                P("another feed is listening for this store already."), str(folder),
                P("Use that one, or end it first."),
            ) from error  # fmt: skip
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        # A byte that nobody writes; Windows locks it also in an empty file.
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
