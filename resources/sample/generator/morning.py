"""The Monday morning on which the sample ends: told minute by minute, so that deadlines are still running."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from . import days
from .plants import Plant
from .staging import media
from .timeline import QUOTE, TEXT, Timeline
from .wording import MENTION_END

_TIMED = re.compile(r"^(-?)(\d\d):(\d\d) (\S+) (.*)$")
_MENTION = re.compile(r"@\{(\w+)\}")
STANDINGS = ("met", "open", "late", "missing", "unknown", "excused")


@dataclass(frozen=True)
class Said:
    """`quoted` is the minute of the line that this one answers, or 0."""

    at: int
    who: str
    text: str
    quoted: int
    note: dict[str, str]


@dataclass
class Morning:
    """What one group's part of the bank says."""

    said: list[Said] = field(default_factory=list)
    quiet: list[tuple[str, int]] = field(default_factory=list)
    busy: list[tuple[int, int]] = field(default_factory=list)


def read_morning(path: Path) -> dict[str, Morning]:
    """By group. Raises ValueError naming a line that is none of the four kinds."""
    found: dict[str, Morning] = {}
    morning = Morning()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        word, _, rest = line.partition(" ")
        timed = _TIMED.match(line)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            morning = found.setdefault(line.strip("[] "), Morning())
        elif word == "quiet":
            keys, _, since = rest.partition(" ")
            morning.quiet += [(key, _clock(since)) for key in keys.split(",")]
        elif word == "busy":
            start, _, end = rest.partition(" ")
            morning.busy.append((_clock(start), _clock(end)))
        elif timed:
            eve, hour, minute, who, text = timed.groups()
            text, _, note = text.partition(" ## ")
            notes = dict(part.split("=", 1) for part in note.split()) if note else {}
            at = _clock(f"{hour}:{minute}") - (86400 if eve else 0)
            quoted, text = text[1:].split(" ", 1) if text.startswith(">") else ("", text)
            # The seconds within the minute follow from the line, so that no two minutes look alike.
            said = Said(at + number * 17 % 53, who, text, _clock(quoted) if quoted else 0, notes)
            morning.said.append(said)
        else:
            raise ValueError(f"{path.name}:{number}: {line}")
    return found


def tell(morning: Morning, timeline: Timeline) -> list[Plant]:
    """Say it all, and keep quiet who must be; what was planted by it."""
    for key, since in morning.quiet:
        timeline.hush(key, since, days.END)
    timeline.busy += morning.busy
    plants: list[Plant] = []
    for said in morning.said:
        plants += _say(said, timeline)
    return plants


def _say(said: Said, timeline: Timeline) -> list[Plant]:
    person = timeline.people[said.who]
    type, text = media(said.text) if said.text.startswith("!") else (TEXT, said.text)

    def mention(match: re.Match[str]) -> str:
        return f"@{timeline.people[match.group(1)].shown}{MENTION_END}"

    quoted = next((line for line in timeline.lines if 0 <= line.at - said.quoted < 60), None)
    line = timeline.add(said.at, person, _MENTION.sub(mention, text), QUOTE if quoted else type, quoted)
    note = said.note
    if "expect" in note:
        return [Plant(timeline.group, note["what"], note["clause"], note["expect"], person, [line], line.at)]
    return [
        Plant(timeline.group, f"{note['what']}-{standing}", note["clause"], standing, timeline.people[key],
              [line], line.at, "obligation")
        for standing in STANDINGS for key in note.get(standing, "").split(",") if key
    ]  # fmt: skip


def _clock(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    return days.stamp(days.MORNING, hour, minute)
