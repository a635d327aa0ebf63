"""Pairs that may be one person, each with its reasons: a person says yes or no, by mouse or by one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core.base.phrase import P, Phrase
from core.casework.likeness import Profile, Suggestion
from core.desk import people
from core.desk.desk import Desk
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.chosen import group_key
from gui.panels.list_and_card import EMPTY, LIST, lay_out
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label

_KEYS = ("Y", "N")
_SURE, _LIKELY = 80, 65


def likelihood(weight: int) -> tuple[Phrase, str]:
    """(words, tone) for a weight."""
    if weight >= _SURE:
        return P("almost certain"), "green"
    return (P("likely"), "accent") if weight >= _LIKELY else (P("possible"), "grey")


def columns() -> tuple[Column, ...]:
    def weighed(row: Suggestion) -> Cell:
        words, tone = likelihood(row.weight)
        return Cell(words, tag=tone, tip=P("{weight} of 100", weight=row.weight), export=str(row.weight))

    def reasons(row: Suggestion) -> Cell:
        told = P("{reasons}", reasons=row.reasons)
        return Cell(told, "text2", tip=told)

    return (
        Column("person", P("Person"), lambda r: _named(r.keeper), 200, sort=lambda r: r.keeper.shown),
        Column("other", P("May be the same as"), lambda r: _named(r.other), 200, sort=lambda r: r.other.shown),
        Column("weight", P("How likely"), weighed, 104, sort=lambda r: -r.weight),
        Column("reasons", P("Why"), reasons),
    )  # fmt: skip


def _named(who: Profile) -> Cell:
    side = next(iter(sorted(who.ids)), None)
    return Cell(who.shown, tip=who.key, side=side or P("display name only"))


class SamePeople(QWidget):
    """`counted` carries how many pairs wait. Y: the same person; N: different people."""

    counted = Signal(int)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._rows: dict[str, Suggestion] = {}
        theme = context.theme
        note = Label(theme, "", "small", "text2", wrap=True)
        self.words.bind(
            P("Nobody is put together by the console. What you put together counts as one person from then on, and"
              " can be taken apart again."), note.setText,
        )  # fmt: skip
        self.table = PanelTable(context, columns())
        self.words.bind(P("May be the same person"), self.table.setAccessibleName)
        self.table.selected_id.connect(self._chosen)
        self.table.rows_model.reordered.connect(self._choose_first)
        self.empty = EmptyState(theme, "users")
        self.words.bind(P("Nobody here looks like somebody else."), lambda text: self.empty.set_texts(text))
        self.names = Label(theme, "", "strong", wrap=True)
        self.why = Label(theme, "", "small", "text2", wrap=True)
        self._parts = lay_out(self, theme, [note], self.table, self.empty, [self.names, self.why])
        self.different = Button(theme, "", "", "x", keys=("N",))
        self.words.bind(P("Different people"), self.different.setText)
        self.different.clicked.connect(self.refuse)
        self.same = Button(theme, "", "primary", "check", keys=("Y",))
        self.words.bind(P("Same person"), self.same.setText)
        self.same.clicked.connect(self.confirm)
        for button in (self.different, self.same):
            self._parts.acts.addWidget(button)
        for key, act in zip(_KEYS, (self.confirm, self.refuse), strict=True):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._chosen(None)

    def refresh(self) -> None:
        group_id = self.context.group_id

        def ask(desk: Desk) -> list[Suggestion]:
            return people.suggest(desk, "" if group_id is None else group_key(desk, group_id))

        self.context.read(self, "suggestions", ask, self._show)

    def chosen(self) -> Suggestion | None:
        """The pair selected in the table."""
        return self._rows.get(str(self.table.current_id()))

    def confirm(self) -> None:
        pair = self.chosen()
        if pair is None:
            return
        reason = self.context.tr(P("confirmed in the roster: {reasons}", reasons=pair.reasons))
        self.context.act(
            lambda desk: people.merge(desk, pair.keeper.key, pair.other.key, reason),
            done=P("{one} and {other} are one person now.", one=pair.keeper.shown, other=pair.other.shown),
        )

    def refuse(self) -> None:
        pair = self.chosen()
        if pair is None:
            return
        self.context.act(
            lambda desk: people.refuse(desk, pair.keeper.key, pair.other.key),
            done=P("{one} and {other} are different people.", one=pair.keeper.shown, other=pair.other.shown),
        )

    def retranslate(self) -> None:
        self.words.say_again()
        self._chosen(None)

    def _show(self, found: Sequence[Suggestion]) -> None:
        self._rows = {f"{each.keeper.key}|{each.other.key}": each for each in found}
        self._parts.stack.setCurrentIndex(LIST if found else EMPTY)
        self._parts.card.setVisible(bool(found))
        self.table.show_rows(found, lambda each: f"{each.keeper.key}|{each.other.key}")
        self.counted.emit(len(found))
        self._chosen(None)

    def _choose_first(self) -> None:
        if self._rows and self.table.current_id() not in self._rows:
            self.table.choose(next(iter(self._rows)))

    def _chosen(self, _key: object) -> None:
        pair, say = self.chosen(), self.context.tr
        for button in (self.same, self.different):
            button.setEnabled(pair is not None)
        if pair is None:
            self.names.setText(say(P("Choose a pair.")))
            self.why.setText("")
            return
        self.names.setText(say(P("{one} ({id}) and {other} ({key})", one=pair.keeper.shown, id=pair.keeper.key,
                                 other=pair.other.shown, key=pair.other.key)))  # fmt: skip
        self.why.setText("\n".join(f"· {say(why)}" for why in pair.reasons))
