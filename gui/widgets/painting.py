"""What delegates paint alike: text, icons, chips, tags, avatars, key caps, hairlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.theme.theme import Theme
from gui.theme.tokens import AVATARS
from gui.widgets.key_names import key_name

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value


class Tone(NamedTuple):
    """Ground and text token of a chip or tag."""

    ground: str
    text: str


TONES: dict[str, Tone] = {
    "grey": Tone("grey-w", "text2"),
    "red": Tone("red-w", "red"),
    "amber": Tone("amber-w", "amber"),
    "green": Tone("green-w", "green"),
    "accent": Tone("sel", "accent"),
}


def text_width(theme: Theme, text: str, role: str = "body") -> int:
    return theme.width(text, role)


def paint_text(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    role: str = "body",
    token: str = "text",
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """One elided line; answers its width in pixels."""
    # One pixel more than the box: widths are rounded down, and a text that just fits must not be cut.
    shown, width = theme.elided(text, role, max(0, rect.width() + 1))
    painter.setFont(theme.font(role))
    painter.setPen(theme.color(token))
    # Elided it never leaves the box at the sides; above and below no letter may lose its feet.
    painter.drawText(rect, align.value | _ONE_LINE, shown)
    return width


def paint_icon(
    painter: QPainter, theme: Theme, rect: QRect, name: str, token: str = "text2", size: int = 16
) -> None:
    """Centred in `rect`."""
    ratio = painter.device().devicePixelRatioF()
    picture = theme.pixmap(name, token, size, ratio)
    painter.drawPixmap(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2, picture)


def paint_ground(
    painter: QPainter, theme: Theme, rect: QRectF | QRect, token: str, radius: float = 6
) -> None:
    """A rounded ground without border."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.restore()


def paint_box(
    painter: QPainter,
    theme: Theme,
    rect: QRectF | QRect,
    ground: str,
    border: str,
    radius: float = 6,
    width: float = 1,
) -> None:
    """A rounded ground with a border whose outer edge is `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(border), width))
    painter.setBrush(theme.color(ground))
    half = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def chip_width(theme: Theme, text: str, icon: str = "") -> int:
    return text_width(theme, text, "micro-strong") + 16 + (16 if icon else 0)


def paint_chip(
    painter: QPainter, theme: Theme, rect: QRect, text: str, tone: str = "grey", icon: str = ""
) -> int:
    """A pill at the left of `rect`, centred in its height; answers its width."""
    colours = TONES[tone]
    height = theme.px(20)
    width = min(chip_width(theme, text, icon), rect.width())
    pill = QRect(rect.x(), rect.y() + (rect.height() - height) // 2, width, height)
    paint_ground(painter, theme, pill, colours.ground, height / 2)
    inner = pill.adjusted(8, 0, -8, 0)
    if icon:
        paint_icon(painter, theme, QRect(inner.x(), inner.y(), 12, height), icon, colours.text, 12)
        inner.adjust(16, 0, 0, 0)
    paint_text(painter, theme, inner, text, "micro-strong", colours.text)
    return width


def tag_width(theme: Theme, text: str, icon: str = "") -> int:
    return text_width(theme, text, "micro") + 12 + (16 if icon else 0)


def paint_tag(
    painter: QPainter, theme: Theme, rect: QRect, text: str, tone: str = "grey", icon: str = ""
) -> int:
    """A tag at the left of `rect`, centred in its height; answers its width."""
    colours = TONES[tone]
    height = min(theme.px(20), rect.height())
    width = min(tag_width(theme, text, icon), rect.width())
    box = QRect(rect.x(), rect.y() + (rect.height() - height) // 2, width, height)
    paint_ground(painter, theme, box, colours.ground, 4)
    inner = box.adjusted(6, 0, -6, 0)
    if icon:
        paint_icon(painter, theme, QRect(inner.x(), inner.y(), 12, height), icon, colours.text, 12)
        inner.adjust(16, 0, 0, 0)
    paint_text(painter, theme, inner, text, "micro", colours.text)
    return width


def key_width(theme: Theme, key: str) -> int:
    return max(theme.px(18), text_width(theme, key_name(key), "micro") + 10)


def paint_key(
    painter: QPainter, theme: Theme, x: int, middle: int, key: str, token: str = "text2", ground: str = "kbd",
    border: str = "kbd-l",
) -> int:  # fmt: skip
    """A key cap with its left edge at `x`, centred on `middle`; answers its width. `key` as Qt names it."""
    width, height = key_width(theme, key), theme.px(18)
    box = QRect(x, middle - height // 2, width, height)
    paint_box(painter, theme, box, ground, border, 4)
    paint_text(painter, theme, box, key_name(key), "micro", token, CENTER)
    return width


def initial(name: str) -> str:
    """What stands in an avatar: the last Chinese character (a given name), else the first letter."""
    stripped = name.strip()
    chinese = [char for char in stripped if "\u4e00" <= char <= "\u9fff"]
    if chinese:
        return chinese[-1]
    return next((char.upper() for char in stripped if char.isalnum()), "?")


def avatar_token(name: str) -> str:
    """The same person has the same colour everywhere."""
    return AVATARS[sum(name.encode("utf-8", "replace")) % len(AVATARS)]


def paint_avatar(painter: QPainter, theme: Theme, rect: QRect, name: str) -> None:
    size = rect.width()
    paint_ground(painter, theme, rect, avatar_token(name), 4 if size <= 20 else 6 if size <= 32 else 8)
    role = "micro" if size <= 20 else "small" if size <= 24 else "body" if size <= 36 else "title"
    paint_text(painter, theme, rect, initial(name), role, "text2", CENTER)


def hairline(painter: QPainter, theme: Theme, x1: int, x2: int, y: int, token: str = "line") -> None:
    """A horizontal line of one device-independent pixel."""
    painter.fillRect(x1, y, x2 - x1, 1, theme.color(token))


def paint_focus(painter: QPainter, theme: Theme, rect: QRect, radius: float = 6) -> None:
    """The accent ring of the keyboard's place."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def dot(painter: QPainter, theme: Theme, centre: QPointF, token: str, radius: float = 4) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


def paint_bars(painter: QPainter, theme: Theme, rect: QRect, values: Sequence[int]) -> None:
    """Bars of eight pixels, the last (today) in the accent; the highest value fills the height."""
    height = min(20, rect.height() - 8)
    bottom = rect.y() + (rect.height() + height) // 2
    highest = max(4, *values) if values else 4
    for place, value in enumerate(values):
        tall = max(1.5, height * value / highest)
        token = "accent" if place == len(values) - 1 else "c3"
        painter.fillRect(QRectF(rect.x() + place * 16, bottom - tall, 8, tall), theme.color(token))


def repaint_on_change(widget: QWidget, theme: Theme) -> None:
    """Paint `widget` again when the theme changes; bound to the widget, so it ends with it."""
    theme.changed.connect(widget.update)
