"""The application: one QApplication on a qasync loop, its look, its error nets, and the main window."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

import platformdirs
import qasync
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core.base.phrase import Language, P, system_language
from core.desk.desk import Desk
from gui import preferences
from gui.context import Note, WindowContext
from gui.shell import Shell
from gui.theme.theme import Theme

log = logging.getLogger("qunzhang.window")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def application() -> QApplication:
    """The QApplication, made at the first call."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication(["qunzhang"])
    app.setApplicationName("Qunzhang")
    app.setApplicationDisplayName("Qunzhang")
    app.setDesktopFileName("qunzhang")
    return app


def build(desk: Desk, language: Language | None = None, remember: bool = True) -> tuple[WindowContext, Shell]:
    """The context and the main window at `desk`, not yet shown. `remember`: keep preferences."""
    app = application()
    liked = preferences.load() if remember else preferences.Preferences()
    theme = Theme(app)
    theme.apply(app, liked.theme if remember else "light", liked.scale)
    theme.follow(app)
    context = WindowContext(desk, theme, "en")
    context.set_language(language or liked.chosen_language() or system_language())
    icon = theme.icon("book-bookmark-fill", "accent")
    app.setWindowIcon(QIcon(icon))
    shell = Shell(context, remember)
    return context, shell


def run(desk: Desk, language: Language | None = None) -> int:
    """Open the window and answer the exit code when it is closed."""
    app = application()
    qInstallMessageHandler(_qt_message)
    _log_to_file()
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    # qasync's own executor is made of QThreads, which abort at exit when one is still running.
    executor = ThreadPoolExecutor(4, thread_name_prefix="loop")
    loop.set_default_executor(executor)
    context, shell = build(desk, language)
    _catch_errors(context, loop)
    closed = asyncio.Event()
    shell.closing.connect(closed.set)
    shell.show_panel(shell.place_keys()[0])
    shell.show()
    with loop:
        loop.run_until_complete(closed.wait())
        context.close()
        executor.shutdown(wait=True, cancel_futures=True)
    shell.deleteLater()
    app.processEvents()
    return 0


def log_path() -> Path:
    return Path(platformdirs.user_log_dir("Qunzhang", appauthor=False)) / "window.log"


def _log_to_file() -> None:
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        # Without a place for the log the window still works.
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _qt_message(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), text)


class ErrorNet:
    """Catches what nobody expected: once to the log for each place in the code, and a toast."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._seen: set[tuple[str, int]] = set()

    def caught(self, error: BaseException) -> None:
        place = _place(error.__traceback__)
        if place in self._seen:
            return
        self._seen.add(place)
        log.error("unexpected error", exc_info=(type(error), error, error.__traceback__))
        text = P("Something went wrong: {name}. The details are in the log.", name=type(error).__name__)
        note = Note(text, trouble=True)
        self._context.background.post(lambda: self._context.toast_requested.emit(note))


def _place(trace: TracebackType | None) -> tuple[str, int]:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return ("", 0) if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def _catch_errors(context: WindowContext, loop: Any) -> None:
    net = ErrorNet(context)
    sys.excepthook = lambda _kind, error, _trace: net.caught(error)
    threading.excepthook = lambda found: net.caught(found.exc_value) if found.exc_value else None
    loop.set_exception_handler(
        lambda _loop, what: net.caught(what["exception"]) if "exception" in what else log.error(str(what))
    )
