"""Literals that ship with the lists say what the patterns say, or nothing."""

from __future__ import annotations

import zlib

from core.judging.detectors import shipped_literals
from core.judging.detectors.literals import required_literals
from core.judging.detectors.shipped_literals import PATH, literals_of, packed, unpacked
from core.judging.lexicon import bundled

PATTERNS = [entry.text for entry in bundled() if entry.pattern]


def test_what_ships_is_what_the_patterns_say() -> None:
    assert all(literals_of(pattern) == required_literals(pattern) for pattern in PATTERNS)


def test_most_patterns_are_shipped() -> None:
    held = unpacked(PATH.read_bytes())
    known = sum(shipped_literals._key(pattern) in held for pattern in PATTERNS)
    assert known >= 0.8 * len(PATTERNS), "run packaging/literals.py"


def test_an_unknown_pattern_is_read_and_a_damaged_file_holds_nothing() -> None:
    assert literals_of("(你|我).{0,4}没人写过的词")[0] == {"没人写过的词"}
    assert packed(["a|b", "c"]) == packed(["c", "a|b", "c"])
    assert unpacked(b"no file of ours") == {}
    assert unpacked(zlib.compress(b'{"version": "other", "patterns": {}}')) == {}
    whole = packed(["a|b"])
    assert unpacked(whole[: len(whole) // 2]) == {}
