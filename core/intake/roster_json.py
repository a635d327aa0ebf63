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


def read_json_roster(path: Path, group: str = "") -> tuple[list[Listed], bool]:
    """The people of a list, and whether it is a list of contacts rather than of a group. `group` picks a room of a
    list of several.

    Raises Refusal for a file that holds no member list that we know, and for several rooms of another name.
    """
    Source.check(str(path))
    if path.stat().st_size > MOST_BYTES:
        raise Refusal(P("the list is too big."), str(path), P("Give the list of one group."))
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal(P("this is no JSON."), str(path), P("Save the answer as it came.")) from error
    contacts = _contacts(data)
    people = contacts if contacts is not None else _people(data, group, path)
    if people is None:
        raise Refusal(
            P("no member list was found in this JSON."), str(path),
            P("Give chatlog's chatroom, WeFlow's group-members or WeCom's groupchat answer, or a table."),
        )  # fmt: skip
    found = [each for each in people if each.id]
    if not found:
        raise Refusal(P("the list has no people."), str(path), P("Check that this is the right file."))
    return found, contacts is not None


def _contacts(data: Any) -> list[Listed] | None:
    """chatlog's contacts: everybody somebody knows, with what they call them."""
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items or not all(isinstance(row, dict) for row in items):
        return None
    if any("users" in row or "userName" not in row for row in items):
        return None
    return [
        Listed(
            text_of(row["userName"]), text_of(row.get("nickName")), remark=text_of(row.get("remark")),
            alias=text_of(row.get("alias")),
        )
        for row in items if not text_of(row["userName"]).endswith("@chatroom")
    ]  # fmt: skip


def _room(rooms: Sequence[Plain], group: str, path: Path) -> Plain:
    """The room called `group`; the only one of a list of one."""
    if len(rooms) == 1:
        return rooms[0]
    named = [
        row for row in rooms
        if group and group in (text_of(row.get(key)) for key in ("name", "nickName", "remark"))
    ]  # fmt: skip
    if len(named) == 1:
        return named[0]
    names = tuple(text_of(row.get("nickName")) or text_of(row.get("name")) for row in rooms[:8])
    raise Refusal(
        P("the list holds several groups ({names}).", names=names), str(path),
        P("Name the group as the list does."),
    )  # fmt: skip


def _people(data: Any, group: str, path: Path) -> list[Listed] | None:
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
        room = _room([row for row in _rows(items) if isinstance(row.get("users"), list)], group, path)
        return [_chatlog(row, text_of(room.get("owner"))) for row in _rows(room["users"])]
    if isinstance(data.get("users"), list) and "owner" in data:
        return [_chatlog(row, text_of(data.get("owner"))) for row in _rows(data["users"])]
    for key in ("members", "groupMembers"):
        if isinstance(data.get(key), list):
            return [_weflow(row) for row in _rows(data[key])]
    rows = [row for row in data.values() if isinstance(row, dict) and "wxid" in row and "nickname" in row]
    return [
        Listed(
            text_of(row["wxid"]), text_of(row["nickname"]), remark=text_of(row.get("remark")),
            alias=text_of(row.get("account")),
        )
        for row in rows
    ] if rows else None  # fmt: skip


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
        text_of(nickname) if nickname is not None else None, _weflow_role(row),
        remark=text_of(row.get("remark")), alias=text_of(row.get("alias")),
    )  # fmt: skip


def _weflow_role(row: Plain) -> str | None:
    """WeFlow marks the owner; ChatLab lists roles."""
    if row.get("isOwner") is True:
        return "owner"
    roles = row.get("roles")
    named = [text_of(each.get("id")) for each in _rows(roles)] if isinstance(roles, list) else []
    return next((each for each in ("owner", "admin") if each in named), None)


def _time(value: object) -> Instant | None:
    try:
        return instant(value, "UTC") if value else None
    except NotATime:
        return None
