"""Small chats written as ChatLab JSONL files, as an exporter would write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.base.clock import from_iso

Line = tuple[Any, ...]
"""(time, sender id, text[, type[, message id[, id of the quoted message]]])"""
TEXT, IMAGE, VOICE, STICKER, SYSTEM = 0, 1, 2, 5, 80


def write_chat(
    path: Path,
    lines: Iterable[Line],
    members: Sequence[Mapping[str, str]],
    name: str = "管理群",
    room: str = "100@chatroom",
    owner: str = "",
) -> Path:
    """A ChatLab JSONL file. Members: id, name, and optionally nickname and role."""
    meta: dict[str, Any] = {"name": name, "platform": "wechat", "type": "group", "groupId": room}
    if owner:
        meta["ownerId"] = owner
    rows: list[dict[str, Any]] = [
        {"_type": "header", "chatlab": {"version": "0.0.2", "exportedAt": 1772380800}, "meta": meta}
    ]
    names = {}
    for member in members:
        names[member["id"]] = member["name"]
        row: dict[str, Any] = {"_type": "member", "platformId": member["id"], "accountName": member["name"]}
        if "nickname" in member:
            row["groupNickname"] = member["nickname"]
        if "role" in member:
            row["roles"] = [{"id": member["role"]}]
        rows.append(row)
    for number, (at, sender, text, *rest) in enumerate(lines, start=1):
        kind, external, quoted = [*rest, *[TEXT, f"m{number}", ""][len(rest) :]]
        row = {
            "_type": "message",
            "sender": sender or room,
            "accountName": names.get(sender, sender or room),
            "timestamp": from_iso(at) // 1000,
            "type": kind,
            "content": text,
            "platformMessageId": external,
        }
        if quoted:
            row["replyToMessageId"] = quoted
        rows.append(row)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


STAFF = (
    {"id": "wxid_boss", "name": "王总", "nickname": "王建国", "role": "owner"},
    {"id": "wxid_li", "name": "小李", "nickname": "李明"},
    {"id": "wxid_zhao", "name": "赵姐", "nickname": "赵敏"},
    {"id": "wxid_qian", "name": "老钱", "nickname": "钱进"},
)
