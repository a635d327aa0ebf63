"""Every kind of mistake that lint knows: shown once, at its line, with what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.charter import lint as lint_module
from core.charter.library import charter_text
from core.charter.lint import MOST, lint_policies, lint_text
from core.charter.problem import ERROR, WARNING, Problem

SOUND = """charter: own
version: 2
title: {zh: 自己的制度, en: Rules of our own}
scope: {zh: 本群, en: This group}
binds: {groups: [staff], members: [employee]}
effective: 2026-03-01
settings:
  flood.count: {value: 8, by: you}
  flood.seconds: {value: 60, by: you}
  task.minutes: {value: 30, by: charter}
  duty.hours: {value: 72, by: you}
  company: {value: "", by: you}
  required.members: {value: "", by: you}
policies:
  OWN:
    title: {zh: 罚款, en: A fine}
    scope: occurrence
    start: clean
    transitions:
      - {from: clean, event: confirmed, to: fined, step: fine, amount_fen: 500}
  LADDER:
    title: {zh: 先警告再道歉, en: "A warning, then an apology"}
    scope: member-group
    start: clean
    transitions:
      - {from: clean, event: confirmed, to: warned, step: warning}
      - {from: warned, event: confirmed, to: asked, step: apology}
      - {from: asked, event: apology_refused, to: gone, step: removal}
      - {from: any, event: serious, to: gone, step: removal}
clauses:
  - id: own.1
    text: {zh: 不骂人。, en: No insults.}
    kind: message
    state: enforced
    policy: OWN
    law: [fine]
    rules:
      - kind: message
        categories: [abuse]
        terms: [混球, 王八羔子]
        patterns: ["坏[家伙]{2}"]
    examples:
      - name: a
        expect: fires
        chat: [{at: 09:00, from: 甲, text: 你这个混球}, {at: 09:01, from: 乙, text: 好}]
        now: "09:30"
        member: 甲
      - name: b
        expect: silent
        settings: {flood.count: 9}
        chat: [{at: 09:00, from: 甲, text: 好}]
  - id: own.2
    text: {zh: 群昵称写公司和姓名。, en: Nicknames show company and name.}
    kind: roster
    state: enforced
    policy: LADDER
    rules:
      - kind: roster
        check: nickname
        pattern: "^{company}[-][一-龥]{2,}$"
        example: 金穗-张三
    examples:
      - {name: a, expect: fires, members: [{id: a, nickname: x}]}
      - {name: b, expect: silent, members: [{id: a, nickname: 金穗-张三}]}
      - {name: c, expect: fires, policy: LADDER, events: [confirmed, confirmed], step: apology}
  - id: own.3
    text: {zh: 不刷屏。, en: No flooding.}
    kind: behaviour
    state: enforced
    rules:
      - {kind: behaviour, window: flood, category: flooding}
    examples:
      - {name: a, expect: gap, chat: [{at: 09:00, from: 甲, text: 好}]}
      - {name: b, expect: silent, chat: [{at: 09:00, from: 甲, text: 好}]}
  - id: own.4
    text: {zh: 任务要回应。, en: Tasks are answered.}
    kind: obligation
    state: enforced
    rules:
      - {kind: obligation, trigger: task, minutes: task.minutes}
    examples:
      - {name: a, expect: gap, chat: [{at: 09:00, from: 甲, text: 好}]}
      - {name: b, expect: silent, chat: [{at: 09:00, from: 甲, text: 好}]}
  - id: own.5
    text: {zh: 每月抽查一次。, en: A spot check each month.}
    kind: process
    state: guided
    register: spot-check
    law: [monitoring]
    rules:
      - {kind: duty, on: month, register: spot-check, hours: 48}
    examples:
      - {name: a, expect: fires, adopted: "2026-01-01T00:00", now: "2026-03-04T09:00"}
      - name: b
        expect: silent
        adopted: "2026-02-01T00:00"
        now: "2026-03-04T09:00"
        entries: [{register: spot-check, at: "2026-02-27T10:00"}]
  - id: own.6
    text: {zh: 该在群里的人都要在。, en: Whoever belongs here is here.}
    kind: roster
    state: enforced
    rules:
      - {kind: roster, check: required_members}
    examples:
      - {name: a, expect: gap, members: [{id: a}]}
      - {name: b, expect: silent, members: [{id: a}]}
  - id: own.7
    text: {zh: 友善。, en: Be kind.}
    kind: advice
    state: advice
"""
_TERMS = "terms: [混球, 王八羔子]"
_PATTERN = '"坏[家伙]{2}"'
_FINE = "step: fine, amount_fen: 500}"
_ROSTER = '        pattern: "^{company}[-][一-龥]{2,}$"\n        example: 金穗-张三\n'
_ADVICE = "    kind: advice\n    state: advice\n"
_DUTY = "on: month, register: spot-check, hours: 48"
_TITLE = "{zh: 自己的制度, en: Rules of our own}"
_MESSAGE = "      - kind: message\n        categories: [abuse]\n"
_WARNED = "      - {from: warned, event: confirmed, to: asked, step: apology}\n"
_SECOND = """  - id: own.8
    text: {zh: 再说一遍不骂人。, en: "Again, no insults."}
    kind: message
    state: enforced
    policy: OTHER
    rules:
      - {kind: message, categories: [abuse]}
    examples:
      - {name: a, expect: gap, chat: [{at: 09:00, from: 甲, text: 好}]}
      - {name: b, expect: silent, chat: [{at: 09:00, from: 甲, text: 好}]}
"""
_OTHER = """  OTHER:
    title: {zh: 警告两次, en: Two warnings}
    scope: member-group
    start: clean
    transitions:
      - {from: clean, event: confirmed, to: warned, step: warning}
      - {from: warned, event: confirmed, to: told, step: formal_warning}
"""
GROWS = "grows: {base_fen: 500, grace_minutes: 1, step_fen: 5, step_minutes: 1"

# kind, severity, what stands in SOUND, what stands there instead
MISTAKES: list[tuple[str, str, str, str]] = [
    ("shape", ERROR, "    state: advice", "    statte: advice"),
    ("shape", ERROR, "version: 2", "version: two"),
    ("policy-unknown", ERROR, "policy: OWN", "policy: OWM"),
    ("setting-value", ERROR, "{value: 60, by", "{value: soon, by"),
    ("setting-undeclared", WARNING, "  flood.seconds: {value: 60, by: you}\n", ""),
    ("setting-undeclared", WARNING, '  company: {value: "", by: you}\n', ""),
    ("setting-undeclared", WARNING, '  required.members: {value: "", by: you}\n', ""),
    ("setting-unused", WARNING, "  task.minutes: {value: 30, by: charter}\n",
     "  task.minutes: {value: 30, by: charter}\n  voice.count: {value: 3, by: you}\n"),
    ("number-zero", ERROR, "flood.count: {value: 8", "flood.count: {value: 0"),
    ("number-zero", ERROR, "task.minutes: {value: 30", "task.minutes: {value: 0"),
    ("threshold-one", WARNING, "flood.count: {value: 8", "flood.count: {value: 1"),
    ("deadline-long", WARNING, "task.minutes: {value: 30", "task.minutes: {value: 50000"),
    ("date", ERROR, "effective: 2026-03-01", "effective: 2026-02-30"),
    ("clause-twice", ERROR, "id: own.2", "id: own.1"),
    ("clause-id", ERROR, "id: own.7", "id: other.7"),
    ("rule-twice", ERROR, "      - {kind: behaviour, window: flood, category: flooding}\n",
     "      - {kind: behaviour, window: flood, category: flooding}\n" * 2),
    ("rule-id", ERROR, "      - kind: message\n", "      - kind: message\n        id: own.9\n"),
    ("enforced-by-nothing", ERROR, _ADVICE, "    kind: message\n    state: enforced\n"),
    ("rule-without-force", ERROR, "    kind: behaviour\n    state: enforced\n",
     "    kind: behaviour\n    state: recorded\n    register: settings\n"),
    ("nothing-carries", ERROR, _ADVICE, "    kind: record\n    state: recorded\n"),
    ("advice-carried", WARNING, _ADVICE, _ADVICE + "    register: training\n"),
    ("guided-by-nothing", WARNING, _ADVICE, "    kind: process\n    state: guided\n    register: training\n"),
    ("text-empty", WARNING, "{zh: 友善。, en: Be kind.}", '{zh: 友善。, en: " "}'),
    ("text-untranslated", WARNING, "{zh: 友善。, en: Be kind.}", "{zh: 友善。, en: 友善。}"),
    ("text-language", WARNING, _TITLE, "{zh: Rules of our own, en: Rules}"),
    ("text-language", WARNING, _TITLE, "{zh: 自己的制度, en: 自己的规定}"),
    ("law-money", WARNING, "    law: [fine]\n", ""),
    ("law-leaving", WARNING, "    scope: occurrence\n", "    scope: leaver\n"),
    ("law-people", WARNING, "    law: [monitoring]\n", ""),
    ("penalty-without-policy", WARNING, "{zh: 不刷屏。, en: No flooding.}", "{zh: 刷屏罚款五元。, en: Five yuan.}"),
    ("penalty-without-policy", WARNING, "    policy: OWN\n    law: [fine]\n", "    law: [fine]\n"),
    ("review-severity", WARNING, "window: flood, category", "window: flood, severity: high, band: review, category"),
    ("rule-for-nobody", WARNING, "{kind: behaviour, window", "{kind: behaviour, types: [guest], window"),
    ("category-by-count", WARNING, "categories: [abuse]", "categories: [abuse, flooding]"),
    ("window-category", WARNING, "window: flood, category: flooding", "window: flood, category: repeat"),
    ("kind-missing", ERROR, "categories: [abuse]", "categories: [abuse, media-type]"),
    ("exempt-idle", WARNING, _MESSAGE, _MESSAGE + "        exempt: [own-contact]\n"),
    ("exempt-idle", WARNING, _MESSAGE, _MESSAGE + "        exempt: [own-brands]\n"),
    ("exempt-idle", WARNING, _MESSAGE, _MESSAGE + "        exempt: [customers]\n        types: [employee]\n"),
    ("exempt-idle", WARNING, _MESSAGE, _MESSAGE + "        exempt: [admins]\n        roles: [member]\n"),
    ("stages-order", ERROR, "{kind: obligation, trigger", "{kind: obligation, stages: [done, acknowledged], trigger"),
    ("obligation-on-customers", WARNING, "{kind: obligation, trigger", "{kind: obligation, types: [customer], trigger"),
    ("name-rule-empty", ERROR, _ROSTER, ""),
    ("days-missing", ERROR, "check: nickname", "check: inactivity"),
    ("name-example-missing", WARNING, "        example: 金穗-张三\n", ""),
    ("name-example-wrong", ERROR, "example: 金穗-张三", "example: 金穗张三"),
    ("pattern-place", ERROR, _PATTERN, '"{company}坏"'),
    ("pattern-place", ERROR, "^{company}", "^{department}"),
    ("pattern-invalid", ERROR, _PATTERN, '"(坏"'),
    ("pattern-invalid", ERROR, _PATTERN, '"[]"'),
    ("pattern-large", ERROR, _PATTERN, '"(?:\\\\pL{1000})"'),
    ("pattern-large", ERROR, _PATTERN, f'"{"坏" * 1001}"'),
    ("pattern-never", ERROR, _PATTERN, '"$坏"'),
    ("pattern-never", ERROR, _PATTERN, '"坏^人"'),
    ("pattern-never", ERROR, _PATTERN, '"[^\\\\s\\\\S]"'),
    ("pattern-everything", ERROR, _PATTERN, '"坏*"'),
    ("pattern-everything", ERROR, _PATTERN, '"[\\\\s\\\\S]+"'),
    ("pattern-everything", ERROR, '"^{company}[-][一-龥]{2,}$"', '"[一-龥]*"'),
    ("pattern-any-name", WARNING, '"^{company}[-][一-龥]{2,}$"', '".+"'),
    ("pattern-twice", WARNING, _PATTERN, f"{_PATTERN}, {_PATTERN}"),
    ("pattern-lookahead", ERROR, _PATTERN, '"(?=坏)人"'),
    ("pattern-lookbehind", ERROR, _PATTERN, '"(?<!不)坏人"'),
    ("pattern-backreference", ERROR, _PATTERN, '"(坏)\\\\1"'),
    ("pattern-atomic", ERROR, _PATTERN, '"(?>坏+)人"'),
    ("pattern-possessive", ERROR, _PATTERN, '"坏++人"'),
    ("pattern-recursion", ERROR, _PATTERN, '"坏(?R)?人"'),
    ("pattern-condition", ERROR, _PATTERN, '"(坏)?(?(1)人|家)"'),
    ("pattern-comment", ERROR, _PATTERN, '"坏(?#bad)人"'),
    ("pattern-escape", ERROR, _PATTERN, '"\\\\u574f人"'),
    ("pattern-end", ERROR, _PATTERN, '"坏人\\\\Z"'),
    ("term-empty", ERROR, _TERMS, 'terms: [混球, " "]'),
    ("term-twice", WARNING, _TERMS, "terms: [混球, 混球]"),
    ("term-in-answers", ERROR, _TERMS, "terms: [混球, 收到]"),
    ("term-in-answers", ERROR, _TERMS, "terms: [混球, 收]"),
    ("term-short", WARNING, _TERMS, "terms: [混球, 屎]"),
    ("term-covered", WARNING, _TERMS, "terms: [混球, 大混球]"),
    ("duty-by-every-message", ERROR, _DUTY, "on: message, register: spot-check"),
    ("duty-words-idle", WARNING, _DUTY, f"{_DUTY}, intents: [report]"),
    ("duty-counts-idle", WARNING, _DUTY, f"{_DUTY}, counts: [已转发]"),
    ("duty-long", WARNING, _DUTY, "on: month, register: spot-check, hours: 1000"),
    ("duty-long", WARNING, _DUTY, "on: day, register: spot-check, hours: 72"),
    ("policy-unused", WARNING, "policies:\n", "policies:\n" + _OTHER),
    ("state-unreachable", WARNING, "from: warned, event: confirmed", "from: wanted, event: confirmed"),
    ("step-unreachable", WARNING, "from: any, event: serious, to: gone, step: removal}\n",
     "from: any, event: serious, to: gone, step: removal}\n" + "".join(
         f"      - {{from: {state}, event: serious, to: gone, step: mute}}\n"
         for state in ("clean", "warned", "asked", "gone"))),
    ("apology-unasked", WARNING, "from: asked, event: apology_refused", "from: warned, event: apology_refused"),
    ("step-twice", WARNING, _WARNED, _WARNED * 2),
    ("step-and-choices", ERROR, "step: fine, amount", "step: fine, choices: [mute], amount"),
    ("amount-without-money", ERROR, _FINE, "step: mute, amount_fen: 500}"),
    ("amount-twice", ERROR, _FINE, f"step: fine, amount_fen: 5, {GROWS}, cap_fen: 900}}}}"),
    ("growth-uncapped", ERROR, _FINE, f"step: fine, {GROWS}}}}}"),
    ("cap-low", ERROR, _FINE, f"step: fine, {GROWS}, cap_fen: 4}}}}"),
    ("money-uncapped", WARNING, _FINE, "step: fine}"),
    ("money-much", WARNING, "amount_fen: 500}", "amount_fen: 500000}"),
    ("step-barred", ERROR, "members: [employee]}", "members: [agent]}"),
    ("example-fires-missing", WARNING, "expect: gap, chat", "expect: silent, chat"),
    ("example-silent-missing", WARNING, "{name: b, expect: silent, chat", "{name: b, expect: gap, chat"),
    ("example-twice", WARNING, "      - name: b\n        expect: silent\n        settings",
     "      - name: a\n        expect: silent\n        settings"),
    ("example-policy", ERROR, "policy: LADDER, events", "policy: SP-01, events"),
    ("example-step", ERROR, "events: [confirmed, confirmed], step: apology", "events: [confirmed], step: mute"),
    ("example-empty", ERROR, ", events: [confirmed, confirmed], step: apology", ""),
    ("example-empty", ERROR, "members: [{id: a, nickname: x}]", "members: []"),
    ("example-rule", ERROR, "      - name: a\n", "      - name: a\n        rule: own.7\n"),
    ("example-register", WARNING, "entries: [{register: spot-check", "entries: [{register: training"),
    ("example-member", ERROR, "member: 甲", "member: 丙"),
    ("example-order", ERROR, 'now: "09:30"', 'now: "08:30"'),
    ("example-order", ERROR, "at: 09:01", "at: 08:01"),
    ("example-order", ERROR, 'adopted: "2026-01-01T00:00"', 'adopted: "2026-04-01T00:00"'),
    ("example-time", ERROR, 'now: "09:30"', "now: soon"),
    ("example-time", ERROR, "at: 09:01", "at: 29:01"),
    ("example-setting", ERROR, "settings: {flood.count: 9}", "settings: {flood.count: -9}"),
]  # fmt: skip
FURTHER = {"duty-register", "ladders-overlap", "policy-clause", "policy-part", "version-not-raised"}
"""Kinds that need more than one place changed; shown below."""


def problems(text: str) -> list[Problem]:
    return lint_text(text, "own.yaml")


def test_a_sound_charter_is_left_alone() -> None:
    assert [problem.line("en") for problem in problems(SOUND)] == []


@pytest.mark.parametrize(("kind", "severity", "old", "new"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_a_remedy(kind: str, severity: str, old: str, new: str) -> None:
    assert old in SOUND
    found = problems(SOUND.replace(old, new, 1))
    told = next((problem for problem in found if problem.kind == kind), None)
    assert told is not None, [(problem.kind, problem.line("en")) for problem in found]
    assert told.severity == severity
    assert told.remedy is not None
    assert all(told.line(language) for language in ("en", "zh"))
    first = SOUND.partition(old)[0].count("\n") + 1
    assert abs(told.line_number - first) <= max(12, new.count("\n"), 100 * (kind in _ELSEWHERE)), told.line(
        "en"
    )


_ELSEWHERE = {"setting-undeclared", "step-barred", "law-leaving", "example-policy", "policy-unknown"}
"""Told where the charter needs what is missing, not where it was taken away."""


def test_every_kind_is_shown() -> None:
    folder = Path(lint_module.__file__).parent
    kinds = {
        kind
        for path in (*folder.glob("lint*.py"), folder / "patterns.py")
        for kind in re.findall(
            r'(?:error|warning|as_problem|Foreign)\((?:[^"()]|\([^()]*\))*"([a-z]+(?:-[a-z]+)*)"',
            path.read_text("utf-8"),
        )
    }
    assert len(kinds) > 60
    assert kinds - FURTHER - {"example-unreadable"} <= {kind for kind, *_ in MISTAKES}


def test_one_message_on_two_ladders_is_told() -> None:
    text = SOUND.replace("policies:\n", "policies:\n" + _OTHER) + _SECOND
    assert [problem.kind for problem in problems(text)] == []
    text = text.replace("policy: OWN\n    law: [fine]", "policy: LADDER").replace("  OWN:\n", "  UNUSED:\n")
    assert [problem.kind for problem in problems(text)] == ["policy-unused", "ladders-overlap"]
    apart = text.replace(
        "{kind: message, categories: [abuse]}", "{kind: message, categories: [abuse], band: review}"
    )
    assert "ladders-overlap" not in [problem.kind for problem in problems(apart)]


def test_a_duty_without_a_register_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.charter.lint_duties.MISSING", {"spot-check": None})
    assert [problem.kind for problem in problems(SOUND)] == ["duty-register"]


def test_a_changed_text_must_raise_its_version() -> None:
    text = charter_text("drucker-consulting")
    changed = text.replace("value: 30, by: charter", "value: 20, by: charter")
    assert changed != text
    assert [problem.kind for problem in problems(changed)] == ["version-not-raised"]
    assert problems(changed.replace("\nversion: 1\n", "\nversion: 2\n")) == []
    assert problems(text) == []


def test_the_bundled_policies_are_sound() -> None:
    assert [problem.line("en") for problem in lint_policies()] == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("scope: member-group\n    start: clean", "scope: everybody\n    start: clean", "shape"),
        ("    start: clean\n", "", "policy-part"),
        ("from: oral_warned\n", "from: wanted\n", "state-unreachable"),
        ("clauses: [yunji-shareholders.4.1,", "clauses: [yunji-shareholders.44,", "policy-clause"),
        ("cap_fen: 5000", "cap_fen: 50", "cap-low"),
        (", cap_fen: 5000", "", "growth-uncapped"),
    ],
)
def test_a_file_of_policies_is_linted_too(old: str, new: str, kind: str) -> None:
    text = charter_text("policies")
    assert old in text
    assert kind in [problem.kind for problem in lint_text(text.replace(old, new, 1), "policies.yaml")]


def test_many_problems_end() -> None:
    text = SOUND.replace(_TERMS, "terms: [" + ", ".join(["混球"] * 5000) + "]")
    assert len(problems(text)) == MOST
