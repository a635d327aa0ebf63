from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tidying import Tidying


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidying(qapp: QApplication) -> Iterator[Tidying]:
    made = Tidying(qapp, look_ms=5, away_ms=20)
    yield made
    made.end()
    made.deleteLater()


def forgotten_knot(tidying: Tidying) -> weakref.ref[Knot]:
    """Garbage that was set aside while it was in use."""
    knot = Knot()
    gc.collect()
    gc.freeze()
    return weakref.ref(knot)


def test_garbage_goes_when_the_window_was_left_alone(
    qapp: QApplication, qtbot: QtBot, tidying: Tidying
) -> None:
    gone = forgotten_knot(tidying)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qtbot.waitUntil(lambda: gone() is None, timeout=5000)


def test_nothing_is_looked_at_for_who_comes_back_at_once(
    qapp: QApplication, qtbot: QtBot, tidying: Tidying
) -> None:
    gone = forgotten_knot(tidying)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.wait(60)
    assert gone() is not None


def test_garbage_is_freed_on_the_gui_thread_whoever_made_it(qtbot: QtBot, tidying: Tidying) -> None:
    freed_on: list[threading.Thread] = []

    def make_garbage() -> None:
        for _ in range(200):
            weakref.finalize(Knot(), lambda: freed_on.append(threading.current_thread()))
            [[] for _ in range(100)]

    worker = threading.Thread(target=make_garbage)
    worker.start()
    worker.join()
    assert freed_on == []
    kept: list[list[int]] = []

    def is_freed() -> bool:
        kept.extend([] for _ in range(2 * gc.get_threshold()[0]))
        return len(freed_on) == 200

    qtbot.waitUntil(is_freed, timeout=5000)
    assert set(freed_on) == {threading.main_thread()}
