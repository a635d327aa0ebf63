"""charter list, show, lint, test, diff, coverage as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.charter.library import charter_ids, charter_text, load_charter
from core.cli.app import run
from tests.helpers.own_charter import HEAD

OWN = (
    HEAD
    + """  - id: own.1
    text: 不骂人
    kind: message
    state: enforced
    rules:
      - {kind: message, categories: [abuse], terms: [坏家伙]}
    examples:
      - {name: called a name, expect: EXPECTED, chat: [{at: 09:00, from: 甲, text: "TEXT"}]}
      - {name: asleep, expect: silent, chat: [{at: 09:00, from: 甲, text: 早上好}]}
      - {name: asleep too, expect: gap, chat: [{at: 09:00, from: 甲, text: 早上好}]}
"""
)


class Typed:
    """What a command printed and how it ended."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *words: object, code: int = 0) -> str:
        got = run([str(word) for word in words])
        out, self.errors = self.capture.readouterr()
        assert got == code, f"{words}\nexit {got}\n{self.errors}\n{out}"
        assert "Traceback" not in self.errors
        return out

    def records(self, *words: object, code: int = 0) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words, "--json", code=code).splitlines()]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(capsys)


def own(tmp_path: Path, expected: str = "fires", text: str = "你这个坏家伙") -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("EXPECTED", expected).replace("TEXT", text), encoding="utf-8")
    return path


def test_list(typed: Typed) -> None:
    rows = typed.records("charter", "list")
    assert [row["charter"] for row in rows] == list(charter_ids())
    assert all(
        row["clauses"] == sum(row[s] for s in ("enforced", "guided", "recorded", "advice")) for row in rows
    )
    assert "德鲁克" in typed("charter", "list", "--lang", "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", charter_ids())
def test_show_tells_every_clause(typed: Typed, name: str, language: str) -> None:
    out = typed("charter", "show", name, "--lang", language)
    for clause in load_charter(name).clauses:
        assert clause.id in out
        assert clause.text.in_language("zh" if language == "zh" else "en") in out
    assert "{" not in out


def test_show_as_records(typed: Typed) -> None:
    rows = {
        row["clause"]: row for row in typed.records("charter", "show", "drucker-consulting", "--lang", "en")
    }
    assert rows["drucker-consulting.11"]["policy"] == "SP-14"
    assert rows["drucker-consulting.8"]["register"] == "report"


def test_lint_of_a_sound_and_of_a_broken_charter(typed: Typed, tmp_path: Path) -> None:
    assert typed.records("charter", "lint", "yunji-shareholders") == []
    path = own(tmp_path)
    path.write_text(path.read_text("utf-8").replace("[abuse]", "[abusive]"), encoding="utf-8")
    found = typed.records("charter", "lint", path, "--lang", "en", code=1)
    assert [row["where"] for row in found] == [f"{path}:12"]
    assert "“abuse”" in found[0]["remedy"]
    assert f"{path}:12: " in typed("charter", "lint", path, code=1)


@pytest.mark.parametrize("command", ["lint", "show", "test", "coverage"])
@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\x00", b"", b"- 1"])
def test_what_cannot_be_read_ends_with_one_line(
    typed: Typed, tmp_path: Path, command: str, content: bytes
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    readable_but_wrong = command == "lint" and content == b"- 1"
    typed("charter", command, path, code=1 if readable_but_wrong else 2)
    if not readable_but_wrong:
        assert typed.errors.startswith(f"{path}:1: ")
        assert typed.errors.count("\n") == 1


@pytest.mark.parametrize("command", ["lint", "show", "test", "coverage"])
def test_an_unknown_name_is_refused_with_the_nearest(typed: Typed, command: str) -> None:
    typed("charter", command, "yunji-shareholder", code=2)
    assert "yunji-shareholders" in typed.errors


def test_diff(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(charter_text("drucker-consulting").replace("value: 30,", "value: 20,"), encoding="utf-8")
    assert typed.records("charter", "diff", "drucker-consulting", path) == [
        {"noun": "setting", "id": "task.minutes", "change": "changed", "fields": ["value"]}
    ]
    assert typed.records("charter", "diff", "drucker-consulting", "drucker-consulting") == []


def test_coverage_has_every_clause_once(typed: Typed) -> None:
    rows = typed.records("charter", "coverage")
    clauses = [clause for name in charter_ids() for clause in load_charter(name).clauses]
    assert [row["clause"] for row in rows] == [clause.id for clause in clauses]
    for row, clause in zip(rows, clauses, strict=True):
        assert set(row) == {"clause", "state", "by", "examples"}
        assert row["state"] == clause.state.value
        assert bool(row["by"]) == (row["state"] != "advice")
        assert row["examples"] >= 2 or not clause.rules
    assert len(typed.records("charter", "coverage", "sales-2016-007")) == 19


def test_test_tells_each_example(typed: Typed, tmp_path: Path) -> None:
    rows = typed.records("charter", "test", own(tmp_path))
    assert rows[0] == {"charter": "own", "rule": "own.1", "example": "called a name", "expected": "fires",
                       "got": "fires", "ok": True}  # fmt: skip
    assert [(row["expected"], row["got"], row["ok"]) for row in rows[1:]] == [
        ("silent", "silent", True),
        ("gap", "silent", True),
    ]


@pytest.mark.parametrize(("expected", "text"), [("silent", "你这个坏家伙"), ("fires", "你好")])
def test_a_failing_example_ends_with_one(typed: Typed, tmp_path: Path, expected: str, text: str) -> None:
    path = own(tmp_path, expected, text)
    rows = typed.records("charter", "test", path, code=1)
    assert [row["ok"] for row in rows] == [False, True, True]
    assert f"{path}:14: " in typed("charter", "test", path, code=1)


def test_all_examples_of_the_library_hold(typed: Typed) -> None:
    rows = typed.records("charter", "test")
    assert {row["charter"] for row in rows} == set(charter_ids())
    assert [row for row in rows if not row["ok"]] == []


def test_lint_tells_how_grave_a_problem_is(typed: Typed, tmp_path: Path) -> None:
    path = own(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("categories: [abuse]", "categories: [abuse], exempt: [own-contact]"), encoding="utf-8"
    )
    (found,) = typed.records("charter", "lint", path, "--lang", "en", code=1)
    assert (found["severity"], found["kind"]) == ("warning", "exempt-idle")
    assert found["where"] == f"{path}:12"
    assert f"{path}:12: warning: exempting own-contact" in typed(
        "charter", "lint", path, "--lang", "en", code=1
    )


def test_lint_without_a_name_goes_through_the_library(typed: Typed) -> None:
    assert typed.records("charter", "lint") == []
    out = typed("charter", "lint")
    assert all(name in out for name in (*charter_ids(), "policies"))


def test_diff_says_when_the_version_was_not_raised(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(charter_text("drucker-consulting").replace("value: 30,", "value: 20,"), encoding="utf-8")
    typed("charter", "diff", "drucker-consulting", path, "--lang", "en")
    assert "raise it" in typed.errors
