"""Pictures of every panel, in both languages and both themes, for people who have no display here."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

from PySide6.QtWidgets import QApplication

from core.base.phrase import LANGUAGES
from gui.context import WindowContext
from gui.shell import SIZE, Shell
from gui.theme.theme import Mode

THEMES: tuple[Mode, ...] = ("light", "dark")
_QUIET_S = 0.25
"""Data counts as there when nothing was asked for that long."""
_LONGEST_S = 60.0


def settle(context: WindowContext, quiet: float = _QUIET_S) -> None:
    """Run the event loop until every question is answered and nothing new was asked."""
    app = QApplication.instance()
    begun = calm = monotonic()
    while monotonic() - calm < quiet and monotonic() - begun < _LONGEST_S:
        if app is not None:
            app.processEvents()
        if not context.idle:
            calm = monotonic()
        sleep(0.005)


def render(context: WindowContext, out_dir: Path) -> list[Path]:
    """Write <out_dir>/<lang>-<theme>/<panel>.png for every panel at 1440×900; the paths written.

    Raises OSError when a folder cannot be made.
    """
    shell = Shell(context, remember=False)
    shell.resize(*SIZE)
    written: list[Path] = []
    for language in LANGUAGES:
        context.set_language(language)
        for theme in THEMES:
            context.set_theme(theme)
            folder = out_dir / f"{language}-{theme}"
            folder.mkdir(parents=True, exist_ok=True)
            for key in shell.place_keys():
                shell.show_panel(key)
                shell.show()
                settle(context)
                path = folder / f"{key}.png"
                if not shell.grab().save(str(path)):
                    raise OSError(f"cannot write {path}")
                written.append(path)
    shell.close()
    shell.deleteLater()
    return written
