"""Message kinds out of what exporters write: ChatLab's numbers, WeChat's type numbers, words, placeholders.

Kinds are plain strings here, not members of the enumeration: the database driver binds those much faster.
"""

from __future__ import annotations

import re

from core.chat.message import MessageKind

NOTICE = "notice"
"""Stands beside the message kinds: the row is a grey-bar line."""

CHATLAB: dict[int, str] = {
    0: MessageKind.TEXT.value, 1: MessageKind.IMAGE.value, 2: MessageKind.VOICE.value, 3: MessageKind.VIDEO.value, 4: MessageKind.FILE.value,
    5: MessageKind.STICKER.value, 7: MessageKind.LINK.value, 8: MessageKind.LOCATION.value, 20: MessageKind.RED_PACKET.value,
    21: MessageKind.TRANSFER.value, 22: NOTICE, 23: MessageKind.CALL.value, 24: MessageKind.MINI_PROGRAM.value, 25: MessageKind.QUOTE.value,
    26: MessageKind.FORWARD.value, 27: MessageKind.CARD.value, 80: NOTICE, 81: NOTICE, 99: MessageKind.OTHER.value,
}  # fmt: skip

_BASE: dict[int, str] = {
    1: MessageKind.TEXT.value, 3: MessageKind.IMAGE.value, 34: MessageKind.VOICE.value, 37: NOTICE, 42: MessageKind.CARD.value,
    43: MessageKind.VIDEO.value, 44: MessageKind.VIDEO.value, 47: MessageKind.STICKER.value, 48: MessageKind.LOCATION.value,
    50: MessageKind.CALL.value, 62: MessageKind.VIDEO.value, 66: MessageKind.CARD.value, 10000: NOTICE, 10002: NOTICE,
}  # fmt: skip
_APP: dict[int, str] = {
    1: MessageKind.TEXT.value, 3: MessageKind.LINK.value, 4: MessageKind.LINK.value, 5: MessageKind.LINK.value, 6: MessageKind.FILE.value,
    74: MessageKind.FILE.value, 8: MessageKind.STICKER.value, 17: MessageKind.LOCATION.value, 19: MessageKind.FORWARD.value,
    24: MessageKind.OTHER.value, 33: MessageKind.MINI_PROGRAM.value, 36: MessageKind.MINI_PROGRAM.value, 40: MessageKind.FORWARD.value,
    50: MessageKind.CARD.value, 51: MessageKind.VIDEO.value, 53: MessageKind.RELAY.value, 57: MessageKind.QUOTE.value, 62: NOTICE,
    63: MessageKind.LINK.value, 88: MessageKind.LINK.value, 76: MessageKind.LINK.value, 92: MessageKind.LINK.value,
    87: MessageKind.BULLETIN.value, 2000: MessageKind.TRANSFER.value, 2001: MessageKind.RED_PACKET.value,
    2003: MessageKind.RED_PACKET.value,
}  # fmt: skip

_WORDS: dict[str, str] = {
    "文本": MessageKind.TEXT.value, "text": MessageKind.TEXT.value, "图片": MessageKind.IMAGE.value, "照片": MessageKind.IMAGE.value,
    "image": MessageKind.IMAGE.value, "photo": MessageKind.IMAGE.value, "语音": MessageKind.VOICE.value, "audio": MessageKind.VOICE.value,
    "voice": MessageKind.VOICE.value, "视频": MessageKind.VIDEO.value, "小视频": MessageKind.VIDEO.value, "video": MessageKind.VIDEO.value,
    "动画表情": MessageKind.STICKER.value, "表情": MessageKind.STICKER.value, "sticker": MessageKind.STICKER.value,
    "名片": MessageKind.CARD.value, "个人名片": MessageKind.CARD.value, "推荐公众号": MessageKind.CARD.value,
    "contact card": MessageKind.CARD.value, "位置": MessageKind.LOCATION.value, "location": MessageKind.LOCATION.value,
    "链接": MessageKind.LINK.value, "图文": MessageKind.LINK.value, "卡片式链接": MessageKind.LINK.value, "link": MessageKind.LINK.value,
    "分享": MessageKind.LINK.value, "视频号": MessageKind.VIDEO.value, "音乐": MessageKind.LINK.value,
    "文件": MessageKind.FILE.value, "file": MessageKind.FILE.value, "小程序": MessageKind.MINI_PROGRAM.value,
    "mini program": MessageKind.MINI_PROGRAM.value, "小程序分享": MessageKind.MINI_PROGRAM.value,
    "引用": MessageKind.QUOTE.value, "引用回复": MessageKind.QUOTE.value, "聊天记录": MessageKind.FORWARD.value,
    "聊天记录合并转发": MessageKind.FORWARD.value, "合并转发的聊天记录": MessageKind.FORWARD.value,
    "chat history": MessageKind.FORWARD.value, "红包": MessageKind.RED_PACKET.value, "微信红包": MessageKind.RED_PACKET.value,
    "红包卡片": MessageKind.RED_PACKET.value, "red packet": MessageKind.RED_PACKET.value, "转账": MessageKind.TRANSFER.value,
    "转账卡片": MessageKind.TRANSFER.value, "微信转账": MessageKind.TRANSFER.value, "transfer": MessageKind.TRANSFER.value,
    "群公告": MessageKind.BULLETIN.value, "接龙": MessageKind.RELAY.value, "拍一拍": NOTICE, "通话": MessageKind.CALL.value,
    "圖片": MessageKind.IMAGE.value, "相片": MessageKind.IMAGE.value, "語音": MessageKind.VOICE.value,
    "影片": MessageKind.VIDEO.value, "視頻": MessageKind.VIDEO.value, "視訊": MessageKind.VIDEO.value,
    "動畫表情": MessageKind.STICKER.value, "動態貼圖": MessageKind.STICKER.value, "貼圖": MessageKind.STICKER.value,
    "表情圖片": MessageKind.STICKER.value, "檔案": MessageKind.FILE.value, "文件檔": MessageKind.FILE.value,
    "連結": MessageKind.LINK.value, "鏈接": MessageKind.LINK.value, "小程式": MessageKind.MINI_PROGRAM.value,
    "聊天記錄": MessageKind.FORWARD.value, "紅包": MessageKind.RED_PACKET.value, "微信紅包": MessageKind.RED_PACKET.value,
    "轉帳": MessageKind.TRANSFER.value, "轉賬": MessageKind.TRANSFER.value, "群組公告": MessageKind.BULLETIN.value,
    "接龍": MessageKind.RELAY.value, "語音通話": MessageKind.CALL.value, "視訊通話": MessageKind.CALL.value,
    "系統": NOTICE, "系統通知": NOTICE, "個人名片": MessageKind.CARD.value, "引用回覆": MessageKind.QUOTE.value,
    "custom sticker": MessageKind.STICKER.value, "animated sticker": MessageKind.STICKER.value,
    "weixin red packet": MessageKind.RED_PACKET.value, "group notice": MessageKind.BULLETIN.value,
    "スタンプ": MessageKind.STICKER.value, "写真": MessageKind.IMAGE.value, "動画": MessageKind.VIDEO.value,
    "ボイスメッセージ": MessageKind.VOICE.value, "ファイル": MessageKind.FILE.value, "位置情報": MessageKind.LOCATION.value,
    "連絡先": MessageKind.CARD.value, "voice message": MessageKind.VOICE.value, "contact": MessageKind.CARD.value,
    "语音通话": MessageKind.CALL.value, "视频通话": MessageKind.CALL.value, "voice call": MessageKind.CALL.value,
    "video call": MessageKind.CALL.value, "系统": NOTICE, "系统通知": NOTICE,
}  # fmt: skip
_RELAY = re.compile(r"^\s*(?:\[接龙\]|#?\s*接龙)(?:\s|[:：]|$).*\n[^\S\n]*\d+\s*[.、．)]", re.DOTALL)
_PLACEHOLDER = re.compile(r"^\[([^\[\]\n]{1,12})\]")
_UNKNOWN = re.compile(r"[（(](\d+)[)）]")


def of_wechat(number: int, subtype: int = 0) -> str:
    """Kind of a WeChat type number; version 4 packs the subtype above bit 32."""
    base, packed = number & 0xFFFFFFFF, number >> 32
    sub = packed or subtype
    if base == 49:
        return _APP.get(sub, MessageKind.OTHER.value)
    return _BASE.get(base, MessageKind.OTHER.value)


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
    return (_WORDS.get(found[1].lower()) if found else None) or MessageKind.TEXT.value


def refined(kind: str, text: str) -> str:
    """A 接龙 that travelled as plain text is a relay."""
    if (
        "接龙" in text[:12]
        and kind in (MessageKind.TEXT.value, MessageKind.OTHER.value, MessageKind.MINI_PROGRAM.value)
        and _RELAY.match(text)
    ):
        return MessageKind.RELAY.value
    return kind
