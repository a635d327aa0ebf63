"""Files as Windows treats them: what somebody has open cannot be deleted, moved or replaced. Linux only."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TAKING = {"os.remove": (0,), "os.rename": (0, 1), "os.rmdir": (0,)}
"""Audit events, and which of their arguments name what goes away."""
_strict: list[str] = []
"""Under which folders; empty: Linux as ever. An audit hook stays for good, so it looks here."""
_installed: list[bool] = []


@contextmanager
def windows_files(folder: os.PathLike[str] | str) -> Iterator[None]:
    """Below `folder`, taking away a file that this program has open raises PermissionError, as on Windows.

    SQLite's own deleting is not seen: it does it right on every system.
    """
    if not _installed:
        sys.addaudithook(_look)
        _installed.append(True)
    _strict.append(os.path.realpath(folder) + os.sep)
    try:
        yield
    finally:
        _strict.pop()


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if not _strict or event not in _TAKING:
        return
    for place in _TAKING[event]:
        path = _whole(arguments[place], arguments[-1])
        if path and path.startswith(tuple(_strict)) and path in _open_files():
            raise PermissionError(errno.EACCES, "open, as Windows says", path)


def _whole(name: object, folder: object) -> str:
    """The whole path of `name`, which may be relative to an open folder."""
    if not isinstance(name, str | bytes | os.PathLike):
        return ""
    text = os.fsdecode(name)
    if isinstance(folder, int) and folder >= 0 and not os.path.isabs(text):
        text = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), text)
    return os.path.realpath(text)


def _open_files() -> set[str]:
    found = set()
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            path = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if os.path.isfile(path):
            found.add(path)
    return found
