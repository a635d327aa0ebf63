"""JSON whose texts break off in the middle of a character: half a surrogate pair, written as an escape.

Writers that cut a text by length leave such halves behind; the parser stops at some of them and takes others for
what they are not, so they are replaced before it sees them (RFC 8259, section 8.2).
"""

from __future__ import annotations

import re
from typing import BinaryIO

_MAY_BE = (b"\\ud", b"\\uD")
_LONGEST = 12
"""Bytes of two escapes that are one character together."""
_HALF = re.compile(
    rb"\\(?:"
    rb"(?P<whole>\\|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<open>(?:u(?:[dD](?:[0-9a-fA-F]{1,2}|[89abAB][0-9a-fA-F]{2}(?:\\(?:u(?:[dD][c-fC-F]?[0-9a-fA-F]?)?)?)?)?)?)?\Z)"
    rb"|u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


class WholeCharacters:
    """The bytes of `stream`, UTF-8 JSON, with every half of a pair replaced by U+FFFD."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = b""

    def read(self, size: int = -1) -> bytes:
        """A block, empty only at the end; it may be some bytes longer or shorter than asked for."""
        while True:
            block = self._stream.read(size)
            held, self._kept = self._kept + block, b""
            if not block or not self._concerns(held):
                return held
            if whole := _HALF.sub(self._replaced, held):
                return whole

    def close(self) -> None:
        self._stream.close()

    @staticmethod
    def _concerns(block: bytes) -> bool:
        return b"\\" in block[-_LONGEST:] or any(each in block for each in _MAY_BE)

    def _replaced(self, found: re.Match[bytes]) -> bytes:
        if found["whole"] is not None:
            return found[0]
        if found["open"] is not None:
            # What it is shows in the next block.
            self._kept = found[0]
            return b""
        return b"\\ufffd"
