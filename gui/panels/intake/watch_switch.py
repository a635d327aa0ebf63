"""The switch of the watched folder: off until a person chooses one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.folder_watch import FolderWatch
from gui.panels.words import Words
from gui.widgets.choice import Tick
from gui.widgets.label import Label


class WatchSwitch(QWidget):
    def __init__(self, context: WindowContext, watch: FolderWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.watch = context, watch
        self.words = Words(context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.tick = Tick(context.theme)
        self.words.bind(P("Watch a folder: what is put there comes in by itself"), self.tick.setText)
        self.tick.clicked.connect(self._clicked)
        self.where = Label(context.theme, "", "small", "text2", elide=True)
        self.where.setContentsMargins(26, 0, 0, 0)
        layout.addWidget(self.tick)
        layout.addWidget(self.where)
        watch.changed.connect(self._fill)
        self._fill()

    def _clicked(self, on: bool) -> None:
        # The tick follows what is watched, not the click: choosing may be given up.
        self.tick.setChecked(bool(self.watch.folder))
        if not on:
            self.watch.set_folder("")
            return
        dialog = QFileDialog(self, self.context.tr(P("Choose the folder to watch")))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.watch.set_folder(paths[0]) if paths else None)
        dialog.open()

    def _fill(self) -> None:
        self.tick.setChecked(bool(self.watch.folder))
        self.where.setText(self.watch.folder)
        self.where.setVisible(bool(self.watch.folder))

    def retranslate(self) -> None:
        self.words.say_again()
