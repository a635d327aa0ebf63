"""WhatsApp's text export: one header a message in the phone's own style of date, grey bars without a name.

The phone's language decides the style, so the order of day and month is taken from the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from core.chat.incoming import Item, Reading, Room, Shown, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import appmsg
from core.intake.blocks import Block, blocks, text_lines
from core.intake.clocks import DATE, SPACES, TIME, DateOrder, moment, order_of
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source
from core.intake.spoken_events import Events, events, said_event

_HEADER = re.compile(
    rf"\[?{DATE},?\s+(?:(?:à|klo|kl\.?|às)\s)?{TIME}(?:\]:?\s|\s[-–]\s|:\s)(?P<rest>.*)", re.DOTALL
)
_SAID = re.compile(r"(?P<name>[^:：]{1,80}?)(?:: ?|：)(?P<text>.*)", re.DOTALL)
_ENCRYPTED = re.compile(
    r"end-to-end|端到端|端對端|Ende-zu-Ende|extremo a extremo|bout en bout|ponta a ponta|エンドツーエンド"
)
"""In the first line of every export; an iPhone writes it as if the group had said it."""
_QUOTES = re.compile(r"[“「\"].*\Z")
"""A name that is open: the colon stands within what a group is called now."""
_ROOM = re.compile(
    r"(?:WhatsApp Chat(?: with| -|) |与|WhatsApp-Chat mit |Chat de WhatsApp con )(?P<name>.+?)(?:的 ?WhatsApp ?聊天)?$"
)
_FILE = re.compile(
    r"<?(?:attached: )?(?P<file>[\w.() -]+\.(?P<ext>\w{2,5}))(?: \((?:file attached|文件附件)\))?>?"
)
_OMITTED = {
    "<media omitted>": MessageKind.OTHER, "<省略多媒体文件>": MessageKind.OTHER, "<省略多媒體檔案>": MessageKind.OTHER,
    "<medien ausgeschlossen>": MessageKind.OTHER, "image omitted": MessageKind.IMAGE, "图像已忽略": MessageKind.IMAGE,
    "video omitted": MessageKind.VIDEO, "视频已忽略": MessageKind.VIDEO, "audio omitted": MessageKind.VOICE,
    "音频已忽略": MessageKind.VOICE, "sticker omitted": MessageKind.STICKER, "gif omitted": MessageKind.STICKER,
    "document omitted": MessageKind.FILE, "contact card omitted": MessageKind.CARD,
}  # fmt: skip
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "heic"), MessageKind.IMAGE), "webp": MessageKind.STICKER,
    **dict.fromkeys(("mp4", "mov", "3gp"), MessageKind.VIDEO), "vcf": MessageKind.CARD,
    **dict.fromkeys(("opus", "ogg", "m4a", "mp3", "aac"), MessageKind.VOICE),
}  # fmt: skip
_DELETED = (
    "this message was deleted",
    "you deleted this message",
    "此消息已删除",
    "您删除了此消息",
    "此訊息已刪除",
)
_EVENTS: Events = events(
    (
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) added (?P<t>.+)"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?添加了 ?(?P<t>.+)"),
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?新增了 ?(?P<t>.+)"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) joined using (?:this|your) group['’]s invite link"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) joined (?:from the community|the group)"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) ?(?:已?通过|透過).*(?:邀请链接|邀請連結)加入.*"),
        (NoticeEvent.KICK, r"(?P<a>.+?) removed (?P<t>.+)"),
        (NoticeEvent.KICK, r"(?P<a>.+?) ?(?:移除了|将) ?(?P<t>.+?)(?:移出.*)?"),
        (NoticeEvent.LEAVE, r"(?P<t>.+?) left"),
        (NoticeEvent.LEAVE, r"(?P<t>.+?) ?(?:已离开|离开了|已退出|已離開|退出了).*"),
        (NoticeEvent.RENAME, r"(?P<a>.+?) changed the (?:subject|group name).* to [“\"](?P<d>.+)[”\"]\.?"),
        (NoticeEvent.RENAME, r"(?P<a>.+?) ?(?:将|把)?.*(?:主题|主旨|群组名称).*(?:更改为|改为|變更為)[“「\"](?P<d>.+)[”」\"].*"),
    )
)  # fmt: skip


def recognises(head: str) -> bool:
    lines = [line.translate(SPACES) for line in head.splitlines()[:200] if line.strip()]
    headers = [line for line in lines if _HEADER.fullmatch(line)]
    return bool(lines) and _HEADER.fullmatch(lines[0]) is not None and len(headers) * 5 >= len(lines)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Two passes: the first decides the order of day and month."""
    order = _order(source)

    def dated(line: str) -> re.Match[str] | None:
        found = _header(line)
        return found if found is not None and order.date(found) is not None else None

    group = _named_above(source) or _room_name(source)
    yield Room("", group, "whatsapp")
    for block in blocks(text_lines(source, SPACES), dated):
        yield block if isinstance(block, Unreadable) else _item(block, order, reading.zone, group)


def _named_above(source: Source) -> str:
    """What an iPhone calls the group, which it names as the sender of what no person said."""
    for line in source.head.splitlines()[:1]:
        found = _header(line.translate(SPACES))
        said = _SAID.fullmatch(found["rest"]) if found else None
        if said is not None and _ENCRYPTED.search(said["text"]):
            return said["name"].strip()
    return ""


def _header(line: str) -> re.Match[str] | None:
    return _HEADER.fullmatch(line) if line[:1] == "[" or line[:1].isdigit() else None


def _room_name(source: Source) -> str:
    """Out of the file's name, or of the archive's that holds _chat.txt."""
    name = "" if source.pasted else Path(source.name).stem
    if name == "_chat":
        name = Path(source.path).stem if source.member else Path(source.path).parent.name
    found = _ROOM.fullmatch(name)
    return found["name"].strip() if found else name


def _order(source: Source) -> DateOrder:
    twelve = False

    def headers() -> Iterator[re.Match[str]]:
        nonlocal twelve
        for _, line in text_lines(source, SPACES):
            if found := _header(line or ""):
                twelve = twelve or bool(found["half1"] or found["half2"])
                yield found

    dates = list({found[0][:11]: found for found in headers()}.values())
    return order_of(dates, twelve)


def _item(block: Block[re.Match[str]], order: DateOrder, zone: str, group: str) -> Item:
    number, header = block.line, block.header
    when = moment(header, order, zone)
    if when is None:
        return unreadable(number, Reason.NO_TIME, header[0])
    said = _SAID.fullmatch(header["rest"])
    if said is None or _QUOTES.search(said["name"]):
        return _notice(number, when, block.text(header["rest"]).strip())
    if _shown(said["name"].strip(), said["text"].strip(), group):
        return _notice(number, when, block.text(said["text"]).strip())
    name = said["name"].strip()
    text = block.text(said["text"])
    if text.strip().rstrip(".。").lower() in _DELETED:
        return Shown(number, when, NoticeEvent.RECALL.value, f"{name}: {text.strip()}", NAME_ONLY + name)
    kind, text, file = _kind(text)
    item = message(number, when, NAME_ONLY + name, name, None, kind, text)
    if type(item) is Spoken:
        item.media = file
    return item


def _shown(name: str, text: str, group: str) -> bool:
    """Whether a line is the system's although it names a sender: the group itself, or the person it is about. "I left",
    which anybody may say, is none."""
    if name == group and (_ENCRYPTED.search(text) or _event(text)[0] is not NoticeEvent.OTHER):
        return True
    event, actor, targets, _ = _event(text)
    return event is not NoticeEvent.OTHER and name in (actor, *targets)


def _kind(text: str) -> tuple[str, str, str]:
    """(kind, text, name of the file beside the export)."""
    first, _, rest = text.strip().partition("\n")
    kind = _OMITTED.get(first.strip().lower())
    if kind is not None:
        return kind.value, f"{appmsg.LABELS.get(kind, '[媒体]')} {rest}".strip(), ""
    found = _FILE.fullmatch(first.strip())
    if found and ("attached" in first or "附件" in first):
        kind = _ENDINGS.get(found["ext"].lower(), MessageKind.FILE)
        name = found["file"].strip() if kind is MessageKind.FILE else ""
        return kind.value, f"{appmsg.LABELS[kind]} {name} {rest}".strip(), found["file"].strip()
    return MessageKind.TEXT.value, text, ""


def _event(text: str) -> tuple[NoticeEvent, str, tuple[str, ...], str]:
    return said_event(text.strip(), _EVENTS, r", | and |、")


def _notice(number: int, when: int, text: str) -> Item:
    event, actor, targets, detail = _event(text)
    return Shown(number, when, event.value, text, actor, targets, detail)
