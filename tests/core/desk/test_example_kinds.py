"""Examples of duties and of sanction policies, run as `charter test` runs them."""

from __future__ import annotations

from typing import Any

import pytest

from core.base.refusal import Refusal
from core.charter.library import parse_charter
from core.charter.model import Charter
from core.desk.charters import carried_by, coverage, run_examples

HEAD = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [staff], members: [employee]}
policies:
  LADDER:
    title: 先警告再移出
    scope: member-group
    start: clean
    transitions:
      - {from: clean, event: confirmed, to: warned, step: apology}
      - {from: warned, event: apology_given, to: clean}
      - {from: warned, event: apology_refused, to: gone, step: removal}
      - {from: warned, event: confirmed, to: open, choices: [mute, fine]}
      - {from: any, event: serious, to: gone, step: removal}
      - {from: open, event: decided, to: clean, step: mute}
clauses:
"""
CLAUSE = """  - id: own.1
    text: 要办的事
    kind: process
    state: guided
    register: {register}
    policy: LADDER
    rules:
      - {rule}
    examples:
      - {example}
"""


def got(rule: str, example: str, register: str = "checklist") -> str:
    (result,) = run_examples(charter(rule, example, register))
    return result.got


def charter(rule: str, example: str, register: str = "checklist") -> Charter:
    text = CLAUSE.replace("{register}", register).replace("{rule}", rule).replace("{example}", example)
    return parse_charter(HEAD + text, "own.yaml")


JOIN = "{kind: duty, on: join, register: checklist, hours: 24}"
CAME = "chat: [{at: '09:00', from: 吴新, kind: join.qr}]"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("now: '10:00'", "fires"),
        ("now: 2026-03-06T10:00", "fires"),
        ("now: '10:00', entries: [{register: checklist, at: '09:30', subject: 吴新}]", "silent"),
        ("now: '10:00', entries: [{register: checklist, at: '09:30', subject: 别人}]", "fires"),
        ("now: '10:00', entries: [{register: award, at: '09:30', subject: 吴新}]", "fires"),
        ("now: '10:00', entries: [{register: checklist, at: '11:30', subject: 吴新}]", "fires"),
        ("now: '10:00', adopted: '09:30'", "silent"),
        ("now: '10:00', member: 吴新", "fires"),
        ("now: '10:00', member: 别人", "silent"),
    ],
)
def test_a_newcomer_and_the_checklist(more: str, expected: str) -> None:
    assert got(JOIN, f"{{name: n, expect: gap, {CAME}, {more}}}") == expected


def test_a_newcomer_of_the_roster_and_an_entry_by_another_name() -> None:
    row = "members: [{id: wx_wu, name: 五哥, nickname: 吴新, joined_at: '08:00'}]"
    assert got(JOIN, f"{{name: n, expect: fires, {row}, now: '10:00'}}") == "fires"
    entered = "entries: [{register: checklist, at: '09:00', subject: 五哥}]"
    assert got(JOIN, f"{{name: n, expect: silent, {row}, {entered}, now: '10:00'}}") == "silent"


def test_a_month_without_and_with_a_spot_check() -> None:
    rule = "{kind: duty, on: month, register: spot-check}"
    month = "adopted: 2026-02-01, now: 2026-03-03T09:00"
    assert got(rule, f"{{name: n, expect: fires, {month}}}", "spot-check") == "fires"
    entered = "entries: [{register: spot-check, at: 2026-02-12T09:00}]"
    assert got(rule, f"{{name: n, expect: silent, {month}, {entered}}}", "spot-check") == "silent"
    half = "adopted: 2026-02-02, now: 2026-03-03T09:00"
    assert got(rule, f"{{name: n, expect: silent, {half}}}", "spot-check") == "silent"


def test_an_adoption_without_any_chat() -> None:
    rule = "{kind: duty, on: adoption, register: announcement}"
    assert got(rule, "{name: n, expect: fires, adopted: '09:00', now: '10:00'}", "announcement") == "fires"
    assert got(rule, "{name: n, expect: fires, now: '10:00'}", "announcement") == "fires"


def test_what_the_chat_breaks_counts_as_confirmed() -> None:
    rules = (
        "{id: own.1/note, kind: duty, on: confirmed, register: assessment}\n"
        "      - {id: own.1/words, kind: message, categories: [finger-pointing]}"
    )
    said = "chat: [{at: '09:00', from: 李明, text: 都怪你，每次都是你拖后腿}], now: '10:00'"
    assert got(rules, f"{{name: n, expect: fires, member: 李明, {said}}}", "assessment") == "fires"
    calm = "chat: [{at: '09:00', from: 李明, text: 大家早}], now: '10:00'"
    assert got(rules, f"{{name: n, expect: silent, {calm}}}", "assessment") == "silent"
    listed = "members: [{name: 李明}], member: 李明, events: [confirmed], now: '10:00'"
    assert got(rules, f"{{name: n, expect: fires, {listed}}}", "assessment") == "fires"


@pytest.mark.parametrize(
    ("events", "step", "expected"),
    [
        ("[confirmed]", "apology", "fires"),
        ("[confirmed]", "removal", "silent"),
        ("[confirmed, confirmed]", "mute", "fires"),
        ("[confirmed, confirmed]", "fine", "fires"),
        ("[confirmed, apology_refused]", "removal", "fires"),
        ("[confirmed, apology_given, confirmed]", "apology", "fires"),
        ("[apology_refused]", "removal", "silent"),
        ("[serious]", "removal", "fires"),
        ("[confirmed, serious]", "removal", "fires"),
        ("[confirmed, confirmed, decided]", "mute", "fires"),
        ("[confirmed, confirmed, decided, confirmed]", "apology", "fires"),
    ],
)
def test_walking_a_ladder(events: str, step: str, expected: str) -> None:
    example = f"{{name: n, expect: gap, policy: LADDER, events: {events}, step: {step}}}"
    assert got(JOIN, example) == expected
    (result,) = run_examples(charter(JOIN, example))
    assert (result.rule, result.clause) == ("LADDER", "own.1")


def test_the_type_of_the_member_gates_the_step() -> None:
    example = "{name: n, expect: gap, policy: LADDER, events: [confirmed, confirmed], step: fine, member_type: customer}"
    assert got(JOIN, example) == "silent"


def test_a_bundled_policy_that_no_clause_names_will_do_and_an_unknown_one_is_refused() -> None:
    assert got(JOIN, "{name: n, expect: gap, policy: SP-06, events: [confirmed], step: warning}") == "fires"
    with pytest.raises(Refusal) as refused:
        got(JOIN, "{name: n, expect: gap, policy: SP-99, events: [confirmed], step: warning}")
    assert refused.value.where == "own.yaml:28"


def test_coverage_of_duties_and_penalties() -> None:
    with_duty = charter(JOIN, "{name: n, expect: gap, now: '10:00'}").clauses[0]
    assert carried_by(with_duty) == ("own.1",)
    penalty: Any = parse_charter(
        HEAD
        + "  - {id: own.2, text: 罚, kind: process, state: guided, register: violations, policy: LADDER}\n",
        "own.yaml",
    )
    assert carried_by(penalty.clauses[0]) == ("violations", "LADDER")
    assert [row.by for row in coverage([penalty])] == [("violations", "LADDER")]
