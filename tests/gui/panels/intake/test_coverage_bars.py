"""Days with and without messages."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.desk.progress import Progress
from gui.panels.intake.coverage_bars import MOST_BARS, CoverageBars, filled, silent_spans
from gui.panels.intake.running import pace
from tests.helpers.panel_rows import preview
from tests.helpers.window import window_context

days = st.lists(
    st.tuples(st.integers(0, 400).map(lambda n: (date(2026, 1, 1) + timedelta(days=n)).isoformat()),
              st.integers(0, 500)),
    max_size=60, unique_by=lambda pair: pair[0],
)  # fmt: skip


@given(days)
def test_no_message_is_lost_and_no_day_left_out(per_day):
    bars = filled(per_day)
    assert sum(count for _, count in bars) == sum(count for _, count in per_day)
    assert len(bars) <= MOST_BARS
    assert [day for day, _ in bars] == sorted(day for day, _ in bars)


@given(days)
def test_silent_days_lie_between_days_with_messages(per_day):
    known = {day for day, count in per_day if count}
    for first, last in silent_spans(per_day):
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            assert day.isoformat() not in known
            day += timedelta(days=1)


def test_gap_of_the_sample():
    assert silent_spans(preview().per_day) == (("2026-03-10", "2026-03-11"),)


def test_bars_paint(qtbot):
    with window_context() as context:
        bars = CoverageBars(context.theme)
        qtbot.addWidget(bars)
        bars.resize(300, 72)
        bars.show_days(preview().per_day)
        assert "2026-03-10: 0" in bars.accessibleDescription()
        bars.grab()


def test_pace_of_bytes_and_messages():
    assert str(pace(Progress("import", 10_000_000, 40_000_000, "bytes"), 2)) == (
        "10.0 MB of 40.0 MB · 5.0 MB a second · 6 s left"
    )
    assert str(pace(Progress("scan", 500, 0, "messages"), 1)) == "500 · 500 a second"
    assert "min left" in str(pace(Progress("scan", 10, 100_000), 1))
