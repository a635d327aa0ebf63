"""Where the data lies, and its backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.base.clock import DAY, Instant
from core.base.phrase import P, Phrase
from core.desk import backups
from core.desk.backups import Latest
from core.desk.desk import Desk
from gui import i18n
from gui.context import WindowContext
from gui.panels.settings.backup_dialog import BackupDialog
from gui.panels.settings.section import Section
from gui.widgets.button import Button
from gui.widgets.label import Label

_OLD = 7 * DAY
"""A backup older than that is worth a word."""


@dataclass(frozen=True, slots=True)
class Stored:
    """`size` in bytes; `path` None for a store on a server."""

    path: Path | None
    url: str
    size: int
    latest: Latest | None
    now: Instant
    suggested: str


def read_stored(desk: Desk) -> Stored:
    path = desk.store.path
    size = sum(_size(path.with_name(f"{path.name}{end}")) for end in ("", "-wal")) if path else 0
    folder = Path.home() if path is None else path.resolve().parent
    return Stored(
        path, desk.store.url.rpartition("@")[2], size, backups.latest(desk), desk.clock.now(),
        str(folder / backups.suggested_name(desk)),
    )  # fmt: skip


class DataSection(Section):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, P("Data and backups"),
            P("Everything stays in one file on this computer; nothing is sent anywhere."), parent,
        )  # fmt: skip
        theme = context.theme
        self._stored: Stored | None = None
        self.place = Label(theme, "", "body", elide=True)
        self.file_size = Label(theme, "", "body")
        self.latest = Label(theme, "", "body", wrap=True)
        self.folder = Button(theme, "", "", "folder-open", small=True)
        self.words.bind(P("Show folder"), self.folder.setText)
        self.folder.clicked.connect(self._show_folder)
        self.add_row(P("Data file"), self.place, self.folder)
        self.add_row(P("Size"), self.file_size)
        self.add_row(P("Last backup"), self.latest, top=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.back_up = Button(theme, "", "primary", "floppy-disk")
        self.words.bind(P("Back up now…"), self.back_up.setText)
        self.restore = Button(theme, "", "")
        self.words.bind(P("Restore a backup…"), self.restore.setText)
        self.back_up.clicked.connect(lambda: self.ask(restores=False))
        self.restore.clicked.connect(lambda: self.ask(restores=True))
        line.addWidget(self.back_up)
        line.addWidget(self.restore)
        line.addStretch(1)
        self.body.addLayout(line)

    def refresh(self) -> None:
        self.context.read(self, "stored", read_stored, self._show)

    def retranslate(self) -> None:
        super().retranslate()
        self._fill()

    def ask(self, restores: bool) -> BackupDialog:
        """Open the dialog for a backup, or for restoring one."""
        suggested = "" if restores or self._stored is None else self._stored.suggested
        dialog = BackupDialog(self.context, suggested, restores, self)
        dialog.agreed.connect(self.put_back if restores else self.write)
        dialog.open()
        return dialog

    def write(self, path: str, passphrase: str) -> None:
        self._run("write", P("Backing up"), path, passphrase, self._written)

    def put_back(self, path: str, passphrase: str) -> None:
        self._run("put_back", P("Restoring"), path, passphrase, self._restored)

    def _run(self, name: str, words: Phrase, path: str, passphrase: str, then: Any) -> None:
        given = {"path": path, "passphrase": passphrase}
        self._busy(True)

        def failed(error: Exception) -> None:
            self._busy(False)
            self.context.complain(error)

        self.context.run_job(words, f"gui.panels.settings.backup_job:{name}", given, then, failed)

    def _busy(self, on: bool) -> None:
        self.back_up.setEnabled(not on)
        self.restore.setEnabled(not on)

    def _written(self, made: Any) -> None:
        self._busy(False)
        self.context.toast(P("Backup written: {path}", path=str(made.path)))
        self.refresh()

    def _restored(self, done: Any) -> None:
        self._busy(False)
        kept = str(done.kept.name) if done.kept is not None else ""
        self.context.toast(P("Restored. What was there before is kept as {name}.", name=kept))
        self.refresh()

    def _show(self, stored: Stored) -> None:
        self._stored = stored
        self._fill()

    def _fill(self) -> None:
        stored, say = self._stored, self.context.tr
        if stored is None:
            return
        self.place.setText(str(stored.path) if stored.path is not None else stored.url)
        self.folder.setVisible(stored.path is not None)
        self.back_up.setEnabled(stored.path is not None)
        self.restore.setEnabled(stored.path is not None)
        self.file_size.setText(_megabytes(stored.size))
        if stored.latest is None:
            self.latest.setText(say(P("none so far")))
            self.latest.set_token("amber")
            return
        when = i18n.day_and_time(stored.latest.at, stored.now, self.context.zone)
        self.latest.setText(say(P("{when}, in {path}", when=when, path=stored.latest.path)))
        self.latest.set_token("amber" if stored.now - stored.latest.at > _OLD else "text")

    def _show_folder(self) -> None:
        if self._stored is not None and self._stored.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._stored.path.resolve().parent)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _megabytes(size: int) -> str:
    """ "12.3 MB" """
    return f"{size / 1_000_000:,.1f} MB"
