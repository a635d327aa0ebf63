"""Turns a hand-written pattern into one sentence.

`{a|b|c}` picks one part (they nest, a part may be empty), `{#1 a|b|c}` the same part wherever `#1` stands; `<dish>` picks from the vocabulary and stays the
same within one exchange, `<dish2>` is another one; `<3-20>` is a number, `<k:3-20>` one that stays;
`<A>` is how people call speaker A, `@A` mentions that speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

HOURS = (
    ("九点半", 9.5), ("十点", 10.0), ("十点半", 10.5), ("十一点", 11.0), ("两点", 14.0), ("两点半", 14.5),
    ("三点", 15.0), ("三点半", 15.5), ("四点", 16.0), ("四点半", 16.5), ("五点", 17.0), ("五点半", 17.5),
)  # fmt: skip
LATER = ["明早九点", "明天十点", "明天上午", "明天下午两点"]
MENTION_END = "\u2005"
"""What WeChat puts after a mentioned name."""
_SLOT = re.compile(r"<([^<>]+)>")
_NUMBER = re.compile(r"^(?:(\w):)?(\d+)-(\d+)$")
_TIED = re.compile(r"#(\d) ")
_MENTION = re.compile(r"@([A-F])(?![A-Za-z])")


@dataclass
class Scene:
    """What stays the same within one exchange: who speaks, which words were drawn."""

    rng: Random
    vocabulary: dict[str, list[str]]
    calls: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    ties: dict[str, int] = field(default_factory=dict)
    at: datetime | None = None
    """When it is said: hours and weekdays that are named lie ahead."""

    def write(self, pattern: str) -> str:
        text = _SLOT.sub(lambda match: self._fill(match.group(1)), self.choose(pattern))
        return _MENTION.sub(lambda match: f"@{self.names[match.group(1)]}{MENTION_END}", text)

    def choose(self, pattern: str) -> str:
        """`pattern` with every `{a|b}` decided."""
        out: list[str] = []
        at = 0
        while at < len(pattern):
            if pattern[at] != "{":
                end = pattern.find("{", at)
                end = len(pattern) if end < 0 else end
                out.append(pattern[at:end])
                at = end
                continue
            tied = _TIED.match(pattern, at + 1)
            parts, at = _parts(pattern, at, len(tied.group()) if tied else 0)
            index = self.rng.randrange(len(parts))
            if tied:
                index = self.ties.setdefault(tied.group(1), index)
            out.append(self.choose(parts[index]))
        return "".join(out)

    def _fill(self, slot: str) -> str:
        if slot in self.calls:
            return self.calls[slot]
        number = _NUMBER.match(slot)
        if number:
            name, low, high = number.groups()
            if name is None:
                return str(self.rng.randint(int(low), int(high)))
            return self.fixed.setdefault(f"#{name}", str(self.rng.randint(int(low), int(high))))
        if slot not in self.fixed:
            kind = slot.rstrip("0123456789")
            words = self._words(kind)
            taken = {value for key, value in self.fixed.items() if key.rstrip("0123456789") == kind}
            self.fixed[slot] = self.rng.choice([word for word in words if word not in taken] or words)
        return self.fixed[slot]

    def _words(self, kind: str) -> list[str]:
        if self.at is not None and kind == "hour":
            return [word for word, hour in HOURS if hour > self.at.hour + self.at.minute / 60 + 0.4] or LATER
        if self.at is not None and kind == "wkday":
            return _days_ahead(self.at)
        return self.vocabulary[kind]


def _days_ahead(at: datetime) -> list[str]:
    """Working days of the week ahead, as people name them."""
    today = at.weekday()
    this_week = [f"周{name}" for number, name in enumerate("一二三四五") if number > today]
    return this_week if len(this_week) > 1 else [*this_week, "下周一", "下周二", "下周三"]


def _parts(pattern: str, start: int, mark: int) -> tuple[list[str], int]:
    """The alternatives of the group that opens at `start`, and where the text goes on.

    `mark` is the length of its `#1 `.
    """
    depth, parts, begin = 0, [], start + 1 + mark
    for at in range(start, len(pattern)):
        char = pattern[at]
        if char == "{":
            depth += 1
        elif char == "|" and depth == 1:
            parts.append(pattern[begin:at])
            begin = at + 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                parts.append(pattern[begin:at])
                return parts, at + 1
    raise ValueError(f"unclosed group in {pattern!r}")


def read_vocabulary(path: Path) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(":")
            words.setdefault(name.strip(), []).extend(word.strip() for word in rest.split("/"))
    return words
