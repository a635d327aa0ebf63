"""What waits to be brought in: files, rooms of files and pasted texts, each with what was recognised in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from typing import Any

from core.base.refusal import Refusal
from core.desk.imports import Preview
from core.desk.pieces import MemberList, Piece
from core.intake.table_layout import UnknownTable

_numbers = count(1)


class PieceState(Enum):
    READING = "reading"
    READY = "ready"
    KNOWN = "known"
    """Everything in it is stored already."""
    DOUBTFUL = "doubtful"
    """Rows that cannot be read, or something that a person has to say first."""
    REFUSED = "refused"


class Doubt(Enum):
    """What a person has to say before a piece can come in."""

    COLUMNS = "columns"
    MEMBERS = "members"
    """It is a member list: whose?"""
    GROUP = "group"
    DATE = "date"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`preview` or `refusal` once read. `number` is its identity."""

    piece: Piece
    preview: Preview | None = None
    refusal: Refusal | None = None
    listed: MemberList | None = None
    """Set where the file is a member list and no chat"""
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def name(self) -> str:
        """File name, with the room where the file has several; "" for pasted text."""
        return self.piece.name

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        if isinstance(self.refusal, UnknownTable):
            return (Doubt.COLUMNS,)
        if self.listed is not None:
            return (Doubt.MEMBERS,)
        preview, piece = self.preview, self.piece
        if preview is None:
            return ()
        found = []
        if preview.needs_date and not piece.date:
            found.append(Doubt.DATE)
        if not (preview.group or piece.group):
            found.append(Doubt.GROUP)
        if preview.too_many_unreadable and not piece.accept_unreadable:
            found.append(Doubt.UNREADABLE)
        return tuple(found)

    @property
    def state(self) -> PieceState:
        if self.doubts:
            return PieceState.DOUBTFUL
        if self.refusal is not None:
            return PieceState.REFUSED
        preview = self.preview
        if preview is None:
            return PieceState.READING
        if preview.unparsed:
            return PieceState.DOUBTFUL
        return PieceState.KNOWN if preview.messages and not preview.messages_new else PieceState.READY

    @property
    def importable(self) -> bool:
        return self.preview is not None and self.refusal is None and not self.doubts

    @property
    def is_table(self) -> bool:
        """Whether a mapping says, or could say, what its columns hold."""
        return self.preview.format == "table" if self.preview else Doubt.COLUMNS in self.doubts

    def asking(self, **changes: Any) -> Waiting:
        """The same piece with another group, zone, date, layout or text, to be read again."""
        return replace(self, piece=replace(self.piece, **changes), refusal=None)
