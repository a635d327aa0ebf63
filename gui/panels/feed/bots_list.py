"""The bots that are or were connected, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.base.phrase import P, Phrase
from core.feed.state import Bot
from gui import i18n
from gui.context import WindowContext
from gui.widgets.painting import hairline, paint_avatar, paint_tag, paint_text, tag_width

_ROW = 48
PROTOCOLS = {
    "onebot-12": "OneBot 12", "onebot-11": "OneBot 11", "chatlab": "ChatLab", "chatlog": "chatlog",
    "jsonl": "HTTP", "wecom": "WeCom",
}  # fmt: skip


def standing(bot: Bot) -> tuple[Phrase, str, str]:
    """Word, tone and icon for how a bot stands."""
    if bot.connected and bot.stale:
        return P("fell silent"), "amber", "warning"
    if bot.connected:
        return P("connected"), "green", "check"
    return P("gone"), "grey", "minus-circle"


class BotsList(QWidget):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._bots: tuple[Bot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.updateGeometry)

    def show_bots(self, bots: Sequence[Bot]) -> None:
        self._bots = tuple(bots)
        self.setAccessibleName("; ".join(f"{_name(bot)} {self._line(bot)}" for bot in self._bots))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.context.theme.px(_ROW) * max(1, len(self._bots)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, tr = QPainter(self), self.context.theme, self.context.tr
        high = theme.px(_ROW)
        if not self._bots:
            words = tr(P("No bot has connected yet."))
            paint_text(painter, theme, QRect(0, 0, self.width(), high), words, "body", "text2")
        for number, bot in enumerate(self._bots):
            top = number * high
            hairline(painter, theme, 0, self.width(), top)
            paint_avatar(painter, theme, QRect(0, top + (high - 32) // 2, 32, 32), _name(bot))
            word, tone, icon = standing(bot)
            wide = tag_width(theme, tr(word), icon)
            tag = QRect(self.width() - wide, top + (high - theme.px(20)) // 2, wide, theme.px(20))
            paint_tag(painter, theme, tag, tr(word), tone, icon)
            room = self.width() - 44 - wide - 8
            upper = QRect(44, top + high // 2 - theme.px(19), room, theme.px(18))
            paint_text(painter, theme, upper, _name(bot), "strong")
            lower = QRect(44, top + high // 2, room, theme.px(18))
            paint_text(painter, theme, lower, self._line(bot), "small", "text2")
        painter.end()

    def _line(self, bot: Bot) -> str:
        protocol = PROTOCOLS.get(bot.protocol, bot.protocol)
        last = max(bot.last_heartbeat or 0, bot.last_event or 0)
        if not last:
            return protocol
        at = i18n.day_and_time(last, self.context.now(), self.context.zone)
        return self.context.tr(P("{protocol} · last heard {at}", protocol=protocol, at=at))


def _name(bot: Bot) -> str:
    return bot.name or bot.id
