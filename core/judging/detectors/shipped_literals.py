"""Literals of the bundled patterns, read out of them beforehand: reading hundreds of patterns took a third of every
start. An entry is found by the pattern itself, so a changed list only costs time, and is never answered wrongly."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from functools import cache

from core.base.ids import digest
from core.base.paths import RESOURCES
from core.judging.detectors.literals import VERSION, Choice, required_literals

PATH = RESOURCES / "lexicons" / "patterns.literals"
"""Written by packaging/literals.py."""
_LARGEST = 16 << 20
"""Bytes that the file may unpack to."""


def literals_of(pattern: str) -> tuple[Choice, ...]:
    """What `required_literals` says of a pattern."""
    known = _shipped().get(_key(pattern))
    return required_literals(pattern) if known is None else tuple(map(frozenset, known))


def packed(patterns: Iterable[str]) -> bytes:
    """The file's bytes; the same for the same patterns."""
    found = {
        _key(pattern): [sorted(choice) for choice in required_literals(pattern)]
        for pattern in sorted(set(patterns))
    }
    held = json.dumps({"version": VERSION, "patterns": found}, ensure_ascii=False, sort_keys=True)
    return zlib.compress(held.encode(), 9)


def unpacked(content: bytes) -> Mapping[str, list[list[str]]]:
    """By key of the pattern; empty where the file was made by another version, or is damaged."""
    try:
        held = json.loads(zlib.decompressobj().decompress(content, _LARGEST))
        found: Mapping[str, list[list[str]]] = held["patterns"] if held["version"] == VERSION else {}
    except (ValueError, KeyError, TypeError, zlib.error):
        return {}
    return found


@cache
def _shipped() -> Mapping[str, list[list[str]]]:
    return unpacked(PATH.read_bytes()) if PATH.is_file() else {}


def _key(pattern: str) -> str:
    return digest("pattern", pattern)[:20]
