"""How the window looks and speaks: language, theme, text size, calling for attention."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.base.phrase import P
from core.base.system_language import system_language
from gui.context import WindowContext
from gui.frame.window_menu import LANGUAGE_NAMES, MODE_NAMES
from gui.panels.settings.section import Section
from gui.preferences import SCALES
from gui.widgets.choice import Tick
from gui.widgets.segment import Segment

_SYSTEM = "system"


class LookSection(Section):
    """Every choice takes effect at once and is remembered."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, P("Look and language"), parent=parent)
        theme = context.theme
        self.language, self.mode, self.scale = Segment(theme), Segment(theme), Segment(theme)
        self.alerts = Tick(theme)
        self.words.bind(P("Call for attention in the task bar when something new waits"), self.alerts.setText)
        self.add_row(P("Language"), self.language)
        self.add_row(P("Theme"), self.mode)
        self.add_row(P("Text size"), self.scale)
        self.add_row(P("Notifications"), self.alerts)
        self._as_system = False
        self.show_now()
        self.language.chosen.connect(self._choose_language)
        self.mode.chosen.connect(self._choose_mode)
        self.scale.chosen.connect(self._choose_scale)
        self.alerts.toggled.connect(self._choose_alerts)
        context.theme_changed.connect(self.show_now)

    def retranslate(self) -> None:
        super().retranslate()
        self.show_now()

    def show_now(self) -> None:
        """The choices in force, also where they were made elsewhere."""
        tr, theme = self.context.tr, self.context.theme
        chosen = _SYSTEM if self._as_system else self.context.language
        self.language.set_items([*LANGUAGE_NAMES, (_SYSTEM, tr(P("As the system")))], chosen)
        self.mode.set_items([(mode, tr(word)) for mode, word in MODE_NAMES], theme.mode)
        nearest = min(SCALES, key=lambda each: abs(each - theme.scale))
        self.scale.set_items([(str(each), f"{round(each * 100)} %") for each in SCALES], str(nearest))
        self.alerts.setChecked(self.context.alerts)

    def _choose_language(self, name: str) -> None:
        self._as_system = name == _SYSTEM
        self.context.like(language="" if self._as_system else name)
        wanted = system_language() if self._as_system else name
        self.context.set_language("zh" if wanted == "zh" else "en")

    def _choose_mode(self, name: str) -> None:
        mode = next(mode for mode, _ in MODE_NAMES if mode == name)
        self.context.like(theme=mode)
        self.context.set_theme(mode)

    def _choose_scale(self, name: str) -> None:
        self.context.like(scale=float(name))
        self.context.set_theme(self.context.theme.mode, float(name))

    def _choose_alerts(self, on: bool) -> None:
        self.context.alerts = on
        self.context.like(alerts=on)
