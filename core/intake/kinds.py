"""Message kinds out of what exporters write: ChatLab's numbers, WeChat's type numbers, words, placeholders."""

from __future__ import annotations

import re

from core.chat.message import MessageKind

NOTICE = "notice"
"""Stands beside the message kinds: the row is a grey-bar line."""

CHATLAB: dict[int, str] = {
    0: MessageKind.TEXT, 1: MessageKind.IMAGE, 2: MessageKind.VOICE, 3: MessageKind.VIDEO, 4: MessageKind.FILE,
    5: MessageKind.STICKER, 7: MessageKind.LINK, 8: MessageKind.LOCATION, 20: MessageKind.RED_PACKET,
    21: MessageKind.TRANSFER, 22: NOTICE, 23: MessageKind.CALL, 24: MessageKind.MINI_PROGRAM, 25: MessageKind.QUOTE,
    26: MessageKind.FORWARD, 27: MessageKind.CARD, 80: NOTICE, 81: NOTICE, 99: MessageKind.OTHER,
}  # fmt: skip

_BASE: dict[int, str] = {
    1: MessageKind.TEXT, 3: MessageKind.IMAGE, 34: MessageKind.VOICE, 37: NOTICE, 42: MessageKind.CARD,
    43: MessageKind.VIDEO, 44: MessageKind.VIDEO, 47: MessageKind.STICKER, 48: MessageKind.LOCATION,
    50: MessageKind.CALL, 62: MessageKind.VIDEO, 66: MessageKind.CARD, 10000: NOTICE, 10002: NOTICE,
}  # fmt: skip
_APP: dict[int, str] = {
    1: MessageKind.TEXT, 3: MessageKind.LINK, 4: MessageKind.LINK, 5: MessageKind.LINK, 6: MessageKind.FILE,
    74: MessageKind.FILE, 8: MessageKind.STICKER, 17: MessageKind.LOCATION, 19: MessageKind.FORWARD,
    24: MessageKind.OTHER, 33: MessageKind.MINI_PROGRAM, 36: MessageKind.MINI_PROGRAM, 40: MessageKind.FORWARD,
    50: MessageKind.CARD, 51: MessageKind.VIDEO, 53: MessageKind.RELAY, 57: MessageKind.QUOTE, 62: NOTICE,
    63: MessageKind.LINK, 88: MessageKind.LINK, 76: MessageKind.LINK, 92: MessageKind.LINK,
    87: MessageKind.BULLETIN, 2000: MessageKind.TRANSFER, 2001: MessageKind.RED_PACKET,
    2003: MessageKind.RED_PACKET,
}  # fmt: skip

_WORDS: dict[str, str] = {
    "文本": MessageKind.TEXT, "text": MessageKind.TEXT, "图片": MessageKind.IMAGE, "照片": MessageKind.IMAGE,
    "image": MessageKind.IMAGE, "photo": MessageKind.IMAGE, "语音": MessageKind.VOICE, "audio": MessageKind.VOICE,
    "voice": MessageKind.VOICE, "视频": MessageKind.VIDEO, "小视频": MessageKind.VIDEO, "video": MessageKind.VIDEO,
    "动画表情": MessageKind.STICKER, "表情": MessageKind.STICKER, "sticker": MessageKind.STICKER,
    "名片": MessageKind.CARD, "个人名片": MessageKind.CARD, "推荐公众号": MessageKind.CARD,
    "contact card": MessageKind.CARD, "位置": MessageKind.LOCATION, "location": MessageKind.LOCATION,
    "链接": MessageKind.LINK, "图文": MessageKind.LINK, "卡片式链接": MessageKind.LINK, "link": MessageKind.LINK,
    "分享": MessageKind.LINK, "视频号": MessageKind.VIDEO, "音乐": MessageKind.LINK,
    "文件": MessageKind.FILE, "file": MessageKind.FILE, "小程序": MessageKind.MINI_PROGRAM,
    "mini program": MessageKind.MINI_PROGRAM, "小程序分享": MessageKind.MINI_PROGRAM,
    "引用": MessageKind.QUOTE, "引用回复": MessageKind.QUOTE, "聊天记录": MessageKind.FORWARD,
    "聊天记录合并转发": MessageKind.FORWARD, "合并转发的聊天记录": MessageKind.FORWARD,
    "chat history": MessageKind.FORWARD, "红包": MessageKind.RED_PACKET, "微信红包": MessageKind.RED_PACKET,
    "红包卡片": MessageKind.RED_PACKET, "red packet": MessageKind.RED_PACKET, "转账": MessageKind.TRANSFER,
    "转账卡片": MessageKind.TRANSFER, "微信转账": MessageKind.TRANSFER, "transfer": MessageKind.TRANSFER,
    "群公告": MessageKind.BULLETIN, "接龙": MessageKind.RELAY, "拍一拍": NOTICE, "通话": MessageKind.CALL,
    "语音通话": MessageKind.CALL, "视频通话": MessageKind.CALL, "voice call": MessageKind.CALL,
    "video call": MessageKind.CALL, "系统": NOTICE, "系统通知": NOTICE,
}  # fmt: skip
_RELAY = re.compile(r"^\s*(?:\[接龙\]|#?\s*接龙)(?:\s|[:：]|$).*\n\s*\d+\s*[.、．)]", re.DOTALL)
_PLACEHOLDER = re.compile(r"^\[([^\[\]\n]{1,12})\]")
_UNKNOWN = re.compile(r"[（(](\d+)[)）]")


def of_wechat(number: int, subtype: int = 0) -> str:
    """Kind of a WeChat type number; version 4 packs the subtype above bit 32."""
    base, packed = number & 0xFFFFFFFF, number >> 32
    sub = packed or subtype
    if base == 49:
        return _APP.get(sub, MessageKind.OTHER)
    return _BASE.get(base, MessageKind.OTHER)


def of_word(word: str) -> str | None:
    """Kind of a writer's type word ("图片消息", "(分享)小程序", "未知类型(49)"), None for unknown words."""
    word = word.strip().lower().removeprefix("(分享)").removeprefix("（分享）")
    found = _WORDS.get(word) or _WORDS.get(word.removesuffix("消息"))
    if found is None and (number := _UNKNOWN.search(word)):
        return of_wechat(int(number[1][:19]))
    return found


def of_placeholder(text: str) -> str:
    """Kind that a placeholder like "[图片]" or "[文件] a.docx" at the start of a text stands for, else text."""
    found = _PLACEHOLDER.match(text)
    return (_WORDS.get(found[1].lower()) if found else None) or MessageKind.TEXT


def refined(kind: str, text: str) -> str:
    """A 接龙 that travelled as plain text is a relay."""
    if (
        "接龙" in text[:12]
        and kind in (MessageKind.TEXT, MessageKind.OTHER, MessageKind.MINI_PROGRAM)
        and _RELAY.match(text)
    ):
        return MessageKind.RELAY
    return kind
