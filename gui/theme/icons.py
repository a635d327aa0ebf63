"""Phosphor icons as tinted pixmaps, drawn from the icon font once and kept."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap


@cache
def _fonts() -> Any:
    """Only the Phosphor family is loaded: all families of the package together cost a third of a second."""
    from qtawesome import _BUNDLED_FONTS
    from qtawesome.iconic_font import IconicFont

    return IconicFont(*[entry for entry in _BUNDLED_FONTS if entry[0] == "ph"])


def icon(name: str, colour: QColor) -> QIcon:
    """The icon "squares-four", "squares-four-fill" … in `colour`. Raises for an unknown name."""
    made: QIcon = _fonts().icon(f"ph.{name}", color=colour)
    return made


@cache
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """`size` in logical pixels, sharp at the screen's device pixel `ratio`."""
    return icon(name, QColor(colour)).pixmap(QSize(size, size), ratio)
