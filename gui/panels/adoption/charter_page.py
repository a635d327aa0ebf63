"""First step: which group, which charter, beside or in place of what binds the group, and contradictions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import LocalText, P, Phrase
from core.charter.model import Charter
from core.chat.group import GroupKind
from core.desk.adoption_plan import Plan
from core.desk.groups import GroupSummary
from gui.context import WindowContext
from gui.panels.adoption.answers import Answers
from gui.panels.adoption.charter_card import CharterCard
from gui.panels.adoption.page import Page, note_card
from gui.widgets.button import Button, IconButton
from gui.widgets.choice import Choice
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment
from gui.widgets.tag import Tag

KINDS: dict[GroupKind, Phrase] = {
    GroupKind.STAFF: P("staff group"),
    GroupKind.SALES: P("sales group"),
    GroupKind.SHAREHOLDER: P("shareholder group"),
    GroupKind.CHAMBER: P("chamber of commerce"),
    GroupKind.OTHER: P("other group"),
}


class CharterPage(Page):
    """`picked` comes with another group or charter; `file_chosen` carries a path."""

    picked = Signal()
    file_chosen = Signal(str)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme, say = context.theme, context.tr
        self.section(P("Group and charter"))
        self.group, self.kind, self.charter = Choice(theme), Choice(theme), Choice(theme)
        for kind, words in KINDS.items():
            self.kind.addItem(say(words), kind)
        where, what = QHBoxLayout(), QHBoxLayout()
        for line, box, words, stretch in (
            (where, self.group, P("Group"), 2),
            (where, self.kind, P("Kind of group"), 1),
            (what, self.charter, P("Charter"), 1),
        ):
            line.setSpacing(8)
            box.setAccessibleName(say(words))
            box.setToolTip(say(words))
            box.setMinimumWidth(theme.px(120))
            line.addWidget(box, stretch)
        self.file = Button(theme, say(P("From a file…")), "quiet", "file-text", small=True)
        self.file.clicked.connect(self._ask_file)
        what.addWidget(self.file)
        self.body.addLayout(where)
        self.body.addLayout(what)
        self._about = _slot(self)
        self.order = OrderList(context)
        self.order.changed.connect(self.changed)
        self.add(self.order)
        self._conflicts = _slot(self)
        self.done()
        self.group.activated.connect(self.picked)
        self.charter.activated.connect(self.picked)

    def show_groups(self, groups: Sequence[GroupSummary]) -> None:
        for group in groups:
            self.group.addItem(
                self.context.tr(P("{group}, {n} members", group=group.name, n=group.members)), group.id
            )

    def show_charter(self, charter: Charter) -> None:
        """The card of the charter chosen."""
        _fill(self._about, [CharterCard(self.context, charter)])

    def show_plan(self, plan: Plan) -> None:
        self.order.show_plan(plan)
        say = self.context.tr
        found: list[QWidget] = []
        if plan.conflicts:
            words = P("{n} contradictions; nothing stops you, the order decides", n=len(plan.conflicts))
            found.append(Label(self.context.theme, say(words), "small-strong", "amber"))
            lines = [(say(each.what), say(each.then)) for each in plan.conflicts]
            found.append(note_card(self.context, lines, "git-diff"))
        _fill(self._conflicts, found)

    def fill(self, answers: Answers) -> None:
        self.order.fill(answers)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Choose a charter")))
        dialog.setNameFilter("YAML (*.yaml *.yml)")
        dialog.fileSelected.connect(self.file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class OrderList(QWidget):
    """Beside or in place of what is in force; and in which order. Empty where nothing is in force."""

    changed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        self.context = context
        self._place: int | None = None
        self._titles: list[LocalText] = []
        self._title = LocalText("", "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Label(theme, say(P("What is in force now")), "heading"))
        self.choice = Segment(theme)
        self.choice.set_items([("replace", say(P("Takes its place"))), ("add", say(P("Goes beside it")))])
        self.choice.chosen.connect(self._chosen)
        layout.addWidget(self.choice)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout.addLayout(self._rows)
        self.hide()

    def show_plan(self, plan: Plan) -> None:
        # Another version of the same charter takes the place of the earlier one either way.
        others = [each for each in plan.in_force if each.charter_id != plan.charter.id]
        self._titles = [each.title for each in others]
        self._title = plan.charter.title
        if not self._titles:
            self._place = None
        self.setVisible(bool(self._titles))
        self._show_rows()

    def fill(self, answers: Answers) -> None:
        answers.add = self.adds
        answers.place = self._place if self.adds else None

    @property
    def adds(self) -> bool:
        return bool(self._titles) and self.choice.current() == "add"

    def shift(self, step: int) -> None:
        """The new charter up (-1) or down (1) among those in force."""
        place = len(self._titles) if self._place is None else self._place
        self._place = max(0, min(len(self._titles), place + step))
        self._show_rows()
        self.changed.emit()

    def _chosen(self, _key: str) -> None:
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        _clear(self._rows)
        theme, say = self.context.theme, self.context.tr
        if not self.adds:
            names = tuple(self._titles)
            words = P("From its start on it takes the place of: {charters}.", charters=names)
            self._rows.addWidget(Label(theme, say(words), "small", "text2", wrap=True))
            return
        place = len(self._titles) if self._place is None else self._place
        titles: list[LocalText] = [*self._titles[:place], self._title, *self._titles[place:]]
        note = P("Where they contradict, the one that goes first decides.")
        self._rows.addWidget(Label(theme, say(note), "small", "text3", wrap=True))
        for number, title in enumerate(titles, 1):
            self._rows.addWidget(self._row(number, title, number == place + 1))
            self._rows.addWidget(Hairline(theme))

    def _row(self, number: int, title: LocalText, new: bool) -> QWidget:
        theme, say = self.context.theme, self.context.tr
        row = QWidget()
        row.setMinimumHeight(theme.px(36))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        line.addWidget(Label(theme, str(number), "small", "text3"))
        line.addWidget(Label(theme, say(title), "strong" if new else "body", elide=True), 1)
        if new:
            line.addWidget(Tag(theme, say(P("new")), "accent"))
            for icon, words, step in (("caret-up", P("Move up"), -1), ("caret-down", P("Move down"), 1)):
                button = IconButton(theme, icon, say(words))
                button.setAutoDefault(False)
                button.clicked.connect(lambda _on=False, by=step: self.shift(by))
                line.addWidget(button)
        return row


def _slot(page: Page) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(6)
    page.body.addLayout(layout)
    return layout


def _fill(layout: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    _clear(layout)
    for widget in widgets:
        layout.addWidget(widget)


def _clear(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
