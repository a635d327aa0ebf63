"""After an import: what came, what to look at, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk import media
from core.desk.imports import ImportReport
from core.desk.unread import told_unread
from gui import i18n
from gui.context import WindowContext
from gui.jobs import Brought, Judged
from gui.panels.intake.format_names import format_name
from gui.panels.intake.unread_rows import UnreadRows
from gui.widgets.button import Button
from gui.widgets.ground import Card
from gui.widgets.label import Label
from gui.widgets.tag import Icon, Tag


class Outcome(QWidget):
    """`again` comes when the person wants to bring in more; `adopt` carries a group id."""

    again = Signal()
    adopt = Signal(int)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._brought: Brought | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        outer.addWidget(self._area)

    def show_brought(self, brought: Brought) -> None:
        self._brought = brought
        self.retranslate()

    def retranslate(self) -> None:
        if self._brought is None:
            return
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(12)
        theme, say = self.context.theme, self.context.tr
        new = sum(report.messages_new for report in self._brought.reports)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(theme, "check-circle-fill", "green", 20))
        line.addWidget(Label(theme, say(P("{n} new messages imported", n=f"{new:,}")), "heading"), 1)
        layout.addLayout(line)
        for report in self._brought.reports:
            layout.addWidget(self._report(report))
        for refused in self._brought.refused:
            layout.addWidget(self._refused(refused.path, refused.what, refused.remedy))
        for judged in self._brought.judged:
            layout.addWidget(self._judged(judged))
        for group_id, name in self._brought.without_charter:
            layout.addWidget(self._offer(group_id, name))
        more = Button(theme, say(P("Import more")))
        more.clicked.connect(self.again)
        layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self._area.setWidget(inside)

    def _card(self) -> tuple[Card, QVBoxLayout]:
        card = Card(self.context.theme)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        return card, layout

    def _report(self, report: ImportReport) -> Card:
        theme, say = self.context.theme, self.context.tr
        card, layout = self._card()
        name = report.path.replace("\\", "/").rsplit("/", 1)[-1]
        top = QHBoxLayout()
        top.addWidget(
            Label(theme, say(P("pasted text")) if report.path == "-" else name, "strong", elide=True), 1
        )
        top.addWidget(Tag(theme, say(format_name(report.format))))
        layout.addLayout(top)
        counts = P(
            "{group}: {new} new, {known} known and skipped, {notices} system notices, {members} new members.",
            group=report.group, new=f"{report.messages_new:,}", known=f"{report.messages_known:,}",
            notices=f"{report.notices:,}", members=f"{report.members_new:,}",
        )  # fmt: skip
        layout.addWidget(Label(theme, say(counts), "body", "text2", wrap=True))
        if report.unparsed:
            layout.addLayout(self._unread(report))
        if report.gaps:
            now, zone = self.context.now(), self.context.zone
            first = report.gaps[0]
            gap = P(
                "{n} gaps in this group's record, the first from {start} to {end}. What is due there "
                "stays “cannot tell” until the missing part is imported.",
                n=len(report.gaps), start=i18n.day_and_time(first.start, now, zone),
                end=i18n.day_and_time(first.end, now, zone),
            )  # fmt: skip
            layout.addWidget(Label(theme, say(gap), "body", "amber", wrap=True))
        if report.skewed:
            skew = P(
                "{n} messages have another time here than is known of them, or one in the future, by up to {span}: "
                "a clock was wrong.", n=f"{report.skewed:,}", span=i18n.span(report.skew_s * 1000),
            )  # fmt: skip
            layout.addWidget(Label(theme, say(skew), "body", "amber", wrap=True))
        for line in (*report.losses.lines(), *report.pictures.lines(), *media.told(report.media)):
            layout.addWidget(Label(theme, say(line), "small", "text2", wrap=True))
        layout.addLayout(self._links(report))
        return card

    def _unread(self, report: ImportReport) -> QHBoxLayout:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        lost = told_unread(report.unparsed)
        line.addWidget(Label(theme, say(lost), "body", "amber", wrap=True), 1)
        show = Button(theme, say(P("Look at them…")), small=True)
        show.clicked.connect(
            lambda: self.context.open_drawer(UnreadRows(self.context, report.id, report.path))
        )
        line.addWidget(show)
        return line

    def _links(self, report: ImportReport) -> QHBoxLayout:
        """To what the import changed."""
        line = QHBoxLayout()
        line.setSpacing(16)
        places: list[tuple[str, Phrase]] = [("overview", P("The group at a glance"))]
        if report.members_new:
            places.insert(0, ("roster", P("{n} new members", n=f"{report.members_new:,}")))
        for panel, phrase in places:
            link = Button(self.context.theme, self.context.tr(phrase), "link")
            link.clicked.connect(lambda _on=False, panel=panel: self._show(panel, report.group_id))
            line.addWidget(link)
        line.addStretch(1)
        return line

    def _show(self, panel: str, group_id: int) -> None:
        self.context.set_filters(group_id, self.context.period_days)
        self.context.go(panel)

    def _refused(self, path: str, what: Phrase, remedy: Phrase | None) -> Card:
        theme, say = self.context.theme, self.context.tr
        card, layout = self._card()
        layout.addWidget(Label(theme, path.replace("\\", "/").rsplit("/", 1)[-1], "strong", elide=True))
        text = say(what) + (f" {say(remedy)}" if remedy else "")
        layout.addWidget(Label(theme, text, "body", "red", wrap=True))
        return card

    def _judged(self, judged: Judged) -> Card:
        theme, say = self.context.theme, self.context.tr
        card, layout = self._card()
        line = QHBoxLayout()
        text = P("{group} was judged: {new} new findings, {known} known.", group=judged.group, new=judged.new,
                 known=judged.known)  # fmt: skip
        line.addWidget(Label(theme, say(text), "body", wrap=True), 1)
        if judged.new:
            show = Button(theme, say(P("Review {n}", n=judged.new)), "primary", small=True)
            show.clicked.connect(lambda: self._review(judged.group_id))
            line.addWidget(show)
        layout.addLayout(line)
        return card

    def _review(self, group_id: int) -> None:
        self.context.set_filters(group_id, self.context.period_days)
        self.context.go("violations", state="open")

    def _offer(self, group_id: int, name: str) -> Card:
        theme, say = self.context.theme, self.context.tr
        card, layout = self._card()
        text = P(
            "{group} follows no charter yet, so nothing was judged. Choose one; you can first look back "
            "over 7 days without recording anything.",
            group=name,
        )
        layout.addWidget(Label(theme, say(text), "body", wrap=True))
        choose = Button(theme, say(P("Choose a charter…")), "primary", "book-bookmark")
        choose.clicked.connect(lambda: self.adopt.emit(group_id))
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        return card
