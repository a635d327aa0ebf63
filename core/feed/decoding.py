"""Bytes from outside as the text that the journal keeps: JSON in any usual encoding, or MessagePack.

MessagePack becomes JSON here, before the journal, for its lines are text. Source: OneBot 12, which sends JSON in
text frames and MessagePack in binary ones.
"""

from __future__ import annotations

import codecs

import msgspec

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEAST_LOST = 3
"""GBK read as UTF-8 loses nearly every byte above 127; UTF-8 with a broken character loses few."""


def decoded(body: bytes) -> str:
    """A body or a frame. Never fails: what is no text in any encoding comes with replacement characters."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        unpacked = _unpacked(body)
    if unpacked is not None:
        return unpacked
    # Line by line: one that is broken says nothing about how the others are written.
    return "\n".join(_line(line) for line in body.split(b"\n"))


def _unpacked(body: bytes) -> str | None:
    """MessagePack as JSON; None for what is none, or is no map or array of them."""
    if not 0x80 <= body[0] <= 0x9F and not 0xDC <= body[0] <= 0xDF:
        return None
    try:
        return msgspec.json.encode(msgspec.msgpack.decode(body)).decode()
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
        return None


def _line(line: bytes) -> str:
    text = line.decode("utf-8", "replace")
    lost, high = text.count("\ufffd"), sum(byte > 0x7F for byte in line)
    if lost * _LEAST_LOST > high:
        try:
            return line.decode("gb18030")
        except UnicodeDecodeError:
            return text
    return text
