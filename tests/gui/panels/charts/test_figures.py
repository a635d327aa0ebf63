"""What the charts read, and the bars they make of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, DEFAULT_ZONE, from_iso
from core.insight.violations import DayCount
from gui.panels.charts.figures import MOST_BARS, Asked, clause_names, read_figures, stretches, top_clauses
from gui.panels.charts.hour_map import shade
from tests.helpers.judged_group import END, judged_desk

NOW = from_iso("2026-03-12T14:26:00")


def asked(since=0, **fields):
    values = {
        "group_id": None,
        "since": since,
        "now": NOW,
        "zone": DEFAULT_ZONE,
        "states": ("open", "confirmed"),
    }
    return Asked(**{**values, **fields})


@given(st.integers(0, 900))
def test_stretches_cover_every_day_once(days):
    found = stretches([], asked(NOW - days * DAY), "2026-03-12")
    assert len(found) <= MOST_BARS
    assert found[-1].last == "2026-03-12"
    for before, after in zip(found, found[1:], strict=False):
        assert date.fromisoformat(after.first) - date.fromisoformat(before.last) == timedelta(days=1)


def test_without_a_start_the_first_day_with_something_begins():
    assert stretches(["2026-03-10", "2026-03-11"], asked(), "2026-03-12")[0].first == "2026-03-10"
    period = stretches(["2026-03-10"], asked(), "2026-03-10")[0].period(DEFAULT_ZONE)
    assert (period.start, period.end) == (from_iso("2026-03-10"), from_iso("2026-03-11") - 1)


def test_the_commonest_clauses_have_their_own_colour():
    rows = [DayCount("2026-03-10", "c", f"c.{n}", 10 - n) for n in range(6)]
    top = top_clauses(rows)
    assert [clause for clause, _ in top] == ["c.0", "c.1", "c.2", ""]
    assert sum(count for _, count in top) == sum(row.count for row in rows)


def test_shades():
    assert [shade(count, 8) for count in (0, 1, 2, 3, 5, 8)] == [0, 1, 1, 2, 3, 4]
    assert shade(1, 1) == 1
    assert shade(0, 0) == 0


def test_figures_of_a_judged_group(tmp_path, store):
    desk = judged_desk(store, tmp_path)
    figures = read_figures(desk, Asked(None, END - 30 * DAY, END, DEFAULT_ZONE, ("open", "confirmed")))
    assert (figures.answers.answered, figures.answers.late, figures.answers.missing) == (14, 7, 7)
    assert figures.answers.deadline == 120
    assert sum(row.count for row in figures.days) == sum(row.count for row in figures.hours)
    assert sum(day.messages for day in figures.activity) == 22
    assert figures.names["sales-2016-007.8"].zh
    assert clause_names("no-such-charter") == {}
