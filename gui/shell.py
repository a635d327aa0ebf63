"""The main window: rail, top bar, the panel in view, drawer, toasts, status line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.changes import Changes
from core.desk.desk import Desk
from gui.context import WindowContext
from gui.feed import begin as begin_feed
from gui.folder_watch import FolderWatch
from gui.frame.drawer import Drawer
from gui.frame.dropping import Drops
from gui.frame.status_line import StatusLine
from gui.frame.toasts import Toasts
from gui.frame.top_bar import TopBar
from gui.frame.window_menu import WindowMenu
from gui.panels.panel import Panel
from gui.panels.registry import PLACES, Place
from gui.widgets.key_names import keys_text
from gui.widgets.rail import Rail, RailPlace

if TYPE_CHECKING:
    from core.desk.groups import GroupSummary
    from gui.frame.palette import Palette
    from gui.frame.search_index import Hit

SIZE = (1440, 900)
SMALLEST = (960, 600)
_COUNT_MS = 200
"""Badges wait so long after a change: the panel in view reads first."""
_COUNT_LIVE_MS = 1_000
"""And so long while a bot talks: what was found is to be painted first."""
_AHEAD_MS = 150


class Shell(QMainWindow):
    """Panels are made at the first visit, or before it when there is time. Badges of all places are counted on a reader thread."""

    closing = Signal()

    def __init__(self, context: WindowContext, remember: bool = True) -> None:
        super().__init__()
        self.context = context
        self._places: dict[str, Place] = {place.key: place for place in PLACES}
        self._panels: dict[str, Panel] = {}
        self._current = ""
        self._scale = context.theme.scale
        self._waiting: tuple[int | None, int] | None = None
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        context.remembers = remember
        context.keep(FolderWatch(context))
        context.keep(begin_feed(context))
        self.menu = WindowMenu(context, self)
        self.rail = Rail(context.theme, [RailPlace(p.key, p.icon, p.block) for p in PLACES])
        self.top = TopBar(context, self.menu)
        self.stack = QStackedWidget()
        self.status = StatusLine(context)
        self._lay_out()
        self.drawer = Drawer(context.theme, self.stack)
        self.toasts = Toasts(context, self.stack)
        self.stack.installEventFilter(self)
        context.theme.dress(self)
        Drops(context, self)
        self._connect()
        self.retranslate()
        self._counting = QTimer(self, singleShot=True)
        self._counting.timeout.connect(self._count)
        # Both wait for the first turn of the loop: reading must not slow down the first painting.
        QTimer.singleShot(0, self, self._count)
        QTimer.singleShot(0, self, self.status.check_chain)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        middle = QWidget()
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        context = self.context
        self.rail.chosen.connect(self.show_panel)
        self.top.search_asked.connect(self.open_palette)
        self.menu.keys_asked.connect(self._show_keys)
        context.operator_changed.connect(self._count)
        context.approval_asked.connect(self._ask_approval)
        context.go_requested.connect(self._go)
        context.drawer_requested.connect(self._drawer)
        context.changed.connect(self._changed)
        context.filters_changed.connect(self._count)
        context.language_changed.connect(self.retranslate)
        context.theme_changed.connect(self._fit_text)
        for keys, slot in (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+Z", context.undo_latest),
            ("Ctrl+,", lambda: self.show_panel("settings")),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        for number, key in enumerate(self._places, 1):
            if number < 10:
                shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
                shortcut.activated.connect(lambda name=key: self.show_panel(name))

    # panels

    def show_panel(self, key: str) -> Panel:
        """Bring a place into view, making it at the first visit."""
        panel = self._panels.get(key) or self._make(key)
        if key != self._current:
            self._current = key
            self.context.close_drawer()
            self.toasts.lift = int(getattr(panel, "foot_height", 0))
            self.stack.setCurrentWidget(panel)
            self.rail.mark(key)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)
        return panel

    def _make(self, key: str) -> Panel:
        panel = self._panels[key] = self._places[key].panel_class()(self.context)
        panel.badge_changed.connect(self._badges)
        panel.retranslate()
        self.stack.addWidget(panel)
        return panel

    def make_ahead(self) -> None:
        """Make what was not visited yet, one panel at a time and while nothing is pressed, so that a first visit
        only has to paint. Panels read nothing before they come into sight."""
        missing = next((key for key in self._places if key not in self._panels), None)
        if missing is None:
            return
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._make(missing)
        QTimer.singleShot(_AHEAD_MS, self, self.make_ahead)

    def _fit_text(self) -> None:
        """Another text size changes every measure: panels are made anew."""
        if self.context.theme.scale == self._scale:
            return
        self._scale = self.context.theme.scale
        key, self._current = self._current, ""
        for panel in self._panels.values():
            self.stack.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self._panels.clear()
        if key:
            self.show_panel(key)

    @property
    def current(self) -> str:
        return self._current

    def panel(self, key: str) -> Panel | None:
        """The panel of a place, if it was made: at its first visit, or ahead of it."""
        return self._panels.get(key)

    def place_keys(self) -> tuple[str, ...]:
        return tuple(self._places)

    def _go(self, key: str, focus: dict[str, Any]) -> None:
        if key in self._places:
            self.show_panel(key).focus_on(**focus)

    # badges and groups

    def _changed(self, changes: Changes) -> None:
        wait = _COUNT_LIVE_MS if changes.live else _COUNT_MS
        if not self._counting.isActive() or self._counting.remainingTime() > wait:
            self._counting.start(wait)

    def _count(self) -> None:
        group_id = self.context.group_id

        def read(desk: Desk) -> tuple[list[GroupSummary], dict[str, int]]:
            # Imported on the reader thread: what counts needs is not needed to draw the window.
            from gui.panels.badges import read_badges

            return read_badges(desk, group_id)

        self.context.read(self, "badges", read, self._show_counts)
        self.context.read(self, "role", _role, self.top.show_role, lambda _error: self.top.show_role(""))

    def _show_counts(self, answer: tuple[list[GroupSummary], Mapping[str, int]]) -> None:
        known, counts = answer
        self._call(counts.get("violations", 0) + counts.get("obligations", 0))
        self.context.groups = tuple(known)
        self.top.set_groups(known)
        self.status.set_empty(not known)
        for key, number in counts.items():
            self.rail.item(key).set_count(number)

    def _call(self, waiting: int) -> None:
        """More waits than before while one works in another window: the system shows it in its task bar."""
        before, self._waiting = self._waiting, (self.context.group_id, waiting)
        grew = before is not None and before[0] == self.context.group_id and before[1] < waiting
        if grew and self.context.alerts and not self.isActiveWindow():
            QApplication.alert(self)

    def _badges(self) -> None:
        """The panel in view knows its count first. What hidden panels know may be of other filters."""
        for key, panel in self._panels.items():
            if panel.isVisible():
                self.rail.item(key).set_count(panel.badge())

    # words

    def retranslate(self) -> None:
        tr = self.context.tr
        self.setWindowTitle(tr(P("Qunzhang")))
        self.rail.brand.set_name(tr(P("Qunzhang")))
        for number, (key, place) in enumerate(self._places.items(), 1):
            self.rail.item(key).set_word(tr(place.title))
            self.rail.item(key).setToolTip(f"{tr(place.title)}  {keys_text(f'Ctrl+{number}')}")
        self.drawer.close_button.set_name(tr(P("Close")))
        self.top.retranslate()
        self.status.retranslate()

    # palette and menu

    def open_palette(self) -> Palette:
        # Imported when first asked for: what it searches through brings in charters and import formats.
        from gui.frame.palette import Palette

        palette = Palette(self.context, self._commands(), self)
        palette.command.connect(self._run_command)
        top = self.top.search.mapToGlobal(self.top.search.rect().topLeft())
        palette.move(top.x() + (self.top.search.width() - palette.width()) // 2, top.y())
        palette.show()
        return palette

    def _commands(self) -> list[Hit]:
        # As with the palette itself.
        from gui.frame.search_index import commands, pages

        tr = self.context.tr
        entries = [
            (f"go {key}", tr(P("Go to {place}", place=p.title)), key) for key, p in self._places.items()
        ]
        other = "中文" if self.context.language == "en" else "English"
        dark = self.context.theme.dark
        entries += [
            ("language", tr(P("Language: {name}", name=other)), "language 语言 yuyan"),
            ("theme", tr(P("Theme: light") if dark else P("Theme: dark")), "theme dark light 主题 深色 浅色"),
            ("undo", tr(P("Undo the latest decision")), "undo 撤销"),
            ("keys", tr(P("Keyboard shortcuts")), "keys shortcuts 快捷键"),
            ("verify", tr(P("Check the chain now")), "verify chain 记录链"),
        ]
        return commands(entries) + pages(self.context.language)

    def _run_command(self, name: str) -> None:
        if name.startswith("go "):
            self.show_panel(name.removeprefix("go "))
        elif name == "language":
            self.context.set_language("zh" if self.context.language == "en" else "en")
        elif name == "theme":
            self.context.set_theme("light" if self.context.theme.dark else "dark")
        elif name == "undo":
            self.context.undo()
        elif name == "verify":
            self.status.check_chain()
        elif name == "keys":
            self._show_keys()

    def _ask_approval(self, again: Callable[[str, str], None]) -> None:
        # As with the keys.
        from gui.panels.approval_dialog import ask_approval

        ask_approval(self.context, again, self)

    def _show_keys(self) -> None:
        # Imported when asked for: the panel behind it brings in much.
        from gui.panels.violations.dialogs import KeysDialog

        KeysDialog(self.context, self).open()

    # drawer, keys, closing

    def _drawer(self, widget: QWidget | None) -> None:
        if widget is None:
            self.drawer.close_content()
        else:
            self.drawer.open_content(widget)
            self.toasts.raise_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def escape(self) -> None:
        """Close the drawer first, then whatever the panel has open or selected."""
        panel = self._panels.get(self._current)
        if self.drawer.content is not None:
            self.drawer.close_content()
            if panel is not None:
                panel.setFocus(Qt.FocusReason.OtherFocusReason)
        elif panel is not None:
            panel.escape()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.stack and event.type() == QEvent.Type.Resize:
            self.drawer.place()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.drawer.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closing.emit()


def _role(desk: Desk) -> str:
    """The role of who works at the desk; "" while nobody is entered."""
    from core.store.operators import operators

    with desk.store.read() as session:
        return next((row.role for row in operators(session) if row.name == desk.operator), "")
