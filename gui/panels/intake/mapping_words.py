"""What a table's columns can hold and how it can be cut, in words."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.intake.layout import HEADERLESS

FIELD_NAMES: dict[str, Phrase] = {
    "": P("leave out"), "time": P("time"), "sender": P("sender"), "text": P("text"), "id": P("message id"),
    "sender_id": P("sender's id"), "nickname": P("group nickname"), "type": P("type"), "group": P("group"),
    "reply_to": P("id of what is replied to"), "day": P("date, where times have none"),
}  # fmt: skip
DELIMITER_NAMES: dict[str, Phrase] = {
    "": P("detected"), ",": P("comma"), ";": P("semicolon"), "\t": P("tab"), "|": P("vertical bar"),
}  # fmt: skip
ENCODINGS = ("", "utf-8", "gb18030", "utf-16", "big5")
DATE_NAMES: dict[str, Phrase] = {
    "": P("detected"), "ymd": P("year, month, day"), "dmy": P("day, month, year"), "mdy": P("month, day, year"),
}  # fmt: skip
TIMES: dict[str, Phrase] = {
    "seconds": P("a count since 1970"), "iso": P("date and time"), "ymd": P("year, month, day"),
    "dmy": P("day, month, year"), "mdy": P("month, day, year"), "clock": P("a time without a date"),
    "unclear": P("not to be understood"), "": P("no column yet"),
}  # fmt: skip
HEADER_ROWS = (0, *range(1, 11), HEADERLESS)


def header_name(row: int, found: int) -> Phrase:
    """`found`: the row that was taken for the header where nothing is said."""
    if row == HEADERLESS:
        return P("none")
    if row:
        return P("row {n}", n=row)
    return P("detected: none") if found == HEADERLESS else P("detected: row {n}", n=found)


def found_out(value: str) -> Phrase:
    return P("detected: {value}", value=value)
