"""What came in, event by event: the columns of the table, and which rows are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.base.phrase import P, Phrase
from core.feed.recording import Told
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column

KINDS: dict[str, Phrase] = {
    "message": P("message"), "jsonl": P("message"), "chatlog": P("message"), "wecom": P("message"), "notice": P("notice"), "roster": P("member list"), "meta": P("sign of life"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One event with the name of its group as the console knows it."""

    key: str
    told: Told
    group: str


def lines_of(told: Iterable[Told], groups: Mapping[str, str], words: str, unread_only: bool) -> list[Line]:
    """Those that hold all of `words` in group, sender or text; `groups`: names by room id."""
    wanted = words.casefold().split()
    found = []
    every = list(told)
    same = Counter((each.at, each.id) for each in every)
    for each in every:
        # Counted from the oldest: what comes in later leaves a line the key that it has.
        number = same[each.at, each.id]
        same[each.at, each.id] -= 1
        group = groups.get(each.room, each.room)
        # That a bot is alive is told by its line among the bots.
        if not each.problem and (unread_only or not each.room):
            continue
        inside = f"{group} {each.name} {each.sender} {each.text}".casefold()
        if all(word in inside for word in wanted):
            found.append(Line(f"{each.at}:{each.id}:{number}", each, group))
    return found


def columns(context: WindowContext) -> tuple[Column, ...]:
    def when(line: Line) -> Cell:
        return Cell(i18n.day_and_time(line.told.at, context.now(), context.zone), "text2")

    def kind(line: Line) -> Cell:
        return Cell(KINDS.get(line.told.kind.split(".")[0], line.told.kind), "text2")

    def content(line: Line) -> Cell:
        told = line.told
        who = told.name or told.sender
        return Cell(f"{who}：{told.text}" if who else told.text, tip=told.sender)

    def outcome(line: Line) -> Cell:
        if line.told.problem:
            return Cell(
                P("not read, kept as it came"), "amber", icon="warning", tip=Phrase(line.told.problem)
            )
        return Cell(P("taken in"), "text2", icon="check", icon_token="green")

    return (
        Column("when", P("Time"), when, 130),
        Column("group", P("Group"), lambda line: Cell(line.group), 180),
        Column("kind", P("Event"), kind, 90),
        Column("content", P("Content"), content),
        Column("outcome", P("Outcome"), outcome, 190),
    )
