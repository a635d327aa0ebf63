"""Word lists in resources/lexicons/*.txt, as plain data.

A list is read line by line. `@category severity score` opens a section; then come terms separated by
spaces, or `/pattern/` (RE2, matched against folded text) alone on a line. A term may carry guards:
`term !a|b` is no hit where it lies inside or across one of the words a, b (written out in the text at that place);
`term !!a|b` is no hit where a or b stands anywhere; `term ?a|b` needs a or b somewhere in the text; a guard ends at the
next blank. Guards behind a pattern's closing slash work the same way. `@allow` holds words inside which nothing counts.
Lines that begin with "#" are comments; "#+" and "#-" give examples that must and must not be found (see
resources/lexicons/README.md).
A category that begins with "." is a sign for the combining detectors and never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.base.paths import RESOURCES
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import Severity

ALLOW = "allow"
_PATTERN = re.compile(r"/(?P<pattern>.+)/(?P<guards>(?:\s+!?[!?][^\s!?]\S*)*)$")
"""A whole line: what stands between the outer slashes, and guards behind it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One term or pattern with what it means. Guards hold folded words."""

    category: str
    severity: Severity
    score: float
    text: str
    pattern: bool = False
    across: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def parse_lexicon(text: str, path: str = "") -> tuple[Entry, ...]:
    """Raises Refusal with path:line for a term outside a section or a broken section line."""
    entries: list[Entry] = []
    head: tuple[str, Severity, float] | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        where = f"{path}:{number}"
        if line.startswith("@"):
            head = _section(line, where)
        elif head is None:
            raise Refusal(
                P("a word stands before any section."), where, P("Begin with “@category severity score”.")
            )
        elif (shape := _PATTERN.match(line)) is not None:
            entries.extend(_terms([shape["pattern"], *shape["guards"].split()], head, pattern=True))
        else:
            entries.extend(_terms(line.split(), head))
    return tuple(entries)


def _section(line: str, where: str) -> tuple[str, Severity, float]:
    words = line[1:].split()
    try:
        if words == [ALLOW]:
            return ALLOW, Severity.INFO, 0.0
        category, severity, score = words
        return category, Severity(severity), float(score)
    except ValueError as error:
        raise Refusal(
            P("“{line}” opens no section.", line=line), where, P("Begin with “@category severity score”.")
        ) from error


def _terms(words: list[str], head: tuple[str, Severity, float], pattern: bool = False) -> list[Entry]:
    entries: list[Entry] = []
    for place, word in enumerate(words):
        guard = word.lstrip("!?")
        if guard == word or (pattern and not place):
            entries.append(Entry(*head, text=word, pattern=pattern))
            continue
        mark, values = word[: len(word) - len(guard)], tuple(guard.split("|"))
        last = entries.pop()
        entries.append(
            Entry(
                *head,
                text=last.text,
                pattern=last.pattern,
                across=last.across + (values if mark == "!" else ()),
                nowhere=last.nowhere + (values if mark == "!!" else ()),
                needs=last.needs + (values if mark == "?" else ()),
            )
        )
    return entries


@cache
def bundled() -> tuple[Entry, ...]:
    """Every entry of the lists that ship with the console."""
    folder: Path = RESOURCES / "lexicons"
    return tuple(
        entry
        for path in sorted(folder.glob("*.lex"))
        for entry in parse_lexicon(path.read_text(encoding="utf-8"), path.name)
    )
