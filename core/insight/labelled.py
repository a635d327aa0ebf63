"""Labelled messages and deadline phrases, read from a folder: JSON Lines, or CSV with text and label.

The fields are described beside the gold set, in tests/gold/README.md.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.base.clock import Instant, from_iso
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.categories import CATEGORIES
from core.chat.member import MemberType
from core.chat.message import MessageKind

WORLD = "world.yaml"
"""Settings of the groups, beside the messages."""
DEADLINES = "deadlines.jsonl"
_LONGEST_FIELD = 2_000_000
"""Characters of one CSV field: more than any message."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an entry, `after` seconds behind the first."""

    text: str
    kind: MessageKind = MessageKind.TEXT
    sender: str = "A"
    after: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled message, or a short sequence. `also`: what one may call it as well; it counts neither way.
    `intents` is None where nobody said what the message wants."""

    id: str
    lines: tuple[Line, ...]
    categories: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    hard_negative_of: str = ""
    ordinary: bool = False
    intents: frozenset[str] | None = None
    also_intents: frozenset[str] = frozenset()
    type: MemberType | None = None
    group: str = ""
    at: str = ""
    during: str = ""
    only: str = ""
    """The one category or family that was labelled; "" where everything was."""

    @property
    def is_sequence(self) -> bool:
        return len(self.lines) > 1 or self.lines[0].after > 0


@dataclass(frozen=True, slots=True)
class DeadlinePhrase:
    """A phrase, the moment it was written, and every instant that reads it right; () for no deadline."""

    id: str
    text: str
    at: Instant
    expected: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a folder holds."""

    entries: tuple[Entry, ...]
    deadlines: tuple[DeadlinePhrase, ...] = ()


def read_labelled(path: Path | str, only: str = "") -> Labelled:
    """A folder of *.jsonl and *.csv, or one such file. `only`: what the label 1 in tables stands for.

    Raises Refusal with path:line for what cannot be read, an unknown category or kind, and where nothing is
    labelled at all.
    """
    place = Path(path)
    files = (
        [place] if place.is_file() else sorted(f for f in place.glob("*") if f.suffix in (".jsonl", ".csv"))
    )
    entries: list[Entry] = []
    deadlines: list[DeadlinePhrase] = []
    for file in files:
        if file.suffix == ".csv":
            entries += _csv_entries(file, only)
        elif file.name == DEADLINES:
            deadlines += (_deadline(row, where) for row, where in _rows(file))
        else:
            entries += (_entry(row, where) for row, where in _rows(file))
    if not entries and not deadlines:
        raise Refusal(
            P("no labelled messages are here."), str(place),
            P("Name a folder with JSON Lines or CSV files (columns text and label)."),
        )  # fmt: skip
    return Labelled(tuple(entries), tuple(deadlines))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            P("the file cannot be read."), str(file), P("Check the path; it is UTF-8 text.")
        ) from error


def _rows(file: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{file}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _odd(P("this line is no JSON."), where) from error
        if not isinstance(row, dict):
            raise _odd(P("this line is no JSON object."), where)
        yield row, where


def _odd(what: Phrase, where: str) -> Refusal:
    return Refusal(what, where, P("Mend the line or take it out."))


def _entry(row: dict[str, Any], where: str) -> Entry:
    try:
        return Entry(
            id=str(row.get("id", where)),
            lines=tuple(_lines(row)),
            categories=_known(row.get("categories", ()), where),
            also=_known(row.get("also", ()), where),
            hard_negative_of=str(row.get("hard_negative_of", "")),
            ordinary=bool(row.get("ordinary", False)),
            intents=frozenset(row["intents"]) if "intents" in row else None,
            also_intents=frozenset(row.get("also_intents", ())),
            type=MemberType(row["sender"]) if "sender" in row else None,
            group=str(row.get("group", "")),
            at=str(row.get("at", "")),
            during=str(row.get("during", "")),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _odd(P("a field is missing or has a value that nobody knows: {error}.", error=str(error)), where) from error  # fmt: skip


def _lines(row: dict[str, Any]) -> Iterator[Line]:
    if "sequence" not in row:
        yield Line(str(row["text"]), MessageKind(row.get("kind", "text")))
        return
    if not row["sequence"]:
        raise ValueError("sequence")
    for said in row["sequence"]:
        yield Line(
            str(said["text"]), MessageKind(said.get("kind", "text")), str(said["sender"]), int(said["after"])
        )


def _known(names: Iterable[str], where: str) -> frozenset[str]:
    names = frozenset(names)
    for name in sorted(names - CATEGORIES.keys()):
        raise _odd(P("there is no category “{name}”.", name=name), where)
    return names


def _deadline(row: dict[str, Any], where: str) -> DeadlinePhrase:
    try:
        expected = tuple(from_iso(text) for text in row["expected"])
        return DeadlinePhrase(str(row.get("id", where)), str(row["text"]), from_iso(row["at"]), expected)
    except (KeyError, ValueError, TypeError) as error:
        raise _odd(P("a field is missing or has a value that nobody knows: {error}.", error=str(error)), where) from error  # fmt: skip


def _csv_entries(file: Path, only: str) -> Iterator[Entry]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.DictReader(_text(file).splitlines(keepends=True))
    try:
        if not {"text", "label"} <= set(reader.fieldnames or ()):
            raise Refusal(
                P("the columns text and label are missing."), f"{file}:1", P("Name the columns so.")
            )
        for row in reader:
            where = f"{file}:{reader.line_num}"
            line, label = Line(row["text"] or ""), (row["label"] or "").strip()
            if only:
                yield Entry(where, (line,), _yes_or_no(label, only, where), only=only)
            else:
                names = _known([name.strip() for name in label.split("+") if name.strip()], where)
                yield Entry(where, (line,), names, ordinary=not names)
    except csv.Error as error:
        raise _odd(P("this line is no CSV."), f"{file}:{reader.line_num}") from error


def _yes_or_no(label: str, only: str, where: str) -> frozenset[str]:
    if label not in ("0", "1"):
        raise _odd(P("the label is neither 0 nor 1."), where)
    return frozenset({only}) if label == "1" else frozenset()
