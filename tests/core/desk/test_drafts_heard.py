"""Drafts out of the chat are read group by group, however many wait."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from core.base.clock import FixedClock, from_iso
from core.desk import hearing
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.scanning import scan
from core.store.store import Store
from tests.helpers.chats import write_chat

PEOPLE = [{"id": f"wxid_{n}", "name": f"某人{n}"} for n in range(9)]


def asking(many: int) -> list[tuple[str, str, str, int, str]]:
    return [
        (
            f"2026-03-02T{9 + n // 60:02}:{n % 60:02}:00",
            f"wxid_{n % 9}",
            f"明天请假一天，家里有事{n}",
            0,
            f"m{n}",
        )
        for n in range(many)
    ]


def statements(desk: Desk) -> tuple[int, list[hearing.Draft]]:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(desk.store._reader, "before_cursor_execute", count)
    found = hearing.drafts(desk)
    event.remove(desk.store._reader, "before_cursor_execute", count)
    return len(seen), found


def test_many_drafts_are_read_with_as_few_questions_as_few(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, FixedClock(from_iso("2026-03-02T16:00:00+08:00")))
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", asking(9), PEOPLE, "管理群")])
    adopt(desk, "管理群", "sales-group-charter", "first")
    scan(desk)
    few, first = statements(desk)
    import_paths(desk, [write_chat(tmp_path / "b.jsonl", asking(200), PEOPLE, "管理群")])
    scan(desk)
    many, found = statements(desk)
    assert (len(first), len(found)) == (9, 200)
    assert many == few
    assert [draft.heard.at for draft in found] == sorted(draft.heard.at for draft in found)
    assert [draft.member_name for draft in found[:2]] == ["某人0", "某人1"]
    assert all(draft.period is not None and "请假" in draft.text for draft in found)
