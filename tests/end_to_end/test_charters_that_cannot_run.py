"""A charter that would break while it runs is refused by its line wherever it is named, not only by lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.charter.library import charter_text
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

NICKNAME = '"^[\\u4e00-\\u9fff·]{2,}$"'
BREAKS = [
    pytest.param(NICKNAME, '"^[\\u4e00-\\u9fff·{2,}$"', "not valid", id="open class"),
    pytest.param(NICKNAME, '"(?<=x)y"', "not valid", id="look-behind"),
    pytest.param(NICKNAME, '"a^b"', "never match", id="impossible"),
    pytest.param("{value: 30, by: charter}", "{value: soon, by: charter}", "task.minutes", id="setting"),
    pytest.param("    kind: advice\n", "    kin: advice\n", "“kin”", id="wrong key"),
]


@pytest.fixture
def chat(console: Console, tmp_path: Path) -> Path:
    path = write_chat(tmp_path / "a.jsonl", [("2026-03-02T09:00:00", "wxid_li", "早")], STAFF)
    console("import", path)
    return path


@pytest.mark.parametrize(("old", "new", "says"), BREAKS)
def test_every_command_names_the_line(
    console: Console, chat: Path, tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = charter_text("drucker-consulting")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = f"mine.yaml:{text[: text.index(old)].count(chr(10)) + 1}: "
    for words in (
        ("judge", chat, "--charter", path),
        ("charter", "test", path),
        ("charter", "coverage", path),
    ):
        console(*words, code=2, store=False)
        assert line in console.errors
        assert says in console.errors
        assert len(console.errors.strip().splitlines()) == 1
    console("adopt", "--group", "管理群", "--charter", path, code=2)
    assert line in console.errors
    (problem,) = console("charter", "lint", path, code=1, store=False)
    assert f"{problem['where']}: ".endswith(line)
