"""Differences between charters, and rules told as sentences."""

from __future__ import annotations

import pytest

from core.base.phrase import render
from core.charter.diff import Change, diff
from core.charter.library import charter_ids, charter_text, load_charter, parse_charter
from core.charter.sentences import rule_sentences


def test_a_charter_does_not_differ_from_itself_moved_down_a_line() -> None:
    for name in charter_ids():
        moved = parse_charter(charter_text(name).replace("charter:", "\n\ncharter:", 1), "moved.yaml")
        assert diff(load_charter(name), moved) == ()


def test_every_kind_of_change_is_named() -> None:
    text = charter_text("drucker-consulting")
    new = parse_charter(
        text.replace("task.minutes: {value: 30", "task.minutes: {value: 20")
        .replace("  reply.minutes: {value: 120, by: you}", "  work.hours: {value: 09:00-18:00, by: you}", 1)
        .replace("severity: low\n    examples:\n      - name: A department", "severity: info\n    examples:\n      - name: A department")
        .replace("大家多发", "多发").replace("id: drucker-consulting.16", "id: drucker-consulting.17")
        .replace("name: The plain name", "name: Only the name"),
        "new.yaml",
    )  # fmt: skip
    changes = diff(load_charter("drucker-consulting"), new)
    assert Change("setting", "task.minutes", "changed", ("value",)) in changes
    assert Change("setting", "reply.minutes", "removed") in changes
    assert Change("setting", "work.hours", "added") in changes
    assert Change("rule", "drucker-consulting.3", "changed", ("severity",)) in changes
    assert Change("clause", "drucker-consulting.16", "removed") in changes
    assert Change("clause", "drucker-consulting.17", "added") in changes
    assert Change("example", "drucker-consulting.3: The plain name", "removed") in changes


def test_another_charter_differs_in_everything() -> None:
    nouns = {
        change.noun for change in diff(load_charter("sales-2016-007"), load_charter("yunji-shareholders"))
    }
    assert nouns == {"charter", "setting", "policy", "clause", "rule", "example"}


@pytest.mark.parametrize("name", charter_ids())
def test_every_rule_can_be_told(name: str) -> None:
    charter = load_charter(name)
    for rule in charter.rules():
        sentences = [render(phrase, "en") for phrase in rule_sentences(rule, charter)]
        assert sentences
        assert all(text.endswith(".") and "{" not in text and "…" not in text for text in sentences), (
            sentences
        )


def test_sentences_carry_the_charters_numbers() -> None:
    charter = load_charter("drucker-consulting")
    said = " ".join(str(p) for p in rule_sentences(charter.rule("drucker-consulting.11"), charter))
    assert "30 minutes" in said
