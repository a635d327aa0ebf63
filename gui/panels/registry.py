"""The places of the rail, in order. What the rail shows of a place is written here, so that a panel's module
is imported after the start at the earliest: all of them together take longer than the rest of the start."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from core.base.phrase import P, Phrase
from gui.panels.panel import Panel


class Place(NamedTuple):
    """`block`: places of one block stand together; the last block stands at the bottom of the rail.
    `icon`: Phosphor name; the active rail item uses its -fill form."""

    key: str
    block: int
    icon: str
    title: Phrase

    def panel_class(self) -> type[Panel]:
        """Class `<Key>Panel` in gui/panels/<key>/panel.py."""
        found: type[Panel] = getattr(
            import_module(f"gui.panels.{self.key}.panel"), f"{self.key.capitalize()}Panel"
        )
        return found


PLACES = (
    Place("overview", 0, "squares-four", P("Overview")),
    Place("violations", 0, "warning-octagon", P("Violations")),
    Place("obligations", 0, "timer", P("Obligations")),
    Place("roster", 1, "users", P("Roster")),
    Place("ledger", 1, "receipt", P("Ledger")),
    Place("charts", 1, "chart-bar", P("Charts")),
    Place("charters", 2, "book-bookmark", P("Charters")),
    Place("intake", 2, "download-simple", P("Intake")),
    Place("feed", 2, "broadcast", P("Bots")),
    Place("settings", 3, "gear", P("Settings")),
)


def load_panels(wanted: Callable[[], bool]) -> None:
    """Load the modules of all places, off the GUI thread, so that a first visit only makes widgets. Stops between two
    places when nobody wants it any more."""
    for place in PLACES:
        if not wanted():
            return
        place.panel_class()
