"""Policies as ladders, differences in words and as text."""

from __future__ import annotations

import pytest

from core.base.phrase import render
from core.charter.editing import with_value
from core.charter.library import charter_ids, charter_text, load_charter, parse_charter, policies
from core.charter.yaml_loading import Key
from core.desk.charter_words import Said, differences, ladder, text_lines

TEXT = charter_text("sales-2016-007")


def said(keys: tuple[Key, ...], value: object) -> list[str]:
    old, new = parse_charter(TEXT, "a"), parse_charter(with_value(TEXT, keys, value), "b")  # type: ignore[arg-type]
    return [f"{line.mark} {render(line.text, 'en')}" for line in differences(old, new)]


def rungs(name: str) -> list[str]:
    return [
        f"{'| ' if rung.aside else ''}{rung.when}: {rung.says}{' *' if rung.silent else ''}"
        for rung in ladder(policies()[name])
    ]


def test_a_ladder_climbs_and_stays():
    assert rungs("SP-02") == [
        "Confirmed breach no. 1: warning",
        "Confirmed breach no. 2: removal from the group",
        "Every further one: removal from the group *",
        "| A serious case, at any time: removal from the group",
    ]


def test_what_an_apology_leads_to_stands_under_its_step():
    found = rungs("SP-01")
    place = found.index("Confirmed breach no. 2: warning with a demand to apologise")
    assert found[place + 1 : place + 3] == [
        "| Apology given: no further step", "| Apology refused: removal from the group"
    ]  # fmt: skip


def test_what_counts_alone_is_the_same_every_time():
    assert rungs("SP-15") == ["Every confirmed breach: fine, ¥50.00"]


@pytest.mark.parametrize("name", sorted(policies()))
def test_every_policy_can_be_read(name: str):
    found = ladder(policies()[name])
    assert found
    assert all(render(rung.when, "zh") and rung.when.msgid for rung in found)


def test_a_setting():
    assert said(("settings", "bulletin.minutes", "value"), 60) == [
        "# Setting: Minutes to acknowledge a notice",
        "- 120 (the charter says so)",
        "+ 60 (the charter says so)",
    ]


def test_a_clause_and_its_rule():
    place = next(
        n for n, clause in enumerate(load_charter("sales-2016-007").clauses) if clause.id.endswith(".1")
    )
    assert said(("clauses", place, "text", "en"), "Another text.") == [
        "# Clause 1",
        "- The WeChat account is registered with the company number and its id is that number.",
        "+ Another text.",
    ]
    assert said(("clauses", place, "rules", 0, "severity"), "high") == [
        "# Rule of clause 1", "- severity: low", "+ severity: high"
    ]  # fmt: skip


def test_the_head():
    assert said(("title", "en"), "New name")[:1] == ["# The charter as a whole"]
    assert said(("binds", "members"), ["employee", "partner"]) == [
        "# The charter as a whole", "- Binds: employee.", "+ Binds: employee, partner."
    ]  # fmt: skip


def test_any_two_charters_can_be_compared():
    models = [load_charter(name) for name in charter_ids()[:6]]
    for old, new in zip(models, models[1:], strict=False):
        lines = differences(old, new)
        assert lines
        assert all(isinstance(line, Said) and render(line.text, "zh") for line in lines)
    assert differences(models[0], models[0]) == ()


def test_text_lines_count_in_their_own_text():
    lines = text_lines("a\nb\nc\n", "a\nB\nc\nd\n")
    assert [(line.mark, line.number, line.text) for line in lines] == [
        (" ", 1, "a"), ("-", 2, "b"), ("+", 2, "B"), (" ", 3, "c"), ("+", 4, "d"),
    ]  # fmt: skip


def test_what_lies_between_is_left_out():
    old = "\n".join(str(n) for n in range(40))
    lines = text_lines(old, old.replace("\n3\n", "\nx\n").replace("\n30\n", "\ny\n"))
    assert [line.mark for line in lines if line.mark not in " "] == ["-", "+", "@", "-", "+"]
    assert text_lines(old, old) == ()
