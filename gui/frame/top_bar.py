"""The top bar: which group, which period, search, and who works here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.feed import Feed
from gui.theme.theme import Theme
from gui.theme.tokens import TOP
from gui.widgets.ground import Ground
from gui.widgets.painting import (
    dot,
    key_width,
    paint_avatar,
    paint_box,
    paint_focus,
    paint_icon,
    paint_key,
    paint_text,
    text_width,
)
from gui.widgets.pick_button import PickButton

if TYPE_CHECKING:
    from core.desk.groups import GroupSummary

PERIODS: tuple[tuple[int, Phrase], ...] = (
    (1, P("Last 24 hours")),
    (7, P("Last 7 days")),
    (30, P("Last 30 days")),
    (90, P("Last 90 days")),
    (0, P("All time")),
)

ROLE_NAMES: dict[str, Phrase] = {
    "owner": P("console owner"), "admin": P("admin"), "supervisor": P("supervisor"),
}  # fmt: skip
"""Roles of operators at this console, as said beside their names."""


class SearchBox(QAbstractButton):
    """Looks like a field; opens the palette."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self.setMaximumWidth(theme.px(400))
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        keys = key_width(self._theme, "Ctrl") + key_width(self._theme, "K") + 24
        wanted = text_width(self._theme, self.text()) + 48 + keys
        return QSize(max(self._theme.px(320), wanted), min(self._theme.px(32), TOP - 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, middle = QPainter(self), self._theme, self.height() // 2
        paint_box(painter, theme, self.rect(), "canvas", "line2" if self.underMouse() else "line", 6)
        paint_icon(painter, theme, QRect(9, 0, 16, self.height()), "magnifying-glass", "text3")
        right = self.width() - 9 - key_width(theme, "K")
        paint_key(painter, theme, right, middle, "K", "text3")
        right -= key_width(theme, "Ctrl") + 6
        paint_key(painter, theme, right, middle, "Ctrl", "text3")
        paint_text(painter, theme, QRect(34, 0, right - 42, self.height()), self.text(), "body", "text3")
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())


class OperatorButton(PickButton):
    """Avatar, name and console role; opens the menu of the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "strong", parent)
        self._role_word = ""

    def set_operator(self, name: str, role_word: str) -> None:
        self._role_word = role_word
        self.set_word(name)
        self.setAccessibleName(f"{name} {role_word}")

    def sizeHint(self) -> QSize:
        width = text_width(self._theme, self.text(), "strong") + 8
        if self._role_word:
            width += text_width(self._theme, self._role_word, "small") + 8
        return QSize(40 + width, self._theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, height = QPainter(self), self._theme, self.height()
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.color("hover"))
        paint_avatar(painter, theme, QRect(8, (height - 24) // 2, 24, 24), self.text())
        used = paint_text(painter, theme, QRect(40, 0, self.width() - 48, height), self.text(), "strong")
        role = QRect(48 + used, 0, self.width() - 48 - used, height)
        paint_text(painter, theme, role, self._role_word, "small", "text3")
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())


class FeedLight(QAbstractButton):
    """A dot and a word for how the feed stands; leads to its panel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._token = theme, "green"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_word(self, word: str, token: str) -> None:
        self._token = token
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(28 + text_width(self._theme, self.text(), "small"), self._theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, middle = QPainter(self), self._theme, self.height() / 2
        if self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        dot(painter, theme, QPointF(10, middle), self._token)
        paint_text(
            painter, theme, QRect(20, 0, self.width() - 24, self.height()), self.text(), "small", "text2"
        )
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())


class TopBar(Ground):
    """Choosing a group or period sets the context's filters."""

    search_asked = Signal()

    def __init__(self, context: WindowContext, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "b", parent)
        self._context = context
        self._groups: list[GroupSummary] = []
        self._role = ""
        self.setFixedHeight(TOP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 1)
        layout.setSpacing(8)
        self.group_button = PickButton(context.theme, "chats-circle", "strong")
        self.period_button = PickButton(context.theme, "calendar-blank")
        self.search = SearchBox(context.theme)
        self.operator = OperatorButton(context.theme)
        self.operator.setMenu(menu)
        self.group_button.setMenu(QMenu(self))
        self.period_button.setMenu(QMenu(self))
        self.search.clicked.connect(self.search_asked)
        layout.addWidget(self.group_button)
        layout.addWidget(self.period_button)
        layout.addStretch(1)
        layout.addWidget(self.search)
        layout.addStretch(1)
        self.light = FeedLight(context.theme)
        self.light.clicked.connect(lambda: context.go("feed"))
        layout.addWidget(self.light)
        layout.addWidget(self.operator)
        feed = context.kept(Feed)
        if feed is not None:
            feed.state_changed.connect(self._show_feed)
        context.filters_changed.connect(self._show_filters)
        self.retranslate()

    def set_groups(self, groups: Sequence[GroupSummary]) -> None:
        self._groups = list(groups)
        known = {group.id for group in groups}
        if self._context.group_id is not None and self._context.group_id not in known:
            self._context.set_filters(None, self._context.period_days)
        self._fill_groups()
        self._show_filters()

    def show_role(self, role: str) -> None:
        """Who works here, and as what; `role` as the store knows it, "" while nobody is entered."""
        self._role = role
        words = self._context.tr(ROLE_NAMES[role]) if role in ROLE_NAMES else ""
        self.operator.set_operator(self._context.desk.operator, words)

    def retranslate(self) -> None:
        tr = self._context.tr
        self.search.setText(tr(P("People, cases, clauses, commands")))
        self.search.setAccessibleName(tr(P("Search")))
        self.show_role(self._role)
        self._show_feed()
        self._fill_groups()
        menu = self.period_button.menu()
        menu.clear()
        chosen = QActionGroup(menu)
        for days, word in PERIODS:
            action = menu.addAction(tr(word))
            action.setCheckable(True)
            action.setChecked(days == self._context.period_days)
            action.triggered.connect(lambda _on=False, n=days: self._choose_period(n))
            chosen.addAction(action)
        self._show_filters()

    def _show_feed(self) -> None:
        """Nothing while the feed is off: most consoles have no bot."""
        feed = self._context.kept(Feed)
        running = feed is not None and (feed.state.running or feed.trouble is not None)
        self.light.setVisible(running)
        if feed is None or not running:
            return
        if feed.trouble is not None or feed.state.error is not None:
            self.light.show_word(self._context.tr(P("Bots in trouble")), "red")
        elif feed.state.stale:
            self.light.show_word(self._context.tr(P("Bots silent")), "amber-d")
        elif not any(bot.connected for bot in feed.state.bots):
            self.light.show_word(self._context.tr(P("Waiting for a bot")), "text3")
        else:
            self.light.show_word(self._context.tr(P("Bots connected")), "green")

    def _fill_groups(self) -> None:
        menu = self.group_button.menu()
        menu.clear()
        chosen = QActionGroup(menu)
        entries: list[tuple[int | None, str]] = [(None, self._all_groups())]
        entries += [(group.id, group.name) for group in self._groups]
        for group_id, name in entries:
            # An ampersand in a group's name is no mnemonic.
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(group_id == self._context.group_id)
            action.triggered.connect(lambda _on=False, g=group_id: self._choose_group(g))
            chosen.addAction(action)

    def _all_groups(self) -> str:
        if not self._groups:
            return self._context.tr(P("No groups yet"))
        return self._context.tr(P("All {n} groups", n=len(self._groups)))

    def _show_filters(self) -> None:
        context = self._context
        name = next((g.name for g in self._groups if g.id == context.group_id), self._all_groups())
        self.group_button.set_word(name)
        word = next((word for days, word in PERIODS if days == context.period_days), PERIODS[1][1])
        self.period_button.set_word(context.tr(word))
        self.period_button.setVisible(bool(self._groups))

    def _choose_group(self, group_id: int | None) -> None:
        self._context.set_filters(group_id, self._context.period_days)

    def _choose_period(self, days: int) -> None:
        self._context.set_filters(self._context.group_id, days)
