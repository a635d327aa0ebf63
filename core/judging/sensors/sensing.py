"""What the sensors say of one text: each is asked only where a cheap look says that it may have something to say."""

from __future__ import annotations

from collections.abc import Sequence

from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.sensors.files import risky_files
from core.judging.sensors.invitations import invitations, may_invite
from core.judging.sensors.prices import undercutting
from core.judging.text import PreparedText


def sensed(text: PreparedText, message: Message) -> Sequence[Hit]:
    folded = text.folded
    hits: list[Hit] = []
    if "." in folded or message.kind is MessageKind.FILE:
        hits.extend(risky_files(text, message))
    if ("." in folded or "wxp:" in folded) and may_invite(folded):
        hits.extend(invitations(text))
    if "我" in folded and ("价" in folded or "卖" in folded):
        hits.extend(undercutting(text))
    return hits
