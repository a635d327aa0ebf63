"""Moments and spans in words, in both directions of the clock."""

import pytest

from core.base.clock import DAY, HOUR, MINUTE, from_iso
from gui import i18n

NOW = from_iso("2026-03-12T14:26:00+08:00")


@pytest.mark.parametrize(
    ("past", "short", "long"),
    [
        (0, "now", "just now"),
        (6 * MINUTE, "6m", "6 min ago"),
        (3 * HOUR, "3h", "3 h ago"),
        (20 * HOUR, "yesterday", "20 h ago"),
        (4 * DAY, "4d", "4 days ago"),
        (-HOUR, "now", "just now"),
    ],
)
def test_ages(past, short, long):
    assert str(i18n.age(NOW - past, NOW)) == short
    assert str(i18n.ago(NOW - past, NOW)) == long


def test_days_and_times():
    assert str(i18n.day_and_time(NOW, NOW)) == "today 14:26"
    assert str(i18n.day_and_time(NOW - DAY, NOW)) == "yesterday 14:26"
    assert str(i18n.day_and_time(NOW - 3 * DAY, NOW)) == "9 Mar 14:26"
    assert str(i18n.day(from_iso("2025-12-31"), NOW)) == "31 Dec 2025"
    assert str(i18n.weekday(NOW)) == "Thursday"


def test_spans_and_amounts():
    assert str(i18n.span(24 * MINUTE)) == "24 min"
    assert str(i18n.span(5 * HOUR + 11 * MINUTE)) == "5 h 11 min"
    assert str(i18n.span(3 * DAY)) == "3 days"
    assert i18n.countdown(5 * HOUR + 11 * MINUTE) == "5:11"
    assert str(i18n.amount(5500, 0)) == "¥55.00"
    assert str(i18n.amount(0, 36)) == "36 points"
    assert str(i18n.amount(100, 2)) == "¥1.00 and 2 points"
    assert str(i18n.amount(0, 0)) == "0"
