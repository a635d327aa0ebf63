"""What the sensors say of one text: each is asked only where a cheap look says that it may have something to say."""

from __future__ import annotations

from collections.abc import Sequence

from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.sensors.files import risky_files
from core.judging.sensors.invitations import invitations, may_invite
from core.judging.sensors.prices import undercutting
from core.judging.text import PreparedText

_FILE, _IMAGE = MessageKind.FILE, MessageKind.IMAGE
"""Kinds that say more than their words; compared, not looked up: an enumeration's hash costs more than all the rest."""


def sensed(text: PreparedText, message: Message) -> Sequence[Hit]:
    folded = text.folded
    dotted = "." in folded
    priced = "我" in folded and ("价" in folded or "卖" in folded)
    if not dotted and not priced and message.kind is not _FILE and message.kind is not _IMAGE:
        return ()
    hits: list[Hit] = []
    if dotted or message.kind is _FILE:
        hits.extend(risky_files(text, message))
    if may_invite(folded):
        hits.extend(invitations(text))
    if priced:
        hits.extend(undercutting(text))
    return hits
