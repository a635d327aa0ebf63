"""Pictures beside an export: the QR codes in them, read within bounds of size, pixels and time.

A writer that saves pictures puts the path of the file, relative to the export, into the message. Nothing outside
the export's folder is opened, whatever a path says.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import error as StructError
from typing import Any
from zlib import error as ZlibError

from core.base.phrase import P, Phrase
from core.chat.codes import with_codes
from core.chat.incoming import Item, Spoken
from core.chat.message import MessageKind
from core.intake.media import Folder, found, named_in

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONG_SIDE = 1_600
"""Pixels that a picture is scaled down to before it is searched: more costs time and shows no more codes."""
BUDGET_S = 100.0
"""Seconds for all pictures of one import; the rest is left unread and reported."""
KINDS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
SUFFIXES = (".jpg", ".jpeg", ".jfif", ".png", ".gif", ".webp", ".bmp")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, TypeError, KeyError, IndexError,
           AttributeError, StructError, ZlibError)  # fmt: skip
"""What a damaged file makes the decoders raise."""


class UnreadablePicture(Exception):
    """`too_big`: refused before it was unpacked."""

    def __init__(self, too_big: bool = False) -> None:
        super().__init__()
        self.too_big = too_big


@dataclass(slots=True)
class PictureTally:
    """What came of the pictures of one import. `damaged` holds the first file that could not be read."""

    found: int = 0
    with_code: int = 0
    unreadable: int = 0
    too_big: int = 0
    left: int = 0
    damaged: str = ""

    def lines(self) -> list[Phrase]:
        """One line for a person, and one more for what was not read; none where there were no pictures."""
        if not self.found and not self.left:
            return []
        lines = [
            P(
                "{count} pictures were looked at; {codes} hold a QR code.",
                count=self.found,
                codes=self.with_code,
            )
        ]
        if self.unreadable or self.too_big or self.left:
            lines.append(
                P("Not read: {damaged} damaged pictures (first: {file}), {big} too big, {left} for want of time.",
                  damaged=self.unreadable, file=self.damaged or "-", big=self.too_big, left=self.left)
            )  # fmt: skip
        return lines


@dataclass(slots=True)
class PictureFolder:
    """The pictures in the folder of an export."""

    root: Path
    tally: PictureTally = field(default_factory=PictureTally)
    clock: Callable[[], float] = time.monotonic
    _spent: float = 0.0
    _read: dict[Path, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def beside(cls, path: str) -> PictureFolder | None:
        """None for text that came from no file."""
        file = Path(path)
        return cls(file.parent) if file.is_file() else None

    def read_over(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items, with the codes of pictures behind the text of their messages."""
        for item in items:
            if type(item) is Spoken and item.kind == MessageKind.IMAGE and (item.media or item.text):
                names = (item.media, *item.more_media) if item.media else (item.text,)
                codes = [code for name in names for code in self._codes(name)]
                if codes:
                    item.text = with_codes(item.text, dict.fromkeys(codes))
            yield item

    def _codes(self, text: str) -> tuple[str, ...]:
        file = self.file_of(text)
        if file is None:
            return ()
        if file in self._read:
            return self._read[file]
        if self._spent >= BUDGET_S:
            self.tally.left += 1
            return ()
        began = self.clock()
        self._read[file] = codes = self._looked_at(file)
        self._spent += self.clock() - began
        return codes

    def _looked_at(self, file: Path) -> tuple[str, ...]:
        self.tally.found += 1
        try:
            codes = codes_of(file)
        except UnreadablePicture as error:
            self.tally.too_big += error.too_big
            self.tally.unreadable += not error.too_big
            self.tally.damaged = self.tally.damaged or ("" if error.too_big else file.name)
            return ()
        self.tally.with_code += bool(codes)
        return codes

    def file_of(self, text: str) -> Path | None:
        """The picture that a message names, inside the folder; None for any other text."""
        name = named_in(text)
        if not name.lower().endswith(SUFFIXES):
            return None
        folder = Folder(self.root)
        path = found(folder, name)
        return folder.file(path) if path is not None else None


def codes_of(file: Path) -> tuple[str, ...]:
    """What the QR codes in a picture say, each once. Raises UnreadablePicture."""
    import zxingcpp

    grey = pixels(file)
    try:
        found = zxingcpp.read_barcodes(grey, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    except (ValueError, RuntimeError) as error:
        raise UnreadablePicture from error
    texts = (barcode.text.replace("\0", "").encode("utf-8", "replace").decode("utf-8") for barcode in found)
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def pixels(file: Path) -> Any:
    """The picture in grey, rows by columns of bytes, its longer side at most LONG_SIDE. The header is looked at before
    anything is unpacked. Raises UnreadablePicture."""
    import numpy
    from PIL import Image

    try:
        if file.stat().st_size > MAX_BYTES:
            raise UnreadablePicture(too_big=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file, formats=KINDS) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise UnreadablePicture(too_big=True)
                picture.draft("L", (LONG_SIDE, LONG_SIDE))
                small = _on_white(picture)
                small.thumbnail((LONG_SIDE, LONG_SIDE))
                return numpy.asarray(small)
    except Image.DecompressionBombError as error:
        raise UnreadablePicture(too_big=True) from error
    except _BROKEN as error:
        raise UnreadablePicture from error


def _on_white(picture: Any) -> Any:
    """In grey; what is transparent counts as white, as a person would see it."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        ground = Image.new("RGBA", shown.size, "white")
        ground.alpha_composite(shown)
        return ground.convert("L")
    return picture.convert("L")
