"""Events with a date: played as written, and entered as plants where they are marked."""

from __future__ import annotations

from dataclasses import replace

from . import days
from .plants import Plant
from .scripts import Exchange, Turn
from .staging import cast, play
from .timeline import Line, Timeline
from .wording import Scene

QUICK = frozenset({"刷屏", "图片刷屏"})
"""Exchanges in which people type as fast as they can."""


def stage(exchange: Exchange, timeline: Timeline, vocabulary: dict[str, list[str]]) -> list[Plant]:
    """Play `exchange` at its date. Whoever it names takes part, however quiet otherwise."""
    at = days.read_time(exchange.option("at")) + timeline.rng.randrange(50)
    parts = cast(exchange, timeline, at, at + 3600, insist=True)
    played = play(exchange, timeline, at, Scene(timeline.rng, vocabulary), parts, whole=True)
    if exchange.title in QUICK:
        _hurry(played, timeline)
    last = max(line.at for _, line in played)
    timeline.busy.append((at - 120, last + 120))
    return _plants(played, timeline)


def _hurry(played: list[tuple[Turn, Line]], timeline: Timeline) -> None:
    marked = [line for turn, line in played if turn.plant]
    rest = [line for turn, line in played if not turn.plant and line.at > marked[0].at]
    shift = marked[-1].at
    for index, line in enumerate(marked[1:], 1):
        line.at = marked[index - 1].at + timeline.rng.randint(2, 5)
    for line in rest:
        line.at -= shift - marked[-1].at


def _plants(played: list[tuple[Turn, Line]], timeline: Timeline) -> list[Plant]:
    plants: list[Plant] = []
    events: dict[str, Plant] = {}
    for turn, line in played:
        note = turn.plant
        if not note:
            continue
        event = note.get("ev", "")
        if event in events:
            events[event].lines.append(line)
            continue
        person = timeline.people[note["who"]] if "who" in note else line.person
        plant = Plant(timeline.group, note["what"], note["clause"], note["expect"], person, [line], line.at)
        plants.append(plant)
        if "also" in note:
            plants.append(replace(plant, clause=note["also"], expect="any"))
        if event:
            events[event] = plant
    return plants
