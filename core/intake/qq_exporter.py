"""QQChatExporter: one JSON file, a manifest with chunks of lines beside it, a chunk alone, or its text.

Ids: the QQ number where there is one, else the uid. Old versions call the system "未知" with number 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Shown, Spoken
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import appmsg, jsonstream
from core.intake.blocks import text_lines
from core.intake.cleaning import NotATime, clean, instant, text_of
from core.intake.kinds import NOTICE, of_placeholder, of_word
from core.intake.qq_notices import qq_notice
from core.intake.rows import MOST_FILES, Reason, message, unreadable
from core.intake.source import Source

MANIFEST = "manifest.json"
_ELEMENTS: Mapping[str, MessageKind] = {
    "image": MessageKind.IMAGE, "pic": MessageKind.IMAGE, "video": MessageKind.VIDEO, "audio": MessageKind.VOICE,
    "voice": MessageKind.VOICE, "ptt": MessageKind.VOICE, "file": MessageKind.FILE, "market_face": MessageKind.STICKER,
    "marketface": MessageKind.STICKER, "forward": MessageKind.FORWARD, "multiforward": MessageKind.FORWARD,
    "location": MessageKind.LOCATION, "contact": MessageKind.CARD, "json": MessageKind.LINK, "json_card": MessageKind.LINK,
    "ark": MessageKind.LINK, "wallet": MessageKind.RED_PACKET, "red_packet": MessageKind.RED_PACKET,
}  # fmt: skip
_REPLY_KEYS = ("referencedMessageId", "messageId", "replyMsgId", "sourceMsgId", "msgId")
_NOBODY = frozenset({"", "0", "未知"})
_HEAD_LINE = "[QQChatExporter"
_BLOCK_NAME = re.compile(r"(?:发送[者人][:：] ?)?(?P<name>.+?)(?: ?\((?P<id>\d{5,12})\))?[:：]?")
_BLOCK_TIME = re.compile(r"时间[:：] ?(?P<time>.+)")
_BLOCK_TEXT = re.compile(r"(?:类型[:：] ?(?P<type>[^\n]*)\n)?内容[:：] ?(?P<text>.*)", re.DOTALL)
_BLOCK_END = re.compile(
    r"\n(?:\[\d{1,9}\]\s*\Z|={20,80}\n[ \t]{0,40}导出完成[ \t]{0,40}\n={20,80}(?:\n.*)?\Z)", re.DOTALL
)
_REPLY_LINE = re.compile(r"\n回复[:：] [^\n]* - .*\Z", re.DOTALL)
_MENTION_LINE = re.compile(r"\n提及[:：] [^\n]*\Z")
_FILE_LINES = re.compile(r"\n资源[:：] ?\d+ 个文件(?:\n {2}- (?P<type>[^\n:]*)[^\n]*)?(?:\n {2}- [^\n]*)*\Z")
_TITLED = re.compile(r"\[[^\[\]\n]{1,12}\] (?P<name>\S.*)")
_WORDLESS = re.compile(r"\[(?P<word>[^\[\]\n、]{1,20})(?:、[^\[\]\n]*)?消息\]")
_REPLY_MARK = re.compile(r"\[回复(?:消息| [^\]\n]*)?\]\s*")


def is_json(head: str) -> bool:
    text = head.lstrip()
    return text.startswith("{") and '"chatInfo"' in text and ("QQChatExporter" in text or '"selfUin"' in text)


def is_chunk(head: str) -> bool:
    line = head.lstrip().split("\n", 1)[0]
    return line.startswith("{") and all(
        f'"{key}"' in line for key in ("id", "timestamp", "sender", "content")
    )


def is_text(head: str) -> bool:
    return head.lstrip().startswith(_HEAD_LINE) and ("聊天名称" in head or "消息总数" in head)


def read_json(source: Source, reading: Reading) -> Iterator[Item]:
    """A single file, or a manifest whose chunks lie beside it."""
    if not source.pasted and Path(source.path).name == MANIFEST:
        yield from _read_chunks(source, reading)
        return
    found = jsonstream.objects(source, ("chatInfo",), (), "messages")
    yield _room(next(found)[1].get("chatInfo"))
    for number, row in found:
        yield from _items(row, number, reading.zone)


def _read_chunks(source: Source, reading: Reading) -> Iterator[Item]:
    yield _manifest_room(Path(source.path))
    chunks = sorted((Path(source.path).parent / "chunks").glob("*.jsonl"))
    if not chunks:
        raise Refusal(
            P("the parts of this export are missing."), source.path, P("Keep the folder “chunks” beside it.")
        )
    for chunk in chunks:
        yield from _lines(Source(str(chunk)), reading)


def read_chunk(source: Source, reading: Reading) -> Iterator[Item]:
    """A chunk alone; the manifest one folder up names its group, if it is there."""
    manifest = Path(source.path).parent.parent / MANIFEST
    yield _manifest_room(manifest) if not source.pasted and manifest.is_file() else Room()
    yield from _lines(source, reading)


def _manifest_room(path: Path) -> Room:
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refusal(P("this is no JSON."), str(path), P("Export the chat again.")) from error
    return _room(held.get("chatInfo") if isinstance(held, dict) else None)


def _lines(source: Source, reading: Reading) -> Iterator[Item]:
    for number, line in source.lines():
        if line is None or line.strip():
            try:
                row = json.loads((line or b"").decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                yield unreadable(number, Reason.NO_JSON, line or b"")
                continue
            yield from _items(row, number, reading.zone)


def _room(info: object) -> Room:
    held = info if isinstance(info, dict) else {}
    ident = text_of(held.get("peerUin")) or text_of(held.get("peerUid"))
    return Room(
        "" if ident in _NOBODY else ident, text_of(held.get("name")).strip(), "qq", nicknames_known=True
    )


def _items(row: object, number: int, zone: str) -> Iterator[Item]:
    if not isinstance(row, dict):
        yield unreadable(number, Reason.NO_OBJECT, row)
        return
    try:
        at = instant(row.get("timestamp") or row.get("time"), zone)
    except NotATime:
        yield unreadable(number, Reason.NO_TIME, row)
        return
    held = row.get("sender")
    sender: Mapping[str, Any] = held if isinstance(held, dict) else {}
    said = row.get("content")
    content: Mapping[str, Any] = said if isinstance(said, dict) else {"text": text_of(said)}
    ident, text = text_of(row.get("id")), text_of(content.get("text"))
    who = next((x for key in ("uin", "uid") if (x := text_of(sender.get(key))) not in _NOBODY), "")
    if row.get("system") is True or row.get("type") == "system" or not who:
        yield qq_notice(number, at, text or text_of(row.get("rawMessage")), ident)
        return
    card = sender.get("groupCard")
    name = text_of(sender.get("nickname")) or text_of(sender.get("name")) or who
    kind, body, reply = _body(content, text)
    item = message(
        number, at, who, name, text_of(card) if card is not None else None, kind, body, ident, reply
    )
    if type(item) is Spoken:
        item.name_files(_files(content))
    yield item
    if row.get("recalled") is True:
        yield Shown(
            number, at, NoticeEvent.RECALL.value, f"{name}撤回了一条消息", who, (), ident, f"{ident}-recall"
        )


def _files(content: Mapping[str, Any]) -> list[str]:
    """The files that the writer kept."""
    listed = content.get("resources")
    return [
        text_of(each.get("localPath"))
        for each in (listed[:MOST_FILES] if isinstance(listed, list) else ())
        if isinstance(each, dict)
    ]


def _body(content: Mapping[str, Any], text: str) -> tuple[str, str, str]:
    """(kind, text, id of the message replied to)."""
    kind, reply, spoken = None, "", False
    listed = content.get("elements")
    for element in listed if isinstance(listed, list) else []:
        if not isinstance(element, dict):
            continue
        word = text_of(element.get("type")).lower()
        data = element.get("data")
        if word == "reply":
            held = data if isinstance(data, dict) else {}
            reply = next((x for key in _REPLY_KEYS if (x := text_of(held.get(key)))), "") or reply
        elif word in ("text", "at", "face"):
            spoken = spoken or word == "text"
        else:
            kind = kind or _ELEMENTS.get(word)
    if kind is not None and not (spoken and kind is MessageKind.IMAGE):
        label = appmsg.LABELS.get(kind, "")
        return kind.value, text if text.startswith("[") or not label else f"{label} {text}".strip(), reply
    if reply:
        return MessageKind.QUOTE.value, _REPLY_MARK.sub("", text, count=1), reply
    return of_placeholder(text) if kind is None else MessageKind.TEXT.value, text, reply


def read_text(source: Source, reading: Reading) -> Iterator[Item]:
    """Blocks of 名字 / 时间 / 内容 below a head that names the chat."""
    named = re.search(r"聊天名称[:：] ?(.+)", source.head)
    yield Room("", clean(named[1].strip()) if named else "", "qq")
    block: list[tuple[int, str]] = []
    for number, line in text_lines(source):
        if line is None:
            yield unreadable(number, Reason.TOO_LONG, "")
            continue
        if _BLOCK_TIME.fullmatch(line) and block:
            header = block.pop()
            yield from _block(block, reading.zone)
            block = [header]
        if line.strip() or block:
            block.append((number, line))
    yield from _block(block, reading.zone)


def _block(block: list[tuple[int, str]], zone: str) -> Iterator[Item]:
    when = _BLOCK_TIME.fullmatch(block[1][1]) if len(block) > 1 else None
    if when is None:
        return
    number, header = block[0]
    name = _BLOCK_NAME.fullmatch(header.strip())
    try:
        at = instant(when["time"].strip().replace("/", "-"), zone)
    except NotATime:
        yield unreadable(number, Reason.NO_TIME, header)
        return
    body = _BLOCK_END.sub("", "\n" + "\n".join(line for _, line in block[2:])).strip("\n")
    if name is None or name["name"] in ("系统消息", "系统"):
        found = _BLOCK_TEXT.match(body)
        yield qq_notice(number, at, found["text"].strip("\n") if found else body)
        return
    titled = _TITLED.fullmatch(name["name"])
    shown = titled["name"] if titled else name["name"]
    kind, text = _block_body(body)
    yield message(number, at, name["id"] or NAME_ONLY + shown, shown, None, kind, text)


def _block_body(body: str) -> tuple[str, str]:
    """(kind, text) of a block without the lines that the writer adds below: files, people named, what is answered."""
    found = _BLOCK_TEXT.match(body)
    text, word = (found["text"], found["type"] or "") if found else (body, "")
    answered = _REPLY_LINE.sub("", text)
    named = _MENTION_LINE.sub("", answered)
    files = _FILE_LINES.search(named)
    said = (named[: files.start()] if files else named).strip("\n")
    if answered != text:
        return MessageKind.QUOTE.value, _REPLY_MARK.sub("", said, count=1)
    wordless = _WORDLESS.fullmatch(said)
    word = word or (wordless["word"] if wordless else "")
    kind = of_word(word) if wordless or said.startswith("[") else None
    if kind is None or kind == NOTICE:
        return of_placeholder(said), said
    return kind, appmsg.LABELS.get(kind, said) if wordless else said
