"""A group with a week of talk, judged: what charts, roster and adoption look at for real."""

from __future__ import annotations

from pathlib import Path

from core.base.clock import DAY, MINUTE, FixedClock, from_iso, iso
from core.desk import adoption, imports, scanning
from core.desk.desk import Desk
from core.store.store import Store
from tests.helpers.chats import write_chat

END = from_iso("2026-03-12T20:00:00")
GROUP = "管理群"
MEMBERS = (
    {"id": "wx_boss", "name": "顾南亭", "nickname": "金穗-顾南亭-13800000001", "role": "owner"},
    {"id": "wx_a", "name": "甲", "nickname": "金穗-甲-13800000002"},
    {"id": "wx_b", "name": "乙", "nickname": "小乙"},
    {"id": "wx_c", "name": "丙", "nickname": "金穗-丙-13800000004"},
)


def talk(path: Path, days: int = 7) -> Path:
    """Every day a notice at nine; 甲 answers at once, 乙 after three hours, 丙 never."""
    lines = []
    for day in range(days, 0, -1):
        nine = END - day * DAY - 11 * 60 * MINUTE
        lines += [
            (iso(nine), "wx_boss", f"@所有人 通知：第{day}次例会改到三点，收到请回复"),
            (iso(nine + 5 * MINUTE), "wx_a", "收到"),
            (iso(nine + 180 * MINUTE), "wx_b", "收到"),
        ]
    lines.append((iso(END - MINUTE), "wx_boss", "辛苦了"))
    return write_chat(path, lines, MEMBERS, GROUP)


def judged_desk(store: Store, folder: Path, adopt: bool = True) -> Desk:
    desk = Desk(store, FixedClock(END))
    imports.import_paths(desk, [talk(folder / "talk.jsonl")])
    if adopt:
        adoption.adopt(desk, GROUP, "sales-2016-007", "first", {"company": "金穗"}, unit="cny")
        scanning.scan(desk)
    return desk
