"""What this program is: version, licence, what it carries from elsewhere."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.base.paths import RESOURCES
from core.base.phrase import P
from core.base.version import VERSION
from gui.context import WindowContext
from gui.panels.settings.section import Section
from gui.widgets.button import Button
from gui.widgets.label import Label

_TEXTS = (RESOURCES.parent / "LICENSE", RESOURCES / "NOTICES.md")


class AboutSection(Section):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, P("About"),
            P("The console never decrypts WeChat, never logs into it and never acts in it by itself."), parent,
        )  # fmt: skip
        theme = context.theme
        self.version = Label(theme, f"{VERSION} · Python {platform.python_version()} · Qt {qVersion()}")
        self.licence = Label(theme, "MIT")
        self.licences = Button(theme, "", "", small=True)
        self.words.bind(P("Licences…"), self.licences.setText)
        self.licences.clicked.connect(self.open_licences)
        self.add_row(P("Version"), self.version)
        self.add_row(P("Licence"), self.licence, self.licences)

    def open_licences(self) -> QDialog:
        """The texts as they lie beside the program, plain."""
        theme, say = self.context.theme, self.context.tr
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(say(P("Licences")))
        dialog.resize(theme.px(680), theme.px(520))
        column = QVBoxLayout(dialog)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(theme, say(P("Licences")), "heading"))
        texts = QPlainTextEdit(licence_texts())
        texts.setReadOnly(True)
        texts.setTabChangesFocus(True)
        texts.setFont(theme.font("mono"))
        texts.setAccessibleName(say(P("Licences")))
        column.addWidget(texts, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(theme, say(P("Close")))
        close.clicked.connect(dialog.accept)
        row.addWidget(close)
        column.addLayout(row)
        dialog.open()
        return dialog


def licence_texts() -> str:
    """What lies beside the program of it, and a line on the libraries it stands on."""
    found = []
    for path in _TEXTS:
        if path.is_file():
            found.append(path.read_text(encoding="utf-8").strip())
    found.append("Qt and PySide6: LGPL-3.0. Phosphor Icons: MIT. Noto Sans CJK: OFL-1.1.")
    return "\n\n————\n\n".join(found)
