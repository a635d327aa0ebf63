"""Addresses that lead away from the group: codes of other groups, of persons, of payments. What a QR code in a picture
says is read like words (core/chat/codes.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.charter.model import Severity
from core.chat.codes import MARK
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

_GROUP = re.compile(
    r"(?:https?://)?(?:weixin\.qq\.com/g/|wx\.qq\.com/g/|work\.weixin\.qq\.com/gm/|(?:jq|qm)\.qq\.com/(?:cgi-bin/qm/qr\?)?[^\s]*|qun\.qq\.com/|t\.me/(?:\+|joinchat/)|discord\.gg/|"
    r"chat\.whatsapp\.com/|line\.me/r/ti/g/|applink\.feishu\.cn/client/chat/|qr\.dingtalk\.com/action/joingroup)[^\s]*"
)
_PERSON = re.compile(
    r"(?:https?://)?(?:u\.wechat\.com/|weixin\.qq\.com/r/|work\.weixin\.qq\.com/ca/|t\.me/(?!\+|joinchat)|line\.me/ti/p|wa\.me/)[^\s]*"
)
_PAYMENT = re.compile(
    r"(?:wxp://|(?:https?://)?(?:qr\.alipay\.com/|payapp\.weixin\.qq\.com/|wx\.tenpay\.com/|qr\.95516\.com/))[^\s]*"
)
_KINDS = (
    (_GROUP, "poaching", 0.85, Severity.MEDIUM),
    (_PERSON, "unknown-link", 0.6, Severity.LOW),
    (_PAYMENT, "private-trade", 0.6, Severity.MEDIUM),
)
_SIGNS = (
    "qq.com/",
    "wechat.com/",
    "t.me/",
    "wxp:",
    "alipay",
    "whatsapp",
    "wa.me",
    "line.me",
    "discord",
    "feishu",
    "dingtalk",
    "tenpay",
    "95516",
)


def may_invite(folded: str) -> bool:
    """A cheap look before the patterns."""
    return any(sign in folded for sign in _SIGNS)


def invitations(text: PreparedText) -> Iterable[Hit]:
    """A group's code is poaching, whoever asks to scan it; codes of persons and payments are hints only in pictures."""
    pictured = MARK.strip() in text.original
    for pattern, category, score, severity in _KINDS:
        if category != "poaching" and not pictured:
            continue
        for found in pattern.finditer(text.folded):
            term = re.sub(r"^[a-z]+://", "", found.group()).split("/", 1)[0]
            yield Hit(category, term, *text.folded_span(*found.span()), score, severity)
