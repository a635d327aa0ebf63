"""Settings: how the console looks, who works here, where its data lies, how far classifiers hint, what it is."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.changes import Changes, Noun
from gui.context import WindowContext
from gui.panels.panel import Panel
from gui.panels.settings.about import AboutSection
from gui.panels.settings.classifiers import ClassifierSection
from gui.panels.settings.data import DataSection
from gui.panels.settings.look import LookSection
from gui.panels.settings.people import PeopleSection
from gui.panels.words import Words
from gui.widgets.label import Label

_TWO = 1000
"""From this width on the sections stand in two columns."""
_WIDEST = 640


class SettingsPanel(Panel):
    key: ClassVar[str] = "settings"
    nouns: ClassVar[Noun] = Noun.EVERYTHING

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self.words = Words(context)
        self.look, self.people = LookSection(context), PeopleSection(context)
        self.data, self.about = DataSection(context), AboutSection(context)
        self.classifiers = ClassifierSection(context)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 12)
        title = Label(theme, "", "heading")
        self.words.bind(P("Settings"), title.setText)
        head.addWidget(title)
        whole.addLayout(head)
        body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(24, 4, 24, 24)
        self._columns.setSpacing(16)
        for sections in ((self.people, self.data), (self.look, self.classifiers, self.about)):
            column = QWidget()
            column.setMaximumWidth(theme.px(_WIDEST))
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(16)
            for section in sections:
                inside.addWidget(section)
            inside.addStretch(1)
            self._columns.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(scroll, 1)
        context.operator_changed.connect(self._operator)
        self.retranslate()

    def refresh(self, changes: Changes | None) -> None:
        self.people.refresh()
        self.data.refresh()
        self.classifiers.refresh()

    def retranslate(self) -> None:
        self.words.say_again()
        for section in (self.look, self.people, self.data, self.classifiers, self.about):
            section.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        two = self.width() >= self.context.theme.px(_TWO)
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        )

    def _operator(self) -> None:
        if self.isVisible():
            self.people.refresh()
