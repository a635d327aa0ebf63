"""A label by type role and colour token."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.theme.theme import Theme


class Label(QLabel):
    """Plain text only: names and chat come from outside and must never be read as rich text.

    `elide` cuts the end with an ellipsis and keeps the whole text as tooltip; `hint` shows nothing at all where the
    whole text does not fit: half a hint helps nobody.
    """

    def __init__(
        self, theme: Theme, text: str = "", role: str = "body", token: str = "text", *, elide: bool = False,
        wrap: bool = False, hint: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        elide = elide or hint
        self._theme, self._role, self._token, self._elide, self._hint = theme, role, token, elide, hint
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        elif wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.setText(text)

    def set_token(self, token: str) -> None:
        if token != self._token:
            self._token = token
            self._restyle()

    def setText(self, text: str) -> None:
        super().setText(text)
        if self._elide:
            self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), QFontMetrics(self.font()).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.color(self._token))
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if self._hint and shown != self.text():
            return
        painter.drawText(self.rect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._token))
        self.setPalette(palette)
