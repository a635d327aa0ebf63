"""What was recognised in a piece, what it covers, and what importing it will change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.base.clock import DEFAULT_ZONE, from_iso
from core.base.phrase import P, Phrase
from core.desk.imports import Preview
from gui import i18n
from gui.context import WindowContext
from gui.panels.intake.columns_box import ColumnsBox
from gui.panels.intake.coverage_bars import CoverageBars, silent_spans
from gui.panels.intake.doubts_box import DoubtsBox
from gui.panels.intake.format_names import format_name
from gui.panels.intake.pieces import Waiting
from gui.panels.intake.zones import ZONES
from gui.panels.words import Words
from gui.widgets.choice import Choice
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Icon, Tag

_GAPS_SHOWN = 3
_TYPED_MS = 350
"""A name is asked about once it stands still that long."""


class Recognised(QWidget):
    """`asked` carries what the person set: group, zone or date (by keyword) for the piece in view."""

    asked = Signal(dict)
    columns_asked = Signal()
    """The person wants to say what the columns hold"""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._waiting: Waiting | None = None
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._heading(P("What was recognised")))
        self.doubts = DoubtsBox(context)
        self.doubts.answered.connect(self.asked)
        layout.addWidget(self.doubts)
        layout.addLayout(self._facts())
        self.columns = ColumnsBox(context)
        self.columns.change.connect(self.columns_asked)
        layout.addWidget(self.columns)
        layout.addWidget(Hairline(theme))
        line = QHBoxLayout()
        self.span = Label(theme, "", "small", "text3")
        line.addWidget(self._heading(P("Coverage")), 1)
        line.addWidget(self.span)
        layout.addLayout(line)
        self.bars = CoverageBars(theme)
        self.words.bind(P("Messages per day"), self.bars.setAccessibleName)
        layout.addWidget(self.bars)
        warn = QHBoxLayout()
        warn.setSpacing(8)
        self.gap_icon = Icon(theme, "warning", "amber", 14)
        self.gaps = Label(theme, "", "small", "text2", wrap=True)
        warn.addWidget(self.gap_icon, 0, Qt.AlignmentFlag.AlignTop)
        warn.addWidget(self.gaps, 1)
        layout.addLayout(warn)
        layout.addWidget(Hairline(theme))
        layout.addWidget(self._heading(P("After the import")))
        layout.addLayout(self._counts())
        layout.addStretch(1)

    def _heading(self, phrase: Phrase) -> Label:
        label = Label(self.context.theme, "", "small-strong", "text2")
        self.words.bind(phrase, label.setText)
        return label

    def _facts(self) -> QFormLayout:
        theme, form = self.context.theme, QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self.group = Choice(theme)
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.group.setMinimumWidth(theme.px(120))
        self.group_tag = Tag(theme)
        edit = self.group.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._group_named)
        # The import becomes possible while one still types: nobody should have to leave the field first.
        self._typing = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typing.timeout.connect(self._group_set)
        edit.textEdited.connect(lambda _text: self._typing.start())
        self.words.bind(P("Name the group"), edit.setPlaceholderText)
        self.group.activated.connect(self._group_set)
        self.format = Label(theme, "", "body", elide=True)
        self.time = Label(theme, "", "body", wrap=True)
        self.zone = Choice(theme)
        self.zone.addItems(ZONES)
        self.zone.activated.connect(self._zone_set)
        self.senders = Label(theme, "", "body", wrap=True)
        self._labels: dict[str, Label] = {}
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.group, 1)
        beside.addWidget(self.group_tag)
        rows: tuple[tuple[str, Phrase, QWidget | QHBoxLayout, QWidget], ...] = (
            ("group", P("Group"), beside, self.group),
            ("format", P("Format"), self.format, self.format),
            ("time", P("Time"), self.time, self.time),
            ("zone", P("Time zone"), self.zone, self.zone),
            ("senders", P("Senders"), self.senders, self.senders),
        )
        for key, phrase, field, named in rows:
            label = self._labels[key] = Label(theme, "", "small", "text3")
            self.words.bind(phrase, label.setText, named.setAccessibleName)
            if isinstance(field, QWidget):
                form.addRow(label, field)
            else:
                form.addRow(label, field)
        return form

    def _counts(self) -> QGridLayout:
        theme, grid = self.context.theme, QGridLayout()
        grid.setVerticalSpacing(6)
        self._numbers: list[Label] = []
        for row, phrase in enumerate(
            (P("New messages"), P("Known, skipped"), P("System notices"), P("Unreadable, kept aside"))
        ):
            words, number = Label(theme, "", "body", "text2"), Label(theme, "", "body")
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.words.bind(phrase, words.setText)
            grid.addWidget(words, row, 0)
            grid.addWidget(number, row, 1)
            self._numbers.append(number)
        grid.setColumnStretch(0, 1)
        return grid

    # showing

    def show_groups(self, names: Sequence[str]) -> None:
        """The groups that a piece without a name of its own can be put into."""
        typed = self.group.currentText()
        self.group.clear()
        self.group.addItems(list(names))
        self.group.setEditText(typed)

    def show_piece(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._fill()

    def _fill(self) -> None:
        if self._waiting is None:
            return
        say, preview, piece = self.context.tr, self._waiting.preview, self._waiting.piece
        edit = self.group.lineEdit()
        if edit is None or not (edit.hasFocus() and edit.isModified()):
            self.group.setEditText((preview.group if preview else "") or piece.group)
        own = preview is not None and bool(preview.group) and not piece.group and bool(piece.path)
        self.group.setEnabled(not own)
        zone = (preview.zone if preview else "") or piece.zone or DEFAULT_ZONE
        if self.zone.findText(zone) < 0:
            self.zone.addItem(zone)
        self.zone.setCurrentText(zone)
        self.doubts.show_piece(self._waiting)
        self.columns.show_piece(self._waiting)
        if preview is None:
            self.group_tag.setVisible(False)
            for label in (self.format, self.time, self.senders, self.span, self.gaps, *self._numbers):
                label.setText("")
            self.bars.show_days(())
            self.gap_icon.setVisible(False)
            return
        known = P("known group") if preview.group_known else P("new group")
        self.group_tag.setVisible(bool(preview.group))
        self.group_tag.set_text(say(known))
        self.group_tag.set_tone("green" if preview.group_known else "accent")
        encoding = f" · {preview.encoding}" if preview.encoding else ""
        self.format.setText(say(format_name(preview.format)) + encoding)
        self.time.setText(say(self._span(preview)))
        senders = P("{n}, {known} of them known", n=preview.senders, known=preview.senders_known)
        self.senders.setText(say(senders))
        self._fill_coverage(preview)
        self._fill_counts(preview)

    def _span(self, preview: Preview) -> Phrase:
        if preview.start is None or preview.end is None:
            return P("no times")
        now = self.context.now()
        first = i18n.day_and_time(preview.start, now, preview.zone)
        last = i18n.day_and_time(preview.end, now, preview.zone)
        return P("{first} to {last}", first=first, last=last)

    def _fill_coverage(self, preview: Preview) -> None:
        say = self.context.tr

        def named(day: str) -> Phrase:
            return i18n.day(from_iso(day, preview.zone), self.context.now(), preview.zone)

        self.bars.show_days(preview.per_day)
        days = len([day for day, count in preview.per_day if count])
        self.span.setText(say(P("{n} days with messages", n=days)) if days else "")
        spans = silent_spans(preview.per_day)
        texts = [
            say(P("{first}: no messages.", first=named(first)))
            if first == last
            else say(P("{first} to {last}: no messages.", first=named(first), last=named(last)))
            for first, last in spans[:_GAPS_SHOWN]
        ]
        if len(spans) > _GAPS_SHOWN:
            texts.append(say(P("And {n} more gaps.", n=len(spans) - _GAPS_SHOWN)))
        if texts:
            texts.append(say(P("If messages are missing there, import them too: only then can it be told.")))
        self.gaps.setText("\n".join(texts))
        self.gap_icon.setVisible(bool(texts))

    def _fill_counts(self, preview: Preview) -> None:
        values = (
            preview.messages_new, preview.messages - preview.messages_new, preview.notices, preview.unparsed,
        )  # fmt: skip
        for label, value in zip(self._numbers, values, strict=True):
            label.setText(f"{value:,}")
        self._numbers[3].set_token("amber" if preview.unparsed else "text")

    def retranslate(self) -> None:
        self.words.say_again()
        self.doubts.retranslate()
        self.columns.retranslate()
        self._fill()

    # what the person sets

    def _group_named(self) -> None:
        edit = self.group.lineEdit()
        if edit is not None:
            edit.setModified(False)
        self._typing.stop()
        self._group_set()

    def _group_set(self) -> None:
        self._ask("group", self.group.currentText().strip())

    def _zone_set(self) -> None:
        self._ask("zone", self.zone.currentText())

    def _ask(self, name: str, value: str) -> None:
        if self._waiting is None or not value:
            return
        shown = getattr(self._waiting.preview, name, "") if self._waiting.preview else ""
        if value not in (getattr(self._waiting.piece, name), shown):
            self.asked.emit({name: value})
