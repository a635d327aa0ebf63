"""Plays one exchange: who takes which part, how long people type, what lands in the chat."""

from __future__ import annotations

from random import Random

from .days import moment
from .people import Person
from .scripts import Exchange, Turn
from .timeline import (
    FILE,
    IMAGE,
    LINK,
    MINI,
    NOTICE,
    QUOTE,
    RECALL,
    RED_PACKET,
    STICKER,
    TEXT,
    VIDEO,
    VOICE,
    Line,
    Timeline,
)
from .wording import Scene

POOLS = {
    "shop": ("xia", "yang", "ke"),
    "host": ("dai", "shen", "ge"),
    "leader": ("tang", "he", "cheng"),
}
"""Parts that only some people may take: `A=@shop`."""
RESERVED = {
    "xiaoman": ("xia", "yang", "ke"),
    "beichen": ("cheng", "tang", "he", "yao", "ding", "you", "shi", "qiao", "min"),
    "qinghe": ("jiang", "luo", "luhb", "qiu", "bo", "niu"),
}
"""People whose work is another one: they speak where a part names them, or where everybody may."""
ALOOF = ("cheng", "tang", "he", "jiang", "xia", "yang", "ke")
"""People who speak only where a part names them."""
_PAUSES = {0: (6, 55), 1: (120, 600), 2: (900, 2100), 3: (3600, 9000)}
_MEDIA = {
    "img": (IMAGE, "[图片]"),
    "sticker": (STICKER, "[动画表情]"),
    "voice": (VOICE, "[语音] {rest}秒"),
    "video": (VIDEO, "[视频]"),
    "file": (FILE, "[文件] {rest}"),
    "link": (LINK, "[链接] {rest}"),
    "mini": (MINI, "[小程序] {rest}"),
    "red": (RED_PACKET, "[红包] {rest}"),
}
TRIES = 25


class NoCast(Exception):
    """Nobody is free for a part."""


def cast(
    exchange: Exchange, timeline: Timeline, start: int, end: int, insist: bool = False
) -> dict[str, Person]:
    """A person for every letter; with `insist`, those named take part however quiet. Raises NoCast."""
    chosen: dict[str, Person] = {}
    for letter in sorted(exchange.letters, key=lambda letter: letter not in exchange.options):
        wanted = exchange.option(letter)
        keys = _candidates(wanted, timeline, exchange.option("pool") == "all")
        free = [
            key for key in keys
            if timeline.people[key] not in chosen.values()
            and (timeline.may_speak(key, start, end) or (insist and wanted and not wanted.startswith("@")))
        ]  # fmt: skip
        if not free:
            raise NoCast(f"{exchange.title}: {letter}")
        weights = [timeline.people[key].talk for key in free]
        chosen[letter] = timeline.people[timeline.rng.choices(free, weights)[0]]
    return chosen


def _candidates(wanted: str, timeline: Timeline, everybody: bool) -> list[str]:
    if wanted.startswith("@"):
        return [key for key in POOLS[wanted[1:]] if key in timeline.people]
    if wanted:
        return wanted.split("/")
    reserved = ALOOF if everybody else RESERVED.get(timeline.group, ())
    return [key for key in timeline.people if key not in reserved]


def play(
    exchange: Exchange,
    timeline: Timeline,
    start: int,
    scene: Scene,
    parts: dict[str, Person],
    whole: bool = False,
) -> list[tuple[Turn, Line]]:
    """Say it all from `start` on; optional turns are left out now and then unless `whole`."""
    rng = timeline.rng
    scene.calls = {letter: person.call for letter, person in parts.items()}
    scene.names = {letter: timeline.shown(person, start) for letter, person in parts.items()}
    played: list[tuple[Turn, Line]] = []
    last: dict[str, Line] = {}
    at = start
    scene.at = moment(start)
    for turn in exchange.turns:
        if turn.optional and not whole and rng.random() < 0.4:
            continue
        if played:
            at += _pause(turn, rng)
        line = _say(turn, timeline, at, scene, parts.get(turn.speaker), last)
        last[turn.speaker] = line
        played.append((turn, line))
    return played


def react(patterns: list[str], timeline: Timeline, played: list[tuple[Turn, Line]], scene: Scene) -> None:
    """A few short words of people who only listened."""
    rng = timeline.rng
    at = played[-1][1].at
    heard = {line.person.key for _, line in played if line.person}
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        at += rng.randint(6, 70)
        keys = [
            key for key in timeline.people
            if key not in heard and key not in ALOOF and timeline.may_speak(key, at, at)
        ]  # fmt: skip
        if keys:
            person = timeline.people[rng.choice(keys)]
            heard.add(person.key)
            timeline.add(at, person, scene.write(rng.choice(patterns)))


def _pause(turn: Turn, rng: Random) -> int:
    low, high = _PAUSES[turn.pause]
    if turn.pause == 0 and rng.random() < 0.12:
        low, high = 60, 200
    return rng.randint(low, high)


def _say(
    turn: Turn, timeline: Timeline, at: int, scene: Scene, person: Person | None, last: dict[str, Line]
) -> Line:
    if turn.speaker == "+":
        return timeline.add(at, None, scene.write(turn.pattern), NOTICE)
    assert person is not None
    if turn.pattern.startswith("!recall"):
        return timeline.add(at, person, f'"{timeline.shown(person, at)}" 撤回了一条消息', RECALL)
    if turn.pattern.startswith("!"):
        type, shown = media(scene.write(turn.pattern))
        return timeline.add(at, person, shown, type)
    pattern, quoted = turn.pattern, None
    if pattern.startswith(">"):
        letter, _, pattern = pattern[1:].partition(" ")
        quoted = last.get(letter)
    text = fresh(pattern, timeline, scene, person)
    return timeline.add(at, person, text, QUOTE if quoted else TEXT, quoted)


def media(pattern: str) -> tuple[int, str]:
    """Type and text of `!img`, `!file name` and the like. Raises KeyError for another word."""
    word, _, rest = pattern[1:].partition(" ")
    type, shape = _MEDIA[word]
    return type, shape.format(rest=rest).strip()


def fresh(pattern: str, timeline: Timeline, scene: Scene, person: Person) -> str:
    """The pattern in words that nobody has used before, as far as its alternatives go."""
    text = ""
    for _ in range(TRIES):
        text = scene.write(pattern)
        if text[-1:] not in "~～！!？?。…]）)\u2005" and "\n" not in text:
            text += person.tail(timeline.rng)
        if timeline.is_new(text):
            return text
    timeline.stale += 1
    return text
