"""Choosing people of a group: a box that completes names, and the chosen ones as chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.roster import RosterRow
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label

_CHIPS_A_ROW = 5


class PeoplePicker(QWidget):
    """`ids()` are platform ids. With `one`, a new choice takes the place of the old."""

    changed = Signal()

    def __init__(
        self, context: WindowContext, name: str, note: str, one: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self._one = context, one
        self._chosen: dict[str, str] = {}
        theme = context.theme
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 3, 0, 3)
        whole.setSpacing(4)
        layout = QHBoxLayout()
        layout.setSpacing(8)
        whole.addLayout(layout)
        title = Label(theme, name, "strong")
        title.setMinimumWidth(theme.px(112))
        layout.addWidget(title)
        layout.addWidget(Label(theme, note, "small", "text3", elide=True), 1)
        self._chips = QGridLayout()
        self._chips.setSpacing(6)
        self._chips.setColumnStretch(_CHIPS_A_ROW, 1)
        whole.addLayout(self._chips)
        self.box = Choice(theme)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setAccessibleName(name)
        self.box.setFixedWidth(theme.px(168))
        edit, completer = self.box.lineEdit(), self.box.completer()
        assert edit is not None
        edit.setPlaceholderText(context.tr(P("add a member")))
        edit.returnPressed.connect(self._typed)
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.box.activated.connect(self._picked)
        layout.addWidget(self.box)

    def show_members(self, members: Sequence[RosterRow], keep: bool = False) -> None:
        """The people to choose from. Unless `keep`, nobody is chosen after it."""
        self.box.clear()
        for row in members:
            self.box.addItem(row.nickname or row.name or row.platform_id, row.platform_id)
        self.box.setCurrentIndex(-1)
        if not keep:
            self._chosen.clear()
            self._show_chips()

    def choose(self, platform_id: str, name: str) -> None:
        if self._one:
            self._chosen.clear()
        self._chosen[platform_id] = name
        self._show_chips()
        self.changed.emit()

    def ids(self) -> tuple[str, ...]:
        return tuple(self._chosen)

    def _picked(self, place: int) -> None:
        if place >= 0:
            self.choose(str(self.box.itemData(place)), self.box.itemText(place))
            self.box.setCurrentIndex(-1)

    def _typed(self) -> None:
        """A name that is no row of the list stands as typed; the desk resolves or refuses it."""
        text = self.box.currentText().strip()
        place = self.box.findText(text)
        if place >= 0:
            self._picked(place)
        elif text:
            self.choose(text, text)
            self.box.setCurrentIndex(-1)

    def _show_chips(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (platform_id, name) in enumerate(self._chosen.items()):
            chip = Button(self.context.theme, name if len(name) <= 8 else name[:7] + "…", "", "x", small=True)
            chip.setToolTip(name)
            chip.setAccessibleName(self.context.tr(P("Take out {name}", name=name)))
            chip.clicked.connect(lambda _on=False, key=platform_id: self._take_out(key))
            chip.setAutoDefault(False)
            self._chips.addWidget(chip, place // _CHIPS_A_ROW, place % _CHIPS_A_ROW)

    def _take_out(self, platform_id: str) -> None:
        self._chosen.pop(platform_id, None)
        self._show_chips()
        self.changed.emit()
