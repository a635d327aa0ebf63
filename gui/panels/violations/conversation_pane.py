"""The middle pane: the record around the violation; and the whole record in the drawer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.violations import Dossier
from gui.context import WindowContext
from gui.i18n import day, weekday
from gui.panels.violations.conversation import bubbles
from gui.panels.violations.pictures import Picture, pictures
from gui.panels.violations.queue_pane import FOOT
from gui.widgets.bubbles import ConversationView
from gui.widgets.button import Button
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.tag import Icon, KeyCap

AROUND = 20
WHOLE = 300


class ConversationPane(Ground):
    """`around` is how many messages either side are shown."""

    decision_asked = Signal()
    gap_asked = Signal()

    def __init__(self, context: WindowContext, around: int = AROUND, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "canvas", "", parent)
        self._context, self._around = context, around
        self._dossier: Dossier | None = None
        self._shown: set[str] = set()
        self._pictures: dict[str, Picture] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        self.view = ConversationView(context.theme)
        layout.addWidget(self.view, 1)
        self._foot_bar = self._foot()
        layout.addWidget(self._foot_bar)
        self.retranslate()

    def _head(self) -> QWidget:
        theme = self._context.theme
        head = Ground(theme, "bg", "b")
        head.setFixedHeight(theme.px(48))
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        self.group = Label(theme, "", "strong")
        self._side = Label(theme, "", "small", "text3", elide=True)
        self._cover_icon = Icon(theme, "check-circle", "green", 14)
        self.coverage = Label(theme, "", "small", "green")
        self.decide = Button(theme, "", small=True)
        self.decide.clicked.connect(self.decision_asked)
        self.decide.hide()
        row.addWidget(self.group)
        row.addWidget(self._side, 1)
        row.addWidget(self._cover_icon)
        row.addWidget(self.coverage)
        row.addWidget(self.decide)
        return head

    def _foot(self) -> QWidget:
        theme = self._context.theme
        foot = Ground(theme, "bg", "t")
        foot.setFixedHeight(theme.px(FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(4)
        self._space = KeyCap(theme, "Space")
        row.addWidget(self._space)
        self._show_hint = Label(theme, "", "micro", "text3")
        row.addWidget(self._show_hint)
        row.addSpacing(8)
        row.addWidget(KeyCap(theme, "↵"))
        self._whole_hint = Label(theme, "", "micro", "text3")
        row.addWidget(self._whole_hint)
        row.addStretch()
        self._around_hint = Label(theme, "", "micro", "text3")
        row.addWidget(self._around_hint)
        return foot

    def show_dossier(self, dossier: Dossier | None) -> None:
        if dossier is None or self._dossier is None or dossier.violation.id != self._dossier.violation.id:
            self._shown.clear()
            self._pictures.clear()
        self._dossier = dossier
        self._fill()

    def show_picture(self) -> bool:
        """Uncover the picture nearest to view; False when there is none."""
        row = self.view.covered_row()
        if row is None:
            return False
        self._shown |= set(self.view.bubble_model.bubbles()[row].key.split("\n"))
        self._fill_in_place()
        self._look_for_pictures()
        return True

    def _fill_in_place(self) -> None:
        place = self.view.verticalScrollBar().value()
        self._fill()
        self.view.verticalScrollBar().setValue(place)

    def _look_for_pictures(self) -> None:
        """Those uncovered and not looked for yet; what is shown by then may be another violation."""
        if self._dossier is None:
            return
        about, ratio = self._dossier.violation, self.devicePixelRatioF()
        keys = sorted(self._shown - self._pictures.keys())

        def show(found: dict[str, Picture]) -> None:
            if self._dossier is not None and self._dossier.violation.id == about.id:
                self._pictures |= found
                self._fill_in_place()

        self._context.read(self, "pictures", lambda desk: pictures(desk, about.group_id, keys, ratio), show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Rather no hint than half a word.
        self._around_hint.setVisible(self.width() >= self._context.theme.px(440))

    def retranslate(self) -> None:
        tr = self._context.tr
        self._space.set_text(tr(P("Space")))
        self._show_hint.setText(tr(P("show picture")))
        self._whole_hint.setText(tr(P("whole record")))
        self._around_hint.setText(tr(P("{n} messages either side", n=self._around)))
        self.decide.setText(tr(P("Decision")))
        self.view.setAccessibleName(tr(P("Conversation")))
        self.view.delegate.set_show_key(tr(P("Space")), tr(P("to show")))
        self._fill()

    def _fill(self) -> None:
        dossier, tr = self._dossier, self._context.tr
        for widget in (self._cover_icon, self.coverage, self.group, self._side):
            widget.setVisible(dossier is not None)
        if dossier is None:
            self.view.show_bubbles([])
            return
        context, violation = self._context, dossier.violation
        self.group.setText(violation.group)
        known = context.group(violation.group_id)
        zone = known.zone if known is not None else context.zone
        date = P(
            "{weekday}, {day}",
            weekday=weekday(violation.at, zone),
            day=day(violation.at, context.now(), zone),
        )
        side = P("{n} members · {date}", n=known.members, date=date) if known is not None else date
        self._side.setText(tr(side))
        token = "green" if dossier.covered else "amber"
        self._cover_icon.set_icon("check-circle" if dossier.covered else "warning", token)
        self.coverage.set_token(token)
        self.coverage.setText(
            tr(P("No gaps in this period") if dossier.covered else P("The record has a gap here"))
        )
        self.view.show_bubbles(
            bubbles(dossier, context.language, context.now(), frozenset(self._shown), zone, self._pictures)
        )


class WholeRecord(ConversationPane):
    """The long record, for the drawer."""

    wanted_width = 640

    def __init__(self, context: WindowContext, dossier: Dossier) -> None:
        super().__init__(context, WHOLE)
        self.show_dossier(dossier)
        # The drawer's own close button stands here.
        self._cover_icon.hide()
        self.coverage.hide()
        # Its keys belong to the queue.
        self._foot_bar.hide()
