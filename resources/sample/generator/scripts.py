"""Reads exchanges from the text bank.

== title; when=9-18; days=w; dow=34; max=3; A=@leader
A 第一句 {一|二}
B? a turn that may be left out       B~ after some minutes       B~~ after half an hour
A >B 引用 B 的上一句                  A !img | !sticker | !voice 12 | !video | !file 名.xlsx
A !link 标题 | !mini 名 | !red 祝福    A !recall
B text ## clause=… expect=act what=…   (a planted event, for the manifest)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_TURN = re.compile(r"^([A-Z]|\+)(\?)?(~{0,3})\s+(.*)$")


@dataclass(frozen=True)
class Turn:
    speaker: str
    """A letter, or "+": the room itself (a grey-bar line)."""
    pattern: str
    optional: bool = False
    pause: int = 0
    """0 seconds, 1 minutes, 2 about half an hour, 3 hours."""
    plant: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exchange:
    title: str
    turns: tuple[Turn, ...]
    options: dict[str, str]

    def option(self, name: str, default: str = "") -> str:
        return self.options.get(name, default)

    @property
    def letters(self) -> tuple[str, ...]:
        named = {option for option in self.options if len(option) == 1 and option.isupper()}
        return tuple(sorted({turn.speaker for turn in self.turns} - {"+"} | named))


def read_exchanges(path: Path) -> list[Exchange]:
    """Raises ValueError naming the line that is neither header, turn nor comment."""
    found: list[Exchange] = []
    title, options, turns = "", {}, []  # type: str, dict[str, str], list[Turn]

    def close() -> None:
        if turns:
            found.append(Exchange(title, tuple(turns), options))

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("=="):
            close()
            title, *rest = (part.strip() for part in line[2:].split(";"))
            options = dict(part.split("=", 1) for part in rest if part)
            turns = []
            continue
        match = _TURN.match(line)
        if not match:
            raise ValueError(f"{path.name}:{number}: {line}")
        speaker, optional, pause, text = match.groups()
        text, _, note = text.partition(" ## ")
        plant = dict(part.split("=", 1) for part in note.split()) if note else {}
        turns.append(Turn(speaker, text.strip().replace("\\n", "\n"), bool(optional), len(pause), plant))
    close()
    return found
