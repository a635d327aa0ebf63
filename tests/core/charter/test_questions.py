"""The questions a charter leaves open: derived from what its rules and policies read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charter.conflicts import steps_of
from core.charter.library import charter_ids, load_charter
from core.charter.model import Charter
from core.charter.platforms import PLATFORMS, cannot
from core.charter.questions import (
    CAP,
    FALLBACK,
    OWNER,
    SILENT,
    UNIT,
    Field,
    Question,
    Stage,
    questions,
)
from core.charter.setting_names import SETTING_NAMES
from core.charter.settings import KEYS, read_settings

LIBRARY = {name: load_charter(name) for name in charter_ids()}
PLATFORM = st.sampled_from([*PLATFORMS, "another"])


def asked(name: str, platform: str = "wechat") -> dict[str, Question]:
    return {each.key: each for each in questions(LIBRARY[name], platform)}


def test_what_the_sales_charter_asks() -> None:
    found = asked("sales-2016-007")
    assert found["bulletin.minutes"].fixed
    assert (found["red_packet.start"].default, found["red_packet.start"].field) == ("notified", Field.CHOICE)
    assert found["company"].why == ("sales-2016-007.2a",)
    assert found["leaders"].required
    assert (found[UNIT].default, found[CAP].stage) == ("points", Stage.MONEY)
    assert "red_packet.rounding" in found
    assert "task.minutes" not in found


def test_without_amounts_nobody_asks_for_a_unit() -> None:
    assert not {UNIT, CAP} & set(asked("yunji-shareholders"))


def test_a_step_that_the_platform_cannot_carry_out_asks_for_another() -> None:
    mute = asked("sales-group-three-strikes")[f"{FALLBACK}mute"]
    assert mute.default == "silence"
    assert {"apology", "possible"} <= {key for key, _ in mute.choices}
    assert f"{FALLBACK}mute" not in asked("sales-group-three-strikes", "qq")


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_has_a_name(key: str) -> None:
    assert key in SETTING_NAMES


@given(st.sampled_from(sorted(LIBRARY)), PLATFORM)
def test_questions_hold_together(name: str, platform: str) -> None:
    charter = LIBRARY[name]
    found = questions(charter, platform)
    assert len({each.key for each in found}) == len(found)
    clauses = {clause.id for clause in charter.clauses}
    for each in found:
        assert set(each.why) <= clauses
        assert not (each.fixed and each.key not in {setting.key for setting in charter.settings})
        if each.field is Field.CHOICE:
            assert each.default in {key for key, _ in each.choices}
        if each.key in KEYS and each.default:
            read_settings([(each.key, each.default)])
    assert OWNER in {each.key for each in found}


@given(st.sampled_from(sorted(LIBRARY)), PLATFORM)
def test_each_silence_and_each_impossible_step_is_asked_once(name: str, platform: str) -> None:
    charter = LIBRARY[name]
    used = {clause.policy for clause in charter.clauses} & set(charter.policies)
    keys = {each.key for each in questions(charter, platform)}
    silences = sum(len(charter.policies[policy].silent_on) for policy in used)
    assert sum(key.startswith(SILENT) for key in keys) == silences
    steps = {step for policy in used for step in steps_of(charter.policies[policy])}
    impossible = {FALLBACK + step for step in steps if cannot(step, platform)}
    assert {key for key in keys if key.startswith(FALLBACK)} == impossible


def without(charter: Charter, clause_id: str) -> Charter:
    """The charter with that clause's rules and policy gone."""
    clauses = tuple(
        replace(clause, rules=(), policy="") if clause.id == clause_id else clause
        for clause in charter.clauses
    )
    return replace(charter, clauses=clauses)


@given(st.data())
def test_a_question_goes_with_the_last_clause_that_asks_it(data: st.DataObject) -> None:
    charter = LIBRARY[data.draw(st.sampled_from(sorted(LIBRARY)))]
    declared = {setting.key for setting in charter.settings}
    lone = [each for each in questions(charter) if len(each.why) == 1 and each.key not in declared]
    if lone:
        gone = data.draw(st.sampled_from(lone))
        left = {each.key for each in questions(without(charter, gone.why[0]))}
        assert gone.key not in left - {OWNER}
