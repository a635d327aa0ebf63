"""Examples beside the words of a list: "#+" must be found, "#-" must not be; "{}" stands for each word of the family.

Example lines before the first word of a section speak for the whole section; those below words speak for the words
since the examples before (the family).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.judging.lexicon import Entry, parse_lexicon


@dataclass(slots=True)
class Family:
    """Words and patterns that share examples."""

    category: str
    entries: list[Entry] = field(default_factory=list)
    positive: list[str] = field(default_factory=list)
    negative: list[str] = field(default_factory=list)

    def must_be_found(self, entry: Entry) -> list[str]:
        return _filled(self.positive, entry)

    def must_be_silent(self, entry: Entry) -> list[str]:
        return _filled(self.negative, entry)


def _filled(examples: list[str], entry: Entry) -> list[str]:
    if entry.pattern:
        return [text for text in examples if "{}" not in text]
    return [text.replace("{}", entry.text) for text in examples]


def families(text: str) -> Iterator[Family]:
    """The families of one list, with the examples of their section added."""
    section, names = "", ""
    shared = Family("")
    family = Family("")
    below = False
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("$"):
            names += f"{line}\n"
        elif line.startswith("@"):
            if family.entries:
                yield family
            section = line
            shared = Family(line[1:].split()[0])
            family, below = _next(shared), False
        elif line.startswith(("#+", "#-")):
            target = family if family.entries else shared
            side = target.positive if line.startswith("#+") else target.negative
            side.append(line[2:].strip())
            if target is shared:
                family = _next(shared)
            below = bool(family.entries)
        elif line and not line.startswith("#"):
            if below:
                yield family
                family, below = _next(shared), False
            family.entries.extend(parse_lexicon(f"{names}{section}\n{line}"))
    if family.entries:
        yield family


def _next(shared: Family) -> Family:
    return Family(shared.category, [], list(shared.positive), list(shared.negative))
