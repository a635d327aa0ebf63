"""import --mapping, --map-save and their like; mapping list and remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.app import run

MAP = "time=何时,sender=何人,text=说了什么"


def table(path: Path, day: int = 13) -> Path:
    path.write_text(f"何时;何人;说了什么\n03/{day}/2026 9:05 PM;张三;晚上好\n", encoding="gb18030")
    return path


def test_a_mapping_saved_once_serves_the_next_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(tmp_path / "a.db")]
    first, second = str(table(tmp_path / "a.csv")), str(table(tmp_path / "b.csv", 14))
    assert run(["import", first, *db, "--group", "甲群"]) == 2
    assert "--map" in capsys.readouterr().err
    assert run(["import", first, *db, "--group", "甲群", "--map", MAP, "--map-save", "老表", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["messages_new"] == 1
    assert run(["import", second, *db, "--group", "甲群", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["messages_new"], told["from"]) == (1, "2026-03-14T21:05:00+08:00")
    assert run(["mapping", "list", *db, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["columns"] == {"time": "何时", "sender": "何人", "text": "说了什么"}
    assert run(["mapping", "list", *db]) == 0
    assert "老表" in capsys.readouterr().out
    assert (
        run(["import", second, *db, "--group", "甲群", "--mapping", "老表", "--dates", "mdy", "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["messages_known"] == 1
    assert run(["mapping", "remove", "老表", *db]) == 0
    assert run(["mapping", "remove", "老表", *db]) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--mapping", "没有"], "no mapping of that name"),
        (["--delimiter", "#"], "--delimiter"),
        (["--header", "0"], "--header"),
        (["--encoding", "hex"], "no encoding"),
        (["--dates", "ddmmyy"], "--dates"),
    ],
)
def test_options_that_make_no_sense(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    path = str(table(tmp_path / "a.csv"))
    assert (
        run(
            [
                "import",
                path,
                "--db",
                str(tmp_path / "a.db"),
                "--group",
                "甲群",
                "--map",
                MAP,
                *options,
                "--lang",
                "en",
            ]
        )
        == 2
    )
    assert said in capsys.readouterr().err


def test_a_table_without_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("13.03.2026 21:05|张三|晚上好\n14.03.2026 9:05|李四|早\n", encoding="utf-8")
    options = ["--map", "time=#1,sender=#2,text=#3", "--header", "none", "--delimiter", "|", "--json"]
    assert run(["import", str(path), "--db", str(tmp_path / "a.db"), "--group", "甲群", *options]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["messages_new"], told["from"]) == (2, "2026-03-13T21:05:00+08:00")
