"""Numbers that a charter wants in nicknames are no leak when somebody is mentioned; elsewhere they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import write_chat
from tests.helpers.console import Console

NAME = "清泉-李明-13800000001"
MEMBERS = (
    {"id": "wxid_li", "name": NAME, "nickname": NAME},
    {"id": "wxid_zhao", "name": "赵敏", "nickname": "赵敏"},
)


@pytest.mark.parametrize("charter", ["worktile-guide", "wechat-rules-14"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"@{NAME} 麻烦看一下这份合同", False),
        (f"谢谢{NAME}的支持", False),
        ("李明的手机是13800000001，你直接打给他", True),
        (f"@{NAME} 你手机号13800000001没错吧", True),
    ],
)
def test_a_number_in_a_name(console: Console, tmp_path: Path, charter: str, text: str, found: bool) -> None:
    path = write_chat(tmp_path / "a.jsonl", [("2026-03-04T10:00:00", "wxid_zhao", text)], MEMBERS)
    rows = console("judge", path, "--charter", charter, "--now", "2026-03-04T12:00:00", store=False)
    assert any(row["category"] == "personal-data" for row in rows) is found
