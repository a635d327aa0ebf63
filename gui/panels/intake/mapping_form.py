"""What the columns of an unknown table hold: said by a person, seen at once on the first rows, kept for next time."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.clock import DEFAULT_ZONE
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.desk import mappings, pieces
from core.desk.desk import Desk
from core.desk.mappings import TableMapping
from core.intake.layout import Layout
from core.intake.table_layout import FIELDS
from core.intake.table_look import TableLook
from gui.context import WindowContext
from gui.panels.intake.column_rows import ColumnRows
from gui.panels.intake.mapping_words import (
    DATE_NAMES,
    DELIMITER_NAMES,
    ENCODINGS,
    FIELD_NAMES,
    HEADER_ROWS,
    TIMES,
    found_out,
    header_name,
)
from gui.panels.intake.pieces import Waiting
from gui.panels.intake.tables import PreviewTable
from gui.panels.intake.zones import ZONES
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.choice import Choice, Tick
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Icon

_DELIMITERS, _DATES = tuple(DELIMITER_NAMES), tuple(DATE_NAMES)


class MappingForm(QWidget):
    """`agreed` carries the Waiting, its Layout, the columns' names and the zone; `left` when nothing is to change."""

    agreed = Signal(object, object, tuple, str)
    left = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._waiting: Waiting | None = None
        self._look: TableLook | None = None
        self._said: dict[str, str] | None = None
        self._saved: list[TableMapping] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 12, 16, 12)
        upper.setSpacing(10)
        upper.addLayout(self._options())
        self.columns = ColumnRows(context)
        self.columns.changed.connect(self._chose)
        upper.addWidget(self.columns)
        upper.addLayout(self._state())
        layout.addLayout(upper)
        layout.addWidget(Hairline(context.theme))
        self.table = PreviewTable(context, self._zone)
        self.words.bind(P("The first rows as they would come in"), self.table.setAccessibleName)
        layout.addWidget(self.table, 1)
        layout.addWidget(Hairline(context.theme))
        layout.addLayout(self._foot())

    # building

    def _options(self) -> QGridLayout:
        theme, grid = self.context.theme, QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        self.saved, self.encoding, self.delimiter, self.header, self.dates, self.zone = (
            Choice(theme) for _ in range(6)
        )
        self.zone.addItems(ZONES)
        self._labels: list[Label] = []
        for place, (phrase, choice) in enumerate((
            (P("Saved mapping"), self.saved), (P("Encoding"), self.encoding), (P("Cells are cut by"), self.delimiter),
            (P("Names of columns"), self.header), (P("Dates are written"), self.dates), (P("Time zone"), self.zone),
        )):  # fmt: skip
            label = Label(theme, "", "small", "text3", elide=True)
            self._labels.append(label)
            self.words.bind(phrase, label.setText, choice.setAccessibleName)
            grid.addWidget(label, 2 * (place // 3), place % 3)
            grid.addWidget(choice, 2 * (place // 3) + 1, place % 3)
            grid.setColumnStretch(place % 3, 1)
        grid.setRowMinimumHeight(2, theme.px(20))
        for choice in (self.encoding, self.delimiter, self.header):
            choice.activated.connect(self._cut_again)
        for choice in (self.dates, self.zone):
            choice.activated.connect(self._ask)
        self.saved.activated.connect(self._use_saved)
        return grid

    def _state(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.sign = Icon(self.context.theme, "warning", "amber", 14)
        self.state = Label(self.context.theme, "", "small", "text2", wrap=True)
        line.addWidget(self.sign)
        line.addWidget(self.state, 1)
        return line

    def _foot(self) -> QHBoxLayout:
        theme, line = self.context.theme, QHBoxLayout()
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(8)
        self.keep = Tick(theme)
        self.words.bind(P("Remember for files like this, as"), self.keep.setText)
        self.keep.setChecked(True)
        self.keep.toggled.connect(self._fill_state)
        self.name = QLineEdit()
        self.name.setMaxLength(mappings.LONGEST_NAME)
        self.words.bind(P("Name of the mapping"), self.name.setAccessibleName, self.name.setPlaceholderText)
        self.name.textChanged.connect(self._fill_state)
        self.forget = Button(theme, kind="quiet")
        self.words.bind(P("Forget"), self.forget.setText)
        self.forget.clicked.connect(self._forget)
        self.leave = Button(theme)
        self.words.bind(P("Cancel"), self.leave.setText)
        self.leave.clicked.connect(self.left)
        self.agree = Button(theme, kind="primary")
        self.words.bind(P("Read it like this"), self.agree.setText)
        self.agree.clicked.connect(self._agree)
        line.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.name, 1)
        for button in (self.forget, self.leave, self.agree):
            line.addWidget(button)
        return line

    # showing

    def show_piece(self, waiting: Waiting) -> None:
        """Begin with what was agreed before, else with what suggests itself."""
        if self._waiting is not None and self._waiting.number == waiting.number:
            self._waiting = waiting
            return
        self._waiting, self._look = waiting, None
        layout = waiting.piece.layout
        known = dict(waiting.preview.columns) if waiting.preview else None
        self._said = {field: name for field, name in layout.columns if name} if layout else known
        self._begin(layout or Layout())
        zone = (waiting.preview.zone if waiting.preview else "") or waiting.piece.zone or DEFAULT_ZONE
        if self.zone.findText(zone) < 0:
            self.zone.addItem(zone)
        self.zone.setCurrentText(zone)
        self.name.setText(waiting.name.rsplit(".", 1)[0])
        self.context.read(self, "saved", mappings.saved, self._show_saved)
        self._ask()

    def leave_piece(self) -> None:
        self._waiting = None

    def _begin(self, layout: Layout) -> None:
        self._fill_choices(layout)

    def _fill_choices(self, layout: Layout) -> None:
        """Every choice names what was found out, where nothing is said."""
        say, look = self.context.tr, self._look
        encoding = found_out(look.encoding) if look and look.encoding else P("detected")
        cut = DELIMITER_NAMES[look.delimiter] if look and look.delimiter else DELIMITER_NAMES[""]
        written = found_out(say(TIMES[look.times])) if look and look.times else P("detected")
        words: tuple[tuple[Choice, list[Phrase | str], int], ...] = (
            (self.encoding, [encoding, *ENCODINGS[1:]], _place(ENCODINGS, layout.encoding)),
            (self.delimiter, [found_out(say(cut)) if look else cut, *list(DELIMITER_NAMES.values())[1:]],
             _place(_DELIMITERS, layout.delimiter)),
            (self.header, [header_name(row, look.header if look else 1) for row in HEADER_ROWS],
             _place(HEADER_ROWS, layout.header)),
            (self.dates, [written, *list(DATE_NAMES.values())[1:]], _place(_DATES, layout.dates)),
        )  # fmt: skip
        for choice, texts, place in words:
            choice.clear()
            choice.addItems([say(text) if isinstance(text, Phrase) else text for text in texts])
            choice.setCurrentIndex(place)
        self.delimiter.setEnabled(look is None or bool(look.delimiter))
        self.encoding.setEnabled(look is None or bool(look.encoding))

    def layout_said(self) -> Layout:
        """What stands in the form. Every field is named: what has no column must not be guessed."""
        said = self._said or {}
        return Layout(
            tuple((field, said.get(field, "")) for field in FIELDS) if self._said is not None else (),
            HEADER_ROWS[max(0, self.header.currentIndex())],
            _DELIMITERS[max(0, self.delimiter.currentIndex())],
            ENCODINGS[max(0, self.encoding.currentIndex())],
            _DATES[max(0, self.dates.currentIndex())],
        )

    def _zone(self) -> str:
        return self.zone.currentText() or DEFAULT_ZONE

    def _ask(self) -> None:
        waiting = self._waiting
        if waiting is None:
            return
        piece = replace(waiting.piece, layout=self.layout_said(), zone=self._zone(), part="")
        said = tuple(self._said.items()) if self._said is not None else None
        self.context.read(
            self, "look", lambda desk: pieces.look(desk, piece, said), self._show_look, self._failed
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            self.context.complain(error)
            return
        self._look = None
        self.state.setText(error.line(self.context.language))
        self.agree.setEnabled(False)

    def _show_look(self, look: TableLook) -> None:
        layout = self.layout_said()
        self._look = look
        if self._said is None:
            self._said = {field: name for field, name in look.pairs()}
        self._fill_choices(layout)
        self.columns.show_columns(look.columns)
        rows = pieces.rows_of(look)
        places = {id(row): place for place, row in enumerate(rows)}
        self.table.show_rows(rows, lambda row: places[id(row)])
        self._fill_state()

    def _fill_state(self) -> None:
        look, say = self._look, self.context.tr
        if look is None:
            return
        missing = [say(FIELD_NAMES[field]) for field in look.missing]
        if missing:
            text = say(P("Still to be said: which column holds {fields}.", fields=tuple(missing)))
        elif look.times in ("unclear", "clock") and "day" not in (self._said or {}):
            text = say(P("The column of times is {what}.", what=TIMES[look.times]))
        elif look.bad:
            text = say(P("{bad} of the first {n} rows cannot be read like this.", bad=look.bad, n=look.seen))
        else:
            text = say(P("The first {n} rows can be read.", n=look.seen))
        if not missing and look.offset:
            text += " " + say(P("The times name their own zone."))
        good = not missing and look.bad < max(1, look.seen)
        self.sign.set_icon(
            "check-circle" if good and not look.bad else "warning",
            "green" if good and not look.bad else "amber",
        )
        self.state.setText(text)
        named = bool(self.name.text().strip()) or not self.keep.isChecked()
        self.agree.setEnabled(good and named)
        self.name.setEnabled(self.keep.isChecked())
        self.forget.setVisible(any(each.name == self.name.text().strip() for each in self._saved))

    # what the person does

    def _chose(self) -> None:
        self._said = self.columns.fields()
        self._ask()

    def _cut_again(self) -> None:
        """Other cells have other names: let them speak for themselves."""
        self._said = None
        self._ask()

    def _show_saved(self, saved: list[TableMapping]) -> None:
        self._saved = saved
        self.saved.clear()
        self.saved.addItems([self.context.tr(P("none")), *(each.name for each in saved)])
        self.saved.setEnabled(bool(saved))
        self._fill_state()

    def _use_saved(self, index: int) -> None:
        if not 0 < index <= len(self._saved):
            return
        chosen = self._saved[index - 1]
        self._said = chosen.columns
        self.name.setText(chosen.name)
        self._fill_choices(chosen.layout)
        self._ask()

    def _forget(self) -> None:
        name = self.name.text().strip()
        self.context.act(
            lambda desk: mappings.forget(desk, name),
            lambda _outcome: self.context.read(self, "saved", mappings.saved, self._show_saved),
            done=P("“{name}” is forgotten.", name=name), undo=False,
        )  # fmt: skip

    def _agree(self) -> None:
        waiting, look = self._waiting, self._look
        if waiting is None or look is None:
            return
        layout, names, zone = self.layout_said(), tuple(column.name for column in look.columns), self._zone()
        name = self.name.text().strip()

        def then(_value: object = None) -> None:
            self.agreed.emit(waiting, layout, names, zone)

        if not self.keep.isChecked():
            then()
            return

        def keep(desk: Desk) -> object:
            return mappings.save(desk, name, names, replace(layout, header=look.header))

        self.context.act(keep, then, done=P("Remembered as “{name}”.", name=name), undo=False)

    def retranslate(self) -> None:
        self.words.say_again()
        self.columns.retranslate()
        self._fill_choices(self.layout_said())
        self.context.read(self, "saved", mappings.saved, self._show_saved)
        self._fill_state()


def _place(values: tuple[object, ...], value: object) -> int:
    return values.index(value) if value in values else 0
