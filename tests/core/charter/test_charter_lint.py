"""Lint: a sound charter is left alone; each mistake is told once, with its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.refusal import Refusal
from core.charter.library import charter_ids, policies
from core.charter.lint import lint_charter, lint_text
from core.charter.lint_policies import reachable

SOUND = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [staff], members: [employee]}
settings:
  flood.count: {value: 8, by: you}
  flood.seconds: {value: 60, by: you}
  company: {value: "", by: you}
policies:
  OWN:
    title: 罚款
    scope: occurrence
    start: clean
    transitions:
      - {from: clean, event: confirmed, to: fined, step: fine, amount_fen: 500}
clauses:
  - id: own.1
    text: 不骂人
    kind: message
    state: enforced
    policy: OWN
    law: [fine]
    rules:
      - kind: message
        categories: [abuse]
        patterns: ["[骂]+"]
    examples:
      - name: a
        expect: fires
        chat: [{at: 09:00, from: 甲, text: 骂}, {at: 09:01, from: 乙, text: 好}]
        now: "09:30"
        member: 甲
      - name: b
        expect: silent
        settings: {flood.count: 9}
        chat: [{at: 09:00, from: 甲, text: 好}]
  - id: own.2
    text: 群昵称写姓名
    kind: roster
    state: enforced
    rules:
      - kind: roster
        check: nickname
        pattern: "^{company}[-][一-龥]{2,}$"
        example: 金穗-张三
    examples:
      - {name: a, expect: fires, members: [{id: a, nickname: x}]}
      - {name: b, expect: silent, members: [{id: a, nickname: 金穗-张三}]}
  - id: own.3
    text: 不刷屏
    kind: behaviour
    state: enforced
    rules:
      - {kind: behaviour, window: flood, category: flooding}
    examples:
      - {name: a, expect: gap, chat: [{at: 09:00, from: 甲, text: 好}]}
      - {name: b, expect: silent, chat: [{at: 09:00, from: 甲, text: 好}]}
  - id: own.4
    text: 头像用本人照片
    kind: roster
    state: recorded
    register: report
  - id: own.5
    text: 友善
    kind: advice
    state: advice
"""


def told(text: str) -> list[str]:
    return [problem.line("en") for problem in lint_text(text, "own.yaml")]


def test_a_sound_charter_is_left_alone() -> None:
    assert told(SOUND) == []


@pytest.mark.parametrize("name", charter_ids())
def test_the_library_is_sound(name: str) -> None:
    assert [problem.line("en") for problem in lint_charter(name)] == []


@pytest.mark.parametrize("name", sorted(policies()))
def test_bundled_policies_have_no_dead_ends_in_front_of_them(name: str) -> None:
    policy = policies()[name]
    assert {t.source for t in policy.transitions} - {"any"} <= reachable(policy)


MISTAKES = [
    ("id: own.2", "id: own.1", "clause “own.1” stands here twice"),
    ("id: own.5", "id: other.5", "does not bear its charter's id"),
    ("      - kind: message\n", "      - kind: message\n        id: own.9\n", "does not bear its clause's id"),
    ("      - {kind: behaviour, window: flood, category: flooding}\n",
     "      - {kind: behaviour, window: flood, category: flooding}\n" * 2, "rule “own.3” stands here twice"),
    ("policy: OWN", "policy: SP-99", "there is no policy “SP-99”"),
    ("    start: clean\n", "", "policy “OWN” has no start"),
    ("    law: [fine]\n", "", "carries no law note"),
    ("amount_fen: 500}", "grows: {base_fen: 5, grace_minutes: 1, step_fen: 5, step_minutes: 1}}",
     "grows without end"),
    ("amount_fen: 500}", "grows: {base_fen: 5, grace_minutes: 1, step_fen: 5, step_minutes: 1, cap_fen: 4}}",
     "the cap is lower"),
    ("step: fine, amount_fen: 500}", "step: mute, amount_fen: 500}", "an amount goes with"),
    ("step: fine, amount", "step: fine, choices: [mute], amount", "a step or choices, not both"),
    ("amount_fen: 500}", "amount_fen: 5, grows: {base_fen: 5, grace_minutes: 1, step_fen: 5, step_minutes: 1, "
     "cap_fen: 9}}", "fixed or grows, not both"),
    ("from: clean, event", "from: dirty, event", "nothing leads to the state “dirty”"),
    ("members: [employee]}", "members: [customer, guest]}", "fine may not apply to any of: customer, guest"),
    ('patterns: ["[骂]+"]', 'patterns: ["(骂"]', "the pattern is not valid: missing )"),
    ('patterns: ["[骂]+"]', 'patterns: ["(?=骂)x"]', "no look-around"),
    ('patterns: ["[骂]+"]', 'patterns: ["骂*"]', "matches every text"),
    ('patterns: ["[骂]+"]', 'patterns: ["骂$人"]', "can never match"),
    ('patterns: ["[骂]+"]', 'patterns: ["骂^人"]', "can never match"),
    ('patterns: ["[骂]+"]', 'patterns: ["{company}骂"]', "nothing fills the place"),
    ("^{company}", "^{department}", "nothing fills the place “department”"),
    ("        example: 金穗-张三\n", "", "no example of a name that fits"),
    ("example: 金穗-张三", "example: 金穗张三", "does not fit the pattern"),
    ('        pattern: "^{company}[-][一-龥]{2,}$"\n        example: 金穗-张三\n', "", "what the name must look like"),
    ("check: nickname", "check: inactivity", "does not say how many days"),
    ("{value: 60, by", "{value: soon, by", "“soon” is no value for flood.seconds"),
    ("window: flood, category", "window: flood, severity: high, band: review, category", "at most low, not high"),
    ("    state: advice", "    state: enforced", "is enforced, but has no rule"),
    ("state: recorded\n    register: report", "state: recorded", "nothing carries clause “own.4”"),
    ("state: recorded", "state: advice", "is advice, yet has a register"),
    ("    kind: behaviour\n    state: enforced", "    kind: behaviour\n    state: recorded\n    register: settings",
     "has a rule, but is not enforced"),
    ("expect: gap", "expect: silent", "no example with “expect: fires”"),
    ("{name: b, expect: silent, chat", "{name: b, expect: fires, chat", "no example with “expect: silent”"),
    ("member: 甲", "member: 丙", "nobody in the example is called “丙”"),
    ('now: "09:30"', 'now: "08:30"', "“now” is earlier"),
    ('now: "09:30"', 'now: "soon"', "“soon” is no time"),
    ("at: 09:01", "at: 08:01", "earlier than the one before"),
    ("at: 09:01", "at: 29:01", "“29:01” is no time"),
    ("      - name: a\n", "      - name: a\n        rule: own.7\n", "has no rule “own.7”"),
    ("settings: {flood.count: 9}", "settings: {flood.count: -9}", "is no value for flood.count"),
    ("members: [{id: a, nickname: x}]", "members: []", "the example shows nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_a_mistake_is_told_at_its_line(old: str, new: str, said: str) -> None:
    assert old in SOUND
    before, _, _ = SOUND.partition(old)
    found = told(SOUND.replace(old, new, 1))
    assert any(said in line for line in found), found
    near = next(line for line in found if said in line)
    line = int(near.split(":")[1])
    assert 0 < line <= SOUND.count("\n") + 1
    assert abs(line - before.count("\n") - 1) <= 12, near


def test_a_threshold_that_nobody_set_is_told_at_its_rule() -> None:
    text = SOUND.replace("  flood.seconds: {value: 60, by: you}\n", "")
    line = text[: text.index("window: flood")].count("\n") + 1
    assert [said.partition(" ")[0] for said in told(text)] == [f"own.yaml:{line}:"]


def test_problems_come_in_order_of_lines() -> None:
    text = SOUND.replace("id: own.5", "id: x.5").replace("(value: 60", "").replace("at: 09:01", "at: 08:01")
    lines = [int(line.split(":")[1]) for line in told(text)]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_shape_comes_first() -> None:
    text = SOUND.replace("version: 1", "version: x").replace("id: own.5", "id: x.5")
    assert [line for line in told(text) if "version" not in line] == []


def test_a_local_part_changes_a_bundled_policy() -> None:
    text = SOUND.replace(
        "policy: OWN\n    law: [fine]", "policy: SP-01"
    ).replace("  OWN:\n    title: 罚款\n    scope: occurrence\n    start: clean\n", "  SP-01:\n").replace(
        "to: fined, step: fine, amount_fen: 500", "to: warned, step: warning"
    )  # fmt: skip
    assert told(text) == []


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for content in (b"a: [", b"\xff\xfe", b""):
        path = tmp_path / "odd.yaml"
        path.write_bytes(content)
        with pytest.raises(Refusal):
            lint_charter(path)
    with pytest.raises(Refusal):
        lint_charter(tmp_path / "none.yaml")
