"""Backups of this desk's store, and restoring one: with the sealed files of reports and the drafts beside it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.base.clock import DEFAULT_ZONE, Clock, Instant, SystemClock, to_datetime
from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.drafts import drafts_folder
from core.desk.report_files import folder_of
from core.keeping.backup import Backup, head_of, install, open_backup, write_backup
from core.keeping.heads import forget_and_remember
from core.keeping.passphrases import hashed
from core.keeping.verification import verify
from core.store.meta import read_meta, write_meta
from core.store.store import Store, open_store

SUFFIX = ".qzbackup"
LATEST = "backup"
"""Name of the value in the store that tells of the newest backup."""


@dataclass(frozen=True, slots=True)
class Latest:
    """When and where the newest backup was made, and at which link of the chain."""

    at: Instant
    path: str
    entries: int


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept`: the copy of the store that was there before, None where there was none."""

    backup: Backup
    store: Path
    kept: Path | None


def back_up(desk: Desk, target: Path, passphrase: str = "") -> Backup:
    """Write a backup to a new file, or into a folder under the day's name.

    Raises Refusal for a file that exists, a place that cannot be written, and a passphrase that is too short.
    """
    now = desk.clock.now()
    if target.is_dir():
        target = target / suggested_name(desk)
    if target.exists():
        raise Refusal(
            P("there is a file of this name already."), str(target),
            P("Name another one: a backup never replaces anything."),
        )  # fmt: skip
    if passphrase:
        hashed(passphrase)
    try:
        made = write_backup(desk.store, _beside(desk), target, now, passphrase)
    except OSError as error:
        raise Refusal(
            P("the backup cannot be written ({reason}).", reason=str(error.strerror or error)), str(target),
            P("Choose another place, or free some space; nothing was written."),
        ) from error  # fmt: skip
    with desk.store.write() as session:
        told = {"at": now, "path": str(made.path.resolve()), "entries": made.entries}
        write_meta(session, LATEST, json.dumps(told))
    desk.announce(Changes(Noun.NOTHING))
    return made


def latest(desk: Desk) -> Latest | None:
    """What the store remembers of its newest backup."""
    with desk.store.read() as session:
        kept = read_meta(session, LATEST)
    if kept is None:
        return None
    told = json.loads(kept)
    return Latest(int(told["at"]), str(told["path"]), int(told["entries"]))


def suggested_name(desk: Desk) -> str:
    """ "qunzhang-2026-03-16-1025.qzbackup" """
    path = desk.store.path
    moment = to_datetime(desk.clock.now(), DEFAULT_ZONE)
    return f"{path.stem if path is not None else 'qunzhang'}-{moment:%Y-%m-%d-%H%M}{SUFFIX}"


def restore(source: Path, target: Path, passphrase: str = "", wall: Clock | None = None) -> Restored:
    """Put a backup in place of the store at `target`; what was there is kept beside it.

    Everything is checked first: the files against the backup's note, the store's version, its chain and head.
    Raises Refusal for a backup that does not hold, and where the place cannot be written.
    """
    if target.is_dir():
        raise Refusal(P("this is a folder, not a store."), str(target), P("Name a file."))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as name:
            folder = Path(name)
            backup = open_backup(source, folder, passphrase)
            _check(folder / "store.db", backup)
            stamp = f"{to_datetime((wall or SystemClock()).now(), DEFAULT_ZONE):%Y%m%d-%H%M%S}"
            kept = install(folder, _places(target), target, stamp)
    except OSError as error:
        raise Refusal(
            P("the store cannot be restored here ({reason}).", reason=str(error.strerror or error)),
            str(target), P("Choose another place, or free some space; nothing was changed."),
        ) from error  # fmt: skip
    store = open_store(target)
    try:
        forget_and_remember(store)
    finally:
        store.close()
    return Restored(backup, target, kept)


def _check(path: Path, backup: Backup) -> None:
    store = open_store(path)
    try:
        verdict = verify(store, outside=False)
        if not verdict.ok or head_of(store) != (backup.entries, backup.head):
            raise Refusal(
                P("the record in this backup does not hold."), str(backup.path),
                P("Take another backup, or ask whoever made it."),
            )  # fmt: skip
    finally:
        store.close()


def _beside(desk: Desk) -> Mapping[str, Path]:
    if desk.store.path is None:
        return {}
    return {"reports": folder_of(desk.store), "charters": drafts_folder(desk)}


def _places(target: Path) -> Mapping[str, Path]:
    store = Store(f"sqlite:///{target.resolve()}")
    return _beside(Desk(store))
