"""adopt and verify as typed: JSON lines, exit codes, and what is said to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cli.app import run
from tests.helpers.chained_store import tampering
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DRUCKER = ("adopt", "--group", "管理群", "--charter", "drucker-consulting")


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    console = Console(store_path, capsys)
    lines = [("2026-03-02T09:00:00", "wxid_li", "早"), ("2026-03-02T10:00:00", "wxid_zhao", "早")]
    console("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    return console


def told(console: Console, *words: object, code: int = 0, lang: str = "en") -> str:
    assert run([*(str(word) for word in words), "--lang", lang, "--db", str(console.db)]) == code
    return console.capture.readouterr().out


def test_adopt_answers_one_line(console: Console):
    (line,) = console(
        *DRUCKER, "--from", "2026-03-02T10:00:00+08:00", "--unit", "cny", "--set", "task.minutes=5"
    )
    assert line == {
        "group": "管理群", "charter": "drucker-consulting", "version": 1, "from": "2026-03-02T10:00:00+08:00",
        "until": None, "unit": "cny", "settings": {"task.minutes": "5"}, "messages_before": 1,
    }  # fmt: skip


def test_adopt_tells_what_lies_before_and_warns_of_money(console: Console):
    out = told(console, *DRUCKER, "--unit", "cny")
    assert "2 stored messages lie before" in out
    assert "--look-back" in out
    assert "unlawful" in out
    assert "unlawful" not in told(console, *DRUCKER, "--from", "first")


def test_facts_from_a_file_and_settings_on_top(console: Console, tmp_path: Path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("task.minutes: 10\nleaders: [wxid_li]\nwork.hours: 09:00-18:00\n", encoding="utf-8")
    (line,) = console(*DRUCKER, "--facts", facts, "--set", "task.minutes=5", "--leader", "赵敏")
    assert line["settings"] == {
        "task.minutes": "5", "leaders": "wxid_li,wxid_zhao", "work.hours": "09:00-18:00",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a: [1", "- x", "task.minutes: {a: 1}", "task.minuts: 5"])
def test_a_bad_facts_file_is_refused(console: Console, tmp_path: Path, text: str):
    facts = tmp_path / "facts.yaml"
    facts.write_text(text, encoding="utf-8")
    console(*DRUCKER, "--facts", facts, code=2)
    assert len(console.errors.splitlines()) == 1


def test_verify_says_yes_and_what_it_cannot_show(console: Console):
    console(*DRUCKER)
    (line,) = console("verify")
    assert (line["ok"], line["entries"], line["first_bad"]) == (True, 4, "")
    assert len(line["head"]) == 64
    out = told(console, "verify")
    assert "holds" in out
    assert "cannot show" in out


def test_verify_says_no(console: Console):
    console(*DRUCKER)
    with tampering(console.db) as raw:
        raw.execute("UPDATE adoption SET unit = 'cny'")
    (line,) = console("verify", code=1)
    assert not line["ok"]
    assert line["first_bad"].startswith("adoption:")
    assert line["first_bad"] in told(console, "verify", code=1)


def test_rows_cut_off_are_seen_on_this_computer(console: Console):
    console(*DRUCKER)
    with tampering(console.db) as raw:
        raw.execute("DELETE FROM chain WHERE seq = 4")
        raw.execute("DELETE FROM decision")
        raw.execute("DELETE FROM adoption")
        raw.execute("DELETE FROM chain WHERE seq = 3")
    assert console("verify", code=1)[0]["first_bad"] == "chain:3"
