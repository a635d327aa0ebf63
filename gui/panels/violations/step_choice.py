"""Which step: those of the tier as cards (several where they combine), any other one, or own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P
from core.casework.wording import step_name
from gui.context import WindowContext
from gui.panels.violations.decision_pane import sentence
from gui.widgets.choice import Choice, Option, Tick

OTHER, WORDS = "other", "words"


class StepChoice(QWidget):
    """`changed` comes with every choice. Where steps combine, ticks stand in place of the cards."""

    changed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.options: dict[str, Option] = {}
        self.ticks: dict[str, Tick] = {}
        self.other = Choice(context.theme)
        self.other.setAccessibleName(context.tr(P("Another measure")))
        self.other.currentIndexChanged.connect(lambda _place: self._picked(OTHER))
        self.own = QLineEdit()
        self.own.setMaxLength(200)
        self.own.setAccessibleName(context.tr(P("In own words")))
        self.own.setPlaceholderText(context.tr(P("for example: three days of group duty")))
        self.own.textChanged.connect(lambda _text: self._picked(WORDS))
        self._group = QButtonGroup(self)
        self._filling = False

    def offer(
        self, steps: Sequence[str], rest: Sequence[str], combines: bool, free: bool, chosen: str
    ) -> None:
        """`rest`: what else the member's type allows; `chosen`: the step marked at first, "" for none."""
        self._filling = True
        self._clear()
        for step in steps:
            words = sentence(self._context.tr(step_name(step)))
            if combines:
                self._add_tick(step, words, step == chosen)
            else:
                self._add_option(step, words, step == chosen)
        if rest and not combines:
            self._add_option(OTHER, self._context.tr(P("Another measure")), False)
            for step in rest:
                self.other.addItem(sentence(self._context.tr(step_name(step))), step)
            self._column.addWidget(self.other)
        if free:
            self._add_option(WORDS, self._context.tr(P("In own words")), False)
            self._column.addWidget(self.own)
        self._filling = False
        self._show_fields()

    def steps(self) -> tuple[str, ...]:
        """Those chosen, in the order shown; none while own words are."""
        if self.ticks:
            return tuple(step for step, tick in self.ticks.items() if tick.isChecked())
        chosen = self._chosen()
        if chosen == OTHER:
            return (str(self.other.currentData()),)
        return () if chosen in ("", WORDS) else (chosen,)

    def words(self) -> str:
        """The measure in own words, "" where a step is chosen."""
        free = WORDS in self.options
        if self.ticks:
            return self.own.text().strip() if free and not self.steps() else ""
        return self.own.text().strip() if self._chosen() == WORDS else ""

    def choose(self, name: str) -> None:
        """Mark a step, OTHER or WORDS; where steps combine, tick it."""
        if name in self.ticks:
            self.ticks[name].setChecked(True)
        else:
            self.options[name].setChecked(True)

    def _chosen(self) -> str:
        return next((name for name, option in self.options.items() if option.isChecked()), "")

    def _add_option(self, name: str, words: str, on: bool) -> None:
        option = Option(self._context.theme)
        option.set_words(words)
        option.setChecked(on)
        option.toggled.connect(lambda _on: self._tell())
        self._group.addButton(option)
        self.options[name] = option
        self._column.addWidget(option)

    def _add_tick(self, step: str, words: str, on: bool) -> None:
        tick = Tick(self._context.theme, words)
        tick.setChecked(on)
        tick.toggled.connect(lambda _on: self._tell())
        self.ticks[step] = tick
        self._column.addWidget(tick)

    def _picked(self, name: str) -> None:
        """Choosing in the list, or typing, chooses its card."""
        if not self._filling and name in self.options:
            self.options[name].setChecked(True)
            self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self._show_fields()
            self.changed.emit()

    def _show_fields(self) -> None:
        """The list and the line stand below their cards once these are chosen."""
        chosen = self._chosen()
        self.other.setVisible(chosen == OTHER)
        self.own.setVisible(chosen == WORDS)

    def focus_first(self) -> None:
        """What is chosen, else the first."""
        made = [*self.ticks.values(), *self.options.values()]
        if made:
            next((each for each in made if each.isChecked()), made[0]).setFocus()

    def _clear(self) -> None:
        for made in (*self.options.values(), *self.ticks.values()):
            self._group.removeButton(made)
            self._column.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.options, self.ticks = {}, {}
        self.other.clear()
        for kept in (self.other, self.own):
            self._column.removeWidget(kept)
            kept.setParent(self)
            kept.hide()
