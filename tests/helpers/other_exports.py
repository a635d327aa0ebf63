"""One short conversation as exporters of other platforms write it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

CHINA = timezone(timedelta(hours=8))


class Row(NamedTuple):
    at: int
    """Seconds since 1970."""
    name: str
    text: str
    event: str = ""
    """"" for a message, else the notice's event; `name` acted, `text` is who is concerned."""


START = 1_773_136_800
"""2026-03-10 18:00 in Shanghai."""
ROWS = (
    Row(START, "张三", "大家好，今晚开会"),
    Row(START + 60, "张三", "小美", "join.invite"),
    Row(START + 120, "小美", "谢谢邀请\n第二行"),
    Row(START + 180, "李四", "收到"),
    Row(START + 180, "李四", "收到"),
    Row(START + 3 * 86_400, "小美", "三天后再说：可以吗"),
    Row(START + 3 * 86_400 + 60, "", "小美", "leave"),
)
IDS = {"张三": "10001", "李四": "10002", "小美": "10003"}


def local(row: Row, style: str) -> str:
    return datetime.fromtimestamp(row.at, CHINA).strftime(style)


def qce(chunked: bool = False) -> Any:
    rows = []
    for number, row in enumerate(ROWS):
        base = {"id": f"q{number}", "seq": str(number), "timestamp": row.at * 1000, "recalled": False}
        if row.event:
            words = (
                f"{row.name}邀请{row.text}加入了群聊"
                if row.event == "join.invite"
                else f"{row.text}退出了群聊"
            )
            rows.append({**base, "sender": {"uid": "未知", "uin": "0", "name": "0"}, "type": "system", "system": True,
                         "content": {"text": words, "elements": []}})  # fmt: skip
        else:
            rows.append({**base, "type": "type_1", "system": False,
                         "sender": {"uid": f"u_{IDS[row.name]}", "uin": IDS[row.name], "name": row.name,
                                    "nickname": row.name, "groupCard": f"{row.name}名片"},
                         "content": {"text": row.text, "elements": [{"type": "text", "data": {"text": row.text}}]}})  # fmt: skip
    info = {"name": "测试群", "type": "group", "peerUin": "88001122", "selfUin": "10001"}
    head: dict[str, Any] = {"metadata": {"name": "QQChatExporter", "version": "6.0.4"}, "chatInfo": info}
    return (head | {"chunked": {"format": "jsonl"}}, rows) if chunked else head | {"messages": rows}


def qq_text() -> str:
    lines = ["消息记录（此消息记录为文本格式，不支持重新导入）", "", "=" * 64, "消息分组:我的QQ群", "=" * 64,
             "消息对象:测试群", "=" * 64, ""]  # fmt: skip
    for row in ROWS:
        if row.event:
            words = (
                f"{row.name}邀请{row.text}加入了群聊"
                if row.event == "join.invite"
                else f"{row.text}退出了群聊"
            )
            lines += [f"{local(row, '%Y-%m-%d %H:%M:%S')} 系统消息(10000)", words, ""]
        else:
            title = "【管理员】" if row.name == "张三" else ""
            lines += [f"{local(row, '%Y-%m-%d %H:%M:%S')} {title}{row.name}({IDS[row.name]})", row.text, ""]
    return "\n".join(lines)


def telegram() -> dict[str, Any]:
    messages: list[dict[str, Any]] = []
    for number, row in enumerate(ROWS):
        when = datetime.fromtimestamp(row.at, CHINA).strftime("%Y-%m-%dT%H:%M:%S")
        base = {"id": number, "date": when, "date_unixtime": str(row.at)}
        if row.event == "join.invite":
            messages.append({**base, "type": "service", "actor": row.name, "actor_id": f"user{IDS[row.name]}",
                             "action": "invite_members", "members": [row.text], "text": "", "text_entities": []})  # fmt: skip
        elif row.event:
            messages.append({**base, "type": "service", "actor": row.text, "actor_id": f"user{IDS[row.text]}",
                             "action": "remove_members", "members": [row.text], "text": "", "text_entities": []})  # fmt: skip
        else:
            messages.append({**base, "type": "message", "from": row.name, "from_id": f"user{IDS[row.name]}",
                             "text": [row.text[:2], {"type": "bold", "text": row.text[2:]}], "text_entities": []})  # fmt: skip
    return {"name": "测试群", "type": "private_supergroup", "id": 77, "messages": messages}


def telegram_full() -> dict[str, Any]:
    private = telegram() | {"name": "李四", "type": "personal_chat", "id": 5}
    other = telegram() | {"name": "另一个群", "id": 78}
    return {"about": "…", "chats": {"about": "…", "list": [private, telegram(), other]}}


WHATSAPP_STYLES = {
    "ios-cn": "[%Y/%-m/%-d %H:%M:%S] ",
    "android-gb": "%d/%m/%Y, %H:%M - ",
    "android-us": "%-m/%-d/%y, %-I:%M\u202f%p - ",
    "android-de": "%d.%m.%y, %H:%M - ",
    "ios-us": "\u200e[%-m/%-d/%y, %-I:%M:%S %p] ",
    "cn-12": "%Y/%-m/%-d {half}%-I:%M - ",
    "iso": "[%Y-%m-%d, %H:%M:%S] ",
}


def whatsapp(style: str) -> str:
    lines = []
    for row in ROWS:
        form = WHATSAPP_STYLES[style].replace("{half}", "下午")
        head = local(row, form)
        if row.event == "join.invite":
            lines.append(f"{head}{row.name} added {row.text}")
        elif row.event:
            lines.append(f"{head}\u200e{row.text} left")
        else:
            lines.append(f"{head}{row.name}: {row.text}")
    return "\n".join(lines) + "\n"


def discord() -> dict[str, Any]:
    messages = []
    for number, row in enumerate(ROWS):
        when = datetime.fromtimestamp(row.at, UTC).isoformat()
        base: dict[str, Any] = {"id": f"9{number}", "timestamp": when, "attachments": [], "stickers": []}
        who = row.text if row.event == "leave" else row.name
        author = {"id": IDS[who], "name": who, "nickname": f"{who}昵称", "isBot": False}
        if row.event:
            kind = "RecipientAdd" if row.event == "join.invite" else "RecipientRemove"
            mentions = [{"id": IDS[row.text], "name": row.text}]
            messages.append({**base, "type": kind, "content": "", "author": author, "mentions": mentions})
        else:
            messages.append(
                {**base, "type": "Default", "content": row.text, "author": author, "mentions": []}
            )
    return {"guild": {"id": "1", "name": "测试"}, "channel": {"id": "55", "type": "GuildTextChat", "name": "群"},
            "dateRange": {}, "messages": messages}  # fmt: skip


def line_text() -> str:
    lines = ["[LINE] 与测试群的聊天记录", "储存日期：2026/03/20 10:00", ""]
    day = ""
    for row in ROWS:
        today = local(row, "%Y/%m/%d") + "(二)"
        if today != day:
            lines += ["", today]
            day = today
        clock = local(row, "%H:%M")
        if row.event == "join.invite":
            lines.append(f"{clock}\t\t{row.name}已邀请{row.text}加入群组")
        elif row.event:
            lines.append(f"{clock}\t\t{row.text}已退出群组")
        else:
            text = f'"{row.text}"' if "\n" in row.text else row.text
            lines.append(f"{clock}\t{row.name}\t{text}")
    return "\n".join(lines) + "\n"


def as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
