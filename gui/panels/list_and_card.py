"""How pages beside a queue are laid out: words above, a list, and a card about the row chosen with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.ground import Card

MARGINS = (24, 12, 24, 16)
LIST, EMPTY = 0, 1


@dataclass(frozen=True, slots=True)
class ListAndCard:
    """`head`: the line above, with room at its end; `stack` shows LIST or EMPTY; `acts`: the card's buttons."""

    head: QHBoxLayout
    stack: QStackedWidget
    card: Card
    acts: QHBoxLayout


def lay_out(
    page: QWidget, theme: Theme, above: Sequence[QWidget], table: QWidget, empty: QWidget,
    told: Sequence[QWidget], margins: tuple[int, int, int, int] = MARGINS,
) -> ListAndCard:  # fmt: skip
    """Put these into `page`; the last of `above` takes the room, `told` stands in the card."""
    head = QHBoxLayout()
    head.setSpacing(12)
    for number, widget in enumerate(above, 1):
        head.addWidget(widget, 1 if number == len(above) else 0)
    stack = QStackedWidget()
    stack.addWidget(table)
    stack.addWidget(empty)
    card = Card(theme, "canvas", "line", 6)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    for widget in told:
        inside.addWidget(widget)
    acts = QHBoxLayout()
    acts.setSpacing(8)
    acts.addStretch()
    inside.addLayout(acts)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(*margins)
    whole.setSpacing(12)
    whole.addLayout(head)
    whole.addWidget(stack, 1)
    whole.addWidget(card)
    return ListAndCard(head, stack, card, acts)
