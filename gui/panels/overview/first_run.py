"""What a newcomer sees: three ways in, a charter that may wait, and Next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.base.phrase import LocalText, P, Phrase
from core.desk.desk import Desk
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.ground import Card
from gui.widgets.label import Label
from gui.widgets.painting import hairline, paint_box, paint_focus, paint_ground, paint_icon, paint_text
from gui.widgets.rail import paint_seal
from gui.widgets.tag import Icon, KeyCap

WIDTH = 720
SHOWN = 6
LIKELY = (
    "sales-2016-007", "yunji-shareholders", "work-group-half-hour", "sales-group-three-strikes",
    "chamber-of-commerce", "drucker-2020",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A charter of the library as one line."""

    id: str
    title: LocalText
    clauses: int
    scope: LocalText


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. `keys` are printed and work as a shortcut."""

    command: str
    icon: str
    title: Phrase
    detail: Phrase
    action: Phrase
    keys: tuple[str, str]


WAYS: tuple[Way, ...] = (
    Way("import", "download-simple", P("Import chat"), P("Drop files or folders. JSON, CSV, TXT, HTML, XLSX, ZIP"),
        P("Choose files"), ("Ctrl", "O")),
    Way("paste", "clipboard-text", P("Paste chat text"),
        P("Select messages in WeChat on a PC, copy them, paste them here"), P("Paste"), ("Ctrl", "V")),
    Way("sample", "play", P("Load the sample"),
        P("Made-up groups with weeks of chat, in a store of their own"), P("Load"), ("Ctrl", "E")),
    Way("bot", "broadcast", P("Connect a bot"),
        P("Your own bot sends what is said; the console never signs in to WeChat"), P("Set up"), ("Ctrl", "B")),
)  # fmt: skip


def read_choices(desk: Desk) -> tuple[tuple[Choice, ...], int]:
    """Six charters for the first screen, the likely ones first, and how many there are."""
    # Imported on the reader thread, and only while the store is empty.
    from core.charter.library import charter_ids, load_charter

    known = charter_ids()
    wanted = [name for name in LIKELY if name in known]
    wanted += [name for name in known if name not in wanted]
    made = []
    for name in wanted[:SHOWN]:
        charter = load_charter(name)
        made.append(Choice(name, charter.title, len(charter.clauses), charter.scope))
    return tuple(made), len(known)


class _WayRow(QWidget):
    def __init__(self, context: WindowContext, way: Way, first: bool, last: bool) -> None:
        super().__init__()
        self._theme, self._way, self._first, self._last = context.theme, way, first, last
        self.setFixedHeight(self._theme.px(72))
        row = QHBoxLayout(self)
        row.setContentsMargins(73, 0, 17, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(self._theme, "", "heading")
        self.detail = Label(self._theme, "", "small", "text2", elide=True)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch()
        row.addLayout(words, 1)
        self.button = Button(self._theme, "", keys=way.keys)
        row.addWidget(self.button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        if self._first:
            paint_box(painter, theme, self.rect(), "sel", "sel-line", 6)
        elif not self._last:
            hairline(painter, theme, 1, self.width() - 1, self.height() - 1)
        tile = QRect(17, (self.height() - 40) // 2, 40, 40)
        paint_ground(painter, theme, tile, "accent" if self._first else "grey-w", 8)
        paint_icon(painter, theme, tile, self._way.icon, "on-accent" if self._first else "text2", 20)


class CharterRadio(QAbstractButton):
    """A charter to choose: title and a line below; a second press takes the choice back."""

    def __init__(self, context: WindowContext, choice: Choice) -> None:
        super().__init__()
        self._context, self.choice = context, choice
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(context.tr(choice.title))
        context.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, self._context.theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._context.theme.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, tr = QPainter(self), self._context.theme, self._context.tr
        hairline(painter, theme, 0, self.width(), self.height() - 1)
        ring = QRect(0, (self.height() - 16) // 2, 16, 16)
        on = self.isChecked()
        paint_box(painter, theme, ring, "bg", "accent" if on else "line2", 8, 4.5 if on else 1.5)
        line = theme.px(20)
        words = QRect(28, (self.height() - line - 16) // 2, self.width() - 32, line)
        paint_text(painter, theme, words, tr(self.choice.title), "strong" if on else "body")
        side = P("{n} clauses · {scope}", n=self.choice.clauses, scope=self.choice.scope)
        paint_text(painter, theme, words.translated(0, line - 2), tr(side), "small", "text3")
        if self.hasFocus():
            paint_focus(painter, theme, self.rect().adjusted(-2, 0, 2, 0))


class _Seal(QWidget):
    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._theme = context.theme
        self.setFixedSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_seal(QPainter(self), self._theme, self.rect(), "figure")


class FirstRun(QScrollArea):
    """`chosen` carries import | paste | sample | bot | how | charters | next; `charter` is the id chosen, or ""."""

    chosen = Signal(str)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.charter = ""
        self._radios: list[CharterRadio] = []
        self._known = 0
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme = context.theme
        middle = QWidget()
        middle.setFixedWidth(theme.px(WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 32, 0, 24)
        column.setSpacing(0)
        self._title = Label(theme, "", "figure")
        self._lead = Label(theme, "", "heading-plain", "text2", wrap=True)
        column.addWidget(_Seal(context))
        column.addSpacing(22)
        column.addWidget(self._title)
        column.addSpacing(6)
        column.addWidget(self._lead)
        column.addSpacing(28)
        column.addWidget(self._ways())
        column.addSpacing(12)
        self.how = Button(theme, "", "link")
        self.how.clicked.connect(lambda: self.chosen.emit("how"))
        column.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(24)
        column.addLayout(self._charter_head())
        column.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(0)
        column.addLayout(self._grid)
        column.addSpacing(24)
        column.addLayout(self._foot())
        column.addStretch(1)
        holder = QWidget()
        centred = QHBoxLayout(holder)
        centred.setContentsMargins(24, 0, 24, 0)
        centred.addStretch()
        centred.addWidget(middle)
        centred.addStretch()
        self.setWidget(holder)

    def _ways(self) -> Card:
        context, theme = self._context, self._context.theme
        self.rows: dict[str, _WayRow] = {}
        card = Card(theme)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 1)
        inside.setSpacing(0)
        for place, way in enumerate(WAYS):
            row = _WayRow(context, way, place == 0, place == len(WAYS) - 1)
            row.button.clicked.connect(lambda _on=False, name=way.command: self.chosen.emit(name))
            self.rows[way.command] = row
            inside.addWidget(row)
        return card

    def _charter_head(self) -> QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        row.setSpacing(8)
        self._charter_title = Label(theme, "", "heading")
        self._charter_side = Label(theme, "", "body", "text3")
        row.addWidget(self._charter_title)
        row.addWidget(self._charter_side)
        row.addStretch()
        self.every = Button(theme, "", "link")
        self.every.clicked.connect(lambda: self.chosen.emit("charters"))
        row.addWidget(self.every)
        return row

    def _foot(self) -> QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon(theme, "lock-simple", "text3", 14))
        self._promise = Label(theme, "", "small", "text3")
        row.addWidget(self._promise)
        row.addStretch()
        self.next = Button(theme, "", "primary")
        self.next.clicked.connect(lambda: self.chosen.emit("next"))
        row.addWidget(KeyCap(theme, "?"))
        self._keys = Label(theme, "", "small", "text3")
        row.addWidget(self._keys)
        row.addSpacing(12)
        row.addWidget(self.next)
        return row

    def show_choices(self, choices: Sequence[Choice], known: int) -> None:
        self._known = known
        for radio in self._radios:
            self._grid.removeWidget(radio)
            radio.hide()
            radio.deleteLater()
        self._radios = [CharterRadio(self._context, choice) for choice in choices]
        for place, radio in enumerate(self._radios):
            radio.setChecked(radio.choice.id == self.charter)
            radio.clicked.connect(lambda on, one=radio: self._choose(one, on))
            self._grid.addWidget(radio, place // 2, place % 2)
            radio.show()
        self.retranslate()

    def _choose(self, chosen: CharterRadio, on: bool) -> None:
        self.charter = chosen.choice.id if on else ""
        for radio in self._radios:
            radio.setChecked(radio is chosen and on)

    def retranslate(self) -> None:
        tr = self._context.tr
        self._title.setText(tr(P("Make the group's rules visible")))
        lead = P("Import some chat, choose a charter, and see who broke which clause and what follows.")
        self._lead.setText(tr(lead))
        for way in WAYS:
            row = self.rows[way.command]
            row.title.setText(tr(way.title))
            row.detail.setText(tr(way.detail))
            row.button.setText(tr(way.action))
        self.how.setText(tr(P("How do I get the chat record?")))
        self._charter_title.setText(tr(P("Then choose a charter")))
        self._charter_side.setText(tr(P("{n} come with it; this can wait", n=self._known)))
        self.every.setText(tr(P("All charters")))
        self._promise.setText(
            tr(P("Works without a network. Decrypts nothing, logs in nowhere, acts nowhere for you."))
        )
        self._keys.setText(tr(P("keys")))
        self.next.setText(tr(P("Next")))
