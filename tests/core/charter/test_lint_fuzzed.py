"""Files edited by hand in every wrong way: lint answers with problems or one Refusal, and soon."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.charter.library import charter_text, parse_charter
from core.charter.lint import lint_text
from core.charter.pattern_shape import can_match
from core.charter.patterns import compiled, foreign_construct, matches_everything, too_large
from core.charter.yaml_loading import read_yaml

TEXT = charter_text("drucker-consulting")[:9000].rpartition("\n  - id: ")[0] + "\n"
SCRAPS = (
    "\t", "  ", "- ", ": ", "{", "}", "[", "]", "'", '"', "&a ", "*a", "!x ", "!!int ", "|", ">", "%", "#", "\x00", "\ud800",
    "null", "~", "no", "true", "1e9", "9" * 30, "0", "-1", "[]", "{}", "2026-02-30", "any", "？", "：", "，", "<<: ", "---\n",
    "...\n", "\r\n", "\u2028", "\ufeff", "(?=a)", "a{9999}", "[a", "{company}",
)  # fmt: skip


def mutate(text: str, seed: int) -> str:
    """One to four edits of the kinds that people make, and some that they do not."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        lines[at : at + 3] = edited(lines[at : at + 3], chance)
    return "\n".join(lines)


def edited(lines: list[str], chance: random.Random) -> list[str]:
    line, rest = lines[0], lines[1:]
    spot = chance.randint(0, len(line))
    scrap = chance.choice(SCRAPS)
    ways = [
        [],
        [line, line],
        [line[:spot] + scrap + line[spot:]],
        [line[:spot]],
        [" " * chance.randint(0, 8) + line.lstrip()],
        [f"{line.partition(':')[0]}: {scrap}"],
        [line.replace("e", "", 1)],
        [line.replace("[", "").replace("}", "")],
    ]
    if chance.random() < 0.1:
        return lines[::-1]
    return [*chance.choice(ways), *rest]


def attempt(call: Callable[[], Any]) -> Any:
    """What the call answers; a Refusal is in order when it names a place and a remedy."""
    try:
        return call()
    except Refusal as refusal:
        told = refusal
    assert told.where.startswith("own.yaml:")
    assert told.remedy is not None
    return []


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_no_edit_breaks_lint(seed: int) -> None:
    text = mutate(TEXT, seed)
    started = time.monotonic()
    problems = attempt(lambda: lint_text(text, "own.yaml"))
    assert all(0 < problem.line_number <= text.count("\n") + 1 for problem in problems)
    assert all(problem.line("zh") and problem.remedy is not None for problem in problems)
    assert time.monotonic() - started < 20


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_no_edit_breaks_the_loading_of_a_known_text(seed: int) -> None:
    attempt(lambda: parse_charter(mutate(TEXT, seed), "own.yaml", known=True))


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
PLACES = [
    ("settings",), ("policies",), ("clauses",), ("clauses", 0), ("clauses", 3, "rules"), ("clauses", 3, "rules", 0),
    ("clauses", 3, "examples"), ("clauses", 3, "examples", 0), ("clauses", 3, "examples", 0, "chat"), ("binds",),
    ("title",), ("charter",), ("version",), ("effective",),
]  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), plain)
def test_no_value_breaks_lint(place: tuple[Any, ...], value: Any) -> None:
    data = json.loads(json.dumps(read_yaml(TEXT, "own.yaml").data))
    held = data
    for key in place[:-1]:
        held = held[key] if isinstance(held, list) or key in held else {}
    if isinstance(held, dict) or place[-1] < len(held):
        held[place[-1]] = value
    text = json.dumps(data, ensure_ascii=False)
    assert all(problem.remedy is not None for problem in attempt(lambda: lint_text(text, "own.yaml")))


@settings(max_examples=400, deadline=None)
@given(st.text("ab^$\\()[]{}|*+?.,019:<>=!mzAQEdPi-坏", max_size=24))
def test_no_pattern_breaks_its_inspection(pattern: str) -> None:
    foreign_construct(pattern)
    if too_large(pattern):
        return
    try:
        ready = compiled(pattern)
    except ValueError:
        return
    matches_everything(pattern)
    for text in ("", "a", "b", "ab", "ba", "aa", "坏", "^", "$", "0", "(", "a\nb"):
        if ready.search(text) is not None:
            assert can_match(pattern), (pattern, text)


@pytest.mark.parametrize(
    "pattern", ["((((((((((a?)*)*)*)*)*)*)*)*)*)*b^", "(a|b|c)*" * 60 + "$a", "(" * 400 + "a" + ")" * 400]
)
def test_patterns_within_patterns_end(pattern: str) -> None:
    started = time.monotonic()
    can_match(pattern)
    assert time.monotonic() - started < 1


def long_charter(rules: int) -> str:
    head = (
        "charter: big\nversion: 1\ntitle: {zh: 大, en: Big}\nscope: {zh: 本群, en: Group}\n"
        "binds: {groups: [staff], members: [employee]}\nclauses:\n"
    )
    return head + "".join(
        f"  - id: big.{n}\n    text: {{zh: 第{n}条, en: Clause {n}}}\n    kind: message\n    state: enforced\n    rules:\n"
        f'      - {{kind: message, categories: [abuse], terms: [词语{n}号, 说法{n}号], patterns: ["坏{n}+"]}}\n'
        for n in range(rules)
    )


def test_ten_thousand_rules_are_linted_in_time() -> None:
    started = time.monotonic()
    problems = lint_text(long_charter(10_000), "big.yaml")
    assert time.monotonic() - started < 30  # a quiet machine needs a third of it
    assert {problem.kind for problem in problems} <= {"example-fires-missing", "example-silent-missing"}
