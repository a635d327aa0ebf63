"""The JSON Schema: valid, in step with the code, and its errors told with lines and remedies."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from core.charter.categories import CATEGORIES
from core.charter.library import charter_ids, charter_text
from core.charter.model import ClauseState, Severity
from core.charter.registers import MISSING, REGISTERS
from core.charter.schema import POLICIES, schema, shape_problems
from core.charter.settings import KEYS
from core.charter.steps import STEPS
from core.charter.yaml_loading import read_yaml
from core.chat.group import GroupKind
from core.chat.member import MemberType, Role
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from tests.helpers.own_charter import HEAD


def definitions() -> dict[str, Any]:
    found: dict[str, Any] = schema()["$defs"]
    return found


def test_both_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(schema())
    Draft202012Validator.check_schema(schema(POLICIES))


def test_words_are_those_of_the_code() -> None:
    known = definitions()
    clause = known["clause"]["properties"]
    assert known["category"]["enum"] == list(CATEGORIES)
    assert known["step"]["enum"] == list(STEPS)
    assert known["settingKey"]["enum"] == list(KEYS)
    assert clause["state"]["enum"] == [state.value for state in ClauseState]
    assert clause["register"]["enum"] == list(REGISTERS)
    assert set(MISSING) <= set(clause["pending"]["enum"]) <= set(REGISTERS)
    binds = schema()["properties"]["binds"]["properties"]
    assert binds["groups"]["items"]["enum"] == [kind.value for kind in GroupKind]
    assert binds["members"]["items"]["enum"] == [kind.value for kind in MemberType]
    for name in ("messageRule", "behaviourRule", "rosterRule", "obligationRule"):
        assert known[name]["properties"]["severity"]["enum"] == [s.value for s in Severity]
    line = known["line"]["properties"]
    assert line["role"]["enum"] == [role.value for role in Role]
    assert set(line["kind"]["enum"]) == {k.value for k in MessageKind} | {e.value for e in NoticeEvent}


def test_everything_in_it_is_described() -> None:
    def bare(node: Any, path: str) -> list[str]:
        if not isinstance(node, dict):
            return []
        found = []
        for name, child in node.get("properties", {}).items():
            if not (child.keys() & {"description", "$ref", "const"}):
                found.append(f"{path}/{name}")
            found += bare(child, f"{path}/{name}")
        found += bare(node.get("items"), f"{path}[]")
        for name, child in node.get("$defs", {}).items():
            found += bare(child, name)
        return found

    assert bare(schema(), "") == []


@pytest.mark.parametrize("name", charter_ids())
def test_bundled_charters_have_the_shape_and_name_the_schema(name: str) -> None:
    text = charter_text(name)
    assert text.startswith("# yaml-language-server: $schema=../schema/charter.schema.json\n")
    assert shape_problems(read_yaml(text, name)) == []


SMALL = (
    HEAD
    + """  - id: own.1
    text: 不骂人
    kind: message
    state: enforced
    rules:
      - kind: message
        categories: [abuse]
"""
)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("categories: [abuse]", "categories: [abusive]", 13, "Did you mean “abuse”"),
        ("state: enforced", "state: forced", 10, "Did you mean “enforced”"),
        ("state: enforced", "status: enforced", 10, "Did you mean “state”"),
        ("kind: message\n        cat", "kind: mesage\n        cat", 12, "Did you mean “message”"),
        ("        categories: [abuse]\n", "", 12, "“categories” is missing"),
        ("version: 1", "version: first", 2, "Write a whole number"),
        ("version: 1", "version: 0", 2, "at least 1"),
        ("title: 自己的制度", "title: 12", 3, "put numbers and times in quotes"),
        ("title: 自己的制度", "title: {zh: 甲}", 3, "“en” is missing"),
        ("charter: own", "charter: Own Rules", 1, "It must match"),
        ("categories: [abuse]", "categories: []", 13, "must not be empty"),
        ("categories: [abuse]", "categories: [abuse, abuse]", 13, "Name each entry once"),
        ("categories: [abuse]", "categories: abuse", 13, "Write a list"),
        ("categories: [abuse]", "categories: [abuse]\n        window: flood", 14, "unknown key “window”"),
        (
            "clauses:",
            "settings: {task.minuts: {value: 1, by: you}}\nclauses:",
            6,
            "Did you mean “task.minutes”",
        ),
        ("clauses:", "policies: {SP 1: {}}\nclauses:", 6, "Use letters, digits and hyphens"),
    ],
)
def test_mistakes_are_told_where_they_stand(old: str, new: str, line: int, said: str) -> None:
    assert old in SMALL
    problems = shape_problems(read_yaml(SMALL.replace(old, new, 1), "own.yaml"))
    assert problems
    told = [problem.line("en") for problem in problems]
    assert any(text.startswith(f"own.yaml:{line}: ") and said in text for text in told), told


def test_all_mistakes_are_told_in_order_of_lines() -> None:
    text = SMALL.replace("version: 1", "version: x").replace("[abuse]", "[abusive]").replace("不骂人", "7")
    lines = [int(p.where.rpartition(":")[2]) for p in shape_problems(read_yaml(text, "own.yaml"))]
    assert lines == [2, 8, 13]


def test_a_list_is_no_charter() -> None:
    assert [p.where for p in shape_problems(read_yaml("- 1\n", "own.yaml"))] == ["own.yaml:1"]
