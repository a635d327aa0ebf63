"""Exports in memory: rows in, bytes of a ChatLab JSONL out, and their way into a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.chat.conversation import Conversation
from core.intake.importing import Asked, Brought, import_source
from core.intake.source import Source
from core.store.conversations import load_conversation
from core.store.store import Store

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
NOW = 1_772_380_800_000
"""2026-03-02 00:00 in Shanghai."""
FIRST = 1_767_240_000
"""Seconds of the samples' first message."""


def jsonl(rows: Iterable[Mapping[str, Any]], members: Iterable[Mapping[str, Any]] = (), **meta: Any) -> bytes:
    """Message rows need only `sender`, `timestamp` (seconds), `content`; `id` is the server's."""
    head = {"name": "测试群", "platform": "wechat", "type": "group", "groupId": "1@chatroom"} | meta
    lines: list[dict[str, Any]] = [{"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": head}]
    lines += [{"_type": "member", **member} for member in members]
    for row in rows:
        line = {"_type": "message", "accountName": row["sender"], "type": 0, **row}
        ident = line.pop("id", "")
        if ident:
            line["platformMessageId"] = ident
        lines.append(line)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode(
        "utf-8", "surrogatepass"
    )


def said(at: int, text: str, sender: str = "wxid_a", **more: Any) -> dict[str, Any]:
    """One message, `at` seconds after the samples' first."""
    return {"sender": sender, "timestamp": FIRST + at, "content": text, **more}


def shown(at: int, text: str, **more: Any) -> dict[str, Any]:
    """One grey bar."""
    return {"sender": "1@chatroom", "timestamp": FIRST + at, "content": text, "type": 80, **more}


def bring(store: Store, data: bytes, name: str = "chat.jsonl", **asked: Any) -> Brought:
    return import_source(store, Source(name, data), Asked(**({"now": NOW} | asked)))


def conversation(store: Store, group_id: int = 1) -> Conversation:
    with store.read() as session:
        return load_conversation(session, group_id)
