"""The places of the rail, in order. A panel stands there as soon as its module exists."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from gui.panels.panel import Panel


class Place(NamedTuple):
    """`block`: places of one block stand together; the last block stands at the bottom of the rail."""

    key: str
    block: int
    panel: type[Panel]


_ORDER: tuple[tuple[str, int], ...] = (
    ("overview", 0), ("violations", 0), ("obligations", 0),
    ("roster", 1), ("ledger", 1), ("charts", 1),
    ("charters", 2), ("intake", 2), ("feed", 2),
    ("settings", 3),
)  # fmt: skip


@cache
def places() -> tuple[Place, ...]:
    """Every panel there is: class `<Key>Panel` in gui/panels/<key>/panel.py."""
    found = []
    for key, block in _ORDER:
        name = f"gui.panels.{key}.panel"
        if find_spec(f"gui.panels.{key}") is None or find_spec(name) is None:
            continue
        found.append(Place(key, block, getattr(import_module(name), f"{key.capitalize()}Panel")))
    return tuple(found)
