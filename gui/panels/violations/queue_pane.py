"""The left pane: title and count, how to group and order, the list, the keys at its foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.panels.violations.entries import Leaf, Queue
from gui.panels.violations.queue_view import QueueView
from gui.theme.tokens import QUEUE
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.pick_button import PickButton
from gui.widgets.segment import Segment
from gui.widgets.tag import KeyCap

STATES: tuple[tuple[str, Phrase], ...] = (
    ("open", P("Open")),
    ("confirmed", P("Confirmed")),
    ("dismissed", P("Dismissed")),
    ("overturned", P("Overturned")),
    ("", P("All states")),
)
ORDERS: tuple[tuple[str, Phrase], ...] = (
    ("priority", P("Priority")),
    ("newest", P("Newest first")),
    ("oldest", P("Oldest first")),
)
FOOT = 40
_WIDEST = 400
"""With large text the queue grows so far; then the conversation gives way."""


class QueuePane(Ground):
    """`asked` comes when grouping, order or state was changed."""

    asked = Signal()
    saving = Signal()
    """The view shown is to be kept under a name"""
    emptied = Signal()
    """The action of the empty state was pressed"""
    entering = Signal()
    """A violation is to be entered by hand"""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "r", parent)
        self._context = context
        self.state, self.order = "open", "priority"
        self._count = 0
        self._views: dict[str, Mapping[str, str]] = {}
        self.narrowed = ""
        """What a link narrowed the queue down to, in words."""
        theme = context.theme
        self.setFixedWidth(min(theme.px(QUEUE), _WIDEST))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        self.view = QueueView(context)
        self.empty = EmptyState(theme)
        self.empty.acted.connect(self.emptied)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot())
        self.retranslate()

    def _head(self) -> QWidget:
        theme = self._context.theme
        head = Ground(theme, "bg", "b")
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 8, 9)
        column.setSpacing(12)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        self.title = Label(theme, "", "heading")
        self.count_label = Label(theme, "", "body", "text3", elide=True)
        self.enter_button = Button(theme, "", "quiet", "plus", small=True)
        self.enter_button.clicked.connect(self.entering)
        self.state_button = PickButton(theme, "funnel-simple")
        self.state_button.setMenu(QMenu(self))
        first.addWidget(self.title)
        first.addWidget(self.count_label, 1)
        first.addWidget(self.enter_button)
        first.addWidget(self.state_button)
        self.segment = Segment(theme)
        self.segment.chosen.connect(self._regroup)
        self.order_button = PickButton(theme, "")
        self.order_button.setMenu(QMenu(self))
        second.addWidget(self.segment)
        second.addStretch()
        second.addWidget(self.order_button)
        column.addLayout(first)
        column.addLayout(second)
        return head

    def _foot(self) -> QWidget:
        theme = self._context.theme
        foot = Ground(theme, "bg", "t")
        foot.setFixedHeight(theme.px(FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(4)
        self._hints: list[Label] = []
        for keys in (("J", "K"), ("X",), ("B",), ("U",)):
            for key in keys:
                row.addWidget(KeyCap(theme, key))
            label = Label(theme, "", "micro", "text3")
            self._hints.append(label)
            row.addWidget(label)
            row.addSpacing(8)
        row.addWidget(KeyCap(theme, "?"))
        row.addStretch()
        return foot

    def show_queue(self, queue: Queue) -> None:
        self._count = queue.total
        self.view.set_queue(queue)
        self._stack.setCurrentIndex(0 if queue.total else 1)
        self.say_count()

    def leaves_of(self, member_id: int) -> list[Leaf]:
        """The open violations of a person that the queue shows."""
        return [
            leaf
            for leaf in self.view.queue_model.leaves()
            if leaf.violation.member_id == member_id and leaf.violation.state == "open"
        ]

    @property
    def grouping(self) -> str:
        return self.segment.current()

    def set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.retranslate()
            self.asked.emit()

    def retranslate(self) -> None:
        tr = self._context.tr
        self.title.setText(tr(P("Violations")))
        self.enter_button.setText(tr(P("Enter…")))
        self.enter_button.setToolTip(tr(P("Enter a violation that no rule can see")))
        self.segment.set_items(
            [("person", tr(P("By person"))), ("clause", tr(P("By clause"))), ("time", tr(P("By time")))]
        )
        hints = (P("move"), P("select"), P("bulk"), P("undo"))
        for label, words in zip(self._hints, hints, strict=True):
            label.setText(tr(words))
        self._fill_menu(self.state_button, STATES, self.state, self.set_state)
        self._add_views()
        self._fill_menu(self.order_button, ORDERS, self.order, self._reorder)
        self.view.setAccessibleName(tr(P("Queue of violations")))
        self.empty.set_texts(
            tr(P("Nothing is waiting here. What the rules find shows up by itself.")), tr(P("Import chat"))
        )
        self.say_count()

    def _fill_menu(
        self,
        button: PickButton,
        items: tuple[tuple[str, Phrase], ...],
        now: str,
        choose: Callable[[str], None],
    ) -> None:
        menu = button.menu()
        menu.clear()
        group = QActionGroup(menu)
        for key, words in items:
            action = menu.addAction(self._context.tr(words))
            action.setCheckable(True)
            action.setChecked(key == now)
            action.triggered.connect(lambda _on=False, name=key: choose(name))
            group.addAction(action)
            if key == now:
                button.set_word(self._context.tr(words))

    def show_views(self, views: Mapping[str, Mapping[str, str]]) -> None:
        """Saved views, chosen from the menu of states."""
        self._views = dict(views)
        self.retranslate()

    def view_now(self) -> dict[str, str]:
        return {"state": self.state, "grouping": self.grouping, "order": self.order}

    def _add_views(self) -> None:
        menu = self.state_button.menu()
        menu.addSeparator()
        for name, kept in self._views.items():
            menu.addAction(name).triggered.connect(lambda _on=False, view=kept: self._take_view(view))
        save = menu.addAction(self._context.tr(P("Save this view…")))
        save.triggered.connect(self.saving)

    def _take_view(self, view: Mapping[str, str]) -> None:
        self.state, self.order = view.get("state", self.state), view.get("order", self.order)
        self.retranslate()
        if view.get("grouping", self.grouping) != self.grouping:
            self.segment.choose(view["grouping"])
        else:
            self.asked.emit()

    def say_count(self) -> None:
        text = str(self._count)
        self.count_label.setText(f"{text} · {self.narrowed}" if self.narrowed else text)

    def _regroup(self, _key: str) -> None:
        self.asked.emit()

    def _reorder(self, order: str) -> None:
        if order != self.order:
            self.order = order
            self.retranslate()
            self.asked.emit()
