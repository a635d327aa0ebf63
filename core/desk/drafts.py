"""Charters under work: YAML files beside the store, listed, made, saved whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.base.clock import Instant
from core.base.file_names import file_stem
from core.base.phrase import LocalText, P
from core.base.refusal import Refusal
from core.charter.editing import with_value
from core.charter.library import charter_text
from core.charter.yaml_loading import MAX_CHARACTERS, read_yaml
from core.desk.desk import Desk

_OWN = "qunzhang.db"
_SUFFIX = ".yaml"
_HEAD_END = re.compile(r"^(settings|policies|clauses)\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """The first lines of a charter, which are quick to read. `charter` is "" where they cannot be read."""

    charter: str
    version: int
    title: LocalText
    groups: tuple[str, ...] = ()
    """Kinds of group it is for"""


@dataclass(frozen=True, slots=True)
class Draft:
    """`name` is the file's name without its ending."""

    name: str
    path: Path
    head: Head
    changed_at: Instant


def drafts_folder(desk: Desk) -> Path:
    """Where this store's drafts lie: in the user's data folder for the user's own store and for one on a
    server, beside it (`…-charters`) for any other file, so that a sample never mixes with one's own."""
    path = desk.store.path
    own = Path(platformdirs.user_data_dir("Qunzhang", appauthor=False))
    if path is None or str(path) == ":memory:" or path == (own / _OWN).resolve():
        return own / "charters"
    return path.with_name(f"{path.stem}-charters")


def drafts(folder: Path) -> tuple[Draft, ...]:
    """All drafts, the latest first. One that cannot be read is listed by its file's name."""
    found = []
    for path in folder.glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            found.append(_draft(path))
    return tuple(sorted(found, key=lambda draft: (-draft.changed_at, draft.name)))


def read_draft(path: Path) -> str:
    """The draft's text. Raises Refusal when it is gone or no UTF-8."""
    return charter_text(path)


def create(folder: Path, text: str, name: str = "", raised: bool = True) -> Draft:
    """A new draft of this text under a name that is free; `raised` gives it the next version number."""
    if raised:
        with suppress(Refusal):
            text = with_value(text, ("version",), head_of(text).version + 1)
    head = head_of(text)
    wanted = name or head.charter or "charter"
    path = _free(folder, file_stem(wanted, "charter"))
    save(path, text)
    return _draft(path)


def save(path: Path, text: str) -> None:
    """Written beside and then moved into place: a broken save leaves the old text. Raises Refusal."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal(P("the file is too big for a charter."), str(path), P("Split it or shorten it."))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refusal(
            P("the file cannot be written: {error}.", error=str(error.strerror)), str(path),
            P("Choose another place."),
        ) from error  # fmt: skip


def delete(path: Path) -> None:
    """Raises Refusal when the file cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(
            P("the draft cannot be deleted: {error}.", error=str(error.strerror)), str(path),
            P("Check your rights to the folder."),
        ) from error  # fmt: skip


def import_file(folder: Path, path: Path) -> Draft:
    """A charter file from elsewhere as a draft, unchanged. Raises Refusal when it is no text."""
    return create(folder, charter_text(path), path.stem, raised=False)


def export_file(path: Path, target: Path) -> None:
    """Raises Refusal."""
    save(target, read_draft(path))


def head_of(text: str) -> Head:
    """The head alone is parsed: a whole charter takes a hundred times as long."""
    end = _HEAD_END.search(text)
    try:
        data = read_yaml(text[: end.start()] if end else text, "").data
    except Refusal:
        data = None
    if not isinstance(data, dict):
        return Head("", 0, LocalText("", ""))
    version, title, binds = data.get("version"), data.get("title"), data.get("binds")
    kinds = binds.get("groups") if isinstance(binds, dict) else ()
    return Head(
        str(data.get("charter") or ""),
        version if isinstance(version, int) else 0,
        _title(title),
        tuple(str(kind) for kind in kinds) if isinstance(kinds, list) else (),
    )


def _title(title: object) -> LocalText:
    if isinstance(title, dict):
        return LocalText(str(title.get("zh") or ""), str(title.get("en") or ""))
    return LocalText(str(title or ""), str(title or ""))


def _draft(path: Path) -> Draft:
    try:
        head = head_of(charter_text(path))
    except Refusal:
        head = Head("", 0, LocalText("", ""))
    return Draft(path.stem, path, head, round(path.stat().st_mtime * 1000))


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}{_SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{_SUFFIX}"
    return path
