"""Member lists that programs answer in JSON: chatlog's and WeFlow's, WeCom's customer groups and rooms.

Kept as files by people who asked for them; nothing is fetched here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Listed
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.source import Source

MOST_BYTES = 64 * 1024 * 1024
_STAFF = 1
"""WeCom's type of an employee; 2 is somebody from outside."""
Plain = Mapping[str, Any]


def read_json_roster(path: Path) -> list[Listed]:
    """The people of a list. Raises Refusal for a file that holds no member list that we know."""
    Source.check(str(path))
    if path.stat().st_size > MOST_BYTES:
        raise Refusal(P("the list is too big."), str(path), P("Give the list of one group."))
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal(P("this is no JSON."), str(path), P("Save the answer as it came.")) from error
    people = _people(data)
    if people is None:
        raise Refusal(
            P("no member list was found in this JSON."), str(path),
            P("Give chatlog's chatroom, WeFlow's group-members or WeCom's groupchat answer, or a table."),
        )  # fmt: skip
    found = [each for each in people if each.id]
    if not found:
        raise Refusal(P("the list has no people."), str(path), P("Check that this is the right file."))
    return found


def _people(data: Any) -> list[Listed] | None:
    if not isinstance(data, dict):
        return None
    chat = data.get("group_chat")
    if isinstance(chat, dict) and isinstance(chat.get("member_list"), list):
        return _wecom_customers(chat)
    if isinstance(data.get("members"), list) and ("roomname" in data or "room_create_time" in data):
        return _wecom_room(data)
    items = data.get("items")
    if (
        isinstance(items, list)
        and items
        and isinstance(items[0], dict)
        and isinstance(items[0].get("users"), list)
    ):
        return [_chatlog(row, text_of(items[0].get("owner"))) for row in _rows(items[0]["users"])]
    if isinstance(data.get("users"), list) and "owner" in data:
        return [_chatlog(row, text_of(data.get("owner"))) for row in _rows(data["users"])]
    for key in ("members", "groupMembers"):
        if isinstance(data.get(key), list):
            return [_weflow(row) for row in _rows(data[key])]
    rows = [row for row in data.values() if isinstance(row, dict) and "wxid" in row and "nickname" in row]
    return [Listed(text_of(row["wxid"]), text_of(row["nickname"])) for row in rows] if rows else None


def _rows(rows: Sequence[Any]) -> list[Plain]:
    return [row for row in rows if isinstance(row, dict)]


def _wecom_customers(chat: Plain) -> list[Listed]:
    """externalcontact/groupchat/get: employees and customers, who invited them, when they came."""
    owner = text_of(chat.get("owner"))
    admins = {text_of(row.get("userid")) for row in _rows(chat.get("admin_list") or ())}
    people = []
    for row in _rows(chat["member_list"]):
        ident = text_of(row.get("userid"))
        invitor = row.get("invitor")
        people.append(Listed(
            ident, text_of(row.get("name")), text_of(row.get("group_nickname")),
            "owner" if ident == owner else "admin" if ident in admins else "member",
            "employee" if row.get("type") == _STAFF else "customer", _time(row.get("join_time")),
            text_of(invitor.get("userid")) if isinstance(invitor, dict) else "",
        ))  # fmt: skip
    return people


def _wecom_room(data: Plain) -> list[Listed]:
    """msgaudit/groupchat/get: an internal room."""
    creator = text_of(data.get("creator"))
    return [
        Listed(ident, ident, None, "owner" if ident == creator else "member", "employee",
               _time(row.get("jointime")))
        for row in _rows(data["members"]) if (ident := text_of(row.get("memberid")))
    ]  # fmt: skip


def _chatlog(row: Plain, owner: str) -> Listed:
    ident = text_of(row.get("userName"))
    shown = text_of(row.get("displayName"))
    name = text_of(row.get("nickName")) or shown
    return Listed(ident, name, shown, "owner" if owner and ident == owner else None)


def _weflow(row: Plain) -> Listed:
    ident = text_of(row.get("wxid")) or text_of(row.get("platformId"))
    nickname = row.get("groupNickname")
    return Listed(
        ident, text_of(row.get("nickname")) or text_of(row.get("displayName")) or text_of(row.get("accountName")),
        text_of(nickname) if nickname is not None else None, "owner" if row.get("isOwner") is True else None,
    )  # fmt: skip


def _time(value: object) -> Instant | None:
    try:
        return instant(value, "UTC") if value else None
    except NotATime:
        return None
