"""From when on it holds, the bulletin to post, and who gave notice."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from core.base.clock import to_datetime
from core.base.phrase import P, Phrase
from core.charter.bulletin import bulletin_text
from core.desk.adoption_plan import Plan
from gui.context import WindowContext
from gui.panels.adoption.answers import Answers
from gui.panels.adoption.page import Page
from gui.widgets.button import Button
from gui.widgets.choice import Day, Tick
from gui.widgets.label import Label
from gui.widgets.segment import Segment


class NoticePage(Page):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._prepared = ""
        self._start()
        self._bulletin()
        self._notice()
        self.done()

    def _start(self) -> None:
        theme, say = self.context.theme, self.context.tr
        self.section(P("From when"), P("Each message is judged by the charter in force at its time."))
        self.since = Segment(theme)
        self.since.set_items(
            [
                ("now", say(P("From now on"))),
                ("first", say(P("From the first message"))),
                ("date", say(P("From a day"))),
            ]
        )
        self.date = Day(theme)
        self.date.setDate(self._today())
        self.date.setAccessibleName(say(P("From a day")))
        self.date.hide()
        self.since.chosen.connect(lambda key: self.date.setVisible(key == "date"))
        self.since.chosen.connect(lambda _key: self.changed.emit())
        self.date.dateChanged.connect(lambda _date: self.changed.emit())
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.since)
        line.addWidget(self.date)
        line.addStretch(1)
        self.body.addLayout(line)
        self.before = self.words("")

    def _bulletin(self) -> None:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(theme, say(P("Bulletin to post in the group")), "heading"))
        line.addWidget(Label(theme, say(P("change it as you like")), "small", "text3", elide=True), 1)
        self.copy = Button(theme, say(P("Copy")), "link", "copy")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        line.addWidget(self.copy)
        self.body.addLayout(line)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(say(P("Bulletin to post in the group")))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(276))
        self.text.setFont(theme.font("body"))
        self.add(self.text)
        self.words(P("The console posts nothing by itself: paste it into the group, or let your bot do it."))

    def _notice(self) -> None:
        theme, say = self.context.theme, self.context.tr
        self.section(P("Notice given"), P("who told the group, and when; kept with the adoption"))
        self.given = Tick(theme, say(P("The group was told")))
        self.given.toggled.connect(self._given)
        self.add(self.given)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.by = QLineEdit(self.context.desk.operator)
        self.by.setAccessibleName(say(P("Who gave notice")))
        self.by.setPlaceholderText(say(P("Who gave notice")))
        self.day = Day(theme)
        self.day.setDate(self._today())
        self.day.setAccessibleName(say(P("Day of the notice")))
        self.time = QLineEdit(to_datetime(self.context.now(), self.context.zone).strftime("%H:%M"))
        self.time.setInputMask("99:99")
        self.time.setAccessibleName(say(P("Time of the notice")))
        self.time.setFixedWidth(theme.px(72))
        self.by.textChanged.connect(lambda _text: self.changed.emit())
        line.addWidget(self.by, 1)
        line.addWidget(self.day)
        line.addWidget(self.time)
        self._when = QWidget()
        self._when.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._when.hide()
        self.add(self._when)

    def show_plan(self, plan: Plan) -> None:
        """The bulletin as it would read now, unless somebody wrote on it. As the group reads it: in Chinese."""
        words = bulletin_text(plan.bulletin, "zh")
        if self.text.toPlainText() in ("", self._prepared):
            self.text.setPlainText(words)
        self._prepared = words
        count = P("{n} stored messages lie before and are not judged by it.", n=f"{plan.messages_before:,}")
        self.before.setText(self.context.tr(count) if plan.messages_before else "")

    def fill(self, answers: Answers) -> None:
        since = self.since.current()
        answers.since = self.date.date().toString("yyyy-MM-dd") if since == "date" else since
        if self.given.isChecked():
            answers.notice_by = self.by.text().strip()
            answers.notice_at = f"{self.day.date().toString('yyyy-MM-dd')}T{self.time.text()}"
            answers.notice_text = self.text.toPlainText().strip()

    @property
    def missing(self) -> Phrase | None:
        nobody = self.given.isChecked() and not self.by.text().strip()
        return P("Say who gave notice, or that nobody did yet.") if nobody else None

    @property
    def side(self) -> str:
        return self.context.tr(P("told")) if self.given.isChecked() else ""

    def _given(self, on: bool) -> None:
        self._when.setVisible(on)
        self.changed.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.context.toast(P("Copied."))

    def _today(self) -> QDate:
        today = to_datetime(self.context.now(), self.context.zone)
        return QDate(today.year, today.month, today.day)
