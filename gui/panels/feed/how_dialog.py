"""How a bot is connected, in a few lines; the guide has the recipes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.feed.settings import LOOPBACK, PORT
from core.feed.state import FeedState
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.fitted_dialog import FittedDialog
from gui.widgets.label import Label

_WIDTH = 620


class HowDialog(FittedDialog):
    def __init__(self, context: WindowContext, state: FeedState, parent: QWidget | None = None) -> None:
        super().__init__(context.theme.px(_WIDTH), parent)
        tr, theme = context.tr, context.theme
        self.setWindowTitle(tr(P("How to connect")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        place = f"{LOOPBACK}:{state.port or PORT}"
        for title, words in _parts(place):
            layout.addWidget(Label(theme, tr(title), "strong"))
            text = Label(theme, tr(words), "body", "text2", wrap=True)
            layout.addWidget(text)
            layout.addSpacing(6)
        close = Button(theme, tr(P("Close")))
        close.clicked.connect(self.accept)
        layout.addWidget(close)


def _parts(place: str) -> tuple[tuple[Phrase, Phrase], ...]:
    return (
        (P("1. Switch receiving on"),
         P("The console then listens on this computer only, and shows a token once. A bot without it is turned away.")),
        (P("2. Point the bot here"),
         P("OneBot 12 (reverse WebSocket): ws://{place}/onebot/v12/ – for NoneBot, Koishi and the bridge for Wechaty. "
           "OneBot 11: ws://{place}/onebot/v11/ws. The token goes into the bot's access_token.", place=place)),
        (P("3. Or send from a script"),
         P("POST a line with room, time, sender, name and text to http://{place}/hook/jsonl, with the header "
           "“Authorization: Bearer …”. Recorders that know ChatLab or chatlog can send as they do there.", place=place)),
        (P("What a bot may do"),
         P("It brings messages in. It acts in a group only after you gave it something from the list at the right, and "
           "only what it said it can do. A removal has to be approved first.")),
        (P("When a bot falls silent"),
         P("The record shows a gap for that time, and what was owed then is not counted as missed.")),
    )  # fmt: skip
