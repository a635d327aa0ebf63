"""Fixed words of a panel, said again when the language changes."""

from __future__ import annotations

from collections.abc import Callable

from core.base.phrase import LocalText, Phrase
from gui.context import WindowContext

Setter = Callable[[str], object]


class Words:
    """`bind` sets a text now and remembers how; `say_again` belongs in a panel's `retranslate`."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._bound: list[tuple[Setter, Phrase | LocalText]] = []

    def bind(self, phrase: Phrase | LocalText, *setters: Setter) -> None:
        for setter in setters:
            self._bound.append((setter, phrase))
            setter(self._context.tr(phrase))

    def say_again(self) -> None:
        for setter, phrase in self._bound:
            setter(self._context.tr(phrase))
