"""OneBot 12, the canonical event: ids are texts, messages come in segments.

Beyond the standard, `wx.…` fields carry what WeChat shows: sender and group names, type numbers, the topic,
announcements, the roster. Source: OneBot 12 standard, and the fields that bridges to WeChat add.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.base.clock import Instant
from core.chat.incoming import Listed, Person, Room, Spoken
from core.chat.message import MessageKind
from core.feed import notices
from core.feed.event import Heard, Sign
from core.feed.fields import ident, kind_of, mapping, moment_or, platform_of, said_at
from core.feed.segments import said
from core.intake.appmsg import LABELS
from core.intake.cleaning import NotATime, clean, text_of
from core.intake.kinds import NOTICE, refined
from core.intake.rows import Reason, message, server_id

_ROLES = {"owner": "owner", "admin": "admin", "administrator": "admin", "member": "member"}


def hear(row: Mapping[str, Any], received: Instant) -> Heard:
    """Read one event. Private talk and requests are passed over: the console keeps groups only."""
    word, detail = ident(row, "type"), ident(row, "detail_type")
    self = mapping(row.get("self"))
    bot = f"{platform_of(self)}:{ident(self, 'user_id')}" if self else ""
    if word == "meta":
        return _meta(row, detail, bot)
    if word not in ("message", "notice"):
        return Heard(bot, kind=word or "?", problem="" if word == "request" else Reason.UNKNOWN)
    room_id = ident(row, "group_id") or ident(row, "channel_id", "guild_id")
    heard = Heard(bot, kind=f"{word}.{detail}")
    if not room_id or (word == "message" and detail == "private"):
        return heard
    heard.room = Room(
        room_id, clean(ident(row, "wx.room_topic", "group_name", "wx.group_name")), platform_of(self)
    )
    try:
        at = said_at(row, received)
    except NotATime:
        heard.problem = Reason.NO_TIME
        return heard
    if word == "message":
        _message(heard, row, at)
    else:
        reader = _NOTICES.get(detail)
        if reader is not None:
            reader(heard, row, at)
    return heard


def _meta(row: Mapping[str, Any], detail: str, bot: str) -> Heard:
    if detail == "heartbeat":
        interval = row.get("interval")
        beat = int(interval) if isinstance(interval, int | float) and 0 < interval < 86_400_000 else 0
        return Heard(bot, sign=Sign.ALIVE, kind="meta.heartbeat", interval_ms=beat)
    status = mapping(row.get("status"))
    online = tuple(
        f"{platform_of(self)}:{ident(self, 'user_id')}"
        for each in (status.get("bots") or ())[:32]
        if (self := mapping(mapping(each).get("self"))) and mapping(each).get("online", True)
    ) if isinstance(status.get("bots"), list) else ()  # fmt: skip
    sign = Sign.CONNECTED if detail == "connect" else Sign.STATUS
    return Heard(
        bot, sign=sign, kind=f"meta.{detail}", online=online, impl=ident(mapping(row.get("version")), "impl")
    )


def _message(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    assert heard.room is not None
    sender = ident(row, "user_id")
    if not sender:
        heard.problem = Reason.NO_SENDER
        return
    told = row.get("message")
    if isinstance(told, str):
        # Codes are the older protocol's; here a text is a text.
        told = [{"type": "text", "data": {"text": told}}]
    words = said(told, text_of(row.get("alt_message")))
    kind = words.kind
    meant = kind_of(row.get("wx.type"), row.get("wx.subtype"))
    if meant and kind in (MessageKind.TEXT.value, MessageKind.QUOTE.value):
        kind = meant
    nickname = row.get("wx.group_nickname", row.get("user_card"))
    name = clean(ident(row, "wx.sender_name", "user_name", "wx.user_name", "qq.nickname"))
    item = message(
        0, at, sender, name or sender, clean(text_of(nickname)) if nickname is not None else None, kind,
        clean(words.text), server_id(ident(row, "message_id", "id")), words.reply_to, heard.room.id,
    )  # fmt: skip
    if isinstance(item, Spoken) and kind == NOTICE:
        item.kind = refined(MessageKind.TEXT.value, item.text)
    heard.items.append(item)
    role = _ROLES.get(ident(row, "wx.role", "role"))
    if role:
        heard.items.append(Person(sender, name, None, role))


def _who(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """(person, their name, who did it, their name)"""
    return (
        ident(row, "user_id"), clean(ident(row, "wx.user_name", "user_name", "wx.sender_name")),
        ident(row, "operator_id"), clean(ident(row, "wx.operator_name", "operator_name")),
    )  # fmt: skip


def _named(heard: Heard, *people: tuple[str, str]) -> None:
    heard.items += [Person(who, name) for who, name in people if who and name and who != name]


def _increase(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, name, by, by_name = _who(row)
    if not who:
        heard.problem = Reason.NO_ID
        return
    invited = ident(row, "sub_type") != "join" or bool(by and by != who)
    heard.items.append(notices.joined(at, ident(row, "id"), who, name, by, by_name, invited))
    heard.items.append(Person(who, name))
    _named(heard, (by, by_name))


def _decrease(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, name, by, by_name = _who(row)
    if not who:
        heard.problem = Reason.NO_ID
        return
    kicked = ident(row, "sub_type").startswith("kick") or bool(by and by != who)
    heard.items.append(notices.left(at, ident(row, "id"), who, name, by, by_name, kicked))
    heard.items.append(Person(who, name))
    _named(heard, (by, by_name))


def _delete(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    whose, _, by, by_name = _who(row)
    by = by or whose
    heard.items.append(notices.recalled(at, ident(row, "id"), by, by_name, whose, ident(row, "message_id")))


def _topic(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    topic = clean(ident(row, "wx.topic", "wx.new_topic", "group_name"))
    by, name = ident(row, "operator_id", "user_id"), clean(ident(row, "wx.operator_name", "wx.user_name"))
    if topic:
        heard.items.append(notices.renamed(at, ident(row, "id"), by, name, topic))


def _announce(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    text = clean(ident(row, "wx.announcement", "wx.text", "announcement", "text", "content", "alt_message"))
    by, name, _, _ = _who(row)
    by = by or ident(row, "operator_id")
    if not by or not text:
        heard.problem = Reason.NO_SENDER
        return
    told = ident(row, "message_id") or notices.event_id(ident(row, "id"), at)
    heard.items.append(Spoken(0, at, by, name or by, None, MessageKind.BULLETIN.value, text, told))


def _sent(kind: MessageKind) -> Callable[[Heard, Mapping[str, Any], Instant], None]:
    """What one bot to WeChat reports as a notice, though somebody sent it."""

    def read(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
        who, name, _, _ = _who(row)
        if not who:
            heard.problem = Reason.NO_SENDER
            return
        text = f"{LABELS[kind]} {clean(ident(row, 'file_name', 'nickname'))}".strip()
        told = ident(row, "message_id") or notices.event_id(ident(row, "id"), at)
        heard.items.append(Spoken(0, at, who, name or who, None, kind.value, text, told))

    return read


def _owner(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, name, _, _ = _who(row)
    if who:
        heard.items += [notices.owner(at, ident(row, "id"), who, name), Person(who, name, None, "owner")]


def _card(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, name, _, _ = _who(row)
    nickname = row.get("wx.group_nickname", row.get("wx.new_nickname"))
    if who and nickname is not None:
        heard.items.append(Person(who, name, clean(text_of(nickname))))


def _role(role: str) -> Callable[[Heard, Mapping[str, Any], Instant], None]:
    def read(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
        who, name, _, _ = _who(row)
        if who:
            heard.items.append(Person(who, name, None, role))

    return read


def _roster(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    members = row.get("members", row.get("wx.members"))
    heard.roster = listed(members, ident(row, "wx.owner", "owner_id"))


def listed(members: object, owner: str = "") -> list[Listed]:
    """A member list as bots write it, leniently: of either version of the protocol."""
    found = []
    for row in members if isinstance(members, list) else ():
        person = mapping(row)
        who = ident(person, "user_id", "wxid", "id", "userid")
        if not who:
            continue
        nickname = next(
            (person[key] for key in ("wx.group_nickname", "user_displayname", "group_nickname", "card", "nickname_in_group")
             if person.get(key) is not None), None,
        )  # fmt: skip
        role = "owner" if owner and who == owner else _ROLES.get(ident(person, "role", "wx.role"))
        joined = moment_or(person, 0, "join_time")
        found.append(
            Listed(
                who, clean(ident(person, "user_name", "nickname", "name", "wx.sender_name")),
                clean(text_of(nickname)) if nickname is not None else None, role,
                joined_at=joined or None, invited_by=ident(person, "invited_by", "inviter_id"),
            )
        )  # fmt: skip
    return found


_NOTICES: Mapping[str, Callable[[Heard, Mapping[str, Any], Instant], None]] = {
    "group_member_increase": _increase, "group_member_decrease": _decrease, "group_message_delete": _delete,
    "wx.group_topic": _topic, "wx.group_announce": _announce, "wx.group_owner": _owner, "wx.roster": _roster,
    "wx.group_nickname": _card, "group_admin_set": _role("admin"), "group_admin_unset": _role("member"),
    "wx.get_group_announcement": _announce, "wx.get_group_file": _sent(MessageKind.FILE),
    "wx.get_group_card": _sent(MessageKind.CARD), "wx.get_group_redbag": _sent(MessageKind.RED_PACKET),
    "channel_member_increase": _increase, "channel_member_decrease": _decrease, "channel_message_delete": _delete,
}  # fmt: skip
