"""What people call the formats of chat exports."""

from __future__ import annotations

from core.base.phrase import P, Phrase

NAMES: dict[str, Phrase | str] = {
    "chatlab-jsonl": "ChatLab JSONL",
    "chatlab-json": "ChatLab JSON",
    "weflow-json": "WeFlow JSON",
    "echotrace-json": "EchoTrace JSON",
    "memotrace-csv": "MemoTrace CSV",
    "memotrace-html": "MemoTrace HTML",
    "memotrace-txt": P("MemoTrace text"),
    "weflow-md": P("WeFlow Markdown"),
    "weflow-txt": P("WeFlow text"),
    "pywxdump-csv": "PyWxDump CSV",
    "pywxdump-json": "PyWxDump JSON",
    "chatlog-json": "chatlog JSON",
    "chatlog-csv": "chatlog CSV",
    "chatlog-txt": P("chatlog text"),
    "wecom": P("WeCom archive"),
    "qq-exporter": "QQChatExporter",
    "qq-chunk": P("QQChatExporter, one part"),
    "qq-exporter-txt": P("QQChatExporter text"),
    "qq-txt": P("QQ text"),
    "telegram": "Telegram",
    "telegram-full": P("Telegram, all chats"),
    "discord": "Discord",
    "line": "LINE",
    "whatsapp": "WhatsApp",
    "excel": P("chat in Excel"),
    "table": P("table"),
    "chat-record": P("forwarded chat record"),
    "pasted": P("pasted text"),
}


def format_name(name: str) -> Phrase | str:
    """`name` as core.intake.formats knows it; itself where no other name is known."""
    return NAMES.get(name, name)
