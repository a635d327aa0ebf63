"""The look in force: colours by token, fonts by role, tinted icons; light, dark or as the system is."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from gui.theme import fonts, icons
from gui.theme.sheet import sheet
from gui.theme.tokens import DARK, LIGHT, ROW

Mode = Literal["light", "dark", "system"]
MODES: tuple[Mode, ...] = ("light", "dark", "system")

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "bg"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "bg"),
    (QPalette.ColorRole.AlternateBase, "canvas"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Button, "bg"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "red"),
    (QPalette.ColorRole.ToolTipBase, "over"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Highlight, "sel"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Light, "line"),
    (QPalette.ColorRole.Midlight, "line"),
    (QPalette.ColorRole.Mid, "line2"),
    (QPalette.ColorRole.Dark, "line2"),
    (QPalette.ColorRole.Shadow, "line2"),
)


_ELIDED_KEPT, _ELIDED_LONGEST = 4096, 400
"""So many texts, of so many characters at most: what is kept stays below a few megabytes."""


class Theme(QObject):
    """One per application. `changed` tells widgets that paint themselves to take their colours again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode: Mode = "light"
        self.scale = 1.0
        """Text size: 1.0 to 1.5."""
        self._tokens = LIGHT
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._elided: dict[tuple[str, str, int | None], tuple[str, int]] = {}
        self._dressed: list[QWidget] = []

    @property
    def dark(self) -> bool:
        return self._tokens is DARK

    @property
    def row(self) -> int:
        """Height of a table row in pixels."""
        return round(ROW * max(1.0, self.scale))

    def px(self, pixels: int) -> int:
        """A measure that grows with the text size."""
        return round(pixels * self.scale)

    def hex(self, name: str) -> str:
        """#RRGGBB of a token. Raises KeyError for an unknown one."""
        return self._tokens[name]

    def color(self, name: str) -> QColor:
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(self._tokens[name])
        return found

    def font(self, role: str) -> QFont:
        """The font of a role: amount, figure, title, heading, body, chat, strong, small, micro, mono …"""
        found = self._fonts.get(role)
        if found is None:
            found = self._fonts[role] = fonts.font(role, self.scale)
        return found

    def width(self, text: str, role: str = "body") -> int:
        """Of one line, in pixels."""
        return self.elided(text, role, None)[1]

    def elided(self, text: str, role: str, most: int | None) -> tuple[str, int]:
        """What of a line is shown in `most` pixels (None: all), and how wide that is.

        Kept: a table paints the same texts again and again, and to measure them is most of the work.
        """
        key = (text, role, most)
        found = self._elided.get(key)
        if found is None:
            metrics = QFontMetrics(self.font(role))
            shown = text if most is None else metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
            if len(self._elided) >= _ELIDED_KEPT:
                self._elided.clear()
            found = shown, metrics.horizontalAdvance(shown)
            if len(text) <= _ELIDED_LONGEST:
                self._elided[key] = found
        return found

    def icon(self, name: str, token: str = "text2") -> QIcon:
        return icons.icon(name, self.color(token))

    def pixmap(self, name: str, token: str = "text2", size: int = 16, ratio: float = 1.0) -> QPixmap:
        return icons.pixmap(name, self._tokens[token], size, ratio)

    def apply(self, app: QApplication, mode: Mode | None = None, scale: float | None = None) -> None:
        """Set palette and font of `app` and the style sheet of what is dressed; "system" follows its colour scheme.

        The palette is explicit: without a desktop session the platform has no scheme to follow.
        """
        self.mode = mode or self.mode
        self.scale = scale or self.scale
        system_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._tokens = DARK if self.mode == "dark" or (self.mode == "system" and system_dark) else LIGHT
        self._colors.clear()
        self._fonts.clear()
        self._elided.clear()
        if app.style().name().lower() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(self.font("body"))
        app.setPalette(self._palette())
        for window in self._dressed:
            window.setStyleSheet(self.sheet)
        self.changed.emit()

    @property
    def sheet(self) -> str:
        return sheet(self._tokens, self.scale)

    def dress(self, window: QWidget) -> None:
        """Let `window` and all in it follow the style sheet.

        It is not the application's, for then Qt styles every widget anew each time that one above it finds its
        parent: half the time that it takes to make a panel.
        """
        self._dressed.append(window)
        window.setStyleSheet(self.sheet)
        window.destroyed.connect(lambda: self._dressed.remove(window))

    def follow(self, app: QApplication) -> None:
        """Take the system's colour scheme when it changes while mode is "system"."""
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if self.mode == "system" and isinstance(app, QApplication):
            self.apply(app)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3"))
        return palette
