"""Bytes from a file, whatever their encoding: sniffed on the head, streamed as UTF-8, lines bounded."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO, cast

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake.layout import Layout
from core.intake.two_bytes import is_big5

HEAD = 256 * 1024
"""Bytes looked at before anything is decided."""
BLOCK = 1024 * 1024
MAX_LINE = 16 * 1024 * 1024
"""Bytes; a longer line is no chat message."""
LONGEST_SEARCHED = 4_000
"""Characters of a line that are searched for what tells a format."""
GZIP = b"\x1f\x8b"
_NO_NAME = re.compile(
    r"(?:sheet|工作表)?[\s\d年月日周第.\-_/~至到()（）]*|.*(?:聊天|消息|记录|記錄).*", re.IGNORECASE
)
"""Sheets called by a number, a time, or what they hold."""
PACKED = b"PK\x03\x04"


@dataclass
class Source:
    """A file, or text already in memory (`data`). `head` is decoded; `encoding` a codec name."""

    path: str
    data: bytes | None = None
    part: str = ""
    """Which of the file's rooms is meant, by id, where it holds several ("": the only one)."""
    member: str = ""
    """The file meant within a packed archive ("": the path is the file itself)."""
    sheet: str = ""
    """The sheet of a workbook that is meant ("": the first one with a table)."""
    layout: Layout | None = None
    """How the table in it is laid out, where a person has said it: then it is read as one."""
    encoding: str = field(default="", init=False)
    head: str = field(default="", init=False)
    size: int = field(default=0, init=False)
    position: int = field(default=0, init=False)
    """Bytes of the file read so far, for progress and for saying where something broke."""

    packed: bool = field(default=False, init=False)
    private: int = field(default=0, init=False)
    """Rows between two people alone that its reader left out."""

    def __post_init__(self) -> None:
        with _readable(self.path):
            self.size = len(self.data) if self.data is not None else self._file_size()
            with self._raw() as raw:
                self.packed = isinstance(raw, _Gzip)
                first = raw.read(HEAD)
        if first.startswith(PACKED):
            # Spreadsheets and archives are read by their own readers.
            return
        asked = self.layout.encoding if self.layout is not None else ""
        self.encoding = asked or sniff_encoding(first, len(first) < HEAD, self.path)
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        self.head = decoder.decode(first).removeprefix("\ufeff")

    @property
    def pasted(self) -> bool:
        """Whether the text came from the clipboard or standard input, not from a file."""
        return self.path == "-"

    @staticmethod
    def check(path: str) -> None:
        """Raises Refusal when the file cannot be read."""
        with _readable(path), open(path, "rb"):
            pass

    def open(self, repaired: bool = True) -> BinaryIO:
        """The whole content as UTF-8 without byte order mark; `repaired`: bytes that are no UTF-8 replaced
        (a reader of single lines repairs only the lines that need it)."""
        self.position = 0
        if not self.encoding:
            # Packed, and read as if it were text: only a wrong ending or a wrong --format leads here.
            raise _no_text(self.path)
        return cast(BinaryIO, _Utf8(self, repaired))

    def raw(self) -> bytes:
        """The content as it is, undecoded: of a spreadsheet, whose size was looked at."""
        with _readable(self.path), self._raw() as stream:
            return stream.read()

    def text(self) -> io.TextIOWrapper:
        """The whole content as text, line ends untouched."""
        return io.TextIOWrapper(self.open(), encoding="utf-8", errors="replace", newline="")

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """(number from 1, UTF-8 bytes without line end); None for a line longer than MAX_LINE."""
        number, rest, skipping = 0, b"", False
        with self.open(repaired=False) as stream:
            while block := stream.read(BLOCK):
                parts = block.split(b"\n")
                if len(parts) == 1:
                    rest = b"" if skipping else rest + block
                    if len(rest) > MAX_LINE:
                        rest, skipping = b"", True
                    continue
                parts[0] = rest + parts[0]
                rest = parts.pop()
                for line in parts:
                    number += 1
                    yield number, None if skipping else line
                    skipping = False
            if rest or skipping:
                yield number + 1, None if skipping else rest

    @property
    def name(self) -> str:
        """The file's own name, inside an archive too."""
        return self.member or self.path

    @property
    def title(self) -> str:
        """What its room is called where nothing in it says so: as the file, or as the sheet where that is a name."""
        stem = PurePath(self.name.replace("\\", "/")).stem
        return stem if not self.sheet or _NO_NAME.fullmatch(self.sheet.strip()) else self.sheet.strip()

    def _file_size(self) -> int:
        if not self.member:
            return os.stat(self.path).st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size

    def _raw(self) -> BinaryIO:
        if self.data is not None:
            return io.BytesIO(self.data)
        if self.member:
            return cast(BinaryIO, _Member(self.path, self.member))
        opened = open(self.path, "rb")  # noqa: SIM115 (the caller closes it)
        if opened.read(2) == GZIP:
            opened.seek(0)
            return cast(BinaryIO, _Gzip(opened))
        opened.seek(0)
        return opened


class _Gzip(gzip.GzipFile):
    def __init__(self, opened: BinaryIO) -> None:
        super().__init__(fileobj=opened, mode="rb")
        self._opened = opened

    def close(self) -> None:
        super().close()
        self._opened.close()


class _Member(io.RawIOBase):
    """A file within an archive; it may unpack to what the archive says and no further."""

    def __init__(self, path: str, member: str) -> None:
        self._archive = zipfile.ZipFile(path)
        self._left = self._archive.getinfo(member).file_size
        self._stream = self._archive.open(member)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise zipfile.BadZipFile("it unpacks to more than it says")
        return block

    def close(self) -> None:
        self._stream.close()
        self._archive.close()
        super().close()


class _Utf8(io.RawIOBase):
    """The source's bytes as UTF-8; what fits no encoding becomes replacement characters."""

    def __init__(self, source: Source, repaired: bool) -> None:
        self._source = source
        with _readable(source.path):
            self._stream = source._raw()
        plain = source.encoding == "utf-8" and not repaired
        self._decoder = None if plain else codecs.getincrementaldecoder(source.encoding)("replace")
        self._left = b""
        self._started = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(BLOCK), b""))
        while not self._left:
            with _readable(self._source.path):
                block = self._stream.read(max(size, 1))
            self._source.position += len(block)
            if self._decoder is not None:
                data = self._decoder.decode(block, not block).encode("utf-8", "replace")
            else:
                data = block
            if not self._started and data:
                data, self._started = data.removeprefix(codecs.BOM_UTF8), True
            if not block:
                self._left = data
                break
            self._left = data
        given, self._left = self._left[:size], self._left[size:]
        return given

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _readable:
    """Errors of the file system as Refusals."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, FileNotFoundError):
            raise Refusal(P("there is no such file."), self._path, P("Check the path.")) from error
        if isinstance(error, PermissionError):
            raise Refusal(
                P("the file cannot be read: no permission."), self._path, P("Allow reading, or copy it.")
            ) from error
        if isinstance(
            error, EOFError | gzip.BadGzipFile | zlib.error | zipfile.BadZipFile | NotImplementedError
        ):
            raise Refusal(P("the packed file is damaged."), self._path, P("Get the file again.")) from error
        if isinstance(error, OSError):
            raise Refusal(
                P("the file cannot be read: {error}.", error=error.strerror or str(error)), self._path
            ) from error


def checked_encoding(name: str, where: str) -> str:
    """`name` as codecs call it, "" for none. Raises Refusal naming `where`."""
    if not name.strip():
        return ""
    try:
        found = codecs.lookup(name.strip()).name
        b"aa".decode(found, "replace")
    except (LookupError, ValueError) as error:
        raise Refusal(
            P("“{name}” is no encoding.", name=name), where, P("Write it like utf-8, gb18030 or utf-16.")
        ) from error
    return found


def in_short_lines(head: str) -> str:
    """A head with its long lines cut: nothing that tells a format stands behind, and searching such a line can take
    for ever."""
    if len(head) <= LONGEST_SEARCHED:
        return head
    return "\n".join(line[:LONGEST_SEARCHED] for line in head.split("\n"))


def sniff_encoding(first: bytes, whole: bool, where: str = "") -> str:
    """The codec of text that begins with `first`; `whole`: nothing follows.

    Byte order marks first, then UTF-8, UTF-16 without a mark, Big5 where that makes more sense than GB18030 (which
    holds GBK). Raises Refusal when none fits.
    """
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = first[:4096].count(0)
    if zeros > len(first[:4096]) // 8:
        even, odd = first[0:4096:2].count(0), first[1:4096:2].count(0)
        if max(even, odd) > 8 * min(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
        raise _no_text(where)
    if _fits(first, "utf-8", whole):
        return "utf-8"
    if big5 := is_big5(first, whole):
        return big5
    if _fits(first, "gb18030", whole):
        return "gb18030"
    lost = first.decode("utf-8", "replace").count("\ufffd")
    if lost * 50 > len(first):
        raise _no_text(where)
    return "utf-8"


def _fits(first: bytes, encoding: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(first, whole)
    except UnicodeDecodeError:
        return False
    return True


def _no_text(where: str) -> Refusal:
    return Refusal(
        P("this is no text in UTF-8, UTF-16, GBK or Big5."),
        where,
        P("Export the chat again as JSON, CSV or text."),
    )
