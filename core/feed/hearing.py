"""Entries of the journal read: the one way in, live and in replay alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.base.clock import Instant
from core.chat.incoming import Room
from core.feed import hooks, onebot11, onebot12
from core.feed.event import Entry, Heard, Sign, Via
from core.feed.fields import ident, mapping
from core.intake.cleaning import clean
from core.intake.rows import Reason


def hear(entry: Entry) -> list[Heard]:
    """What an entry says. Never raises for what others wrote: then `problem` is set."""
    if entry.via is Via.JSONL:
        return hooks.hear_jsonl(entry)
    if entry.via is Via.CHATLOG:
        return hooks.hear_chatlog(entry)
    if entry.via is Via.WECOM:
        return hooks.hear_wecom(entry)
    if entry.via is Via.CHATLAB:
        # A push lies in a file of its own and is imported as a whole.
        return [Heard(kind="push")]
    try:
        row = json.loads(entry.raw)
    except (ValueError, RecursionError):
        return [Heard(problem=Reason.NO_JSON)]
    # A webhook may hand over several at once.
    return [_one(each, entry) for each in (row if isinstance(row, list) else [row])]


def _one(row: object, entry: Entry) -> Heard:
    if not isinstance(row, dict):
        return Heard(problem=Reason.NO_OBJECT)
    if entry.via is Via.FEED:
        return _note(row, entry.at)
    # Some bots speak the other version at this address; what the event looks like decides.
    if onebot11.is_event(row):
        return onebot11.hear(row, entry.at)
    return onebot12.hear(row, entry.at)


def _note(row: Mapping[str, Any], at: Instant) -> Heard:
    """The feed's own notes about a bot, and what it answered when asked about a room."""
    heard = Heard(ident(row, "bot"), kind=f"feed.{ident(row, 'event')}")
    event = ident(row, "event")
    if event in (Sign.CONNECTED, Sign.ALIVE, Sign.SILENT, Sign.GONE):
        heard.sign = Sign(event)
    elif event == "room":
        room = mapping(row.get("room"))
        heard.room = Room(ident(room, "id"), clean(ident(room, "name")), ident(room, "platform") or "wechat")
        heard.roster = onebot12.listed(row.get("members"), ident(room, "owner"))
    return heard
