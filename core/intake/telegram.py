"""Telegram Desktop's JSON export: one chat (name, type, id, messages), or all of an account (chats.list)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import ijson
from ijson.common import ObjectBuilder

from core.chat.incoming import Item, Reading, Room, Shown, Spoken
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import appmsg, jsonstream
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.json_escapes import WholeCharacters
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

_CHAT = "chats.list.item"
_MESSAGE = f"{_CHAT}.messages.item"
_GROUPS = ("group", "channel")
_MEDIA: Mapping[str, MessageKind] = {
    "voice_message": MessageKind.VOICE, "audio_file": MessageKind.FILE, "video_file": MessageKind.VIDEO,
    "video_message": MessageKind.VIDEO, "sticker": MessageKind.STICKER, "animation": MessageKind.STICKER,
}  # fmt: skip
_ACTIONS: Mapping[str, tuple[NoticeEvent, str]] = {
    "invite_members": (NoticeEvent.JOIN_INVITE, "“{actor}”邀请“{members}”加入了群聊"),
    "join_group_by_link": (NoticeEvent.JOIN_QR, "“{actor}”通过链接加入了群聊"),
    "join_group_by_request": (NoticeEvent.JOIN_QR, "“{actor}”申请加入了群聊"),
    "remove_members": (NoticeEvent.KICK, "“{actor}”将“{members}”移出了群聊"),
    "edit_group_title": (NoticeEvent.RENAME, "“{actor}”修改群名为“{title}”"),
}


def is_single(head: str) -> bool:
    text = head[:4000]
    return text.lstrip().startswith("{") and '"messages"' in head and '"type"' in text and (
        '"date_unixtime"' in head or '"from_id"' in head or '"text_entities"' in head
    ) and '"chats"' not in text.split('"messages"', 1)[0]  # fmt: skip


def is_full(head: str) -> bool:
    return head.lstrip().startswith("{") and '"chats"' in head and '"list"' in head and '"messages"' in head


def read_single(source: Source, reading: Reading) -> Iterator[Item]:
    found = jsonstream.objects(source, ("name", "type", "id"), (), "messages")
    head = next(found)[1]
    yield Room(text_of(head.get("id")), text_of(head.get("name")), "telegram")
    for number, row in found:
        yield from _items(row, number, reading.zone)


def rooms(source: Source) -> list[str]:
    """Ids of the groups and channels of a full export; private chats are left out."""
    return [chat.ident for chat in _chats(source) if chat.is_group]


class _Chat(NamedTuple):
    ident: str
    name: str
    kind: str
    messages: int

    @property
    def is_group(self) -> bool:
        return any(word in self.kind for word in _GROUPS)


def _chats(source: Source) -> Iterator[_Chat]:
    held: dict[str, str] = {}
    messages = 0
    with jsonstream.located(source), source.open() as stream:
        for prefix, event, value in ijson.parse(WholeCharacters(stream), use_float=True):
            if prefix == _CHAT and event == "start_map":
                held, messages = {}, 0
            elif prefix == _CHAT and event == "end_map":
                yield _Chat(held.get("id", ""), held.get("name", ""), held.get("type", ""), messages)
            elif prefix == _MESSAGE and event == "start_map":
                messages += 1
            elif prefix in (f"{_CHAT}.id", f"{_CHAT}.name", f"{_CHAT}.type"):
                held[prefix.rpartition(".")[2]] = text_of(value)


def read_full(source: Source, reading: Reading) -> Iterator[Item]:
    """The chat that `source.part` names, else the first group; the first tells how much is left out."""
    chats = list(_chats(source))
    groups = [chat for chat in chats if chat.is_group] or chats
    first = groups[0] if groups else _Chat("", "", "", 0)
    wanted = next((chat for chat in groups if chat.ident == source.part), first)
    if first.is_group and wanted == first:
        source.private = sum(chat.messages for chat in chats if not chat.is_group)
    yield Room(wanted.ident, wanted.name, "telegram")
    place = chats.index(wanted) if wanted in chats else -1
    for number, row in _messages(source, place):
        yield from _items(row, number, reading.zone)


def _messages(source: Source, place: int) -> Iterator[tuple[int, Any]]:
    """Messages of the chat at `place` of the list, one in memory at a time."""
    current, number = -1, 0
    builder: Any = None
    with jsonstream.located(source), source.open() as stream:
        for prefix, event, value in ijson.parse(WholeCharacters(stream), use_float=True):
            if prefix == _CHAT and event == "start_map":
                current += 1
                number = 0
            if current != place:
                if current > place:
                    return
                continue
            if prefix == _MESSAGE and event == "start_map":
                builder, number = ObjectBuilder(), number + 1
            if builder is not None:
                builder.event(event, value)
                if prefix == _MESSAGE and event == "end_map":
                    yield number, builder.value
                    builder = None


def _items(row: object, number: int, zone: str) -> Iterator[Item]:
    if not isinstance(row, dict):
        yield unreadable(number, Reason.NO_OBJECT, row)
        return
    try:
        at = instant(row.get("date_unixtime") or row.get("date"), zone)
    except NotATime:
        yield unreadable(number, Reason.NO_TIME, row)
        return
    ident = text_of(row.get("id"))
    if row.get("type") == "service":
        yield _notice(row, number, at, ident)
        return
    sender, name = text_of(row.get("from_id")), text_of(row.get("from"))
    if not (sender or name):
        yield unreadable(number, Reason.NO_SENDER, row)
        return
    kind, text = _body(row)
    item = message(number, at, sender or NAME_ONLY + name, name or sender, None, kind, text, ident,
                   text_of(row.get("reply_to_message_id")))  # fmt: skip
    if type(item) is Spoken:
        item.media = text_of(row.get("photo")) or text_of(row.get("file"))
    yield item


def _notice(row: Mapping[str, Any], number: int, at: int, ident: str) -> Item:
    action, actor = text_of(row.get("action")), text_of(row.get("actor"))
    who = text_of(row.get("actor_id")) or actor
    listed = row.get("members")
    members = tuple(text_of(name) for name in (listed if isinstance(listed, list) else []) if text_of(name))
    event, words = _ACTIONS.get(action, (NoticeEvent.OTHER, f"“{{actor}}” {action}"))
    title = text_of(row.get("title"))
    if event is NoticeEvent.KICK and members in ((actor,), ()):
        event, words = NoticeEvent.LEAVE, "“{actor}”退出了群聊"
    targets: tuple[str, ...]
    if event in (NoticeEvent.JOIN_QR, NoticeEvent.LEAVE) or members == (actor,):
        actor_id, targets = "", (who,)
    else:
        actor_id, targets = who, members
    text = words.format(actor=actor, members="、".join(members), title=title)
    return Shown(number, at, event.value, text, actor_id, targets, title if event is NoticeEvent.RENAME else "",
                 ident)  # fmt: skip


def _body(row: Mapping[str, Any]) -> tuple[str, str]:
    text = _plain(row.get("text"))
    kind = MessageKind.TEXT
    name = ""
    if row.get("media_type") in _MEDIA:
        kind = _MEDIA[str(row["media_type"])]
    elif row.get("photo"):
        kind = MessageKind.IMAGE
    elif row.get("file"):
        kind = MessageKind.FILE
    elif row.get("location_information"):
        kind = MessageKind.LOCATION
    elif row.get("contact_information"):
        kind = MessageKind.CARD
    elif row.get("forwarded_from") and not text:
        kind = MessageKind.FORWARD
    elif row.get("reply_to_message_id"):
        kind = MessageKind.QUOTE
    if kind is MessageKind.FILE:
        name = text_of(row.get("file_name")) or text_of(row.get("file")).rpartition("/")[2]
    if kind in (MessageKind.TEXT, MessageKind.QUOTE):
        poll = row.get("poll")
        asked = text_of(poll.get("question")) if isinstance(poll, dict) else ""
        return kind.value, text or (f"[投票] {asked}".strip() if poll else "")
    return kind.value, f"{appmsg.LABELS.get(kind, '')} {name} {text}".replace("  ", " ").strip()


def _plain(text: object) -> str:
    """A text, or an array of texts and marked-up pieces."""
    if isinstance(text, list):
        return "".join(
            text_of(part.get("text")) if isinstance(part, dict) else text_of(part) for part in text
        )
    return text_of(text)
