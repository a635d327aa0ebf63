"""A group whose people came under ids from one phone and under display names from another."""

from __future__ import annotations

from pathlib import Path

from core.base.clock import HOUR, FixedClock, from_iso, iso
from core.desk import adoption, imports, scanning
from core.desk.desk import Desk
from core.store.store import Store
from tests.helpers.chats import write_chat

START = from_iso("2026-03-02T09:00:00+08:00")
END = START + 100 * HOUR
GROUP = "华东销售一部"
PEOPLE = (
    {"id": "wxid_boss", "name": "王总", "nickname": "王建国", "role": "owner"},
    {"id": "wxid_zhang", "name": "张三", "nickname": "销售-张三"},
    {"id": "wxid_li", "name": "李四", "nickname": "销售-李四"},
)
RUDE = "滚蛋，你个傻逼"


def moment(hours: float) -> str:
    return iso(START + int(hours * HOUR))


def named_text(path: Path, rows: list[tuple[float, str, str]]) -> Path:
    """A text export that knows display names only: (hours after START, name, text)."""
    blocks = [f"{moment(hours)[:19].replace('T', ' ')} '{name}'\n{text}\n\n" for hours, name, text in rows]
    path.write_text("".join(blocks), encoding="utf-8")
    return path


def with_ids(
    path: Path, rows: list[tuple[float, str, str]], room: str = "1@chatroom", name: str = GROUP
) -> Path:
    return write_chat(
        path, [(moment(hours), sender, text, 0, f"{room}m{number}") for number, (hours, sender, text) in
               enumerate(rows)], PEOPLE, name, room,
    )  # fmt: skip


def two_phones(store: Store, folder: Path, charter: str = "sales-group-three-strikes") -> Desk:
    """张三 is 老张 on the second phone; one of his messages is in both exports."""
    desk = Desk(store, FixedClock(END))
    first = with_ids(
        folder / "one.jsonl",
        [
            (0, "wxid_boss", "大家早"),
            (1, "wxid_zhang", RUDE),
            (2, "wxid_li", "好的"),
            (3, "wxid_zhang", RUDE),
        ],
    )
    second = named_text(
        folder / "two.txt",
        [
            (1, "老张", RUDE),
            (30, "老张", RUDE),
            (31, "老李", "收到"),
            (32, "老李", RUDE),
            (99, "王总", "辛苦了"),
        ],
    )
    imports.import_paths(desk, [first])
    imports.import_paths(desk, [second], GROUP)
    adoption.adopt(desk, GROUP, charter, "first")
    scanning.scan(desk)
    return desk
