"""Looking into the watched folder while the window is open, whichever panel is in view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.progress import Cancelled
from gui.context import WindowContext

if TYPE_CHECKING:
    from core.desk.watching import Watcher
    from gui.jobs import Brought

LOOK_EVERY_MS = 2_000


class FolderWatch(QObject):
    """`changed`: another folder, or none. `waiting` carries paths that a person has to look at first."""

    changed = Signal()
    waiting = Signal(list)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.context = context
        self.folder = ""
        self._watcher: Watcher | None = None
        self._busy = False
        self._jobs = 0
        """Long jobs under way: two imports of one group would be in each other's way."""
        context.job_started.connect(lambda _job: self._count(1))
        context.job_ended.connect(lambda _job: self._count(-1))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        # After the first turn of the loop: reading must not slow down the first painting.
        QTimer.singleShot(0, self, lambda: context.read(self, "folder", _watched, self._begin))

    def _count(self, step: int) -> None:
        self._jobs += step

    def set_folder(self, folder: str) -> None:
        """Watch it, and remember to; "" watches none."""
        from core.desk import watched_folder

        self.context.act(
            lambda desk: watched_folder.watch(desk, folder), lambda _outcome: self._begin(folder),
            done=P("Watching {folder}.", folder=folder) if folder else P("No folder is watched."), undo=False,
        )  # fmt: skip

    def _begin(self, folder: str) -> None:
        self.folder, self._watcher = folder, None
        if folder:
            # The readers of all formats come with it: most windows watch nothing.
            from core.desk.watching import Watcher

            try:
                self._watcher = Watcher(Path(folder))
            except Refusal as refusal:
                # A drive that is not there today may be there tomorrow: it stays remembered.
                self.context.complain(refusal)
        self._timer.start() if self._watcher is not None else self._timer.stop()
        self.changed.emit()

    def look(self) -> None:
        watcher = self._watcher
        if watcher is None or self._busy or self._jobs:
            return
        self._busy = True
        self.context.read(self, "look", lambda _desk: watcher.settled(), self._found, self._failed)

    def _found(self, paths: list[str]) -> None:
        if not paths:
            self._busy = False
            return
        self.context.run_job(
            P("Watched folder"), "gui.jobs:import_settled", {"paths": paths}, self._brought, self._failed,
            Changes(Noun.EVERYTHING),
        )  # fmt: skip

    def _brought(self, brought: Brought) -> None:
        self._busy = False
        new = sum(report.messages_new for report in brought.reports)
        if brought.reports:
            self.context.toast(P("{n} new messages came from the watched folder.", n=f"{new:,}"))
        if brought.refused:
            self.waiting.emit([refused.path for refused in brought.refused])

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Cancelled):
            return
        self._timer.stop()
        self.context.complain(error)


def _watched(desk: Desk) -> str:
    # On a reader thread, after the window is drawn: the store's libraries are not loaded before.
    from core.desk.watched_folder import watched

    return watched(desk)
