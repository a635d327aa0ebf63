"""When and where the window's process looks for garbage: on the GUI thread, and never long while somebody works."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.base.collector import SparingCollector

_LOOK_MS = 100
"""Often, for then little has to be gone through."""
_AWAY_MS = 60_000
"""So long nobody has worked in the window."""


class Tidying(QObject):
    """From now until `end`. Python itself would look on whichever thread makes objects, and so free Qt's own ones on
    threads that may not touch them. Everything is looked at once each time that the window was left alone."""

    def __init__(self, app: QApplication, look_ms: int = _LOOK_MS, away_ms: int = _AWAY_MS) -> None:
        super().__init__(app)
        self._collector = SparingCollector(by_itself=False)
        self._collector.begin()
        self._often = QTimer(self, interval=look_ms)
        self._often.timeout.connect(self._collector.look)
        self._often.start()
        self._away = QTimer(self, singleShot=True, interval=away_ms)
        self._away.timeout.connect(self._collector.look_at_all)
        app.applicationStateChanged.connect(self._follow)

    def end(self) -> None:
        self._often.stop()
        self._away.stop()
        self._collector.end()

    def _follow(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif not self._away.isActive():
            self._away.start()
