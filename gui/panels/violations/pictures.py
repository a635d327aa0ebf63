"""Pictures that messages name, from where they lie: read and decoded on a reader's thread, no bigger than they are
shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from core.desk import media
from core.desk.desk import Desk

SHOWN = QSize(320, 240)
"""The most that a picture takes, in the window's own pixels."""
MAX_PIXELS = 40_000_000
MOST = 9
"""Pictures of one message that are shown; WeChat lets people send as many at once."""
GAP = 4
"""Between them, in the window's own pixels."""
FORMATS = frozenset({b"png", b"jpg", b"jpeg", b"gif", b"webp", b"bmp"})
"""Plain pixels; what Qt could also open (drawings, documents) may name other files."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is that of the file, of all where there are several, "" where the record names none; `image` is None where
    none of them can be shown."""

    name: str = ""
    image: QImage | None = None


def pictures(desk: Desk, group_id: int, keys: Collection[str], ratio: float) -> dict[str, Picture]:
    """For each message its picture; `ratio`: pixels of the screen to one of the window."""
    files = media.of_messages(desk, group_id, keys)
    shown = {}
    for key in keys:
        named = files.get(key, ())
        images = [
            image
            for file in named[:MOST]
            if (held := media.content(file)) is not None and (image := decoded(held, ratio)) is not None
        ]
        shown[key] = Picture(", ".join(file.name for file in named[:MOST]), stacked(images))
    return shown


def stacked(images: Sequence[QImage]) -> QImage | None:
    """One below the other, as they were sent together."""
    if len(images) < 2:
        return images[0] if images else None
    sizes = [image.deviceIndependentSize().toSize() for image in images]
    ratio = images[0].devicePixelRatio()
    whole = QSize(max(size.width() for size in sizes), sum(size.height() + GAP for size in sizes) - GAP)
    column = QImage(whole * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    column.setDevicePixelRatio(ratio)
    column.fill(Qt.GlobalColor.transparent)
    painter, top = QPainter(column), 0
    for image, size in zip(images, sizes, strict=True):
        painter.drawImage(0, top, image)
        top += size.height() + GAP
    painter.end()
    return column


def decoded(held: bytes, ratio: float = 1.0) -> QImage | None:
    """The picture, within SHOWN; None for what is damaged, too large, or no picture. Its head is looked at before
    anything is unpacked."""
    buffer = QBuffer()
    buffer.setData(QByteArray(held))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in FORMATS or not size.isValid():
        return None
    if size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    most = SHOWN * ratio
    if size.width() > most.width() or size.height() > most.height():
        small = size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        return None
    image.setDevicePixelRatio(ratio)
    return image
