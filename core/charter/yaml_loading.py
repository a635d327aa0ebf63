"""YAML text into plain data that remembers its lines. Safe: no tags, no duplicate keys, bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal

Key = str | int
MAX_CHARACTERS = 1_000_000
MAX_NODES = 50_000
"""Counted after aliases are expanded, so that a small file cannot grow into a huge one."""
MAX_DEPTH = 30
_TAG = "tag:yaml.org,2002:"


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


def read_yaml(text: str, path: str) -> Document:
    """Raises Refusal with path:line for text that is not YAML, repeats a key, or is too big."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal(P("the file is too big for a charter."), f"{path}:1", P("Split it or shorten it."))
    # Imported here: the parser loads slowly, and most starts of the program read no charter.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "").split())
        raise _not_yaml(problem, path, mark.line + 1 if mark else 1) from error
    except (YAMLError, ValueError) as error:
        raise _not_yaml(str(error).splitlines()[0], path, 1) from error
    except RecursionError as error:
        raise _too_nested(path, 1) from error
    if node is None:
        raise Refusal(P("the file is empty."), f"{path}:1", P("Start from a bundled charter."))
    reader = _Reader(path)
    return Document(reader.plain(node, ()), path, reader.lines)


def _not_yaml(problem: str, path: str, line: int) -> Refusal:
    return Refusal(
        P("this is not valid YAML: {problem}.", problem=problem),
        f"{path}:{line}",
        P("Check indentation, colons and quotes near this line."),
    )


def _too_nested(path: str, line: int) -> Refusal:
    return Refusal(P("this is nested too deeply."), f"{path}:{line}", P("Remove needless nesting."))


class _Reader:
    """Turns nodes of the parser (told apart by `id`) into plain data, once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[tuple[Key, ...], int] = {}

    def plain(self, node: Any, keys: tuple[Key, ...]) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(keys, line)
        if len(self.lines) > MAX_NODES:
            self._refuse(P("aliases make this too big."), line, P("Write the parts out without aliases."))
        if len(keys) > MAX_DEPTH:
            raise _too_nested(self.path, line)
        if node.id == "mapping":
            return self._mapping(node, keys)
        if node.id == "sequence":
            self._check_tag(node, "seq")
            return [self.plain(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Any, keys: tuple[Key, ...]) -> dict[str, Any]:
        self._check_tag(node, "map")
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.id != "scalar":
                self._refuse(P("a key must be a plain word."), line, P("Write it as key: value."))
            key = str(key_node.value)
            if key in result:
                first = self.lines[(*keys, key)]
                self._refuse(
                    P("“{key}” stands here twice; the first is on line {line}.", key=key, line=first),
                    line,
                    P("Remove one of the two."),
                )
            self.lines[(*keys, key)] = line
            result[key] = self.plain(value_node, (*keys, key))
        return result

    def _scalar(self, node: Any) -> Any:
        text = str(node.value).encode("utf-8", "replace").decode("utf-8")
        kind = node.tag.removeprefix(_TAG) if node.tag else "str"
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in ("int", "float"):
            if len(text) > 1 and text[0] == "0" and text.isdigit():
                return text
            try:
                return int(text) if kind == "int" else float(text)
            except ValueError:
                return text
        if kind in ("str", "timestamp", "value", "merge"):
            return text
        return self._refuse_tag(node)

    def _check_tag(self, node: Any, expected: str) -> None:
        if node.tag and node.tag != f"{_TAG}{expected}":
            self._refuse_tag(node)

    def _refuse_tag(self, node: Any) -> None:
        self._refuse(
            P("the tag “{tag}” is not allowed.", tag=str(node.tag)),
            node.start_mark.line + 1,
            P("Remove the tag."),
        )

    def _refuse(self, what: Phrase, line: int, remedy: Phrase) -> None:
        raise Refusal(what, f"{self.path}:{line}", remedy)
