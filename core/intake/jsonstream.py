"""Big JSON objects as a stream: the head first, then the rows of a list; errors say line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import ijson
from ijson.common import ObjectBuilder

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake.json_escapes import WholeCharacters
from core.intake.source import Source

MAX_DEPTH = 64
LONGEST_TEXT = 4 * 1024 * 1024
"""Bytes of one text in JSON."""
SUSPICIOUS = 200
"""Brackets of one block that are left when pairs are taken away."""
_NO_BRACKETS = bytes(code for code in range(256) if code not in b"{}[]")
LOCATED = 64 * 1024 * 1024
"""Bytes up to which a broken file is read again to say where exactly it breaks."""


def objects(
    source: Source, heads: Sequence[str], lists: Sequence[str], rows: str
) -> Iterator[tuple[int, Any]]:
    """First (0, {head: value}), then (-n, item) of `lists`, then (n, item) of the list `rows`, n from 1.

    The file is read once to find what goes before `rows`, and once for `rows`; memory holds one row.
    Raises Refusal for broken JSON.
    """
    with located(source):
        head = {name: None for name in heads}
        members: list[Any] = []
        for name, value in _before(source, {*heads, *lists}, rows):
            if name in head:
                head[name] = value
            else:
                members.append(value)
        yield 0, head
        for number, item in enumerate(members, 1):
            yield -number, item
        members.clear()
        with _guarded(source) as stream:
            for number, item in enumerate(ijson.items(stream, f"{rows}.item", use_float=True), 1):
                yield number, item


def items(source: Source, path: str) -> Iterator[tuple[int, Any]]:
    """(n from 1, value) of everything at `path` ("item": of a top-level array). Raises Refusal for broken JSON."""
    with located(source), _guarded(source) as stream:
        yield from enumerate(ijson.items(stream, path, use_float=True), 1)


class _guarded:
    """The source's bytes for a parser whose work grows with the square of the depth, and of a text's length. Raises
    Refusal for what is nested too deeply, or holds a text longer than anybody writes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._proven = False
        self._unquoted = 0

    def __enter__(self) -> _guarded:
        self._stream = WholeCharacters(self._source.open())
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._unquoted = self._unquoted + len(block) if block.count(b'"') == block.count(b'\\"') else 0
        if self._unquoted > LONGEST_TEXT and block:
            raise Refusal(
                P("a text in it is too long to be anybody's."), self._source.path, P("Export the chat again.")
            )
        if not self._proven and _may_be_deep(block):
            position = self._source.position
            _check_depth(self._source)
            self._source.position, self._proven = position, True
        return block


def _may_be_deep(block: bytes) -> bool:
    """Whether brackets are left when those that enclose nothing are taken away again and again. Brackets within texts
    count too, so this only says where to look closely."""
    brackets = block.translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        if len(brackets) <= SUSPICIOUS:
            return False
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return len(brackets) > SUSPICIOUS


def _check_depth(source: Source) -> None:
    depth = 0
    with source.open() as stream:
        for event, _ in ijson.basic_parse(WholeCharacters(stream), use_float=True):
            if event in ("start_map", "start_array"):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Refusal(P("the file is nested too deeply."), source.path)
            elif event in ("end_map", "end_array"):
                depth -= 1


def _before(source: Source, wanted: set[str], rows: str) -> Iterator[tuple[str, Any]]:
    """(key, value) of wanted top-level keys, lists item by item; stops at `rows` once all were seen."""
    left = set(wanted)
    with _guarded(source) as stream:
        parser = ijson.basic_parse(stream, use_float=True)
        depth, key, builder, start = 0, "", None, 0
        for event, value in parser:
            if event in ("end_map", "end_array"):
                depth -= 1
            if depth == 1 and event == "map_key":
                key = value
                left.discard(key)
                builder = None
                if key == rows and not left:
                    return
            elif depth >= 1 and key in wanted:
                builder, start, done = _feed(builder, start, depth, event, value)
                if done is not _NOTHING:
                    yield key, done
            if event in ("start_map", "start_array"):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Refusal(P("the file is nested too deeply."), source.path)


_NOTHING = object()


def _feed(builder: Any, start: int, depth: int, event: str, value: Any) -> tuple[Any, int, Any]:
    """Put one event into the value being built; the third result is the value once it is whole."""
    if builder is None:
        if event == "start_array" and depth == 1:
            return None, 0, _NOTHING
        if event == "end_array" and depth == 1:
            return None, 0, _NOTHING
        builder, start = ObjectBuilder(), depth
    builder.event(event, value)
    if event in ("start_map", "start_array") or depth > start:
        return builder, start, _NOTHING
    return None, 0, builder.value


class located:
    """Broken JSON as a Refusal that names path, line and column."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, ijson.JSONError | RecursionError | UnicodeDecodeError):
            return
        line, column, reason = _place(self._source)
        where = f"{self._source.path}:{line}:{column}" if column else f"{self._source.path}:{line}"
        raise Refusal(
            P("the JSON is broken or cut off ({reason}).", reason=reason), where, P("Export the chat again.")
        ) from error


def _place(source: Source) -> tuple[int, int, str]:
    if source.size <= LOCATED:
        with source.open() as stream:
            text = stream.read().decode("utf-8", "replace")
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            return error.lineno, error.colno, error.msg
        except RecursionError:
            return 1, 0, "nested too deeply"
        except ValueError:
            # A number of thousands of digits: Python would not read it either.
            return 1, 0, "a number is too long"
    reached, lines = source.position, 1
    with source.open() as stream:
        while source.position < reached and (block := stream.read(1 << 20)):
            lines += block.count(b"\n")
    return lines, 0, "about here"
