"""System messages in XML: to the line the window shows, with ids where the XML holds them."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from core.chat.notice import NoticeEvent
from core.intake.greybar import Event, parse

LONGEST = 256 * 1024
_PREFIX = re.compile(r"^\s*[\w@.\-]{3,64}:\s*\n")
_TAG = re.compile(r"<[^>]{0,500}>")
_PLACE = re.compile(r"\$(\w+)\$")
_WXID = re.compile(r"\$\{([^}]+)\}")


def tree(text: str) -> Element | None:
    """The XML in `text` (after a "wxid:" line, perhaps); None when it is none, is huge or means harm."""
    start = text.find("<")
    if start < 0 or len(text) > LONGEST:
        return None
    try:
        found: Element = ElementTree.fromstring(_PREFIX.sub("", text).lstrip())
        return found
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return None


def is_xml(text: str) -> bool:
    return "<" in text[:200] and _PREFIX.sub("", text).lstrip().startswith("<")


def expand(text: str) -> tuple[str, Event]:
    """What the window shows, and the event."""
    if not is_xml(text):
        return text, parse(text)
    root = tree(text)
    if root is None:
        shown = _TAG.sub("", _PREFIX.sub("", text)[:LONGEST]).strip()
        return shown, parse(shown)
    kind = root.get("type", "")
    if root.find(".//newmsgid") is not None or kind == "revokemsg":
        return _revoke(root)
    if root.find(".//template") is not None:
        return _template(root)
    if kind == "delchatroommember" or root.find(".//delchatroommember") is not None:
        return _member_list(root)
    shown = _text(root, ".//plain") or _text(root, ".//content") or _text(root, ".//text") or _all_text(root)
    return shown, parse(shown)


def _revoke(root: Element) -> tuple[str, Event]:
    shown = _text(root, ".//replacemsg") or _text(root, ".//content")
    event = parse(shown)
    return shown, replace(event, event=NoticeEvent.RECALL, detail=_text(root, ".//newmsgid"))


def _template(root: Element) -> tuple[str, Event]:
    """`$name$` stands for the people of the link of that name; `${wxid}` for a person."""
    template = _text(root, ".//template")
    shown, keyed = template, template
    for link in root.iter("link"):
        name = link.get("name", "")
        mark = _text(link, "separator") or "、"
        people = [(_text(m, "username"), _text(m, "nickname")) for m in link.iter("member")]
        plain = (
            mark.join(nick or user for user, nick in people) or _text(link, "plain") or _text(link, "title")
        )
        ids = "、".join(f"${{{user}}}" if user else nick for user, nick in people) or plain
        shown, keyed = shown.replace(f"${name}$", plain), keyed.replace(f"${name}$", ids)
    event = parse(keyed)
    return _WXID.sub(r"\1", _PLACE.sub("", shown)), event


def _member_list(root: Element) -> tuple[str, Event]:
    shown = _text(root, ".//plain") or _text(root, ".//text")
    event = parse(shown)
    users = tuple(user for node in root.iter("username") if (user := (node.text or "").strip()))
    others = tuple(target for target in event.targets if target.startswith("@"))
    return shown, replace(event, targets=others + users) if users else event


def _text(node: Element, path: str) -> str:
    found = node.find(path)
    return (found.text or "").strip() if found is not None else ""


def _all_text(root: Element) -> str:
    return " ".join(part.strip() for part in root.itertext() if part.strip())[:500]
