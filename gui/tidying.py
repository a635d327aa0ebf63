"""When the window's process looks for garbage: never long while somebody works in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.base.collector import SparingCollector

_AWAY_MS = 60_000
"""So long nobody has worked in the window."""


class Tidying(QObject):
    """From now until `end`; everything is looked at once each time that the window was left alone for a while."""

    def __init__(self, app: QApplication, away_ms: int = _AWAY_MS) -> None:
        super().__init__(app)
        self._collector = SparingCollector()
        self._collector.begin()
        self._away = QTimer(self, singleShot=True, interval=away_ms)
        self._away.timeout.connect(self._collector.look_at_all)
        app.applicationStateChanged.connect(self._follow)

    def end(self) -> None:
        self._away.stop()
        self._collector.end()

    def _follow(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif not self._away.isActive():
            self._away.start()
