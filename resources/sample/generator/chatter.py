"""Ordinary talk: every day gets exchanges from the bank, more in busy hours, none twice in a week."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from . import days
from .scripts import Exchange
from .staging import NoCast, cast, play, react
from .timeline import Timeline
from .wording import Scene

PER_DAY = {
    "beichen": {"w": 15.5, "b": 14.5, "r": 2.6, "f": 2},
    "qinghe": {"w": 17, "b": 16, "r": 7, "f": 3},
    "xiaoman": {"w": 13, "b": 14.5, "r": 13.5, "f": 9},
    "yunshan": {"w": 9.5, "b": 9, "r": 10.5, "f": 8},
}
"""Exchanges per day by group and kind of day."""
WAIT_DAYS = 3
LONGEST = 3 * 3600


@dataclass
class Chatter:
    bank: list[Exchange]
    vocabulary: dict[str, list[str]]
    skies: dict[date, str]
    reactions: dict[str, list[str]]
    used: dict[str, list[date]] = field(default_factory=dict)
    worn_out: set[str] = field(default_factory=set)
    """Exchanges that had nothing new to say the last time."""

    def fill(self, day: date, timeline: Timeline) -> None:
        rng = timeline.rng
        kind = days.kind(day)
        wanted = PER_DAY[timeline.group][kind] * rng.uniform(0.75, 1.25)
        count = int(wanted) + (rng.random() < wanted % 1)
        for start in sorted(self._start(day, timeline.group, kind, rng) for _ in range(count)):
            self._one(day, kind, start, timeline)

    def _start(self, day: date, group: str, kind: str, rng: Random) -> int:
        hours = days.HOURS[group][kind]
        hour = rng.choices(list(hours), list(hours.values()))[0]
        return days.stamp(day, hour, rng.randrange(60), rng.randrange(60))

    def _one(self, day: date, kind: str, start: int, timeline: Timeline) -> None:
        if timeline.taken(start - 60, start + 300):
            start += 900
        for _ in range(12):
            exchange = self.choose(day, kind, days.moment(start).hour, timeline)
            if exchange is None:
                return
            try:
                parts = cast(exchange, timeline, start - 120, start + _length(exchange))
            except NoCast:
                continue
            scene = Scene(timeline.rng, self.vocabulary)
            stale = timeline.stale
            played = play(exchange, timeline, start, scene, parts)
            if timeline.stale > stale:
                self.worn_out.add(exchange.title)
            if exchange.option("react"):
                react(self.reactions[exchange.option("react")], timeline, played, scene)
            self.used.setdefault(exchange.title, []).append(day)
            return

    def someone(self, day: date, key: str, timeline: Timeline) -> None:
        """An exchange that `key` begins, for people who have been quiet for days."""
        kind = days.kind(day)
        start = self._start(day, timeline.group, kind, timeline.rng)
        for _ in range(40):
            exchange = self.choose(day, kind, days.moment(start).hour, timeline)
            if exchange is None or "A" in exchange.options:
                continue
            begun = replace(exchange, options={**exchange.options, "A": key})
            play(begun, timeline, start, Scene(timeline.rng, self.vocabulary),
                 cast(begun, timeline, start - 120, start + _length(begun)))  # fmt: skip
            self.used.setdefault(exchange.title, []).append(day)
            return

    def choose(self, day: date, kind: str, hour: int, timeline: Timeline) -> Exchange | None:
        fitting = [e for e in self.bank if self._fits(e, day, kind, hour, timeline.group)]
        if not fitting:
            return None
        weights = [
            float(e.option("weight", "1")) / (1 + len(self.used.get(e.title, ()))) ** 2 for e in fitting
        ]
        return timeline.rng.choices(fitting, weights)[0]

    def _fits(self, exchange: Exchange, day: date, kind: str, hour: int, group: str) -> bool:
        groups = exchange.option("g")
        if groups and group not in groups.split("/"):
            return False
        if kind not in exchange.option("days", _usual_days(exchange, group)):
            return False
        if str(day.weekday()) not in exchange.option("dow", "0123456"):
            return False
        first, _, last = exchange.option("when", "8-22").partition("-")
        if not int(first) <= hour < int(last):
            return False
        if exchange.option("sky") not in ("", self.skies[day]):
            return False
        since, _, until = exchange.option("dates", "01-01/12-31").partition("/")
        if not since <= f"{day:%m-%d}" <= (until or since):
            return False
        used = self.used.get(exchange.title, [])
        if len(used) >= _limit(exchange) or exchange.title in self.worn_out:
            return False
        return not used or (day - used[-1]).days >= WAIT_DAYS


def _length(exchange: Exchange) -> int:
    """About how long it takes, in seconds: nobody with a reason to be silent may take part."""
    return min(LONGEST, sum((60, 600, 2100, 9000)[turn.pause] for turn in exchange.turns))


def _limit(exchange: Exchange) -> int:
    """How often it may be played in all; what happens once, happens once."""
    wished = int(exchange.option("max", "6"))
    return wished if wished == 1 else wished + 4


def _usual_days(exchange: Exchange, group: str) -> str:
    """Offices talk on working days; customers and shareholders always, but the shop rests in the festival."""
    if group == "beichen":
        return "wb"
    if group == "qinghe" or exchange.option("A") in ("@shop", "@host") or exchange.option("B") == "@shop":
        return "wbr"
    return "wbrf"
