"""The queue while new violations arrive: nothing moves under the hand; what came above is counted."""

import pytest
from PySide6.QtCore import QPoint, Qt

from core.judging.finding import Match
from gui.panels.violations import queue_view
from gui.panels.violations.entries import Wanted, arrange
from gui.panels.violations.queue_view import QueueView
from tests.helpers.fake_desk import NOW, violation
from tests.helpers.window import window_context


def queue(numbers, **wanted):
    """The higher the number, the further up."""
    rows = [violation(n, at=NOW + n * 1000, matched=(Match("扫码", 0, 2, "m5"),)) for n in numbers]
    return arrange(rows, Wanted(order="newest", **wanted), NOW)


@pytest.fixture
def view(qtbot):
    with window_context() as context:
        made = QueueView(context)
        qtbot.addWidget(made)
        made.resize(320, 300)
        made.show()
        made.set_queue(queue(range(40)))
        yield made


def in_sight(view):
    index = view.indexAt(QPoint(4, 1))
    return view.queue_model.entry(index.row()).key, view.visualRect(index).top()


def test_nothing_moves_and_what_came_above_is_counted(view):
    assert view.choose("v20")
    before = view.visualRect(view.currentIndex()).top()
    view.set_queue(queue(range(43)))
    assert view.current_id() == "v20"
    assert view.visualRect(view.currentIndex()).top() == before
    assert (view.arrivals.count, view.arrivals.pill.text()) == (3, "3 new")
    assert view.arrivals.pill.isVisible()
    view.arrivals.pill.click()
    assert view.visualRect(view.queue_model.index(view.queue_model.place_of("v42"))).top() >= 0
    assert view.current_id() == "v20", "looking is not choosing"
    assert not view.arrivals.pill.isVisible()


def test_what_is_in_sight_stays_when_the_selected_row_is_elsewhere(view):
    view.choose("v38")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = in_sight(view)
    view.set_queue(queue([*range(40), 50, 51]))
    assert in_sight(view) == before
    assert view.current_id() == "v38"
    assert view.arrivals.count == 2


def test_what_comes_into_sight_is_no_news_any_more(view):
    view.choose("v20")
    view.set_queue(queue(range(42)))
    assert view.arrivals.count == 2
    view.verticalScrollBar().setValue(0)
    assert view.arrivals.count == 0
    assert not view.arrivals.pill.isVisible()


def test_only_arrivals_count(view):
    view.choose("v20")
    view.set_queue(queue([n for n in range(40) if n != 39]))
    view.set_queue(queue(range(40)))
    assert view.arrivals.count == 0, "one that was undone was here before"
    view.set_queue(queue([-5, *range(40)]))
    assert view.arrivals.count == 0, "below what is in sight"
    view.set_queue(queue(range(60), state=""))
    assert view.arrivals.count == 0, "another question"
    view.set_queue(queue(range(61), state=""))
    assert view.arrivals.count == 1


def top_of(view, key):
    return view.visualRect(view.queue_model.index(view.queue_model.row_of(key))).top()


def test_a_short_queue_holds_still_under_the_hand_too(view, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(queue_view, "monotonic", lambda: now[0])
    bar = view.verticalScrollBar()
    view.set_queue(queue([1]))
    view.run("next")
    before = top_of(view, "v1")
    for numbers in ([1, 50], [1, 50, 51], [1, 51], [1, 51, 52]):
        view.set_queue(queue(numbers))
        assert (view.current_id(), top_of(view, "v1")) == ("v1", before)
    assert view.arrivals.count == 1, "the other one is half in sight"
    view.arrivals.pill.click()
    assert top_of(view, "v52") >= 0
    now[0] += 60
    view.set_queue(queue([1, 51, 52, 53]))
    assert (bar.maximum(), bar.value()) == (0, 0), "nobody is there: the list fills up from the top"
    assert view.arrivals.count == 0
    assert top_of(view, "v53") > 0


def test_the_pointer_is_a_hand_as_well(qtbot, view, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(queue_view, "monotonic", lambda: now[0])
    view.set_queue(queue([1, 2]))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
    chosen = view.current_id()
    before = top_of(view, chosen)
    view.set_queue(queue([1, 2, 50]))
    assert (view.current_id(), top_of(view, chosen)) == (chosen, before)
    now[0] += 60
    view.set_queue(queue([1, 2, 50, 51]))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert (
        top_of(view, "v1") + view.visualRect(view.queue_model.index(1)).height() <= view.viewport().height()
    )


def test_no_room_is_left_where_what_was_held_is_gone(view, monkeypatch):
    monkeypatch.setattr(queue_view, "monotonic", lambda: 100.0)
    view.set_queue(queue([1]))
    view.run("next")
    view.set_queue(queue([1, 50]))
    assert view.verticalScrollBar().maximum() > 0
    view.set_queue(queue([50]))
    assert view.current_id() == "v50"
    assert view.verticalScrollBar().maximum() == 0
