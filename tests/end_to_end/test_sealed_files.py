"""Screenshots of a report, beside files that are none of its own or were damaged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.cli.acting import FILE, NAME
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

SHOT = b"\x89PNG\r\n\x1a\n" + b"shot" * 40


@pytest.fixture
def holder(console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The passphrase file of the one operator, who may see reporters."""
    (tmp_path / "shot.png").write_bytes(SHOT)
    secret = tmp_path / "passphrase.txt"
    secret.write_text("correct horse battery\n", encoding="utf-8")
    chat = write_chat(tmp_path / "chat.jsonl", [("2026-03-02T09:00:00", "wxid_boss", "大家早")], STAFF)
    console("import", chat)
    console("operator", "add", "老王", "--role", "owner", "--passphrase-file", secret)
    monkeypatch.setenv(NAME, "老王")
    monkeypatch.setenv(FILE, str(secret))
    console("report", "right", "老王", "--passphrase-file", secret)
    return secret


def report(console: Console, tmp_path: Path) -> str:
    (made,) = console("report", "add", "--group", "管理群", "--text", "私下收费", "--by", "一位家长",
                      "--against", "wxid_li", "--file", tmp_path / "shot.png")  # fmt: skip
    return str(made["id"])


def beside(console: Console) -> Path:
    return console.db.with_name(f"{console.db.name}-reports") / f"{hashlib.sha256(SHOT).hexdigest()}.sealed"


def test_a_file_left_by_another_store_is_replaced(console: Console, holder: Path, tmp_path: Path) -> None:
    beside(console).parent.mkdir()
    beside(console).write_bytes(b"sealed with a key that is gone" * 4)
    made = report(console, tmp_path)
    console("report", "reporter", made, "--passphrase-file", holder, "--files-to", tmp_path / "opened")
    assert [path.read_bytes() for path in (tmp_path / "opened").iterdir()] == [SHOT]


def test_a_damaged_file_is_said_in_one_line(console: Console, holder: Path, tmp_path: Path) -> None:
    made = report(console, tmp_path)
    held = beside(console).read_bytes()
    beside(console).write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    console(
        "report", "reporter", made, "--passphrase-file", holder, "--files-to", tmp_path / "opened", code=2
    )
    assert "does not open" in console.errors
    assert len(console.errors.splitlines()) == 1
    beside(console).unlink()
    console(
        "report", "reporter", made, "--passphrase-file", holder, "--files-to", tmp_path / "opened", code=2
    )
    assert "is gone" in console.errors
