"""The far side of a long job: runs in a process of its own, at low priority, and imports no Qt."""

from __future__ import annotations

import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, NamedTuple

from core.base.clock import FixedClock, SystemClock
from core.base.phrase import Phrase
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.low_priority import give_way
from core.desk.progress import Cancelled, Progress
from core.store.store import open_store

_REPORT_EVERY_S = 0.05
"""At most twenty reports a second: more would only keep the window busy."""


class Place(NamedTuple):
    """Where the job works: the same store, operator and moment as the window."""

    url: str
    operator: str
    fixed_at: int | None


def main(connection: Connection, place: Place, target: str, arguments: dict[str, Any]) -> None:
    """Run `target` ("module:function") as function(desk, report=…, **arguments).

    Sends ("progress", Progress) and at the end one of ("done", value), ("refused", what, where, remedy),
    ("cancelled",), ("failed", traceback). Anything received asks to stop.
    """
    give_way()
    last = 0.0

    def report(progress: Progress) -> None:
        nonlocal last
        if connection.poll():
            raise Cancelled
        if monotonic() - last >= _REPORT_EVERY_S:
            last = monotonic()
            connection.send(("progress", progress))

    try:
        module, _, name = target.partition(":")
        function = getattr(import_module(module), name)
        store = open_store(place.url)
        try:
            clock = SystemClock() if place.fixed_at is None else FixedClock(place.fixed_at)
            value = function(Desk(store, clock, place.operator), report=report, **arguments)
        finally:
            store.close()
        connection.send(("done", value))
    except Cancelled:
        connection.send(("cancelled",))
    except Refusal as refusal:
        remedy: Phrase | None = refusal.remedy
        connection.send(("refused", refusal.what, refusal.where, remedy))
    except Exception:
        connection.send(("failed", traceback.format_exc()))
    finally:
        connection.close()
