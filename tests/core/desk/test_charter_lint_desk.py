"""Lint at the desk: examples are judged, the library is gone through, errors stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.charter.library import charter_ids
from core.charter.problem import ERROR, WARNING
from core.desk import charter_lint
from core.desk.charter_lint import lint, lint_draft, lint_library
from tests.helpers.own_charter import HEAD

CHARTER = (
    HEAD
    + """  - id: own.1
    text: 不骂人
    kind: message
    state: enforced
    rules:
      - {kind: message, categories: [abuse], terms: [混球]}
    examples:
      - name: called a name
        expect: fires
        member: 甲
        chat: [{at: "09:00", from: 甲, text: 你这个混球}]
      - name: a greeting
        expect: silent
        chat: [{at: "09:00", from: 甲, text: 早上好}]
"""
)


def test_a_sound_draft_has_nothing() -> None:
    assert lint_draft(CHARTER, "own.yaml") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("你这个混球", "你这个好人", 14, "finds nothing"),
        ("早上好", "混球，早上好", 18, "own.1 fires"),
        ("member: 甲", "member: 乙", 14, "nobody in the example"),
    ],
)
def test_an_example_that_no_longer_holds_is_told(old: str, new: str, line: int, said: str) -> None:
    (found,) = lint_draft(CHARTER.replace(old, new, 1), "own.yaml")
    assert found.severity == ERROR
    assert abs(found.line_number - line) <= 2
    assert said in found.line("en")


def test_examples_wait_until_nothing_else_stops_the_charter() -> None:
    text = CHARTER.replace("你这个混球", "你这个好人").replace("terms: [混球]", "terms: [收到]")
    assert [problem.kind for problem in lint_draft(text, "own.yaml")] == ["term-in-answers"]


def test_very_many_examples_are_not_all_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charter_lint, "MOST_EXAMPLES", 1)
    (found,) = lint_draft(CHARTER.replace("早上好", "混球，早上好"), "own.yaml")
    assert (found.kind, found.severity, found.line_number) == ("examples-many", WARNING, 18)


def test_the_library_and_the_policies_are_gone_through() -> None:
    found = dict(lint_library())
    assert list(found) == [*charter_ids(), "policies"]
    assert {name: [p.line("en") for p in problems] for name, problems in found.items() if problems} == {}


def test_a_file_is_linted_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(CHARTER.replace("混球]", "混球, 屎]"), encoding="utf-8")
    (found,) = lint(path)
    assert (found.where, found.severity) == (f"{path}:12", WARNING)


def test_a_long_charter_is_judged_clause_by_clause() -> None:
    more = "".join(
        f"  - {{id: own.x{n}, text: x, kind: message, state: enforced, rules: [{{kind: message, categories: [abuse],"
        f" terms: [说法{n}号]}}]}}\n"
        for n in range(400)
    )
    kinds = {problem.kind for problem in lint_draft(CHARTER + more, "own.yaml")}
    assert kinds == {"example-fires-missing", "example-silent-missing"}
