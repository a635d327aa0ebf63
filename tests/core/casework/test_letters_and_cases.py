from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso
from core.base.phrase import LocalText, P, render
from core.casework.amounts import Amount
from core.casework.cases import case_number, free_prefix, parse_case_number
from core.casework.gates import is_allowed, platform_note
from core.casework.letters import LetterFacts, letter
from core.casework.wording import step_name, type_name
from core.charter.model import Growth
from core.charter.steps import STEPS
from core.chat.member import MemberType

FACTS = LetterFacts(
    "贺知远", from_iso("2026-03-12T14:20:00+08:00"), "Asia/Shanghai", "扫码进「盛合资源互助群」\n私聊我",
    P("it invites people elsewhere"), LocalText("股东群管理规定", "Shareholders' rules"), "8",
    LocalText("不得拉群友去别的群。", "Do not draw members to other groups."), "apology", Amount(),
)  # fmt: skip


def test_a_letter_says_what_which_clause_what_follows_and_how_to_object() -> None:
    text = render(letter(FACTS), "en")
    for part in (
        "@贺知远",
        "2026-03-12 14:20",
        "盛合资源互助群",
        "clause 8",
        "other groups",
        "apologise",
        "disagree",
    ):
        assert part in text
    assert "\n" not in text


def test_a_letter_without_a_message_tells_why() -> None:
    assert "it invites people elsewhere" in render(letter(replace(FACTS, quote="")), "en")


def test_a_letter_names_the_amount_or_how_it_grows() -> None:
    fixed = replace(FACTS, step="fine", amount=Amount(fen=10_000))
    assert "100 yuan" in render(letter(fixed), "en")
    growing = replace(
        FACTS, step="red_packet", amount=Amount(points=5), growth=Growth(500, 120, 500, 60, 5000)
    )
    text = render(letter(growing), "en")
    assert "5 points" in text
    assert "within 2 h" in text
    assert "at most 50 points" in text
    assert "put on record" in render(letter(replace(FACTS, step="")), "en")


def test_a_long_message_is_cut() -> None:
    text = render(letter(replace(FACTS, quote="字" * 500)), "en")
    assert "字" * 59 + "…" in text
    assert "字" * 61 not in text


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_a_name(step: str) -> None:
    assert step_name(step).msgid != step or step in ("warning", "mute", "fine", "points", "dissuasion",
                                                     "demerit", "demotion")  # fmt: skip


@pytest.mark.parametrize("kind", list(MemberType))
def test_gates(kind: MemberType) -> None:
    assert str(type_name(kind))
    assert is_allowed("", kind)
    assert is_allowed("removal", kind)
    assert is_allowed("fine", kind) is (kind is MemberType.EMPLOYEE)
    assert is_allowed("red_packet", kind) is (kind in (MemberType.EMPLOYEE, MemberType.CHAMBER_MEMBER))


def test_ordinary_groups_cannot_mute_one_member() -> None:
    assert platform_note("mute", "wechat") is not None
    assert platform_note("mute", "wecom") is None
    assert platform_note("removal", "wechat") is None


@given(st.integers(1, 99_999))
def test_case_numbers_are_read_back(number: int) -> None:
    assert parse_case_number(case_number("销售", number)) == ("销售", number)


def test_case_numbers() -> None:
    assert case_number("销售", 57) == "销售-0057"
    assert [parse_case_number(text) for text in ("", "57", "-3", "销售-", "销售-5x")] == [None] * 5
    assert free_prefix("销售", {"销售", "销售2"}) == "销售3"
