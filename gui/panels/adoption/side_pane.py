"""Beside every step: what the adoption would come to, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.adoption_plan import Plan
from gui import i18n
from gui.context import WindowContext
from gui.panels.adoption.answers import Answers
from gui.widgets.button import Button
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.tag import KeyCap

_SIDE = 20


class SidePane(Ground):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "canvas", "l", parent)
        self.context = context
        theme, say = context.theme, context.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        head = Ground(theme, "canvas", "b")
        head.setFixedHeight(theme.px(48))
        line = QHBoxLayout(head)
        line.setContentsMargins(_SIDE, 0, _SIDE, 0)
        line.addWidget(Label(theme, say(P("Before adopting")), "heading"))
        line.addStretch(1)
        line.addWidget(Label(theme, say(P("nothing is changed yet")), "small", "text3"))
        layout.addWidget(head)
        holder = Ground(theme, "canvas")
        self._facts = QVBoxLayout(holder)
        self._facts.setContentsMargins(_SIDE, 16, _SIDE, 16)
        self._facts.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        layout.addWidget(area, 1)
        layout.addWidget(Hairline(theme))
        layout.addLayout(self._foot())

    def _foot(self) -> QVBoxLayout:
        theme, say = self.context.theme, self.context.tr
        foot = QVBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 16)
        foot.setSpacing(8)
        self.problem = Label(theme, "", "small", "red", wrap=True)
        self.problem.hide()
        foot.addWidget(self.problem)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.next = Button(theme, say(P("Next")), "primary")
        self.adopt = Button(theme, say(P("Adopt")), "primary")
        self.back = Button(theme, say(P("Back")))
        self.cancel = Button(theme, say(P("Cancel")), "quiet")
        for button in (self.next, self.adopt, self.back, self.cancel):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        foot.addLayout(line)
        self._where = Label(theme, "", "small", "text3")
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._where, 1)
        for key in ("Ctrl", "↵"):
            below.addWidget(KeyCap(theme, key))
        foot.addLayout(below)
        return foot

    def show_step(self, place: int, names: list[str]) -> None:
        """The buttons and the count of step `place` (from 0)."""
        say, last = self.context.tr, place == len(names) - 1
        self.next.setVisible(not last)
        self.adopt.setVisible(last)
        self.back.setEnabled(place > 0)
        here = P("Step {n} of {all}: {step}", n=place + 1, all=len(names), step=names[place])
        self._where.setText(say(here))

    def say_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def show_plan(self, plan: Plan, group: str, answers: Answers) -> None:
        while self._facts.count():
            item: QLayoutItem | None = self._facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        since = i18n.day_and_time(plan.since, self.context.now(), self.context.zone)
        self._fact(P("Group"), group)
        self._fact(
            P("Charter"), P("{charter}, version {n}", charter=plan.charter.title, n=plan.charter.version)
        )
        self._fact(P("Takes effect"), since)
        self._fact(P("Until then"), self._until_then(plan))
        if len(plan.order) > 1:
            self._fact(P("Order"), P("{n} charters, this one in place {place}", n=len(plan.order),
                                     place=plan.order.index(plan.charter.id) + 1))  # fmt: skip
        self._fact(P("Amounts"), P("money") if answers.unit == "cny" else P("points"))
        self._fact(P("Law notes"), str(len(plan.law)))
        conflicts = len(plan.conflicts)
        if conflicts:
            self._fact(P("Contradictions"), P("{n}, see the first step", n=conflicts), "amber")
        told = answers.notice_by or P("not yet")
        self._fact(P("Notice"), told, "text" if answers.notice_by else "amber")
        self._facts.addStretch(1)

    def _until_then(self, plan: Plan) -> Phrase:
        if not plan.in_force:
            return P("no charter")
        names = tuple(each.title for each in plan.in_force)
        return P("{charters}; past decisions stay", charters=names)

    def _fact(self, name: Phrase, value: Phrase | str, token: str = "text") -> None:
        theme, say = self.context.theme, self.context.tr
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        label = Label(theme, say(name), "small", "text3")
        label.setFixedWidth(theme.px(84))
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(theme, say(value), "small", token, wrap=True), 1)
        self._facts.addWidget(row)
