"""One of many, a number, a day: input fields whose carets and words are painted like everything else."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIntValidator, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from gui.theme.theme import Theme
from gui.widgets.painting import paint_box, paint_focus, paint_icon, paint_text, text_width

_CARET = 24
_TICK_WIDEST = 240
"""Longer words beside a tick wrap."""


class Choice(QComboBox):
    """A combo box with a caret; long words end in an ellipsis instead of being cut."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        theme.changed.connect(self.update)

    def widest(self) -> int:
        """Pixels that the longest of the words asks for, caret and margins with them."""
        words = (self.itemText(place) for place in range(self.count()))
        return max((text_width(self._theme, each) for each in words), default=0) + 9 + _CARET + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words, option.currentText = option.currentText, ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        token = "text" if self.isEnabled() else "text3"
        if not self.isEditable():
            box = self.rect().adjusted(9, 0, -_CARET, 0)
            paint_text(painter, self._theme, box, words, "body", token)
        caret = QRect(self.width() - _CARET, 0, _CARET - 4, self.height())
        paint_icon(painter, self._theme, caret, "caret-down", "text3", 12)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a form scrolls the form; it must not change an answer unseen."""
        event.ignore()


class Number(QLineEdit):
    """A whole number from 0 to `most`, typed or stepped with the arrow keys."""

    def __init__(self, value: int = 0, most: int = 100_000, parent: QWidget | None = None) -> None:
        super().__init__(str(value), parent)
        self._most = most
        self.setValidator(QIntValidator(0, most, self))

    def value(self) -> int:
        return int(self.text() or "0")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.setText(str(max(0, min(self._most, self.value() + step))))


class Day(QDateEdit):
    """A date with a calendar behind the caret."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        box = QRect(self.width() - _CARET - 4, 4, _CARET, self.height() - 8)
        painter.fillRect(box, self._theme.color("bg"))
        paint_icon(painter, self._theme, box, "calendar-blank", "text3", 14)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Option(QRadioButton):
    """A radio button as a card: words, and a note below them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._note = theme, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def set_words(self, words: str, note: str = "") -> None:
        self._note = note
        self.setText(words)
        self.setToolTip(note)
        self.setAccessibleDescription(note)

    def sizeHint(self) -> QSize:
        return QSize(240, self._theme.px(52 if self._note else 36))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), self._theme, self.isChecked()
        paint_box(painter, theme, self.rect(), "sel" if on else "bg", "sel-line" if on else "line", 8)
        ring = QRect(12, (self.height() - 16) // 2, 16, 16)
        paint_box(painter, theme, ring, "bg", "accent" if on else "text3", 8, 5 if on else 1.5)
        high = theme.px(20)
        top = (self.height() - (high + theme.px(16) if self._note else high)) // 2
        words = QRect(40, top, self.width() - 52, high)
        paint_text(painter, theme, words, self.text(), "strong")
        if self._note:
            note = QRect(40, top + high, self.width() - 52, theme.px(16))
            paint_text(painter, theme, note, self._note, "small", "text2")
        if self.hasFocus():
            paint_focus(painter, theme, self.rect(), 8)
        painter.end()


class Tick(QCheckBox):
    """A check box whose tick is drawn in both themes; its words wrap."""

    def __init__(self, theme: Theme, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetrics(self._theme.font("body"))
        room = QRect(0, 0, max(40, width - 26), 10_000)
        wrap = int(Qt.TextFlag.TextWordWrap)
        return max(self._theme.px(24), metrics.boundingRect(room, wrap, self.text()).height() + 4)

    def sizeHint(self) -> QSize:
        wide = min(_TICK_WIDEST, text_width(self._theme, self.text()) + 30)
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), self._theme.px(24))

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), self._theme, self.isChecked()
        box = QRect(1, 4, 16, 16)
        paint_box(painter, theme, box, "accent" if on else "bg", "accent" if on else "text3", 3)
        if on:
            paint_icon(painter, theme, box, "check", "on-accent", 12)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text" if self.isEnabled() else "text3"))
        painter.drawText(self.rect().adjusted(26, 2, 0, 0), int(Qt.TextFlag.TextWordWrap), self.text())
        if self.hasFocus():
            paint_focus(painter, theme, box.adjusted(-1, -1, 1, 1), 4)
        painter.end()
