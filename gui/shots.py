"""Pictures of every panel, in both languages and both themes, for people who have no display here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtWidgets import QApplication

from core.base.phrase import LANGUAGES
from gui.context import WindowContext
from gui.posing import filters_for, pose
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
    # On a busy machine one turn can last longer than `quiet`: asked again before giving up the wait.
    while (monotonic() - calm < quiet or not context.idle) and monotonic() - begun < _LONGEST_S:
        if app is not None:
            app.processEvents()
        if not context.idle:
            calm = monotonic()
        sleep(0.005)


def render(context: WindowContext, out_dir: Path) -> list[Path]:
    """Write <out_dir>/<lang>-<theme>/<panel>.png for every panel at 1440×900, each as it looks in use;
    the paths written.

    Raises OSError when a folder cannot be made.
    """
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch:
        for language in LANGUAGES:
            context.set_language(language)
            for theme in THEMES:
                context.set_theme(theme)
                folder = out_dir / f"{language}-{theme}"
                folder.mkdir(parents=True, exist_ok=True)
                written += _round(context, folder, Path(scratch))
    return written


def _round(context: WindowContext, folder: Path, scratch: Path) -> list[Path]:
    """Every panel once, in a window of its own: nothing is left chosen from the round before."""
    shell = Shell(context, remember=False)
    shell.resize(*SIZE)
    shell.show()
    written = []
    for key in shell.place_keys():
        context.set_filters(*filters_for(key, context.desk))
        panel = shell.show_panel(key)
        settle(context)
        pose(panel, context, scratch)
        settle(context)
        path = folder / f"{key}.png"
        if not shell.grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        written.append(path)
    context.set_filters(None, 7)
    shell.close()
    shell.deleteLater()
    return written
