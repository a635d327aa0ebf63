"""Who must be in the group: found once, however often the group is scanned, and gone once they came."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import STAFF, SYSTEM, write_chat
from tests.helpers.console import Console

LINES: list[tuple[object, ...]] = [
    ("2026-03-02T09:00:00", "wxid_li", "早"),
    ("2026-03-02T10:00:00", "wxid_zhao", "早"),
]
LATE = {"id": "wxid_late", "name": "孙悟空"}


def states(console: Console) -> list[tuple[str, str]]:
    rows = console("scan", "--now", "2026-03-03T00:00:00+08:00")
    return [(row["member"], row["state"]) for row in rows if row["clause"] == "drucker-consulting.2"]


def test_scanning_again_finds_the_same(console: Console, tmp_path: Path) -> None:
    path = write_chat(tmp_path / "a.jsonl", LINES, STAFF)
    sets = ("--set", "required.members=wxid_late,wxid_li", "--set", "directory=wxid_late:孙悟空")
    (judged,) = [
        row
        for row in console("judge", path, "--charter", "drucker-consulting", *sets, store=False)
        if row["clause"] == "drucker-consulting.2"
    ]
    assert (judged["member"], judged["member_name"], judged["messages"]) == ("wxid_late", "孙悟空", [])
    console("import", path)
    console("adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", *sets)
    assert states(console) == [("wxid_late", "new")]
    assert states(console) == [("wxid_late", "known")]
    assert [row["id"] for row in console("violations")] == [judged["id"]]

    joins = ("2026-03-02T11:00:00", "", '"王总"邀请"孙悟空"加入了群聊', SYSTEM, "n1")
    says = ("2026-03-02T11:01:00", "wxid_late", "大家好", 0, "n2")
    console("import", write_chat(tmp_path / "b.jsonl", [joins, says], [*STAFF, LATE]))
    assert states(console) == [("wxid_late", "superseded")]
    assert states(console) == []
