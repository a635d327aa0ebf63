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
        *DRUCKER,
        "--from",
        "2026-03-02T10:00:00+08:00",
        "--unit",
        "cny",
        "--set",
        "task.minutes=5",
        "--cap",
        "50",
    )
    expected = {
        "group": "管理群", "charter": "drucker-consulting", "version": 1, "from": "2026-03-02T10:00:00+08:00",
        "until": None, "unit": "cny", "settings": {"task.minutes": "5"}, "messages_before": 1, "cap_fen": 5000,
        "position": 0, "fallbacks": {}, "conflicts": [], "order": ["drucker-consulting"],
    }  # fmt: skip
    assert {key: line[key] for key in expected} == expected
    assert line["notice"] == {"by": "", "at": None, "text": ""}
    assert {"fine", "personal-data"} <= {note["key"] for note in line["law"]}
    by = {each["key"]: (each["value"], each["by"]) for each in line["questions"]}
    assert by["task.minutes"] == ("5", "you")
    assert by["bulletin.minutes"] == ("120", "default")
    assert by["cap"] == ("5000", "you")


def test_adopt_tells_what_lies_before_and_warns_of_money(console: Console):
    out = told(console, *DRUCKER, "--unit", "cny")
    assert "2 stored messages lie before" in out
    assert "--look-back" in out
    assert "Amounts are money" in out
    assert "No cap" in out
    assert "Amounts are money" not in told(console, *DRUCKER, "--from", "first")


def test_adopt_tells_what_is_open_and_what_the_law_says(console: Console):
    out = told(console, *DRUCKER, "--notice-by", "王总", "--notice-at", "2026-03-01T08:00")
    assert "Notice given by 王总 at 2026-03-01T08:00:00+08:00." in out
    assert "Minutes to acknowledge a notice: 120 (usual value, set by you)" in out
    assert "Minutes to answer a task: 30 (by the text)" in out
    assert "What a repeat leads to: a person decides each time" in out
    assert "Law: Fines" in out
    assert "drucker-consulting.11" in out


def test_contradictions_go_to_stderr_and_stand_in_the_line(console: Console):
    console("adopt", "--group", "管理群", "--charter", "sales-group-three-strikes")
    (line,) = console("adopt", "--group", "管理群", "--charter", "yunji-shareholders", "--add", "--first")
    assert line["order"] == ["yunji-shareholders", "sales-group-three-strikes"]
    assert line["position"] == 0
    assert line["conflicts"]
    for conflict, said in zip(line["conflicts"], console.errors.splitlines(), strict=True):
        assert conflict["what"] in said
        assert all(clause in said for clause in conflict["clauses"])
    first, second = console(
        "adopt", "--group", "管理群", "--order", "sales-group-three-strikes,yunji-shareholders"
    )
    assert (first["charter"], second["charter"]) == ("sales-group-three-strikes", "yunji-shareholders")
    assert told(console, "undo").startswith("Taken back: the order of the charters")
    assert console("verify")[0]["ok"]


def test_the_bulletin_alone_adopts_nothing(console: Console):
    out = told(console, *DRUCKER, "--bulletin")
    assert out.startswith("To all members: from ")
    assert "\n1. Answer a leader's task" in out
    (line,) = console(*DRUCKER, "--bulletin")
    assert line["bulletin"].startswith("To all members")
    assert console("verify")[0]["entries"] == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--fallback", "mute"), "name=value"),
        (("--fallback", "mut=apology"), "mut"),
        (("--answer", "SP-99.1=x"), "SP-99.1"),
        (("--cap", "50"), "--unit cny"),
        (("--cap", "many", "--unit", "cny"), "many"),
        (("--cap", "5", "--cap-fen", "500", "--unit", "cny"), "--cap-fen"),
        (("--notice-at", "now"), "--notice-by"),
        (("--platform", "fax"), "wecom"),
        (("--order", "a,b"), "--order"),
    ],
)
def test_a_wrong_option_is_named_in_one_line(console: Console, words: tuple[str, ...], named: str):
    console(*DRUCKER, *words, code=2)
    assert named in console.errors
    assert len(console.errors.splitlines()) == 1
    assert console("verify")[0]["entries"] == 1


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
