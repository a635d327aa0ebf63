from __future__ import annotations

import gc
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
    made = Tidying(qapp, away_ms=20)
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
