"""Phosphor icons as tinted pixmaps, drawn from the icon font once and kept.

The font and its names come with qtawesome, but its code is not imported: it loads every Qt module there is
before it draws the first icon, which took a fifth of a second of each start.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_NAMES, _FONT = "phosphor-charmap-1.3.0.json", "phosphor-1.3.0.ttf"
_GLYPH = 0.875
"""Height of the font to that of the icon: a glyph stands in a frame of its own, and 16 pixels become 14."""


@cache
def _glyphs() -> dict[str, str]:
    """The character of every icon by name."""
    codes: dict[str, str] = json.loads((_folder() / _NAMES).read_text("utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@cache
def _family() -> str:
    loaded = QFontDatabase.addApplicationFont(str(_folder() / _FONT))
    return QFontDatabase.applicationFontFamilies(loaded)[0]


def _folder() -> Path:
    found = find_spec("qtawesome")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "fonts"


class _Engine(QIconEngine):
    """Draws one glyph at any size, so that the icon is sharp on every screen."""

    def __init__(self, glyph: str, colour: QColor) -> None:
        super().__init__()
        self._glyph, self._colour = glyph, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, round(rect.height() * _GLYPH)))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made


def icon(name: str, colour: QColor) -> QIcon:
    """The icon "squares-four", "squares-four-fill" … in `colour`. Raises KeyError for an unknown name."""
    return QIcon(_Engine(_glyphs()[name], QColor(colour)))


@cache
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """`size` in logical pixels, sharp at the screen's device pixel `ratio`."""
    return icon(name, QColor(colour)).pixmap(QSize(size, size), ratio)
