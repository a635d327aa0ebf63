"""Puts the four groups together: planned events first, then ordinary talk around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from . import days
from .chatter import Chatter
from .morning import read_morning, tell
from .officials import Officials, read_replies
from .people import Person, read_people
from .planned import stage
from .plants import Plant
from .scripts import Exchange, read_exchanges
from .timeline import Line, Timeline
from .wording import read_vocabulary

BANK = Path(__file__).parent / "bank"
GROUPS = ("beichen", "qinghe", "xiaoman", "yunshan")
ABSENCES = (
    ("beichen", "zhengk", "2026-03-04 00:00", "2026-03-06 23:59"),
    ("qinghe", "gong", "2026-02-26 00:00", "2026-02-28 23:59"),
    ("yunshan", "zhuo", "2026-02-28 19:00", "2026-03-13 08:00"),
    ("yunshan", "hong", "2026-02-20 00:00", "2026-03-16 00:00"),
    ("yunshan", "kuang", "2026-02-24 00:00", "2026-03-06 07:00"),
)
"""On leave, or silent without it: who says nothing from when to when."""
JOINED = (
    ("beichen", "miao", "2026-02-24 09:40"), ("qinghe", "yuan", "2026-02-25 09:05"),
    ("xiaoman", "jin", "2026-02-06 11:20"), ("xiaoman", "hua", "2026-02-26 18:40"),
    ("xiaoman", "fan", "2026-03-03 19:15"), ("yunshan", "bao", "2026-02-08 20:06"),
    ("yunshan", "xin", "2026-02-11 19:30"),
)  # fmt: skip
LEFT = (("xiaoman", "jin", "2026-03-02 10:20"), ("yunshan", "lang", "2026-02-25 08:00"))
RENAMED = (("beichen", "zhu", "项目部祝天佑", days.read_time("2026-03-04 09:10")),)
SPEAKS_EVERY_DAYS = 4


@dataclass
class Group:
    key: str
    people: list[Person]
    lines: list[Line] = field(default_factory=list)


@dataclass
class Community:
    groups: list[Group]
    plants: list[Plant]


def build(seed: int) -> Community:
    people = read_people(BANK / "people.txt")
    vocabulary = read_vocabulary(BANK / "vocab.txt")
    skies = {**days.skies(Random(seed)), days.MORNING: "sun"}
    mornings = read_morning(BANK / "morning.txt")
    groups, plants = [], []
    for key in GROUPS:
        timeline = _timeline(key, people[key], Random(f"{seed}-{key}"))
        plants += _planned(timeline, vocabulary)
        chatter = _talk(timeline, vocabulary, skies)
        plants += tell(mornings[key], timeline)
        chatter.fill(days.MORNING, timeline)
        lines = _finish(timeline)
        groups.append(Group(key, people[key], lines))
    _number(groups)
    plants += _roster_plants(people)
    return Community(groups, plants)


def _timeline(key: str, people: list[Person], rng: Random) -> Timeline:
    timeline = Timeline(key, {person.key: person for person in people}, rng)
    for group, who, start, end in ABSENCES:
        if group == key:
            timeline.hush(who, days.read_time(start), days.read_time(end))
    for group, who, at in JOINED:
        if group == key:
            timeline.members_from[who] = days.read_time(at) + 60
    for group, who, at in LEFT:
        if group == key:
            timeline.members_until[who] = days.read_time(at)
    timeline.old_names = {who: (old, until) for group, who, old, until in RENAMED if group == key}
    return timeline


def _planned(timeline: Timeline, vocabulary: dict[str, list[str]]) -> list[Plant]:
    plants: list[Plant] = []
    tasks = [
        line for line in (BANK / "tasks.txt").read_text(encoding="utf-8").splitlines() if line[:1] == "@"
    ]
    officials = Officials(read_replies(BANK / "replies.txt"), tasks, vocabulary)
    for bulletin in read_exchanges(BANK / "bulletins.txt"):
        if bulletin.option("g") == timeline.group:
            officials.bulletin(bulletin, timeline)
    for exchange in read_exchanges(BANK / f"planted_{timeline.group}.txt"):
        plants += stage(exchange, timeline, vocabulary)
    if timeline.group == "beichen":
        _task_on_leave(timeline, officials)
        officials.tasks_of([day for day in days.ALL_DAYS if days.is_work(day)], timeline)
    return plants + officials.plants


def _task_on_leave(timeline: Timeline, officials: Officials) -> None:
    """A leader forgets that somebody is on leave."""
    leader, person = timeline.people["he"], timeline.people["zhengk"]
    at = days.read_time("2026-03-05 10:37:12")
    scene = officials.scene(timeline, at, B=person)
    ask = timeline.add(at, leader, scene.write("@B 云栈物业的薪酬测算表今天下班前发我"))
    timeline.add(at + 380, timeline.people["yao"], "贺总，凯文这几天年假，周六回来")
    timeline.add(at + 460, leader, "忘了，那等他回来")
    officials.plants.append(
        Plant("beichen", "task-on-leave", "drucker-consulting.11", "excused", person, [ask], at, "obligation")
    )


def _talk(timeline: Timeline, vocabulary: dict[str, list[str]], skies: dict[date, str]) -> Chatter:
    bank: list[Exchange] = []
    for name in (timeline.group, f"{timeline.group}_more", "shared", "festival"):
        path = BANK / f"{name}.txt"
        if path.exists():
            bank += read_exchanges(path)
    chatter = Chatter(bank, vocabulary, skies, read_replies(BANK / "reactions.txt"))
    for day in days.ALL_DAYS:
        if timeline.group == "yunshan":
            for key in _long_silent(timeline, day):
                chatter.someone(day, key, timeline)
        chatter.fill(day, timeline)
    return chatter


def _long_silent(timeline: Timeline, day: date) -> list[str]:
    """Who ought to say something today, so that a week of silence means what it should."""
    noon = days.stamp(day, 12)
    last = {line.person.key: line.at for line in timeline.in_order() if line.person and line.at < noon}
    limit = noon - SPEAKS_EVERY_DAYS * 86400
    return [
        key for key in timeline.people
        if last.get(key, 0) < limit and timeline.may_speak(key, noon - 14400, noon + 43200)
    ]  # fmt: skip


def _finish(timeline: Timeline) -> list[Line]:
    """In order; nothing after the end, nothing in the hole; old nicknames on old messages."""
    lines = [line for line in timeline.in_order() if line.at <= days.END]
    group, start, end = days.HOLE
    if timeline.group == group:
        lines = [line for line in lines if not start <= line.at <= end]
    for line in lines:
        if line.person and line.person.key in timeline.old_names:
            line.nickname = timeline.shown(line.person, line.at)
    for before, after in zip(lines, lines[1:], strict=False):
        after.at = max(after.at, before.at)
    return lines


def _number(groups: list[Group]) -> None:
    """Ids as a server gives them: rising, with steps."""
    for index, group in enumerate(groups, 1):
        number = index * 1_000_000_000 + 17
        for line in group.lines:
            number += 3 + line.at % 89
            line.id = str(number)


def _roster_plants(people: dict[str, list[Person]]) -> list[Plant]:
    plants = []
    for row in (BANK / "roster_events.txt").read_text(encoding="utf-8").splitlines():
        if row.strip() and not row.startswith("#"):
            group, key, clause, expect, what = row.split()
            person = next((person for person in people[group] if person.key == key), None)
            plants.append(Plant(group, what, clause, expect, person, [], 0, "roster"))
    return plants
