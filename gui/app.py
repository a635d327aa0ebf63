"""The application: one QApplication on a qasync loop, its look, its error nets, and the main window."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

import platformdirs
import qasync
from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core.base.clock import FixedClock, Instant
from core.base.phrase import Language, P
from core.base.system_language import system_language
from core.desk.desk import Desk
from core.store.store import open_store
from gui import preferences
from gui.context import Note, WindowContext
from gui.panels.registry import load_panels
from gui.shell import Shell
from gui.theme.theme import Theme
from gui.tidying import Tidying

log = logging.getLogger("qunzhang.window")
_LOAD_MS = 700
"""After the window was shown: by then the first panel has read and painted what it shows."""
_TURN_S = 0.0001
"""So long one thread of the window's process keeps the others from running."""
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
    # What reads beside the window must not make it wait for its turn, which drawing takes many times.
    sys.setswitchinterval(_TURN_S)
    app = QApplication(["qunzhang"])
    app.setApplicationName("Qunzhang")
    app.setApplicationDisplayName("Qunzhang")
    app.setDesktopFileName("qunzhang")
    return app


def build(
    desk: Desk, language: Language | None = None, remember: bool = True, theme: Theme | None = None
) -> tuple[WindowContext, Shell]:
    """The context and the main window at `desk`, not yet shown. `remember`: keep preferences. `theme`: of a window that
    is open already; there is one look for all."""
    app = application()
    liked = preferences.load() if remember else preferences.Preferences()
    if theme is None:
        theme = Theme(app)
        theme.apply(app, liked.theme if remember else "light", liked.scale)
        theme.follow(app)
    context = WindowContext(desk, theme, "en")
    context.alerts = liked.alerts
    context.set_language(language or liked.chosen_language() or system_language())
    icon = theme.icon("book-bookmark-fill", "accent")
    app.setWindowIcon(QIcon(icon))
    shell = Shell(context, remember)
    return context, shell


def run(desk: Desk, language: Language | None = None, live: bool = False) -> int:
    """Open the window and answer the exit code when it is closed. `live`: a bot plays the sample to it."""
    app = application()
    qInstallMessageHandler(_qt_message)
    _log_to_file()
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    # qasync's own executor is made of QThreads, which abort at exit when one is still running.
    executor = ThreadPoolExecutor(4, thread_name_prefix="loop")
    loop.set_default_executor(executor)
    desk.listeners.append(lambda _changes: _remember_head(desk))
    context, shell = build(desk, language)
    samples = SampleWindows(context)
    _catch_errors(context, loop)
    closed = asyncio.Event()
    shell.closing.connect(closed.set)
    shell.show_panel("feed" if live else shell.place_keys()[0])
    shell.show()
    tidying = Tidying(app)

    def wanted() -> bool:
        return not closed.is_set()

    def load() -> None:
        load_panels(wanted)
        context.background.post(shell.make_ahead)

    QTimer.singleShot(_LOAD_MS, shell, lambda: wanted() and executor.submit(load))
    context.act(_sweep)
    if live:
        _play_sample(context)
    with loop:
        loop.run_until_complete(closed.wait())
        samples.close()
        context.close()
        executor.shutdown(wait=True, cancel_futures=True)
    tidying.end()
    shell.deleteLater()
    app.processEvents()
    return 0


def _play_sample(context: WindowContext) -> None:
    from gui.feed import Feed
    from gui.live_sample import LiveSample

    feed = context.kept(Feed)
    if feed is not None:
        LiveSample(context, feed)


def _remember_head(desk: Desk) -> None:
    # Imported at the first change: the window is drawn before the store's library is loaded.
    from core.keeping.heads import remember

    remember(desk.store)


def _sweep(desk: Desk) -> None:
    """Take back imports that broke off; nothing of them was visible."""
    # Imported on the writer thread, for the same reason.
    from core.store.imports import sweep_broken_imports

    sweep_broken_imports(desk.store)


def sample_path(desk: Desk) -> Path:
    """Beside the user's own store, never in it."""
    own = desk.store.path
    return (
        own.with_name("sample.db") if own is not None else Path(tempfile.gettempdir()) / "qunzhang-sample.db"
    )


class SampleWindows(QObject):
    """Opens the bundled sample in a window of its own when the first screen asks for it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._path = sample_path(context.desk)
        self._open: list[tuple[WindowContext, Shell]] = []
        context.sample_requested.connect(self.load)

    def load(self) -> None:
        if self._open and self._open[-1][1].isVisible():
            self._open[-1][1].raise_()
            self._open[-1][1].activateWindow()
            return
        # It is built anew: Windows deletes no file that a closed window still holds.
        self.close()
        name = P("Loading the sample")
        self._context.run_job(name, "gui.sample:build", {"path": str(self._path)}, self.show_at)

    def show_at(self, moment: Instant) -> None:
        """Open the sample's window with the clock at the sample's last moment."""
        operator = self._context.desk.operator
        desk = Desk(open_store(self._path), FixedClock(moment), operator)
        context, shell = build(desk, self._context.language, remember=False, theme=self._context.theme)
        shell.setWindowTitle(context.tr(P("Qunzhang: sample")))
        self._open.append((context, shell))
        shell.show_panel(shell.place_keys()[0])
        shell.show()

    def close(self) -> None:
        for context, shell in self._open:
            shell.close()
            context.close()
            context.desk.store.close()
            shell.deleteLater()
        self._open.clear()


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
