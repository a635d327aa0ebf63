"""Backups: one zip file with the store as one moment saw it, the files that lie beside it, and a note with the
head of the chain. Restoring checks all of it before it changes anything."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.base.clock import Instant, iso
from core.base.file_names import is_portable
from core.base.phrase import P
from core.base.refusal import Refusal
from core.keeping.locked_files import is_locked, lock, unlock
from core.store.chain import head
from core.store.meta import read_meta, store_id
from core.store.store import Store

STORE, NOTE, FORMAT = "store.db", "backup.json", 1
_BLOCK = 1 << 20
_MOST_FILES = 200_000


@dataclass(frozen=True, slots=True)
class Backup:
    """`size` in bytes; `entries`, `head`: the chain in it; `files`: those beside the store."""

    path: Path
    made_at: str
    size: int
    entries: int
    head: str
    files: int
    locked: bool


def write_backup(
    store: Store, beside: Mapping[str, Path], target: Path, now: Instant, passphrase: str = ""
) -> Backup:
    """`beside`: folders that belong to the store, by the name they have in the backup; `passphrase` "" locks
    nothing. Raises Refusal where the store is no file, and OSError where `target` cannot be written."""
    source = store.path
    if source is None:
        raise Refusal(
            P("only a store that is a file is backed up here."), store.url,
            P("Use the tools of its database server."),
        )  # fmt: skip
    with store.write() as session:
        store_id(session)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target: the last step is then a rename, and a broken backup never bears its name.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy, packed, locked = (Path(folder) / name for name in (STORE, "packed", "locked"))
        _copy_store(source, copy)
        note = _note(copy, now) | {"files": _digests(copy, beside)}
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
            out.writestr(NOTE, json.dumps(note, ensure_ascii=False, indent=1))
            out.write(copy, STORE)
            for name, path in _files(beside):
                out.write(path, name)
        if passphrase:
            lock(packed, locked, passphrase)
        (locked if passphrase else packed).replace(target)
    return _told(target, note, bool(passphrase))


def open_backup(path: Path, folder: Path, passphrase: str = "") -> Backup:
    """Unpack into `folder` (store.db and the folders beside it) and check every file against the note.

    Raises Refusal for what is no backup, is damaged, or asks for another passphrase.
    """
    try:
        locked = is_locked(path)
    except OSError as error:
        raise Refusal(
            P("this file cannot be read ({reason}).", reason=str(error.strerror)), str(path),
            P("Check the path."),
        ) from error  # fmt: skip
    packed = path
    if locked:
        if not passphrase:
            raise Refusal(
                P("this backup is locked."), str(path), P("Give its passphrase with --passphrase-file F.")
            )
        packed = folder / "packed"
        unlock(path, packed, passphrase)
    try:
        with zipfile.ZipFile(packed) as held:
            note = _read_note(held, path)
            for name, digest in note["files"].items():
                _unpack(held, name, str(digest), folder, path)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error
    return _told(path, note, locked)


def install(folder: Path, beside: Mapping[str, Path], target: Path, stamp: str) -> Path | None:
    """Put what was unpacked in place of the store at `target`; a copy of what was there, None where nothing was.

    Written through SQLite, in one transaction: a console that has the store open sees the old state or the new.
    """
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.name}.before-restore-{stamp}.bak")
        _copy_store(target, kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy_store(folder / STORE, target)
    for name, place in beside.items():
        for file in sorted((folder / name).glob("*")):
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place / file.name)
    return kept


def head_of(store: Store) -> tuple[int, str]:
    with store.read() as session:
        return head(session)


def _copy_store(source: Path, target: Path) -> None:
    """Raises Refusal for a file that is no database, or that another program is writing to."""
    try:
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target, timeout=10)) as other:
            one.backup(other)
    except sqlite3.Error as error:
        raise Refusal(
            P("the store cannot be copied ({reason}).", reason=str(error)), str(target),
            P("Close other programs that use it, and check the space on the disk."),
        ) from error  # fmt: skip


def _note(copy: Path, now: Instant) -> dict[str, Any]:
    made = Store(f"sqlite:///{copy}")
    try:
        with made.read() as session:
            entries, newest = head(session)
            known = read_meta(session, "store_id")
    finally:
        made.close()
    return {
        "format": FORMAT,
        "made_at": iso(now),
        "store": known,
        "entries": entries,
        "head": newest,
    }


def _files(beside: Mapping[str, Path]) -> list[tuple[str, Path]]:
    """(name in the backup, file); folders are flat, unfinished and hidden files (.DS_Store) are left out.

    Raises Refusal for a name that another system could not restore."""
    found = [
        (f"{name}/{path.name}", path)
        for name, folder in beside.items()
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix != ".part" and not path.name.startswith(".")
    ]
    for _, path in found:
        if not is_portable(path.name):
            raise Refusal(
                P("a file of this name cannot be restored on every computer."), str(path),
                P("Rename it: without / \\ : * ? \" < > | and no dot or space at its end."),
            )  # fmt: skip
    return found


def _digests(copy: Path, beside: Mapping[str, Path]) -> dict[str, str]:
    return {name: _digest(path) for name, path in [(STORE, copy), *_files(beside)]}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_note(held: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        note = json.loads(held.read(NOTE))
    except (KeyError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(note, dict) or not isinstance(note.get("files"), dict) or STORE not in note["files"]:
        raise _damaged(path)
    if note.get("format") != FORMAT:
        raise Refusal(
            P("this backup was made by a newer version of the program."), str(path),
            P("Update the program to restore it."),
        )  # fmt: skip
    if len(note["files"]) > _MOST_FILES:
        raise _damaged(path)
    return note


def _unpack(held: zipfile.ZipFile, name: str, digest: str, folder: Path, path: Path) -> None:
    """One file, its digest taken while it is written."""
    parts = name.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        raise _damaged(path)
    target = folder.joinpath(*parts)
    target.parent.mkdir(exist_ok=True)
    found = hashlib.sha256()
    with held.open(name) as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            found.update(block)
            out.write(block)
    if found.hexdigest() != digest:
        raise _damaged(path)


def _damaged(path: Path) -> Refusal:
    return Refusal(
        P("this is no backup, or it is damaged."), str(path), P("Take another copy of the backup.")
    )


def _told(path: Path, note: Mapping[str, Any], locked: bool) -> Backup:
    return Backup(
        path, str(note["made_at"]), path.stat().st_size, int(note["entries"]), str(note["head"]),
        len(note["files"]) - 1, locked,
    )  # fmt: skip
