"""The right side of the overview: what comes next today, and what was done lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.casework.decision import DecisionKind
from core.casework.wording import step_name
from gui.context import WindowContext
from gui.i18n import clock_time, day_and_time, span
from gui.panels.overview.rows import Next
from gui.widgets.button import Button
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.painting import RIGHT, dot, paint_text

if TYPE_CHECKING:
    from core.desk.journal import Deed

WIDTH = 344
_ROW = 54
DEEDS: dict[DecisionKind, Phrase] = {
    DecisionKind.CONFIRM: P("Confirmed: {about} {what}"),
    DecisionKind.DISMISS: P("Dismissed: {about} {what}"),
    DecisionKind.OVERTURN: P("Overturned: {about} {what}"),
    DecisionKind.APOLOGY: P("Apology: {about} {what}"),
    DecisionKind.NOTIFIED: P("Letter sent: {about} {what}"),
    DecisionKind.EXCUSE: P("Excused: {about} {what}"),
    DecisionKind.VOID: P("No obligation: {about} {what}"),
    DecisionKind.PAY: P("Paid: {about} {what}"),
    DecisionKind.WAIVE: P("Waived: {about} {what}"),
    DecisionKind.ADOPT: P("Adopted: {about} {what}"),
    DecisionKind.REORDER: P("Another order of the charters: {about} {what}"),
    DecisionKind.ENTER: P("Entered in the register: {about} {what}"),
    DecisionKind.APPEAL: P("Appeal: {about} {what}"),
    DecisionKind.APPEAL_DECIDED: P("Appeal decided: {about} {what}"),
    DecisionKind.RAISE: P("Brought up: {about} {what}"),
    DecisionKind.REPLY: P("Answered for now: {about} {what}"),
    DecisionKind.SETTLE: P("Settled: {about} {what}"),
    DecisionKind.MERGE: P("Merged: {about} {what}"),
    DecisionKind.PAUSE: P("Clock stopped: {about} {what}"),
    DecisionKind.RESUME: P("Clock goes on: {about} {what}"),
    DecisionKind.TAKE_UP: P("Taken up: {about} {what}"),
    DecisionKind.REFUND: P("Refunded: {about} {what}"),
    DecisionKind.REPAY: P("Given back: {about} {what}"),
    DecisionKind.TRUST: P("Trust in a rule changed: {about} {what}"),
    DecisionKind.CALIBRATE: P("Classifiers fitted: {about} {what}"),
    DecisionKind.OPERATOR: P("Operators changed"),
    DecisionKind.FOLD: P("Folded into a case: {about} {what}"),
    DecisionKind.LINK: P("Moved to a case: {about} {what}"),
    DecisionKind.NOTE: P("Noted: {about} {what}"),
    DecisionKind.CLAIM: P("Claimed: {about} {what}"),
    DecisionKind.RELEASE: P("Claim given back: {about} {what}"),
    DecisionKind.SKIP: P("Skipped: {about} {what}"),
    DecisionKind.ASK: P("Opinion asked for: {about} {what}"),
    DecisionKind.ANSWER: P("Opinion given: {about} {what}"),
    DecisionKind.APPROVE: P("Measure approved: {about} {what}"),
    DecisionKind.HAND_OVER: P("Handed to a bot: {about} {what}"),
    DecisionKind.DONE: P("Carried out: {about} {what}"),
    DecisionKind.FAIL: P("Not carried out: {about} {what}"),
    DecisionKind.SAME_PERSON: P("Put together as one person: {about} {what}"),
    DecisionKind.TAKE_APART: P("Taken apart again: {about} {what}"),
    DecisionKind.NOT_SAME: P("Told apart: {about} {what}"),
    DecisionKind.WITHDRAW: P("Import withdrawn: {about} {what}"),
    DecisionKind.UNDO: P("Taken back: {about} {what}"),
}


class Agenda(QWidget):
    """A line of moments: now, then what is still to come."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._moments: tuple[Next, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.updateGeometry)

    def show_moments(self, moments: Sequence[Next]) -> None:
        self._moments = tuple(moments)
        self.setAccessibleName("; ".join(self._context.tr(moment.text) for moment in moments))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        row = self._context.theme.px(_ROW)
        return QSize(200, self._context.theme.px(36) + row * len(self._moments))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, tr = QPainter(self), self._context.theme, self._context.tr
        line = theme.px(20)
        now = self._context.now()
        self._moment(painter, 0, tr(P("Now")), "accent", "accent")
        paint_text(
            painter, theme, QRect(72, 0, 120, line), clock_time(now, self._context.zone), token="text3"
        )
        y, before = theme.px(36), line // 2
        for moment in self._moments:
            painter.fillRect(55, before + 6, 1, y + line // 2 - before - 12, theme.color("line2"))
            token = "amber-d" if moment.soon else "line2"
            self._moment(painter, y, clock_time(moment.at, self._context.zone), "text3", token)
            words = QRect(72, y, self.width() - 72, line)
            paint_text(painter, theme, words, tr(moment.text))
            side = words.translated(0, line)
            used = paint_text(painter, theme, side, tr(moment.side), "small", "text3")
            if moment.soon:
                left = tr(P("{span} left", span=span(moment.at - now)))
                rest = side.adjusted(used, 0, 0, 0)
                paint_text(painter, theme, rest, f" · {left}", "small-strong", "amber")
            before = y + line // 2
            y += theme.px(_ROW)

    def _moment(self, painter: QPainter, y: int, time: str, token: str, mark: str) -> None:
        theme = self._context.theme
        line = theme.px(20)
        paint_text(painter, theme, QRect(0, y, 40, line), time, "small", token, RIGHT)
        dot(painter, theme, QPointF(56, y + line / 2), mark)


class SidePane(Ground):
    """`undo_asked` carries a decision's id."""

    undo_asked = Signal(str)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "canvas", "l", parent)
        self._context = context
        theme = context.theme
        self.setFixedWidth(theme.px(WIDTH))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(25, 24, 24, 24)
        layout.setSpacing(0)
        row = QHBoxLayout()
        self._next_title = Label(theme, "", "heading")
        self._today = Label(theme, "", "small", "text3")
        row.addWidget(self._next_title)
        row.addStretch()
        row.addWidget(self._today)
        layout.addLayout(row)
        layout.addSpacing(16)
        self.agenda = Agenda(context)
        layout.addWidget(self.agenda)
        self._nothing = Label(theme, "", "small", "text3", wrap=True)
        layout.addWidget(self._nothing)
        layout.addSpacing(12)
        layout.addWidget(Hairline(theme))
        layout.addSpacing(24)
        self._done_title = Label(theme, "", "heading")
        layout.addWidget(self._done_title)
        layout.addSpacing(8)
        self._deeds = QVBoxLayout()
        self._deeds.setSpacing(0)
        layout.addLayout(self._deeds)
        layout.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        tr = self._context.tr
        self._next_title.setText(tr(P("Coming up")))
        self._today.setText(tr(P("today")))
        self._done_title.setText(tr(P("Done lately")))
        self._nothing.setText(tr(P("Nothing else falls due today.")))

    def show_side(self, moments: Sequence[Next], deeds: Sequence[Deed]) -> None:
        self.agenda.show_moments(moments)
        self._nothing.setVisible(not moments)
        while self._deeds.count():
            item = self._deeds.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for deed in deeds:
            row = self._deed(deed)
            self._deeds.addWidget(row)
            row.show()
        if not deeds:
            words = self._context.tr(P("No decision yet."))
            self._deeds.addWidget(Label(self._context.theme, words, "small", "text3"))

    def _deed(self, deed: Deed) -> QWidget:
        theme, tr = self._context.theme, self._context.tr
        widget = QWidget()
        widget.setFixedHeight(theme.px(48))
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(2)
        what = step_name(deed.step) if deed.step else P("clause {n}", n=deed.clause) if deed.clause else P("")
        msgid = DEEDS.get(deed.kind, P("{about} {what}")).msgid
        words = tr(Phrase(msgid, (("about", deed.about), ("what", what))))
        column.addStretch()
        # Not every decision is about somebody.
        column.addWidget(Label(theme, words.strip().rstrip(":：").rstrip(), elide=True))
        side = self._when(deed.at)
        side = f"{side} · {deed.group}" if deed.group else side
        column.addWidget(Label(theme, side, "small", "text3", elide=True))
        column.addStretch()
        row.addLayout(column, 1)
        undo = Button(theme, tr(P("Undo")), "quiet", "arrow-counter-clockwise", small=True)
        undo.clicked.connect(lambda _on=False, name=deed.decision: self.undo_asked.emit(name))
        undo.setAccessibleName(f"{tr(P('Undo'))}: {words}")
        undo.setVisible(deed.kind is not DecisionKind.OPERATOR)
        row.addWidget(undo)
        return widget

    def _when(self, at: Instant) -> str:
        return self._context.tr(day_and_time(at, self._context.now(), self._context.zone))
