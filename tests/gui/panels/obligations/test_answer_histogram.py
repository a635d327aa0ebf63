"""Answers counted per quarter of an hour, and the hour line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, DEFAULT_ZONE, HOUR, MINUTE
from core.judging.obligation import ObligationState
from gui.panels.obligations.answer_histogram import AnswerHistogram, answers
from gui.panels.obligations.day_ruler import DayRuler, Pin
from tests.helpers.panel_rows import NOW, morning_notice, owed
from tests.helpers.window import window_context

S = ObligationState


def test_answers_of_a_morning():
    found = answers(morning_notice(), NOW)
    assert found.step == 15
    assert sum(bar[0] for bar in found.bars) == 35
    assert sum(bar[2] for bar in found.bars) == 2
    assert found.bars[9][2] == 2


@given(st.lists(st.integers(0, 9 * DAY), min_size=1, max_size=30))
def test_every_answer_is_in_one_bar(times):
    rows = []
    for number, after in enumerate(times):
        opened = NOW - 10 * DAY
        state = S.MET if after <= 2 * HOUR else S.LATE
        rows.append(owed(number, state, opened=opened, due=opened + 2 * HOUR, met_at=opened + after))
    found = answers(rows, NOW)
    assert sum(sum(bar) for bar in found.bars) == len(times)
    assert len(found.bars) <= 17


def test_ruler_keeps_to_the_day_and_tells_its_pins(qtbot):
    with window_context() as context:
        ruler = DayRuler(context.theme, DEFAULT_ZONE)
        qtbot.addWidget(ruler)
        ruler.resize(800, 64)
        pins = [
            Pin(NOW - 5 * HOUR, "晨会", "red", "a"),
            Pin(NOW - 5 * HOUR + MINUTE, "预算", "amber-d", "b"),
            Pin(NOW + HOUR, "合同", "amber-d", "c"),
            Pin(NOW + 2 * DAY, "后天", "text3", "d"),
        ]
        ruler.show_pins(NOW, pins)
        ruler.show()
        assert [pin.key for pin in ruler._placed] == ["a", "c"]
        assert "预算" in ruler._placed[0].full
        assert 0 < ruler.x_of(NOW) < 800
        ruler.grab()


def test_near_pins_all_keep_their_words(qtbot):
    with window_context() as context:
        ruler = DayRuler(context.theme, DEFAULT_ZONE)
        qtbot.addWidget(ruler)
        ruler.resize(784, 76)
        after = (-10, 18, 45, 75)
        pins = [Pin(NOW + n * MINUTE, f"【通知】第{n}件要回应的事", "amber-d", n) for n in after]
        ruler.show_pins(NOW, pins)
        boxes = [pin.text_box for pin in ruler._placed]
        assert all(pin.text.startswith("第") for pin in ruler._placed)
        assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
        assert len({pin.y for pin in ruler._placed[1:]}) == 3


def test_histogram_paints(qtbot):
    with window_context() as context:
        chart = AnswerHistogram(context.theme, DEFAULT_ZONE)
        qtbot.addWidget(chart)
        chart.resize(390, 92)
        chart.show_answers(answers(morning_notice(), NOW), "due 09:15")
        assert not chart.grab().isNull()
