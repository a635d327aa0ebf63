"""Message bodies in XML, to the short line that every exporter agrees on: "[链接] title", "[文件] name"."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from core.chat.message import MessageKind
from core.intake.sysmsg import is_xml, tree

LABELS: dict[str, str] = {
    MessageKind.IMAGE: "[图片]", MessageKind.VOICE: "[语音]", MessageKind.VIDEO: "[视频]",
    MessageKind.STICKER: "[动画表情]", MessageKind.FILE: "[文件]", MessageKind.LINK: "[链接]",
    MessageKind.MINI_PROGRAM: "[小程序]", MessageKind.CARD: "[名片]", MessageKind.LOCATION: "[位置]",
    MessageKind.FORWARD: "[聊天记录]", MessageKind.RED_PACKET: "[红包]", MessageKind.TRANSFER: "[转账]",
    MessageKind.BULLETIN: "[群公告]", MessageKind.CALL: "[通话]",
}  # fmt: skip
_BARE = frozenset({MessageKind.IMAGE, MessageKind.VOICE, MessageKind.VIDEO, MessageKind.STICKER,
                   MessageKind.RED_PACKET, MessageKind.TRANSFER, MessageKind.CALL})  # fmt: skip
_PATHS: dict[str, tuple[str, ...]] = {
    MessageKind.MINI_PROGRAM: (".//sourcedisplayname", ".//title"),
    MessageKind.BULLETIN: (".//textannouncement", ".//title"),
}


def plain(kind: str, body: str) -> tuple[str, str]:
    """(text, id of the quoted message) of a body that may be XML; other text stays as it is."""
    label = LABELS.get(kind, "")
    if not is_xml(body):
        return (body or label), ""
    root = tree(body)
    if root is None:
        return label or body, ""
    quoted = _first(root, ".//refermsg/svrid")
    if kind in _BARE:
        return label, quoted
    if kind == MessageKind.CARD:
        detail = root.get("nickname", "")
    elif kind == MessageKind.LOCATION:
        place = root if root.tag == "location" else root.find(".//location")
        detail = (place.get("poiname") or place.get("label") or "") if place is not None else ""
    else:
        detail = _first(root, *_PATHS.get(kind, (".//title", ".//des")))
    return f"{label} {detail}".strip(), quoted


def _first(root: Element, *paths: str) -> str:
    for path in paths:
        node = root.find(path)
        if node is not None and node.text and node.text.strip():
            return node.text.strip()
    return ""
