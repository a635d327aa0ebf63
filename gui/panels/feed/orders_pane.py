"""What has to be carried out in the groups, beside the feed: by a bot where it can, by a person else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.casework.outbox import ActionState
from core.casework.wording import action_name
from core.desk import carrying_out, outbox
from core.desk.desk import Desk
from core.desk.outbox import OutboxRow
from core.feed.state import Bot
from gui import i18n
from gui.context import WindowContext
from gui.panels.chosen import group_key
from gui.panels.feed import orders
from gui.panels.feed.action_card import ActionCard
from gui.panels.feed.orders import Todo
from gui.panels.words import Words
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.tag import Icon

MOST = 40
"""Cards at once; the whole list stands in Violations."""
_WIDTH = 360


class OrdersPane(Ground):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "canvas", "l", parent)
        self.context = context
        self.words = Words(context)
        self._todo = Todo((), (), (), {})
        self._bots: tuple[Bot, ...] = ()
        self.cards: list[ActionCard] = []
        self.setFixedWidth(context.theme.px(_WIDTH))
        title = Label(context.theme, "", "heading")
        self.words.bind(P("To do"), title.setText)
        body = Ground(context.theme, "canvas", "")
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(16, 4, 16, 16)
        self._list.setSpacing(10)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.addWidget(title)
        head.addStretch(1)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)

    def refresh(self) -> None:
        group_id = self.context.group_id
        self.context.read(
            self, "orders", lambda desk: orders.read(desk, group_key(desk, group_id)), self._show
        )

    def show_bots(self, bots: tuple[Bot, ...]) -> None:
        """Bots come and go, and say what they can: the buttons follow."""
        able = [(bot.id, bot.connected, bot.actions) for bot in bots]
        if able != [(bot.id, bot.connected, bot.actions) for bot in self._bots]:
            self._bots = bots
            self._fill()

    def retranslate(self) -> None:
        self.words.say_again()
        self._fill()

    def _show(self, todo: Todo) -> None:
        self._todo = todo
        self._fill()

    def _fill(self) -> None:
        self.cards.clear()
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        todo = self._todo
        self._part("hourglass-medium", "amber", P("Waiting"), len(todo.waiting))
        for row in todo.waiting[:MOST]:
            card = ActionCard(self.context, row, orders.able(row, self._bots, todo.rooms))
            card.asked.connect(self._asked)
            self.cards.append(card)
            self._list.addWidget(card)
        if todo.with_bot:
            self._part("paper-plane-tilt", "accent", P("With the bot"), len(todo.with_bot))
            for row in todo.with_bot:
                self._line(row, "paper-plane-tilt", "accent")
        if todo.settled:
            self._part("check-circle", "green", P("Settled"), 0)
            for row in todo.settled:
                done = row.action.state is ActionState.DONE
                self._line(row, "check-circle" if done else "x-circle", "green" if done else "red")
        self._list.addStretch(1)

    def _part(self, icon: str, token: str, words: Phrase, number: int) -> None:
        theme = self.context.theme
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(Icon(theme, icon, token))
        inside.addWidget(Label(theme, self.context.tr(words), "strong"))
        if number:
            inside.addWidget(Label(theme, str(number), "body", "text3"))
        inside.addStretch(1)
        self._list.addWidget(line)
        if not number and words == P("Waiting"):
            empty = self.context.tr(P("Nothing has to be carried out."))
            self._list.addWidget(Label(theme, empty, "body", "text2", wrap=True))

    def _line(self, row: OutboxRow, icon: str, token: str) -> None:
        theme, tr = self.context.theme, self.context.tr
        line = QWidget()
        inside = QVBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(Icon(theme, icon, token))
        title = P("{action}: {name}", action=action_name(row.action.kind), name=row.member_name)
        words = tr(title)
        upper.addWidget(Label(theme, words[:1].upper() + words[1:], elide=True), 1)
        at = i18n.day_and_time(row.action.settled_at or row.action.at, self.context.now(), row.zone)
        upper.addWidget(Label(theme, tr(at), "small", "text3"))
        inside.addLayout(upper)
        told = Label(
            theme, f"{row.group} · {row.action.reason or row.action.by}", "small", "text2", elide=True
        )
        lower = QHBoxLayout()
        lower.setContentsMargins(24, 0, 0, 0)
        lower.addWidget(told)
        inside.addLayout(lower)
        self._list.addWidget(line)

    def _asked(self, action: str, wish: str) -> None:
        done = {
            "approve": P("Approved."), "hand-over": P("Given to the bot."), "done": P("Noted as done."),
        }[wish]  # fmt: skip
        works: dict[str, Callable[[Desk, str], object]] = {
            "approve": outbox.approve, "hand-over": carrying_out.hand_over, "done": outbox.done,
        }  # fmt: skip
        self.context.act(lambda desk: works[wish](desk, action), done=done)
