"""LINE's text export: a title, a line for each day, and time, name and text between tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.chat.incoming import Item, Reading, Room, Shown
from core.chat.member import NAME_ONLY
from core.chat.notice import NoticeEvent
from core.intake.cleaning import clean
from core.intake.clocks import DATE, SPACES, TIME, at, hour_and_minute, order_of
from core.intake.kinds import of_placeholder
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

_TITLE = re.compile(
    r"\[LINE\] ?(?:Chat history (?:in|with) |与|與)?[「\"]?(?P<name>.+?)[」\"]?(?:的聊天[记記紀][录錄]|のトーク履歴)?"
)
_DAY = re.compile(rf"(?:\w{{2,9}}\.?,? )?{DATE}(?: ?[(（]?[^\s)）\d]{{1,9}}[)）]?)?")
_ROW = re.compile(rf"{TIME}\t(?P<name>[^\t]*)\t(?P<text>.*)", re.DOTALL)
_BARE = re.compile(rf"{TIME}\t(?P<text>[^\t]*)", re.DOTALL)
_EVENTS: tuple[tuple[NoticeEvent, re.Pattern[str]], ...] = tuple(
    (event, re.compile(source))
    for event, source in (
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?(?:added|invited) (?P<t>.+?)(?: to the group.*)?\.?"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?)が(?P<t>.+?)を(?:グループに)?(?:追加|招待)しました。?"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?(?:已?邀请|已?邀請|已?将|已?將) ?(?P<t>.+?) ?(?:加入.*)"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) ?(?:joined the (?:group|chat)\.?|がグループに参加しました。?|加入了?(?:群组|群組|聊天).*)"),
        (NoticeEvent.KICK, r"(?P<a>.+?) removed (?P<t>.+?)(?: from the group.*)?\.?"),
        (NoticeEvent.KICK, r"(?P<a>.+?)が(?P<t>.+?)を(?:グループから)?退会させました。?"),
        (NoticeEvent.LEAVE, r"(?P<t>.+?) ?(?:left the (?:group|chat)\.?|が(?:グループを)?退会しました。?|已?(?:退出|离开|離開).*)"),
        (NoticeEvent.RECALL, r"(?P<a>.+?) ?(?:unsent a message\.?|がメッセージの送信を取り消しました。?|已?收回[讯訊]息.*)"),
    )
)  # fmt: skip


def recognises(head: str) -> bool:
    return head.lstrip("\ufeff \n\r").startswith("[LINE]") and "\t" in head


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Two passes: the days of the whole file decide the order of day and month."""
    order = order_of(
        (found for _, line in _lines(source) if len(line) < 40 and (found := _DAY.fullmatch(line))), False
    )
    title = next((f for line in source.head.splitlines()[:3] if (f := _TITLE.fullmatch(line.strip()))), None)
    yield Room("", clean(title["name"].strip()) if title else "", "line")
    day: tuple[int, int, int] | None = None
    opened: tuple[int, re.Match[str], tuple[int, int, int] | None] | None = None
    lines: list[str] = []
    for number, line in _lines(source):
        row = _ROW.fullmatch(line) or _BARE.fullmatch(line)
        found = _DAY.fullmatch(line) if row is None and len(line) < 40 else None
        if row is None and found is None:
            lines.append(line)
            continue
        if opened is not None:
            yield _item(opened, lines, reading.zone)
        opened, lines = (number, row, day) if row is not None else None, []
        if found is not None:
            day = order.date(found)
    if opened is not None:
        yield _item(opened, lines, reading.zone)


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, raw in source.lines():
        yield number, clean((raw or b"").decode("utf-8", "replace").rstrip("\r")).translate(SPACES)


def _item(
    opened: tuple[int, re.Match[str], tuple[int, int, int] | None], lines: list[str], zone: str
) -> Item:
    number, row, day = opened
    clock = hour_and_minute(row)
    when = at(day, clock, zone) if day is not None and clock is not None else None
    if when is None:
        return unreadable(number, Reason.NO_TIME, row[0])
    text = "\n".join([row["text"], *lines]).strip("\n")
    name = row.groupdict().get("name") or ""
    if not name:
        return _notice(number, when, text)
    if text.startswith('"') and text.endswith('"') and "\n" in text:
        text = text[1:-1].replace('""', '"')
    return message(number, when, NAME_ONLY + name, name, None, of_placeholder(text), text)


def _notice(number: int, when: int, text: str) -> Item:
    for event, pattern in _EVENTS:
        if len(text) < 300 and (found := pattern.fullmatch(text.strip())):
            groups = found.groupdict()
            targets = tuple(
                name.strip() for name in re.split(r"、|, ", groups.get("t") or "") if name.strip()
            )
            return Shown(number, when, event.value, text, groups.get("a") or "", targets)
    return Shown(number, when, NoticeEvent.OTHER.value, text)
