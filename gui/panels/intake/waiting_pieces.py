"""The pieces that wait, and how they come to be read: off the GUI thread, again after every answer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk import pieces
from core.desk.desk import Desk
from core.desk.imports import Preview
from core.desk.pieces import MemberList, Piece
from core.intake.layout import Layout
from core.intake.table_layout import UnknownTable
from gui.context import WindowContext
from gui.panels.intake.pieces import Waiting


class WaitingPieces(QObject):
    """`changed` comes after anything about them did; `added` when new ones arrived."""

    changed = Signal()
    added = Signal()

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.all: list[Waiting] = []
        self._in_view = 0
        self._before = 0

    def __len__(self) -> int:
        return len(self.all)

    def current(self) -> Waiting | None:
        return next((each for each in self.all if each.number == self._in_view), None)

    def ready(self) -> list[Waiting]:
        return [each for each in self.all if each.importable]

    def choose(self, waiting: Waiting) -> None:
        if waiting.number != self._in_view:
            self._in_view = waiting.number
            self.changed.emit()

    def look_away(self) -> None:
        """Nothing is in view, until `look_back` or something new."""
        self._before, self._in_view = self._in_view or self._before, 0

    def look_back(self) -> None:
        if not self._in_view and self.all:
            known = {each.number for each in self.all}
            self._in_view = self._before if self._before in known else self.all[0].number

    # in and out

    def add_paths(self, paths: list[str]) -> None:
        """Files, folders and archives; each stands for the chats in it."""

        def then(answer: tuple[list[Piece], list[Refusal]]) -> None:
            found, refusals = answer
            for refusal in refusals:
                self.context.complain(refusal)
            known = {
                (each.piece.path, each.piece.member, each.piece.sheet, each.piece.part) for each in self.all
            }
            self._add([Waiting(p) for p in found if (p.path, p.member, p.sheet, p.part) not in known])

        self.context.read(self, f"files {paths}", lambda desk: pieces.found_in(desk, paths), then)

    def add_text(self, text: str) -> None:
        """Chat text; it belongs to the group of the top bar, or to the only one."""
        chosen = self.context.group(self.context.group_id)
        known = self.context.groups
        group = chosen.name if chosen else known[0].name if len(known) == 1 else ""
        self._add([Waiting(Piece(text=text, group=group))])

    def _add(self, found: list[Waiting]) -> None:
        if not found:
            return
        self.all += found
        self._in_view = found[0].number
        for waiting in found:
            self._read(waiting)
        self.added.emit()
        self.changed.emit()

    def remove(self, waiting: Waiting) -> None:
        self.take_away({waiting.number})

    def take_away(self, numbers: set[int]) -> None:
        """The one in view gives way to its neighbour."""
        place = next((i for i, each in enumerate(self.all) if each.number == self._in_view), 0)
        self.all = [each for each in self.all if each.number not in numbers]
        if self.all and self.current() is None:
            self._in_view = self.all[min(place, len(self.all) - 1)].number
        self.changed.emit()

    def clear(self) -> None:
        self.all, self._in_view = [], 0
        self.changed.emit()

    # answers

    def answer(self, **changes: object) -> None:
        """The person named a group, zone, date or text for the piece in view, or agreed to something."""
        current = self.current()
        if current is not None:
            self._ask_again(current.asking(**changes))

    def lay_out(self, waiting: Waiting, layout: Layout, names: tuple[str, ...], zone: str) -> None:
        """The piece is a table laid out like this: once for each room in it. The others of its shape too."""
        alike = [each for each in self.all if each.number == waiting.number or self._alike(each, names)]
        for each in alike:
            self._replace_by_rooms(each.asking(layout=layout, zone=zone))

    def _alike(self, waiting: Waiting, names: tuple[str, ...]) -> bool:
        refusal = waiting.refusal
        return isinstance(refusal, UnknownTable) and refusal.names == names

    def _replace_by_rooms(self, waiting: Waiting) -> None:
        def then(found: list[Piece]) -> None:
            rooms = [replace(waiting, piece=found[0]), *(Waiting(piece) for piece in found[1:])]
            at = next((i for i, each in enumerate(self.all) if each.number == waiting.number), None)
            if at is not None:
                self.all[at : at + 1] = rooms
                for each in rooms:
                    self._read(each)
                self.changed.emit()

        self._put(replace(waiting, preview=None))
        purpose = f"rooms {waiting.number}"
        self.context.read(
            self, purpose, lambda desk: pieces.rooms_of(desk, waiting.piece), then,
            lambda error: self._failed(waiting, error),
        )  # fmt: skip

    def read_again(self) -> None:
        """After something else changed what is known: which messages are new, which tables are explained."""
        for waiting in list(self.all):
            self._ask_again(replace(waiting, refusal=None))

    # reading

    def _ask_again(self, waiting: Waiting) -> None:
        self._put(waiting)
        self._read(waiting)

    def _read(self, waiting: Waiting) -> None:
        def look(desk: Desk) -> Preview | MemberList | None:
            # What was discarded meanwhile need not be read to its end.
            wanted = any(each.number == waiting.number for each in self.all)
            return pieces.seen(desk, waiting.piece) if wanted else None

        def read(found: Preview | MemberList | None) -> None:
            if found is None:
                return
            listed = found if isinstance(found, MemberList) else None
            preview = None if isinstance(found, MemberList) else found
            self._put(replace(waiting, preview=preview, listed=listed, refusal=None))

        purpose = f"piece {waiting.number}"
        self.context.read(
            self, purpose, look, read,
            lambda error: self._failed(waiting, error),
        )  # fmt: skip

    def _failed(self, waiting: Waiting, error: Exception) -> None:
        if not isinstance(error, Refusal):
            self.context.complain(error)
            error = Refusal(P("this could not be read."), waiting.name)
        self._put(replace(waiting, preview=None, refusal=error))

    def _put(self, waiting: Waiting) -> None:
        self.all = [waiting if each.number == waiting.number else each for each in self.all]
        self.changed.emit()
