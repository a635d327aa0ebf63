"""LINE's text export: a title, a line for each day, and time, name and text between tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.chat.incoming import Item, Reading, Room, Shown, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.notice import NoticeEvent
from core.intake.blocks import Block, blocks, text_lines
from core.intake.cleaning import clean
from core.intake.clocks import DATE, SPACES, TIME, at, hour_and_minute, order_of
from core.intake.kinds import of_placeholder
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source
from core.intake.spoken_events import Events, events, said_event

Day = tuple[int, int, int]
"""Year, month, day."""

_TITLE = re.compile(
    r"\[LINE\] ?(?:Chat history (?:in|with) |与|與)?[「\"]?(?P<name>.+?)[」\"]?(?:的聊天[记記紀][录錄]|のトーク履歴)?"
)
_DAY = re.compile(rf"(?:\w{{2,9}}\.?,? )?{DATE}(?: ?[(（]?[^\s)）\d]{{1,9}}[)）]?)?")
_ROW = re.compile(rf"{TIME}\t(?P<name>[^\t]*)\t(?P<text>.*)", re.DOTALL)
_BARE = re.compile(rf"{TIME}\t(?P<text>[^\t]*)", re.DOTALL)
_EVENTS: Events = events(
    (
        (NoticeEvent.KICK, r"(?P<a>.+?) ?已?(?:将|將|让|讓|把) ?(?P<t>.+?) ?(?:移出|退出|踢出|移除).*"),
        (NoticeEvent.RENAME, r"(?P<a>.+?) ?已?(?:将|將|把)?(?:群组|群組|聊天室?)的?名[称稱].*?[为為][「“\"](?P<d>.+)[」”\"].*"),
        (NoticeEvent.RENAME, r"(?P<a>.+?) changed the (?:group|chat)(?:'s)? name.*? to [“\"]?(?P<d>.+?)[”\"]?\.?"),
        (NoticeEvent.RENAME, r"(?P<a>.+?)が(?:グループ|トーク)名を[「\"]?(?P<d>.+?)[」\"]?に変更しました。?"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?(?:added|invited) (?P<t>.+?)(?: to the group.*)?\.?"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?)が(?P<t>.+?)を(?:グループに)?(?:追加|招待)しました。?"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?(?:已?邀请|已?邀請|已?将|已?將) ?(?P<t>.+?) ?(?:加入.*)"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) ?(?:joined the (?:group|chat)\.?|が(?:グループに)?参加しました。?|已?加入了?(?:群组|群組|聊天).*)"),
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
    order = order_of((found for _, line in text_lines(source, SPACES) if (found := _day(line or ""))), False)
    title = next((f for line in source.head.splitlines()[:3] if (f := _TITLE.fullmatch(line.strip()))), None)
    yield Room("", clean(title["name"].strip()) if title else "", "line")
    day: Day | None = None
    for block in blocks(text_lines(source, SPACES), _header, preamble=True):
        if isinstance(block, Unreadable):
            yield block
        elif "h" in block.header.groupdict():
            yield _item(block, day, reading.zone)
        else:
            day = order.date(block.header)


def _header(line: str) -> re.Match[str] | None:
    """A message, a system line, or a day."""
    return _ROW.fullmatch(line) or _BARE.fullmatch(line) or _day(line)


def _day(line: str) -> re.Match[str] | None:
    return _DAY.fullmatch(line) if len(line) < 40 else None


def _item(block: Block[re.Match[str]], day: Day | None, zone: str) -> Item:
    number, row = block.line, block.header
    clock = hour_and_minute(row)
    when = at(day, clock, zone) if day is not None and clock is not None else None
    if when is None:
        return unreadable(number, Reason.NO_TIME, row[0])
    text = block.text(row["text"])
    name = row.groupdict().get("name") or ""
    if not name:
        return _notice(number, when, text)
    if text.startswith('"') and text.endswith('"') and "\n" in text:
        text = text[1:-1].replace('""', '"')
    return message(number, when, NAME_ONLY + name, name, None, of_placeholder(text), text)


def _notice(number: int, when: int, text: str) -> Item:
    event, actor, targets, detail = said_event(text.strip(), _EVENTS, r"、|, ")
    return Shown(number, when, event.value, text, actor, targets, detail)
