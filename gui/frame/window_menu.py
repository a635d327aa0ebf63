"""The menu behind the operator's name: language, theme, text size, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.preferences import SCALES
from gui.theme.theme import Mode

LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))
MODE_NAMES: tuple[tuple[Mode, Phrase], ...] = (
    ("light", P("Light")),
    ("dark", P("Dark")),
    ("system", P("As the system")),
)


class WindowMenu(QMenu):
    """Every choice takes effect at once and is remembered."""

    keys_asked = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        context.language_changed.connect(self.fill)
        context.theme_changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        self.clear()
        tr, theme = self._context.tr, self._context.theme
        languages = [(name, word, name == self._context.language) for name, word in LANGUAGE_NAMES]
        self._choices(tr(P("Language")), languages, self._set_language)
        modes = [(mode, tr(word), mode == theme.mode) for mode, word in MODE_NAMES]
        self._choices(tr(P("Theme")), modes, self._set_theme)
        sizes = [(str(s), f"{round(s * 100)} %", abs(s - theme.scale) < 0.01) for s in SCALES]
        self._choices(tr(P("Text size")), sizes, self._set_scale)
        self.addSeparator()
        self.addAction(tr(P("Settings"))).triggered.connect(lambda: self._context.go("settings"))
        self.addAction(tr(P("Keyboard shortcuts"))).triggered.connect(self.keys_asked)

    def _choices(
        self, title: str, items: Sequence[tuple[str, str, bool]], choose: Callable[[str], None]
    ) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for key, word, on in items:
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(lambda _on=False, name=key: choose(name))
            group.addAction(action)

    def _set_language(self, name: str) -> None:
        self._context.set_language("zh" if name == "zh" else "en")
        self._save()

    def _set_theme(self, name: str) -> None:
        self._context.set_theme(next(mode for mode, _ in MODE_NAMES if mode == name))
        self._save()

    def _set_scale(self, name: str) -> None:
        self._context.set_theme(self._context.theme.mode, float(name))
        self._save()

    def _save(self) -> None:
        self.fill()
        theme = self._context.theme
        self._context.like(language=self._context.language, theme=theme.mode, scale=theme.scale)
