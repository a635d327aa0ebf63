"""The cap per person and month, and steps that stand in for what a platform cannot carry out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso, iso
from core.casework.amounts import Amount
from core.casework.caps import capped, month_start
from core.casework.ladder import Proposal
from core.casework.standing_in import agreed_note, standing_in
from core.charter.model import Effect
from core.chat.member import MemberType

FEN = st.integers(0, 10_000_000)


@given(FEN, FEN, FEN)
def test_what_is_owed_never_passes_the_cap(owed: int, cap: int, spent: int) -> None:
    left = capped(Amount(fen=owed), cap, spent)
    assert left.fen == min(owed, max(0, cap - spent))
    assert left.capped == (left.fen < owed)


@given(FEN, FEN)
def test_without_a_cap_and_for_points_nothing_changes(owed: int, spent: int) -> None:
    assert capped(Amount(fen=owed), None, spent) == Amount(fen=owed)
    assert capped(Amount(points=owed), 0, spent) == Amount(points=owed)


def test_a_month_begins_in_the_groups_zone() -> None:
    at = from_iso("2026-03-01T00:30:00+08:00")
    assert iso(month_start(at, "Asia/Shanghai")) == "2026-03-01T00:00:00+08:00"
    assert iso(month_start(at, "UTC"), "UTC") == "2026-02-01T00:00:00+00:00"


MUTE = Proposal("mute", Effect("mute"), target="muted")


def test_an_agreed_step_stands_in() -> None:
    found = standing_in(MUTE, "apology", "wechat", MemberType.CUSTOMER)
    assert (found.step, found.effect.step, found.target) == ("apology", "apology", "muted")
    assert "apologise" in str(found.note)


def test_a_practice_changes_no_step() -> None:
    assert standing_in(MUTE, "silence", "wechat", MemberType.CUSTOMER) == MUTE
    assert standing_in(MUTE, "", "wechat", MemberType.CUSTOMER) == MUTE
    assert "silence" in str(agreed_note("mute", "silence"))
    assert agreed_note("mute", "possible") is None


def test_where_the_step_is_possible_or_the_other_not_allowed_it_stays() -> None:
    assert standing_in(MUTE, "apology", "qq", MemberType.CUSTOMER) == MUTE
    assert standing_in(MUTE, "fine", "wechat", MemberType.CUSTOMER) == MUTE
