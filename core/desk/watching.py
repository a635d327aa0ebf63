"""A folder that is watched: what is put there goes in once it is written whole; nothing in it is changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlmodel import select

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.imports import ImportReport
from core.desk.progress import Report, silent
from core.desk.several import import_each
from core.intake.importing import Asked
from core.intake.qq_exporter import MANIFEST
from core.intake.reading import chat_files
from core.store.tables import ImportRow

STABLE_S = 2.0
"""Seconds a file must stay as it is before it counts as written whole."""
_BLOCK = 1024 * 1024
_State = tuple[int, int]
"""(bytes, latest change in nanoseconds)"""


@dataclass
class Watcher:
    """What a folder holds, from look to look. `clock`: seconds, of any beginning."""

    folder: Path
    clock: Callable[[], float] = time.monotonic
    _since: dict[str, tuple[_State, float]] = field(default_factory=dict)
    _given: dict[str, _State] = field(default_factory=dict)
    _bad: set[str] = field(default_factory=set)
    """Digests of files that were refused: told once."""

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise Refusal(P("there is no such folder."), str(self.folder), P("Name a folder to watch."))

    def settled(self) -> list[str]:
        """Files that stayed as they are for STABLE_S and were not given since; look again every second or so.

        Raises Refusal when the folder cannot be read.
        """
        now = self.clock()
        found: dict[str, tuple[_State, float]] = {}
        for path in chat_files(str(self.folder)):
            try:
                state = _state(path)
            except OSError:
                continue
            before = self._since.get(path)
            found[path] = before if before is not None and before[0] == state else (state, now)
        self._since = found
        ready = [
            path
            for path, (state, since) in found.items()
            if now - since >= STABLE_S and self._given.get(path) != state
        ]
        self._given.update((path, found[path][0]) for path in ready)
        return ready

    def bring(
        self, desk: Desk, asked: Asked, refused: Callable[[Refusal], None], report: Report = silent
    ) -> Iterator[ImportReport]:
        """Import what has settled, as `bring_settled` does. Raises Cancelled."""
        yield from bring_settled(desk, self.settled(), asked, self._bad, refused, report)


def bring_settled(
    desk: Desk,
    paths: Iterable[str],
    asked: Asked,
    bad: set[str],
    refused: Callable[[Refusal], None],
    report: Report = silent,
) -> Iterator[ImportReport]:
    """Import these files; one that came in before, under any name, is passed over, also when that import was
    withdrawn. A bad file is told to `refused` once: `bad` keeps the digests of those. Raises Cancelled."""
    for path in paths:
        try:
            digest = _digest(path)
        except OSError as error:
            refused(Refusal(P("the file cannot be read: {error}.", error=str(error.strerror)), path))
            continue
        if digest in bad or _came_in(desk, digest):
            continue

        def tell(refusal: Refusal, digest: str = digest) -> None:
            bad.add(digest)
            refused(refusal)

        yield from import_each(desk, [path], replace(asked, file_digest=digest), tell, report)


def _came_in(desk: Desk, digest: str) -> bool:
    with desk.store.read() as session:
        found = select(ImportRow.id).where(ImportRow.file_digest == digest, ImportRow.state == "complete")
        return session.exec(found.limit(1)).first() is not None


def _state(path: str) -> _State:
    """A chunked export is what its manifest's folder holds."""
    stats = [os.stat(each) for each in _belonging(path)]
    return sum(each.st_size for each in stats), max(each.st_mtime_ns for each in stats)


def _digest(path: str) -> str:
    total = hashlib.sha256()
    for each in _belonging(path):
        with open(each, "rb") as opened:
            while block := opened.read(_BLOCK):
                total.update(block)
    return total.hexdigest()


def _belonging(path: str) -> list[str]:
    """The file, and what it stands for."""
    if os.path.basename(path) != MANIFEST:
        return [path]
    parts = Path(path).parent / "chunks"
    return [path, *sorted(str(each) for each in parts.glob("*") if each.is_file())]
