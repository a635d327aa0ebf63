"""Word lists in resources/lexicons/*.txt, as plain data.

A list is read line by line. `@category severity score` opens a section; then come terms separated by
spaces, or `/pattern/` (RE2, matched against folded text) alone on a line. A term may carry guards:
`term !a|b` is no hit where it lies inside or across one of the words a, b (written out in the text at that place);
`term !!a|b` is no hit where a or b stands anywhere; `term ?a|b` needs a or b somewhere in the text; a guard ends at the
next blank. Guards behind a pattern's closing slash work the same way. `@allow` holds words inside which nothing counts.
Guards behind a section's score hold for all its words; a `?a|b` there needs a or b in the neighbourhood (`NEAR`), and
each of several must be met: so a section says that a thing and what is done with it stand together, in any order.
`$name a b c` names words for the guards of the list, which hold them as `?$name`; the line may be repeated.
Lines that begin with "#" are comments; "#+" and "#-" give examples that must and must not be found (see
resources/lexicons/README.md).
A category that begins with "." is a sign for the combining detectors and never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from core.base.paths import RESOURCES
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import Severity

ALLOW = "allow"
HINT = 0.75
"""The score of a word that a person should look at, and that proposes nothing by itself."""
_LISTS: Path = RESOURCES / "lexicons"
MEASURED = _LISTS / "measured.tsv"
"""Words that were sure and wrong on ordinary talk (packaging/training/bands.py): category, texts, word."""
_PATTERN = re.compile(r"/(?P<pattern>.+)/(?P<guards>(?:\s+!?[!?][^\s!?]\S*)*)$")
"""A whole line: what stands between the outer slashes, and guards behind it."""
NEAR = 30
"""Characters before and after a word in which those that its section needs are looked for."""


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
    near: tuple[tuple[str, ...], ...] = ()
    """Of each one must stand within `NEAR` characters."""


@dataclass(frozen=True, slots=True)
class _Section:
    """What the words below a section line share."""

    category: str
    severity: Severity
    score: float
    across: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    near: tuple[tuple[str, ...], ...] = ()

    def entry(self, text: str, pattern: bool) -> Entry:
        return Entry(
            self.category, self.severity, self.score, text, pattern, self.across, self.nowhere, near=self.near
        )


_Names = dict[str, tuple[str, ...]]
"""What stands for several words in guards."""


def parse_lexicon(text: str, path: str = "") -> tuple[Entry, ...]:
    """Raises Refusal with path:line for a term outside a section or a broken section line."""
    entries: list[Entry] = []
    names: _Names = {}
    head: _Section | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        where = f"{path}:{number}"
        if line.startswith("$"):
            name, *words = line.split()
            names[name] = names.get(name, ()) + tuple(words)
        elif line.startswith("@"):
            head = _section(line, names, where)
        elif head is None:
            raise Refusal(
                P("a word stands before any section."), where, P("Begin with “@category severity score”.")
            )
        elif line.startswith(("!", "?")):
            raise Refusal(
                P("a guard stands before any word: “{line}”.", line=line[:40]),
                where,
                P("Put the word it guards first."),
            )
        elif (shape := _PATTERN.match(line)) is not None:
            entries.extend(_terms([shape["pattern"], *shape["guards"].split()], head, names, pattern=True))
        else:
            entries.extend(_terms(line.split(), head, names))
    return tuple(entries)


def _section(line: str, names: _Names, where: str) -> _Section:
    words = line[1:].split()
    try:
        if words == [ALLOW]:
            return _Section(ALLOW, Severity.INFO, 0.0)
        category, severity, score, *guards = words
        if any(not guard.startswith(("!", "?")) for guard in guards):
            raise ValueError(line)
        held = [_guard(guard, names) for guard in guards]
        return _Section(
            category,
            Severity(severity),
            float(score),
            across=tuple(word for mark, values in held if mark == "!" for word in values),
            nowhere=tuple(word for mark, values in held if mark == "!!" for word in values),
            near=tuple(values for mark, values in held if mark == "?"),
        )
    except ValueError as error:
        raise Refusal(
            P("“{line}” opens no section.", line=line), where, P("Begin with “@category severity score”.")
        ) from error


def _guard(word: str, names: _Names) -> tuple[str, tuple[str, ...]]:
    """The sign of a guard, and its words with names written out."""
    body = word.lstrip("!?")
    values = [value for part in body.split("|") if part for value in names.get(part, (part,))]
    return word[: len(word) - len(body)], tuple(values)


def _terms(words: list[str], head: _Section, names: _Names, pattern: bool = False) -> list[Entry]:
    entries: list[Entry] = []
    for place, word in enumerate(words):
        if not word.startswith(("!", "?")) or (pattern and not place):
            entries.append(head.entry(word, pattern))
            continue
        mark, values = _guard(word, names)
        last = entries.pop()
        entries.append(
            replace(
                last,
                across=last.across + (values if mark == "!" else ()),
                nowhere=last.nowhere + (values if mark == "!!" else ()),
                needs=last.needs + (values if mark == "?" else ()),
            )
        )
    return entries


def listed() -> tuple[Entry, ...]:
    """Every entry of the lists that ship with the console, as sure as its section says."""
    return tuple(
        entry
        for path in sorted(_LISTS.glob("*.lex"))
        for entry in parse_lexicon(path.read_text(encoding="utf-8"), path.name)
    )


@cache
def bundled() -> tuple[Entry, ...]:
    """The same; words that were found wrong on ordinary talk too often hint at most, and so do words that mean
    something by their company alone: no order says who does what to whom."""
    rows = (line.split("\t", 2) for line in MEASURED.read_text(encoding="utf-8").splitlines())
    hints = {(category, text) for category, _, text in rows}
    return tuple(
        replace(entry, score=min(entry.score, HINT))
        if (entry.category, entry.text) in hints or (entry.near and not entry.pattern)
        else entry
        for entry in listed()
    )
