"""What waits to be brought in: files and pasted texts, each with what was recognised in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from pathlib import Path

from core.base.refusal import Refusal
from core.desk import imports
from core.desk.desk import Desk
from core.desk.imports import Preview
from core.desk.pieces import Piece
from core.intake.reading import sources

_numbers = count(1)


class PieceState(Enum):
    READING = "reading"
    READY = "ready"
    DOUBTFUL = "doubtful"
    """Rows that cannot be read, or a date or group still to be given."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`preview` or `refusal` once read. `number` is its identity."""

    piece: Piece
    preview: Preview | None = None
    refusal: Refusal | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def name(self) -> str:
        """File name; "" for pasted text."""
        return Path(self.piece.path).name

    @property
    def state(self) -> PieceState:
        if self.refusal is not None:
            return PieceState.REFUSED
        if self.preview is None:
            return PieceState.READING
        return PieceState.DOUBTFUL if self.preview.unparsed or self.needs_group else PieceState.READY

    @property
    def needs_group(self) -> bool:
        return self.preview is not None and not (self.preview.group or self.piece.group)

    @property
    def importable(self) -> bool:
        return self.preview is not None and self.refusal is None and not self.needs_group

    def asking(self, **changes: str) -> Waiting:
        """The same piece with another group, zone or date, to be read again."""
        return replace(self, piece=replace(self.piece, **changes), refusal=None)


def read_preview(desk: Desk, piece: Piece) -> Preview:
    """Off the GUI thread. Raises Refusal."""
    if piece.path:
        return imports.preview_path(desk, Path(piece.path), group=piece.group, zone=piece.zone)
    return imports.preview_text(desk, piece.text, piece.group, piece.zone, piece.date)


def files_in(paths: list[str]) -> tuple[list[str], list[Refusal]]:
    """The chat files behind dropped files and folders, in order, without repeats. Off the GUI thread."""
    found: dict[str, None] = {}
    refusals: list[Refusal] = []
    for path in paths:
        if not Path(path).is_dir():
            found[path] = None
            continue
        try:
            found.update(dict.fromkeys(source.path for source in sources(path)))
        except Refusal as refusal:
            refusals.append(refusal)
    return list(found), refusals
