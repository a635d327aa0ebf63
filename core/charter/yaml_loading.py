"""YAML text into plain data that remembers its lines. Safe: no tags, no duplicate keys, bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal

Key = str | int
MAX_CHARACTERS = 4_000_000
MAX_COPIED = 50_000
"""Nodes that aliases may add, so that a small file cannot grow into a huge one."""
MAX_DEPTH = 30
_TAG = "tag:yaml.org,2002:"
_MAPPING = frozenset({None, "!", f"{_TAG}map"})
_SEQUENCE = frozenset({None, "!", f"{_TAG}seq"})
_NUMBER_START = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_DECIMAL = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*(?=[eE])|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
"""As in YAML 1.2: yes, no, on and off are words like any other."""


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) and the line of everything in it."""

    data: Any
    path: str
    lines: Mapping[tuple[Key, ...], int] = field(default_factory=dict)

    def line(self, keys: tuple[Key, ...] = ()) -> int:
        """The 1-based line of `keys`, or of the nearest thing around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def where(self, keys: tuple[Key, ...] = ()) -> str:
        return f"{self.path}:{self.line(keys)}"


def read_yaml(text: str, path: str, as_written: bool = False) -> Document:
    """`as_written` keeps every plain value as its text: 5 and true stay "5" and "true".

    Raises Refusal with path:line for text that is not YAML, repeats a key, or is too big.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refusal(P("the file is too big for a charter."), f"{path}:1", P("Split it or shorten it."))
    reader = _Reader(path, _events(text, path), as_written)
    return Document(reader.document(), path, reader.lines)


def _events(text: str, path: str) -> list[Any]:
    """What the parser sees, one document's worth; everything but values is told apart by its type's name."""
    # Imported here: most starts of the program read no charter.
    import yaml

    found: list[Any] = []
    depth = 0
    try:
        # The parser in C is ten times as fast; both report the same events.
        parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
        while (event := parser.get_event()) is not None:
            found.append(event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise _too_nested(path, event.start_mark.line + 1)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "").split())
        # What is missing at the end is said to be missing behind the last line.
        line = min(mark.line, text.count("\n")) + 1 if mark else 1
        raise _not_yaml(problem, path, line) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _not_yaml(f"{error.reason} (U+{_code(error.character):04X})", path, line) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise _not_yaml(f"half a character (U+{ord(text[error.start]):04X})", path, line) from error
    return found


def _code(character: str | int) -> int:
    return character if isinstance(character, int) else ord(character[:1] or "\0")


def _not_yaml(problem: str, path: str, line: int) -> Refusal:
    return Refusal(
        P("this is not valid YAML: {problem}.", problem=problem),
        f"{path}:{line}",
        P("Check indentation, colons and quotes near this line."),
    )


def _too_nested(path: str, line: int) -> Refusal:
    return Refusal(P("this is nested too deeply."), f"{path}:{line}", P("Remove needless nesting."))


class _Reader:
    """Turns the parser's events into plain data, once."""

    def __init__(self, path: str, events: list[Any], as_written: bool) -> None:
        self.path = path
        self.lines: dict[tuple[Key, ...], int] = {}
        self._events = events
        self._next = 0
        self._as_written = as_written
        self._anchors: dict[str, int] = {}
        self._copying = 0
        self._copied = 0

    def document(self) -> Any:
        """The one document of the file. Between stream start and end: start, content, end."""
        if len(self._events) < 4:
            raise Refusal(P("the file is empty."), f"{self.path}:1", P("Start from a bundled charter."))
        self._next = 2
        data = self._plain(())
        rest = self._events[self._next + 1]
        if type(rest).__name__ != "StreamEndEvent":
            raise _not_yaml("expected a single document", self.path, rest.start_mark.line + 1)
        if data is None and self._events[2].value == "":
            raise Refusal(P("the file is empty."), f"{self.path}:1", P("Start from a bundled charter."))
        return data

    def _plain(self, keys: tuple[Key, ...]) -> Any:
        event = self._events[self._next]
        self._next += 1
        line = event.start_mark.line + 1
        self.lines.setdefault(keys, line)
        if len(keys) > MAX_DEPTH:
            raise _too_nested(self.path, line)
        if self._copying:
            self._copied += 1
            if self._copied > MAX_COPIED:
                self._refuse(P("aliases make this too big."), line, P("Write the parts out without aliases."))
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event, keys, line)
        if event.anchor:
            self._anchors[event.anchor] = self._next - 1
        if kind == "ScalarEvent":
            return self._scalar(event, line)
        if kind == "MappingStartEvent":
            self._check_tag(event, _MAPPING)
            return self._mapping(keys)
        self._check_tag(event, _SEQUENCE)
        items: list[Any] = []
        while type(self._events[self._next]).__name__ != "SequenceEndEvent":
            items.append(self._plain((*keys, len(items))))
        self._next += 1
        return items

    def _alias(self, event: Any, keys: tuple[Key, ...], line: int) -> Any:
        """What the anchor holds, read once more: each copy has places of its own, with the anchor's lines."""
        start = self._anchors.get(event.anchor)
        if start is None:
            raise _not_yaml(f"found undefined alias {event.anchor}", self.path, line)
        behind, self._next = self._next, start
        self._copying += 1
        value = self._plain(keys)
        self._copying -= 1
        self._next = behind
        return value

    def _mapping(self, keys: tuple[Key, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while True:
            event = self._events[self._next]
            kind = type(event).__name__
            self._next += 1
            if kind == "MappingEndEvent":
                return result
            line = event.start_mark.line + 1
            if kind != "ScalarEvent":
                self._refuse(P("a key must be a plain word."), line, P("Write it as key: value."))
            if event.anchor:
                self._anchors[event.anchor] = self._next - 1
            key: str = event.value
            place = (*keys, key)
            if key in result:
                self._refuse(
                    P("“{key}” stands here twice; the first is on line {line}.", key=key, line=self.lines[place]),
                    line,
                    P("Remove one of the two."),
                )  # fmt: skip
            self.lines[place] = line
            result[key] = self._plain(place)

    def _scalar(self, event: Any, line: int) -> Any:
        text: str = event.value
        if event.tag is None or event.tag == "!":
            plain = event.implicit[0] and event.tag is None and not self._as_written
            return _resolved(text) if plain else text
        kind = event.tag.removeprefix(_TAG)
        if kind == "str":
            return text
        if kind in ("int", "float", "bool", "null"):
            return _resolved(text)
        return self._refuse_tag(event, line)

    def _check_tag(self, event: Any, allowed: frozenset[str | None]) -> None:
        if event.tag not in allowed:
            self._refuse_tag(event, event.start_mark.line + 1)

    def _refuse_tag(self, event: Any, line: int) -> None:
        self._refuse(P("the tag “{tag}” is not allowed.", tag=str(event.tag)), line, P("Remove the tag."))

    def _refuse(self, what: Phrase, line: int, remedy: Phrase) -> None:
        raise Refusal(what, f"{self.path}:{line}", remedy)


def _resolved(text: str) -> Any:
    """What a word without quotes means. Numbers with leading zeros are names: 007 stays a text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or (len(text) > 1 and text[0] == "0" and text.isdigit()):
        return text
    try:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    except ValueError:
        pass
    return text
