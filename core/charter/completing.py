"""What may be written next at a place of a charter's YAML: keys and words by the schema. Pure and quick: only
indentation is looked at, so that it also serves a text that is no valid YAML yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.charter.schema import schema

_LINE = re.compile(r"^(?P<indent> *)(?P<dash>(?:- +)*)(?P<key>[\w./-]+)\s*:(?P<rest>.*)$")
_BRANCHES = ("oneOf", "anyOf", "allOf")


@dataclass(frozen=True, slots=True)
class Completion:
    """`start`: the column where the word begins that is being written. `words` continue it, in schema order."""

    start: int
    words: tuple[str, ...]


def completions(lines: Sequence[str], line: int, column: int) -> Completion:
    """For the caret at `line` and `column` (both from 0): keys where a key may stand, else the words that the
    key of this line allows."""
    before = lines[line][:column]
    value = _value_place(before)
    if value is not None:
        key, start = value
        path = (*_path(lines, line, _column(before)), key)
        return Completion(start, tuple(_matching(_words(_at(path)), before[start:])))
    typed = re.search(r"[\w.-]*$", before)
    start = typed.start() if typed else column
    if before[:start].strip(" -"):
        return Completion(start, ())
    path = _path(lines, line, start)
    siblings = _siblings(lines, line, start)
    keys = [key for key in _keys(_at(path)) if key not in siblings]
    return Completion(start, tuple(f"{key}: " for key in _matching(keys, before[start:])))


def _value_place(before: str) -> tuple[str, int] | None:
    """(key, column of the word) where the caret stands behind "key: " or within "key: [a, "."""
    found = re.match(r"^ *(?:- +)*([\w./-]+)\s*:\s+(?:\[(?:[^\]]*,)?\s*)?([\w.-]*)$", before)
    return (found[1], found.start(2)) if found else None


def _column(before: str) -> int:
    """Where the key of this line begins, behind hyphens."""
    return len(before) - len(before.lstrip(" -"))


def _path(lines: Sequence[str], line: int, column: int) -> tuple[str, ...]:
    """The keys above a place, outermost first, by indentation."""
    path: list[str] = []
    limit = column
    own = re.match(r"^( *)((?:- +)+)", lines[line])
    if own:
        limit = len(own[1]) + 1
    for number in range(line - 1, -1, -1):
        found = _LINE.match(lines[number])
        if found is None:
            continue
        place = len(found["indent"]) + len(found["dash"])
        outer = len(found["indent"])
        if place < limit and not found["rest"].split("#")[0].strip():
            path.append(found["key"])
            limit = place
        elif found["dash"] and outer < limit <= place:
            # The first line of the item that holds this place.
            limit = outer + 1
        if limit == 0:
            break
    return tuple(reversed(path))


def _siblings(lines: Sequence[str], line: int, column: int) -> frozenset[str]:
    """Keys that the same mapping has already."""
    found: set[str] = set()
    for step in (-1, 1):
        number = line + step
        while 0 <= number < len(lines):
            text = lines[number]
            match = _LINE.match(text)
            place = len(match["indent"]) + len(match["dash"]) if match else len(text) - len(text.lstrip())
            if match and place == column:
                if match["dash"] and step > 0:
                    break
                found.add(match["key"])
                if match["dash"]:
                    break
            elif text.strip() and place < column:
                break
            number += step
    return frozenset(found)


def _at(path: Sequence[str]) -> list[Mapping[str, Any]]:
    """The schemas that may hold at a path; lists are passed through."""
    root = schema()
    places = _open(root, root)
    for key in path:
        following: list[Mapping[str, Any]] = []
        for place in places:
            part = place.get("properties", {}).get(key)
            if part is None and isinstance(place.get("additionalProperties"), dict):
                part = place["additionalProperties"]
            if part is not None:
                following += _open(part, root)
        places = following
    return places


def _open(part: Mapping[str, Any], root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """References, alternatives and list items resolved."""
    if "$ref" in part:
        target: Any = root
        for step in part["$ref"].lstrip("#/").split("/"):
            target = target[step]
        return _open(target, root)
    found = (
        [part]
        if "properties" in part or "additionalProperties" in part or "enum" in part or "type" in part
        else []
    )
    for branch in _BRANCHES:
        for each in part.get(branch, ()):
            found += _open(each, root)
    for branch in ("then", "else"):
        if isinstance(part.get(branch), dict):
            found += _open(part[branch], root)
    if "items" in part and isinstance(part["items"], dict):
        found += _open(part["items"], root)
    return found


def _keys(places: Sequence[Mapping[str, Any]]) -> list[str]:
    named = [key for place in places for key in place.get("properties", {})]
    root = schema()
    for place in places:
        names = place.get("propertyNames")
        if isinstance(names, dict):
            named += [word for each in _open(names, root) for word in each.get("enum", ())]
    return list(dict.fromkeys(named))


def _words(places: Sequence[Mapping[str, Any]]) -> list[str]:
    words = [str(word) for place in places for word in place.get("enum", ())]
    if any(place.get("type") == "boolean" for place in places):
        words += ["true", "false"]
    return list(dict.fromkeys(words))


def _matching(words: Sequence[str], typed: str) -> list[str]:
    return [word for word in words if word.startswith(typed) and word != typed]
