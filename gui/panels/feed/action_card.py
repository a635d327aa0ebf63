"""One action that waits: what it is, for whom, and who may carry it out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase, render
from core.casework.outbox import ActionState
from core.casework.wording import action_name
from core.desk.outbox import OutboxRow
from core.feed.state import Bot
from gui import i18n
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.ground import Card
from gui.widgets.label import Label
from gui.widgets.tag import Pill


class ActionCard(Card):
    """`asked` carries what a person wants of it: approve | hand-over | done."""

    asked = Signal(str, str)
    """The action's id and the wish"""

    def __init__(
        self, context: WindowContext, row: OutboxRow, bot: Bot | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context.theme, "bg", "line", 6, parent)
        self.context, self.row = context, row
        theme, tr = context.theme, context.tr
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        until = i18n.day_and_time(row.action.expires_at, context.now(), row.zone)
        head.addWidget(Pill(theme, tr(P("until {at}", at=until)), "grey"))
        head.addWidget(Label(theme, row.group, "small", "text2", elide=True), 1)
        inside.addLayout(head)
        title = P("{action}: {name}", action=action_name(row.action.kind), name=row.member_name)
        words = tr(title)
        inside.addWidget(Label(theme, words[:1].upper() + words[1:], "strong", elide=True))
        # The group reads Chinese, whatever the language of the window.
        self.words = Label(theme, " ".join(render(row.text, "zh").split()), "small", "text2", elide=True)
        inside.addWidget(self.words)
        self.buttons: dict[str, Button] = {}
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for wish, phrase in self._wishes(bot):
            button = Button(theme, tr(phrase), "primary" if wish == "hand-over" else "", small=True)
            button.clicked.connect(lambda _on=False, wish=wish: self._act(wish))
            self.buttons[wish] = button
            acts.addWidget(button)
        acts.addStretch(1)
        inside.addLayout(acts)

    def _wishes(self, bot: Bot | None) -> list[tuple[str, Phrase]]:
        if not self.row.action.confirmed:
            return [("confirm", P("Confirm it first…"))]
        proposed = self.row.action.state is ActionState.PROPOSED
        wishes = [("approve", P("Approve"))] if proposed else []
        if bot is not None:
            wishes.append(("hand-over", P("Give to {bot}", bot=bot.name or bot.id)))
        return [*wishes, ("copy", P("Copy text")), ("done", P("Done"))]

    def _act(self, wish: str) -> None:
        if wish == "copy":
            QGuiApplication.clipboard().setText(render(self.row.text, "zh"))
            self.context.toast(P("Text copied"))
        elif wish == "confirm":
            # What a refused apology leads to is confirmed where violations are decided.
            self.context.go("violations", violation=self.row.action.violation, then="pending")
        else:
            self.asked.emit(self.row.action.id, wish)
