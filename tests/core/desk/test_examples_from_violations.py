"""A decided violation as an example: what is taken, what is invented, and that it holds."""

from __future__ import annotations

import pytest

from core.base.clock import MINUTE, FixedClock, iso
from core.base.refusal import Refusal
from core.charter.editing import with_value
from core.charter.library import charter_text, load_charter, parse_charter
from core.desk import adoption, imports, scanning, violations
from core.desk.charters import run_examples
from core.desk.desk import Desk
from core.desk.drafts import create, drafts, drafts_folder, read_draft
from core.desk.examples_from import add_example
from tests.helpers.chats import write_chat
from tests.helpers.judged_group import END, GROUP, MEMBERS, judged_desk


@pytest.fixture
def desk(store, tmp_path):
    return judged_desk(store, tmp_path)


@pytest.fixture
def talk(store, tmp_path):
    """One member advertises gambling, with names and a number in the text."""
    nine = END - 600 * MINUTE
    lines = [
        (iso(nine), "wx_boss", "大家早"),
        (iso(nine + MINUTE), "wx_a", "@乙 首充送88，注册就返，棋牌百家乐都有，打13912345678找赵大海"),
        (iso(nine + 2 * MINUTE), "wx_b", "别发这个"),
    ]
    members = [
        {**member, "name": name}
        for member, name in zip(MEMBERS, ("顾南亭", "赵大海", "乙", "丙"), strict=True)
    ]
    path = write_chat(tmp_path / "advert.jsonl", lines, members, GROUP)
    desk = Desk(store, FixedClock(END))
    imports.import_paths(desk, [path])
    adoption.adopt(desk, GROUP, "drucker-consulting", "first", {"company": "金穗", "topic": "咨询"})
    scanning.scan(desk)
    return desk


def decided(desk, state, clause="", kind=""):
    """The first open violation of a clause or kind, confirmed or dismissed."""
    found = next(
        v for v in violations.find(desk) if clause in v.clause and kind in v.kind and v.state == "open"
    )
    if state == "confirmed":
        violations.confirm(desk, found.id, "属实")
    else:
        violations.dismiss(desk, found.id, "误会")
    return found


def written(made):
    charter = parse_charter(made.path.read_text(encoding="utf-8"), "draft")
    return charter, next(
        e for c in charter.clauses for e in c.examples if e.name == made.name and e.rule == made.rule
    )


def test_a_confirmed_message_becomes_an_example(talk):
    found = decided(talk, "confirmed", kind="message")
    made = add_example(talk, found.id[:10])
    charter, example = written(made)
    assert (made.expect, made.new, made.rule) == ("fires", True, found.rule)
    assert made.path.parent == drafts_folder(talk)
    assert charter.version == 2
    text = made.path.read_text(encoding="utf-8")
    for real in ("赵大海", "13912345678", "wx_a", "wx_b"):
        assert real not in text
    assert example.chat[0].at == "10:01"
    assert example.member == example.chat[0].sender
    assert all(result.ok for result in run_examples(charter))
    assert text.splitlines()[made.line - 1].strip() == f"- name: {made.name}"


def test_only_what_the_rule_needs_comes_along(talk):
    made = add_example(talk, decided(talk, "confirmed", kind="message").id)
    _, example = written(made)
    assert len(example.chat) == 1
    assert example.settings == ()


def test_twice_is_once(talk):
    found = decided(talk, "confirmed", kind="message")
    first, second = add_example(talk, found.id), add_example(talk, found.id)
    assert (second.new, second.name, second.line) == (False, first.name, first.line)
    assert len(drafts(drafts_folder(talk))) == 1


def test_a_dismissed_one_that_still_fires_is_a_known_gap(talk):
    made = add_example(talk, decided(talk, "dismissed", kind="message").id)
    charter, example = written(made)
    assert (made.expect, example.expect) == ("gap", "gap")
    assert "must stay silent" in made.path.read_text(encoding="utf-8")
    assert all(result.ok for result in run_examples(charter))


def test_a_dismissed_one_is_silent_where_the_draft_leaves_it_alone(talk):
    found = decided(talk, "dismissed", kind="message")
    model = load_charter("drucker-consulting")
    place = next(n for n, clause in enumerate(model.clauses) if clause.id == found.clause)
    rule = next(n for n, rule in enumerate(model.clauses[place].rules) if rule.id == found.rule)
    text = with_value(
        charter_text("drucker-consulting"), ("clauses", place, "rules", rule, "categories"), ["vulgar"]
    )
    draft = create(drafts_folder(talk), text)
    made = add_example(talk, found.id)
    assert (made.expect, made.path) == ("silent", draft.path)


def test_a_draft_that_misses_a_confirmed_case_is_refused(talk):
    found = decided(talk, "confirmed", kind="message")
    model = load_charter("drucker-consulting")
    place = next(n for n, clause in enumerate(model.clauses) if clause.id == found.clause)
    rule = next(n for n, rule in enumerate(model.clauses[place].rules) if rule.id == found.rule)
    text = with_value(
        charter_text("drucker-consulting"), ("clauses", place, "rules", rule, "categories"), ["vulgar"]
    )
    draft = create(drafts_folder(talk), text)
    before = read_draft(draft.path)
    with pytest.raises(Refusal, match="does not find"):
        add_example(talk, found.id)
    assert read_draft(draft.path) == before


def test_an_undecided_one_is_refused(talk):
    found = violations.find(talk)[0]
    with pytest.raises(Refusal, match="only a decided"):
        add_example(talk, found.id)


def test_a_missed_deadline_and_a_late_answer(desk, tmp_path):
    for _ in range(3):
        found = decided(desk, "confirmed", "sales-2016-007.8")
        made = add_example(desk, found.id)
        charter, example = written(made)
        assert made.expect == "fires"
        assert example.now
        assert 1 <= len(example.chat) <= 3
    assert all(result.ok for result in run_examples(charter) if result.example.startswith("Confirmed"))


def test_a_name_keeps_its_build(desk):
    found = decided(desk, "confirmed", "sales-2016-007.2")
    made = add_example(desk, found.id)
    charter, example = written(made)
    assert made.expect == "fires"
    assert example.members[0]["id"] == example.member
    assert all(result.ok for result in run_examples(charter) if result.example == made.name)


def test_to_a_file_of_ones_own(talk, tmp_path):
    found = decided(talk, "confirmed", kind="message")
    out = tmp_path / "own.yaml"
    made = add_example(talk, found.id, out)
    assert made.path == out
    assert "# How to read this file" in out.read_text(encoding="utf-8")
    assert add_example(talk, found.id, out).new is False
