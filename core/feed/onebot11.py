"""OneBot 11, read leniently: ids are numbers or texts, messages segments or CQ codes.

Source: the events that adapters of the common bot frameworks read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.base.clock import Instant
from core.chat.incoming import Person, Room, Spoken
from core.chat.message import MessageKind
from core.feed import notices
from core.feed.event import Heard, Sign
from core.feed.fields import ident, mapping, said_at
from core.feed.segments import said
from core.intake.appmsg import LABELS
from core.intake.cleaning import NotATime, clean, text_of
from core.intake.rows import Reason, message, server_id

_ROLES = {"owner": "owner", "admin": "admin", "member": "member"}


def is_event(row: Mapping[str, Any]) -> bool:
    return "post_type" in row


def hear(row: Mapping[str, Any], received: Instant) -> Heard:
    """Read one event; private talk and requests are passed over."""
    word = ident(row, "post_type")
    account = ident(row, "self_id")
    platform = "qq" if account.isdigit() else "wechat"
    bot = f"{platform}:{account}" if account else ""
    if word == "meta_event":
        return _meta(row, bot)
    detail = ident(row, "message_type") or ident(row, "notice_type")
    heard = Heard(bot, kind=f"{word}.{detail}")
    if word not in ("message", "message_sent", "notice", "request"):
        heard.problem = Reason.UNKNOWN
        return heard
    room_id = ident(row, "group_id")
    if not room_id or word == "request" or detail == "private":
        return heard
    platform = "qq" if room_id.isdigit() and platform == "qq" else "wechat"
    heard.room = Room(room_id, clean(ident(row, "group_name")), platform)
    try:
        at = said_at(row, received)
    except NotATime:
        heard.problem = Reason.NO_TIME
        return heard
    if word.startswith("message"):
        _message(heard, row, at)
    elif (reader := _NOTICES.get(detail)) is not None:
        reader(heard, row, at)
    return heard


def _meta(row: Mapping[str, Any], bot: str) -> Heard:
    if ident(row, "meta_event_type") == "heartbeat":
        interval = row.get("interval")
        beat = int(interval) if isinstance(interval, int | float) and 0 < interval < 86_400_000 else 0
        return Heard(bot, sign=Sign.ALIVE, kind="meta.heartbeat", interval_ms=beat)
    return Heard(bot, sign=Sign.CONNECTED, kind="meta.lifecycle", online=(bot,) if bot else ())


def _message(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    assert heard.room is not None
    by = mapping(row.get("sender"))
    sender = ident(row, "user_id") or ident(by, "user_id")
    if not sender:
        heard.problem = Reason.NO_SENDER
        return
    words = said(row.get("message", row.get("raw_message")), text_of(row.get("raw_message")))
    card = by.get("card")
    name = clean(ident(by, "nickname"))
    heard.items.append(
        message(
            0, at, sender, name or sender, clean(text_of(card)) if card is not None else None, words.kind,
            clean(words.text), server_id(ident(row, "message_id")), words.reply_to, heard.room.id,
        )
    )  # fmt: skip
    role = _ROLES.get(ident(by, "role"))
    if role:
        heard.items.append(Person(sender, name, None, role))


def _event_id(row: Mapping[str, Any]) -> str:
    """Notices of this version have no id: what they say is what tells them apart."""
    parts = (
        ident(row, key)
        for key in ("notice_type", "sub_type", "user_id", "operator_id", "message_id", "card_new")
    )
    return "/".join(parts)


def _increase(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, by = ident(row, "user_id"), ident(row, "operator_id")
    if not who:
        heard.problem = Reason.NO_ID
        return
    invited = ident(row, "sub_type") == "invite"
    heard.items += [notices.joined(at, _event_id(row), who, "", by, "", invited), Person(who)]


def _decrease(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, by = ident(row, "user_id"), ident(row, "operator_id")
    if not who:
        heard.problem = Reason.NO_ID
        return
    kicked = ident(row, "sub_type").startswith("kick")
    heard.items += [notices.left(at, _event_id(row), who, "", by, "", kicked), Person(who)]


def _recall(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    whose = ident(row, "user_id")
    by = ident(row, "operator_id") or whose
    heard.items.append(notices.recalled(at, _event_id(row), by, "", whose, ident(row, "message_id")))


def _ban(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, by, seconds = ident(row, "user_id"), ident(row, "operator_id"), ident(row, "duration")
    lifted = ident(row, "sub_type") == "lift_ban" or seconds == "0"
    if who in ("", "0"):
        # Nobody by name: everybody.
        told = f'"{by}"{"解除" if lifted else "开启"}了全员禁言'
        heard.items.append(notices.other(at, _event_id(row), told, by))
        return
    told = f'"{by}"解除了"{who}"的禁言' if lifted else f'"{by}"将"{who}"禁言{seconds}秒'
    heard.items.append(notices.other(at, _event_id(row), told, by, (who,) if who else ()))


def _admin(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who = ident(row, "user_id")
    if who:
        heard.items.append(Person(who, "", None, "admin" if ident(row, "sub_type") == "set" else "member"))


def _card(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who = ident(row, "user_id")
    if who:
        heard.items.append(Person(who, "", clean(ident(row, "card_new"))))


def _upload(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    who, file = ident(row, "user_id"), mapping(row.get("file"))
    if who:
        text = f"{LABELS[MessageKind.FILE]} {clean(ident(file, 'name'))}".strip()
        told = notices.event_id(ident(file, "id", "name"), at)
        heard.items.append(Spoken(0, at, who, who, None, MessageKind.FILE.value, text, told))


def _notify(heard: Heard, row: Mapping[str, Any], at: Instant) -> None:
    topic = clean(ident(row, "name_new", "group_name_new", "new_name"))
    if ident(row, "sub_type") in ("group_name", "group_name_change") and topic:
        by = ident(row, "operator_id", "user_id")
        heard.items.append(notices.renamed(at, _event_id(row), by, "", topic))


_NOTICES: Mapping[str, Callable[[Heard, Mapping[str, Any], Instant], None]] = {
    "group_increase": _increase, "group_decrease": _decrease, "group_recall": _recall, "group_ban": _ban,
    "group_admin": _admin, "group_card": _card, "group_upload": _upload, "notify": _notify,
}  # fmt: skip
