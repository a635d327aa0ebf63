"""Pictures that messages name, from where they lie: read and decoded on a reader's thread, no bigger than they are
shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from core.desk import media
from core.desk.desk import Desk

SHOWN = QSize(320, 240)
"""The most that a picture takes, in the window's own pixels."""
MAX_PIXELS = 40_000_000
FORMATS = frozenset({b"png", b"jpg", b"jpeg", b"gif", b"webp", b"bmp"})
"""Plain pixels; what Qt could also open (drawings, documents) may name other files."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is that of the file, "" where the record names none; `image` is None where it cannot be shown."""

    name: str = ""
    image: QImage | None = None


def pictures(desk: Desk, group_id: int, keys: Collection[str], ratio: float) -> dict[str, Picture]:
    """For each message its picture; `ratio`: pixels of the screen to one of the window."""
    files = media.of_messages(desk, group_id, keys)
    shown = {}
    for key in keys:
        file = files.get(key)
        held = media.content(file) if file is not None else None
        shown[key] = Picture(
            file.name if file is not None else "", decoded(held, ratio) if held is not None else None
        )
    return shown


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
