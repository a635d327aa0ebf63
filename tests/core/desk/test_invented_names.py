"""Names, ids and numbers replaced by invented ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.dated import Dated
from core.chat.member import Member
from core.desk.invented import Cast, account, stem


def cast(**more: object) -> Cast:
    people = [
        Member("wxid_k3j9", Dated.always("欧阳明月"), Dated.always("金穗-欧阳明月-13912345678"), True),
        Member("wxid_p0q1", Dated.always("明月")),
        Member("lihua88", Dated.always("李")),
        Member("name:小周", Dated.always("小周")),
    ]
    return Cast({member.id: member for member in people}, ["金穗"], **more)  # type: ignore[arg-type]


def test_the_same_person_is_always_the_same():
    made = cast()
    assert made.id("wxid_p0q1") == "wxid_a"
    assert made.name("wxid_p0q1") == "甲"
    assert made.text("明月说欧阳明月不来，@李 你去，小周也去") == "甲说乙不来，@丙 你去，丁也去"
    assert made.id("name:小周") == "丁"


def test_a_name_of_one_character_is_an_ordinary_word_too():
    assert cast().text("桃李满天下") == "桃李满天下"


def test_numbers_and_addresses():
    said = cast().text(
        "打13912345678或13812345678，再打13912345678，身份证110105198001011234，a.b@corp.example"
    )
    assert (
        said == "打13800000000或13800000001，再打13800000000，身份证11010519491231002X，someone@example.com"
    )


def test_accounts_in_a_text():
    assert cast().text("加wxid_zzz 和 wxid_k3j9") == "加wxid_a 和 乙" or "wxid_zzz" not in cast().text(
        "wxid_zzz"
    )


def test_the_build_of_a_name_stays():
    made = cast(shaped="lihua88")
    assert made.shape("金穗-欧阳明月-13912345678") == "金穗-甲乙丙丁-13800000000"
    assert made.shape("Li Hua") == "Aa Aaa"
    assert made.id("lihua88") == "aaaaa88"
    assert made.id("wxid_k3j9") == "wxid_b"


@pytest.mark.parametrize("number", [0, 9, 10, 25, 26, 60])
def test_everybody_has_a_name_of_their_own(number: int):
    assert stem(number) not in {stem(n) for n in range(number)}
    assert account(number) not in {account(n) for n in range(number)}


@given(
    st.text(max_size=40),
    st.sampled_from(["欧阳明月", "wxid_k3j9", "13912345678", "金穗-欧阳明月-13912345678"]),
)
def test_nothing_real_is_left(around: str, secret: str):
    assert secret not in cast().text(f"{around} {secret} {around}")
