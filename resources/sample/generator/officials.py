"""Bulletins and tasks: who asks, who answers, how soon, and what that should lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from . import days
from .people import Person
from .plants import Plant
from .scripts import Exchange
from .staging import fresh
from .timeline import IMAGE, STICKER, VOICE, Line, Timeline
from .wording import Scene

HOUR = 3600
WORDLESS = {"sticker": (STICKER, "[动画表情]"), "voice": (VOICE, "[语音] 4秒"), "img": (IMAGE, "[图片]")}
BULLETIN_CLAUSE = {"beichen": "drucker-consulting.12", "qinghe": "sales-2016-007.8"}
TASK_CLAUSE = "drucker-consulting.11"
TASK_OUTCOMES = (
    ["ack"] * 16 + ["plan"] * 10 + ["solution"] * 7 + ["interim"] * 6 + ["edge"]
    + ["late"] * 5 + ["second-late"] + ["missing"] * 3 + ["sticker", "sticker", "voice", "img"]
    + ["explain", "explain", "no-network"]
)  # fmt: skip
EXPECTED = {
    "ack": "met", "plan": "met", "solution": "met", "interim": "met", "edge": "met", "late": "late",
    "second-late": "late", "missing": "missing", "sticker": "unknown", "voice": "unknown", "img": "unknown",
    "explain": "excused", "no-network": "late",
}  # fmt: skip
RARELY_ASKED = frozenset({"cheng", "tang", "he", "yao", "min", "miao"})


@dataclass
class Officials:
    replies: dict[str, list[str]]
    tasks: list[str]
    vocabulary: dict[str, list[str]]
    plants: list[Plant] = field(default_factory=list)

    def scene(self, timeline: Timeline, at: int, **calls: Person) -> Scene:
        scene = Scene(timeline.rng, self.vocabulary, at=days.moment(at))
        scene.calls = {letter: person.call for letter, person in calls.items()}
        scene.names = {letter: timeline.shown(person, at) for letter, person in calls.items()}
        return scene

    def reply(self, kind: str, timeline: Timeline, person: Person, scene: Scene) -> str:
        patterns = self.replies[kind]
        text = ""
        for _ in range(8):
            text = fresh(timeline.rng.choice(patterns), timeline, scene, person)
            if timeline.is_new(text):
                break
        return text

    def bulletin(self, bulletin: Exchange, timeline: Timeline) -> None:
        """Post it and let everybody answer as planned; the unplanned answer in time."""
        rng, at = timeline.rng, days.read_time(bulletin.option("at"))
        poster = timeline.people[bulletin.option("A")]
        post = timeline.add(at, poster, bulletin.turns[0].pattern)
        late = {k: int(v) * 60 for k, v in _pairs(bulletin.option("late"))}
        wordless = dict(_pairs(bulletin.option("wordless")))
        explained = dict(_pairs(bulletin.option("explained")))
        missing = set(filter(None, bulletin.option("missing").split(",")))
        window = int(bulletin.option("window", "112")) * 60
        for key, person in timeline.people.items():
            if person is poster or not timeline.may_speak(key, at, at + 2 * HOUR):
                continue
            self._answer(post, person, timeline, rng, late.get(key), wordless.get(key), explained.get(key),
                         key in missing, window)  # fmt: skip

    def _answer(
        self, post: Line, person: Person, timeline: Timeline, rng: Random, late: int | None,
        wordless: str | None, explained: str | None, missing: bool, window: int,
    ) -> None:  # fmt: skip
        clause, at = BULLETIN_CLAUSE[timeline.group], post.at
        assert post.person is not None
        scene = self.scene(timeline, at, P=post.person)
        if missing:
            timeline.hush(person.key, at, at + 5 * HOUR)
            self._plant(clause, "missing", "bulletin-unanswered", person, post, timeline)
        elif late:
            timeline.hush(person.key, at, at + late + 60)
            text = self.reply("late-ack", timeline, person, scene)
            timeline.add(at + late + rng.randint(0, 50), person, text)
            self._plant(clause, "late", "bulletin-answered-late", person, post, timeline)
        elif wordless:
            timeline.hush(person.key, at, at + 4 * HOUR)
            type, text = WORDLESS[wordless]
            timeline.add(at + rng.randint(300, 5400), person, text, type)
            self._plant(clause, "unknown", f"bulletin-answered-by-{wordless}", person, post, timeline)
        elif explained:
            timeline.hush(person.key, at, at + 4 * HOUR)
            timeline.add(at + rng.randint(1800, 6000), person, explained)
            self._plant(clause, "excused", "bulletin-special-case", person, post, timeline)
        else:
            delay = min(window, int(40 + rng.expovariate(1 / 1300)))
            if delay == window:
                delay = rng.randint(window // 3, window)
            kind = "boss" if person.role == "owner" else "ack"
            if timeline.group == "qinghe" and kind == "ack" and rng.random() < 0.6:
                kind = "ack-sales"
            if days.in_hole(timeline.group, at + delay):
                self._plant(clause, "unknown", "bulletin-answer-in-the-gap", person, post, timeline)
            timeline.hush(person.key, at, at + delay)
            timeline.add(at + delay, person, self.reply(kind, timeline, person, scene))

    def task(self, at: int, outcome: str, timeline: Timeline) -> bool:
        """One leader asks one person; False when nobody suits at that time."""
        rng = timeline.rng
        leader = timeline.people[rng.choice(["tang", "tang", "he", "he", "he", "cheng"])]
        free = [
            key for key in timeline.people
            if key not in RARELY_ASKED and timeline.may_speak(key, at - HOUR, at + 3 * HOUR)
        ]  # fmt: skip
        if not free or not timeline.may_speak(leader.key, at, at + 3 * HOUR):
            return False
        person = timeline.people[rng.choice(free)]
        helper = timeline.people[rng.choice([key for key in free if key != person.key])]
        scene = self.scene(timeline, at, B=person, L=leader, X=helper)
        ask = timeline.add(at, leader, fresh(rng.choice(self.tasks), timeline, scene, leader))
        self._react(ask, outcome, person, leader, scene, timeline)
        self._plant(TASK_CLAUSE, EXPECTED[outcome], f"task-{outcome}", person, ask, timeline)
        timeline.busy.append((at - 120, at + 240))
        return True

    def _react(
        self, ask: Line, outcome: str, person: Person, leader: Person, scene: Scene, timeline: Timeline
    ) -> None:
        rng, at = timeline.rng, ask.at
        delay = {
            "edge": 1800, "second-late": 1801, "late": rng.randint(2100, 6600),
            "no-network": rng.randint(2400, 4200),
        }.get(outcome, rng.randint(40, 1500))  # fmt: skip
        if outcome == "missing":
            timeline.hush(person.key, at, at + 8 * HOUR)
            timeline.add(at + rng.randint(2400, 5400), leader, self.reply("remind", timeline, leader, scene))
            return
        if outcome in WORDLESS:
            timeline.hush(person.key, at, at + 3 * HOUR)
            type, text = WORDLESS[outcome]
            timeline.add(at + delay, person, text, type)
            return
        timeline.hush(person.key, at, at + delay)
        kind = {"ack": "task-ack", "edge": "task-ack", "late": "sorry", "second-late": "sorry"}.get(
            outcome, outcome
        )
        if outcome == "late" and rng.random() < 0.6:
            remind = at + rng.randint(1860, min(delay - 30, 3600))
            timeline.add(remind, leader, self.reply("remind", timeline, leader, scene))
        timeline.add(at + delay, person, self.reply(kind, timeline, person, scene))
        if rng.random() < 0.45:
            timeline.add(
                at + delay + rng.randint(20, 300), leader, self.reply("thanks", timeline, leader, scene)
            )

    def tasks_of(self, workdays: list[date], timeline: Timeline) -> None:
        """Spread all outcomes over the working days."""
        rng = timeline.rng
        outcomes = list(TASK_OUTCOMES)
        rng.shuffle(outcomes)
        for number, outcome in enumerate(outcomes):
            day = workdays[number * len(workdays) // len(outcomes)]
            for _ in range(20):
                at = days.stamp(
                    day, rng.choice([9, 10, 10, 11, 14, 14, 15, 16]), rng.randrange(60), rng.randrange(60)
                )
                if not timeline.taken(at - 900, at + 900) and self.task(at, outcome, timeline):
                    break

    def _plant(
        self, clause: str, expect: str, what: str, person: Person, trigger: Line, timeline: Timeline
    ) -> None:
        self.plants.append(
            Plant(timeline.group, what, clause, expect, person, [trigger], trigger.at, "obligation")
        )


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(key, value) for key, _, value in (part.partition(":") for part in text.split(",") if part)]


def read_replies(path: Path) -> dict[str, list[str]]:
    replies: dict[str, list[str]] = {}
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].islower():
            kind = line[1:-1]
            replies[kind] = []
        elif line.strip() and not line.startswith("#"):
            replies[kind].append(line)
    return replies
