"""Pieces that wait to be brought in: one per file and room, or a pasted text; found, looked at, imported."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.base.clock import DEFAULT_ZONE
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Shown, Spoken, Unreadable
from core.desk import imports
from core.desk.desk import Desk
from core.desk.imports import ImportReport, Preview, PreviewRow
from core.desk.mappings import shapes
from core.desk.progress import Report, silent
from core.intake.archives import is_archive
from core.intake.formats import parts, sniffed
from core.intake.importing import Asked
from core.intake.layout import Layout, Shapes
from core.intake.reading import STDIN, candidates
from core.intake.roster_files import read_listing
from core.intake.source import Source
from core.intake.table_layout import UnknownTable
from core.intake.table_look import TableLook, look_at_table

_NAMED = 40
"""Names of a member list that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to bring in: the file at `path`, or pasted `text` when `path` is empty.

    `member` is the file meant within an archive, `sheet` the sheet of a workbook, `part` the room meant in a file of
    several. `group` names
    the group where the piece does not; `date` (YYYY-MM-DD) serves times without dates; `layout` says how a
    table is to be read; `accept_unreadable`: the person agreed that many rows stay unread.
    """

    path: str = ""
    text: str = ""
    group: str = ""
    zone: str = ""
    date: str = ""
    member: str = ""
    part: str = ""
    layout: Layout | None = None
    accept_unreadable: bool = False
    sheet: str = ""

    @property
    def name(self) -> str:
        """Of the file itself, in an archive too; "" for pasted text."""
        return (self.member or self.path).replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class MemberList:
    """A file that holds people and no chat. `names` are the first ones; `partial`: of people somebody knows."""

    people: int
    names: tuple[str, ...]
    partial: bool


def found_in(desk: Desk, paths: Sequence[str]) -> tuple[list[Piece], list[Refusal]]:
    """The chats behind dropped files, folders and archives, one for each room, in order and without repeats.

    A file that was named itself is a piece even when it cannot be read: looking at it says why. In folders and
    archives only chats count, and tables that a mapping could make one.
    """
    known = shapes(desk)
    found: dict[Piece, None] = {}
    refusals: list[Refusal] = []
    for path in paths:
        if not os.path.isdir(path) and not is_archive(path):
            found.update(dict.fromkeys(_named(desk, Piece(path))))
            continue
        try:
            inside = _inside(path, known, refusals.append)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        found.update(dict.fromkeys(inside))
        if not inside:
            refusals.append(
                Refusal(P("no chat export was found in this folder."), path, P("Name the file itself."))
            )
    return list(found), refusals


def rooms_of(desk: Desk, piece: Piece) -> list[Piece]:
    """The piece once for each room of its file. Raises Refusal."""
    whole = replace(piece, part="")
    return [
        replace(whole, part=each.part, sheet=each.sheet)
        for each in parts(_source(desk, whole), "", shapes(desk))
    ]


def _named(desk: Desk, piece: Piece) -> list[Piece]:
    try:
        return rooms_of(desk, piece)
    except Refusal:
        return [piece]


def _inside(path: str, known: Shapes, refused: Callable[[Refusal], None]) -> list[Piece]:
    """The chats in a folder or archive, and the tables that could be one; `refused` is told of what is broken."""
    found: list[Piece] = []
    for source in candidates(path, refused):
        try:
            several = parts(source, "", known)
        except UnknownTable:
            several = [source]
        except Refusal:
            continue
        found += [Piece(each.path, member=each.member, part=each.part, sheet=each.sheet) for each in several]
    return found


def preview(desk: Desk, piece: Piece) -> Preview:
    """What importing it would bring. Raises Refusal; UnknownTable where a mapping is wanted."""
    return imports.preview_source(desk, _source(desk, piece), _asked(desk, piece))


def seen(desk: Desk, piece: Piece) -> Preview | MemberList:
    """As `preview`; a file that is a list of people and no chat is told apart. Raises Refusal."""
    try:
        return preview(desk, piece)
    except Refusal as refusal:
        listed = _listed(desk, piece, refusal)
        if listed is None:
            raise
        return listed


def _listed(desk: Desk, piece: Piece, refusal: Refusal) -> MemberList | None:
    if not piece.path or piece.member or piece.layout is not None:
        return None
    if isinstance(refusal, UnknownTable) and not look(desk, piece).missing:
        # With times, people and words in it, it is a chat that lacks a mapping.
        return None
    try:
        found = read_listing(Path(piece.path), piece.zone or DEFAULT_ZONE)
    except (Refusal, UnicodeError):
        return None
    names = tuple(person.nickname or person.name or person.id for person in found.people[:_NAMED])
    return MemberList(len(found.people), names, found.partial)


def look(desk: Desk, piece: Piece, said: Sequence[tuple[str, str]] | None = None) -> TableLook:
    """The piece as a table, `said` being the (field, column) pairs chosen so far (None: what suggests itself).

    Raises Refusal for what is no table.
    """
    source = _source(desk, replace(piece, layout=piece.layout or Layout()))
    return look_at_table(source, piece.zone or DEFAULT_ZONE, dict(said) if said is not None else None)


def rows_of(look: TableLook) -> tuple[PreviewRow, ...]:
    """The first rows of a table as they would be imported."""
    return tuple(
        imports.preview_row(item) for item in look.items if isinstance(item, Spoken | Shown | Unreadable)
    )


def bring(desk: Desk, piece: Piece, report: Report = silent) -> ImportReport:
    """Import it beside a window. Raises Refusal, Cancelled; then nothing of it was kept."""
    asked = replace(_asked(desk, piece), beside_window=True)
    return imports.bring_source(desk, _source(desk, piece), asked, report)


def _asked(desk: Desk, piece: Piece) -> Asked:
    return Asked(desk.clock.now(), piece.group, "", piece.zone, piece.date, piece.accept_unreadable)


def _source(desk: Desk, piece: Piece) -> Source:
    """With the layout saved for tables of its shape, where the piece has none of its own."""
    if not piece.path:
        return Source(STDIN, piece.text.encode("utf-8", "replace"))
    source = Source(piece.path, part=piece.part, member=piece.member, sheet=piece.sheet, layout=piece.layout)
    if piece.layout is None:
        sniffed(source, shapes(desk))
    return source
