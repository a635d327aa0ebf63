"""One writer's row, read field by field, to a message, a notice or an unreadable row."""

from __future__ import annotations

from core.base.phrase import P
from core.chat.incoming import Item, Shown, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import sysmsg
from core.intake.kinds import NOTICE, refined


class Reason:
    """Why a row cannot be read; kept in the store as message id."""

    TOO_LONG = P("the line is too long").msgid
    NO_JSON = P("this is no JSON").msgid
    NO_OBJECT = P("this is no JSON object").msgid
    UNKNOWN = P("this kind of row is unknown").msgid
    NO_ID = P("the member has no id").msgid
    NO_TIME = P("the time is missing or impossible").msgid
    NO_TYPE = P("the type is no number").msgid
    NO_SENDER = P("the sender is missing").msgid
    NO_ROOM = P("the group is missing").msgid
    BROKEN_TABLE = P("the table is broken here").msgid
    SHORT = P("columns are missing").msgid
    BEFORE_SENDER = P("text before the first sender").msgid


RAW_KEPT = 2_000
"""Characters of an unreadable row that are kept."""
MOST_FILES = 100
"""Files of one message that are read."""
SYSTEM_SENDERS = frozenset({"", "system", "系统", "系统消息", "未知"})
BULLETIN_MARK = "[群公告]"
NO_IDS = frozenset({"", "0", "-1", "null", "None"})
"""What writers put where the server gave no id."""


def is_system(sender: str, room: str) -> bool:
    """Whether the room or the platform speaks, not a person."""
    return sender.endswith("@chatroom") or sender == room or sender.lower() in SYSTEM_SENDERS


def notice(line: int, at: int, text: str, sender: str = "", external_id: str = "") -> Shown:
    """`sender`: the person a writer names on a grey bar, "" for the room itself. XML is spelt out."""
    text, event = sysmsg.expand(text)
    personal = event.event in (NoticeEvent.RECALL, NoticeEvent.PAT, NoticeEvent.OTHER)
    actor = sender if sender and personal else event.actor
    return Shown(line, at, event.event.value, text, actor, event.targets, event.detail, external_id)


def message(
    line: int, at: int, sender: str, name: str, nickname: str | None, kind: str, text: str,
    external_id: str = "", reply_to: str = "", room: str = "",
) -> Item:  # fmt: skip
    """A row whose kind is known: the room's own rows and grey bars become notices."""
    if is_system(sender, room):
        if sender or kind == NOTICE:
            return notice(line, at, text, "", external_id)
        if not name:
            # Nobody at all would be one person whom every such row is held against.
            return unreadable(line, Reason.NO_SENDER, text)
        sender = NAME_ONLY + name
    elif kind == NOTICE:
        if not text.startswith(BULLETIN_MARK):
            return notice(line, at, text, sender, external_id)
        kind = MessageKind.BULLETIN.value
    return Spoken(line, at, sender, name, nickname, refined(kind, text), text, external_id, reply_to)


def server_id(text: str) -> str:
    return "" if text in NO_IDS else text


def unreadable(line: int, reason: str, raw: object) -> Unreadable:
    try:
        shown = raw[: RAW_KEPT * 4].decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    except RecursionError:
        shown = ""
    return Unreadable(line, reason, shown[:RAW_KEPT].replace("\0", "\ufffd"))
