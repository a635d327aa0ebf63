"""DiscordChatExporter's JSON: guild, channel and messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.chat.incoming import Item, Reading, Room, Shown, Spoken
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import appmsg, jsonstream
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.rows import MOST_FILES, Reason, message, unreadable
from core.intake.source import Source

_SPOKEN = frozenset({"Default", "Reply", "0", "19", "ChatInputCommand", "ContextMenuCommand"})
_EVENTS: Mapping[str, NoticeEvent] = {
    "GuildMemberJoin": NoticeEvent.JOIN_QR, "UserJoin": NoticeEvent.JOIN_QR, "7": NoticeEvent.JOIN_QR,
    "RecipientAdd": NoticeEvent.JOIN_INVITE, "1": NoticeEvent.JOIN_INVITE,
    "RecipientRemove": NoticeEvent.KICK, "2": NoticeEvent.KICK,
    "ChannelNameChange": NoticeEvent.RENAME, "4": NoticeEvent.RENAME,
}  # fmt: skip
_ENDINGS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "bmp"), MessageKind.IMAGE), "gif": MessageKind.STICKER,
    **dict.fromkeys(("mp4", "mov", "webm"), MessageKind.VIDEO),
    **dict.fromkeys(("ogg", "mp3", "m4a", "wav"), MessageKind.VOICE),
}  # fmt: skip


def recognises(head: str) -> bool:
    text = head[:8000]
    return text.lstrip().startswith("{") and '"guild"' in text and '"channel"' in text


def read(source: Source, reading: Reading) -> Iterator[Item]:
    found = jsonstream.objects(source, ("guild", "channel"), (), "messages")
    head = next(found)[1]
    channel = head.get("channel") if isinstance(head.get("channel"), dict) else {}
    guild = head.get("guild") if isinstance(head.get("guild"), dict) else {}
    name = " / ".join(x for x in (text_of(guild.get("name")), text_of(channel.get("name"))) if x)
    yield Room(text_of(channel.get("id")), name, "discord")
    for number, row in found:
        yield _item(row, number, reading.zone)


def _item(row: object, number: int, zone: str) -> Item:
    if not isinstance(row, dict):
        return unreadable(number, Reason.NO_OBJECT, row)
    try:
        at = instant(row.get("timestamp"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, row)
    held = row.get("author")
    author: Mapping[str, Any] = held if isinstance(held, dict) else {}
    sender, name = text_of(author.get("id")), text_of(author.get("name"))
    if not sender:
        return unreadable(number, Reason.NO_SENDER, row)
    ident, word, text = text_of(row.get("id")), text_of(row.get("type")), text_of(row.get("content"))
    if word and word not in _SPOKEN:
        return _notice(row, number, at, word, text, sender, ident)
    reference = row.get("reference")
    reply = text_of(reference.get("messageId")) if isinstance(reference, dict) else ""
    kind, text = _body(row, text, bool(reply))
    item = message(
        number, at, sender, name, text_of(author.get("nickname")) or None, kind, text, ident, reply
    )
    if type(item) is Spoken:
        item.name_files(text_of(file.get("url")) for file in _files(row))
    return item


def _files(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The attachments; `url` is a path where the writer was told to keep them beside the export, else an address."""
    listed = row.get("attachments")
    return (
        [each for each in listed[:MOST_FILES] if isinstance(each, dict)] if isinstance(listed, list) else []
    )


def _notice(
    row: Mapping[str, Any], number: int, at: int, word: str, text: str, sender: str, ident: str
) -> Item:
    event = _EVENTS.get(word, NoticeEvent.OTHER)
    mentions = row.get("mentions")
    others = tuple(
        text_of(each.get("id"))
        for each in (mentions if isinstance(mentions, list) else [])
        if isinstance(each, dict)
    )
    if event is NoticeEvent.JOIN_QR:
        return Shown(number, at, event.value, text or word, "", (sender,), "", ident)
    if event is NoticeEvent.KICK and others in ((), (sender,)):
        return Shown(number, at, NoticeEvent.LEAVE.value, text or word, "", (sender,), "", ident)
    detail = text.rpartition(":")[2].strip() if event is NoticeEvent.RENAME else ""
    return Shown(number, at, event.value, text or word, sender, others, detail, ident)


def _body(row: Mapping[str, Any], text: str, replies: bool) -> tuple[str, str]:
    names = [text_of(file.get("fileName")) for file in _files(row)]
    if names:
        kinds = [_ENDINGS.get(name.rpartition(".")[2].lower(), MessageKind.FILE) for name in names]
        # Of several things in one message a file weighs most: it may be a program.
        kind = MessageKind.FILE if MessageKind.FILE in kinds else kinds[0]
        shown = [name for name, each in zip(names, kinds, strict=True) if each is MessageKind.FILE]
        return kind.value, " ".join(part for part in (appmsg.LABELS[kind], *shown, text) if part)
    if row.get("stickers"):
        return MessageKind.STICKER.value, appmsg.LABELS[MessageKind.STICKER]
    return (MessageKind.QUOTE if replies else MessageKind.TEXT).value, text
