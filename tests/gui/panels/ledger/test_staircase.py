"""The stairs drawn are the amounts charged."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.clock import DAY, MINUTE, SECOND
from core.casework.amounts import AmountTimes, amount_due
from core.charter.model import Effect, Growth
from gui.panels.ledger.staircase import MOST_STEPS, drawn, split, stairs
from tests.helpers.panel_rows import GROWTH, NOW

growths = st.builds(
    Growth,
    base_fen=st.integers(0, 2_000).map(lambda n: n * 100),
    grace_minutes=st.integers(0, 300),
    step_fen=st.integers(1, 50).map(lambda n: n * 100),
    step_minutes=st.integers(1, 180),
    cap_fen=st.integers(1, 2_000).map(lambda n: n * 100),
)


def charged(growth, rounding, now):
    values = {"red_packet.rounding": rounding, "red_packet.start": "notified"}
    return amount_due(Effect(grows=growth), values, "cny", AmountTimes(0, 0, NOW), now).fen


@settings(max_examples=300)
@given(growths, st.sampled_from(["floor", "ceil"]), st.integers(0, 40 * 24 * 60))
def test_stairs_agree_with_what_is_charged(growth, rounding, minutes):
    now = NOW + minutes * MINUTE + 30 * SECOND
    steps = stairs(growth, NOW, rounding)
    if len(steps) > MOST_STEPS:
        return
    standing = [stair.fen for stair in steps if stair.at <= now]
    assert standing[-1] == charged(growth, rounding, now)


@given(growths, st.sampled_from(["floor", "ceil"]))
def test_stairs_rise_to_the_cap(growth, rounding):
    steps = stairs(growth, NOW, rounding)
    amounts = [stair.fen for stair in steps]
    assert amounts == sorted(amounts)
    assert len(steps) <= MOST_STEPS + 1
    if len(steps) <= MOST_STEPS:
        assert amounts[-1] == growth.cap_fen


def test_split_meets_at_now():
    steps = stairs(GROWTH, NOW, "floor")
    walked, ahead = split(steps, NOW + 204 * MINUTE)
    assert walked[-1] == ahead[0]
    assert walked[-1].fen == 1000
    assert split(steps, NOW - MINUTE)[0] == ()


def test_the_axis_ends_soon_after_a_cap_of_long_ago():
    steps = stairs(GROWTH, NOW, "floor")
    cap = steps[-1].at
    end, stands = drawn(steps, NOW, cap + 21 * DAY)
    assert cap < stands < end < cap + (cap - NOW) // 2
    assert drawn(steps, NOW, cap + MINUTE)[1] == cap + MINUTE
    assert drawn(steps, NOW, NOW + MINUTE)[0] > cap


def test_a_growth_that_does_not_grow_is_flat():
    flat = Growth(base_fen=500, grace_minutes=0, step_fen=0, step_minutes=0, cap_fen=5000)
    assert [stair.fen for stair in stairs(flat, NOW, "floor")] == [500]
