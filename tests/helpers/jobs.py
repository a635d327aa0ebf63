"""Jobs for tests: importable by a spawned process."""

from __future__ import annotations

import time

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.progress import Progress, Report


def count(desk: Desk, report: Report, upto: int) -> dict[str, object]:
    for number in range(upto):
        report(Progress("count", number, upto))
        time.sleep(0.06)
    return {"operator": desk.operator, "now": desk.clock.now(), "counted": upto}


def refuse(_desk: Desk, report: Report) -> None:
    report(Progress("refuse", 0))
    raise Refusal(P("no."), "here", P("Try again."))


def break_down(_desk: Desk, report: Report) -> None:
    report(Progress("break", 0))
    raise ZeroDivisionError
