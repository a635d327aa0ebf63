"""`imports`, `coverage` and `import` of several files and of a watched folder, as typed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.base.paths import RESOURCES
from core.cli.app import run
from tests.helpers.exports import FIRST, jsonl, said, shown

ROOT = RESOURCES.parent
HOUR = 3600


def typed(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, list[dict[str, object]], str]:
    code = run([*argv, "--json", "--lang", "en"])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


@pytest.fixture
def files(tmp_path: Path) -> Path:
    first = [said(n * HOUR, f"早{n}", id=f"m{n}") for n in range(60)]
    (tmp_path / "a.jsonl").write_bytes(jsonl([*first, shown(60 * HOUR, '"A"撤回了一条消息')]))
    later = [said(n * HOUR, f"晚{n}", "wxid_b", id=f"m{n}") for n in range(200, 260)]
    (tmp_path / "b.jsonl").write_bytes(jsonl([*first[-2:], *later]) + b'{"_type":"message","broken\n')
    (tmp_path / "bad.json").write_text("{}")
    return tmp_path


def test_a_bad_file_among_several_is_told_and_the_others_go_in(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(files / name) for name in ("a.jsonl", "bad.json", "b.jsonl")]
    code, lines, err = typed(capsys, "import", *paths, "--db", str(files / "x.db"))
    assert code == 2
    assert [line["messages_new"] for line in lines] == [60, 60]
    assert len(err.splitlines()) == 1
    assert "bad.json" in err


def test_nothing_to_import_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, err = typed(capsys, "import", "--db", str(tmp_path / "x.db"))
    assert (code, lines) == (2, [])
    assert "nothing to import" in err


def test_the_life_of_an_import(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = ("--db", str(files / "x.db"))
    typed(capsys, "import", str(files / "a.jsonl"), str(files / "b.jsonl"), *db)
    _, listed, _ = typed(capsys, "imports", "list", *db)
    assert [(line["id"], line["messages_new"], line["messages_known"], line["withdrawn_at"]) for line in listed] == [
        ("2", 60, 2, None), ("1", 60, 0, None),
    ]  # fmt: skip
    _, (shown_,), _ = typed(capsys, "imports", "show", "1", *db)
    assert shown_["alone"] == {"messages": 58, "notices": 1, "members": 0}
    code, (gone,), _ = typed(capsys, "imports", "withdraw", "1", "--reason", "wrong group", *db)
    assert (code, gone["messages"], gone["decided"]) == (0, 58, [])
    code, _, err = typed(capsys, "imports", "withdraw", "1", "--reason", "again", *db)
    assert code == 2
    assert "withdrawn already" in err
    assert typed(capsys, "verify", *db)[1][0]["ok"] is True
    _, days, _ = typed(capsys, "coverage", "--group", "测试群", *db)
    assert (days[0]["messages"], days[0]["state"], days[-1]["unparsed"]) == (2, "partly", 1)
    assert typed(capsys, "imports", "restore", "1", *db)[0] == 0
    _, again, _ = typed(capsys, "imports", "list", *db)
    assert again == listed


def test_undo_takes_the_latest_withdrawal_back(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = ("--db", str(files / "x.db"))
    typed(capsys, "import", str(files / "a.jsonl"), *db)
    typed(capsys, "imports", "withdraw", "1", "--reason", "wrong group", *db)
    assert typed(capsys, "undo", *db)[0] == 0
    _, (line,), _ = typed(capsys, "imports", "list", *db)
    assert line["withdrawn_at"] is None


@pytest.mark.parametrize(
    ("argv", "said_"),
    [
        (["withdraw", "1"], "needs a reason"),
        (["withdraw", "9", "--reason", "x"], "no such import"),
        (["withdraw", "x", "--reason", "x"], "no number"),
        (["restore", "1"], "not withdrawn"),
        (["show", "99999999999999999999"], "no number"),
    ],
)
def test_refusals_of_withdrawals(
    files: Path, capsys: pytest.CaptureFixture[str], argv: list[str], said_: str
) -> None:
    db = ("--db", str(files / "x.db"))
    typed(capsys, "import", str(files / "a.jsonl"), *db)
    code, lines, err = typed(capsys, "imports", *argv, *db)
    assert (code, lines) == (2, [])
    assert said_ in err


def test_the_statement_of_completeness(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hours 0 to 60, then 58 to 259: the first file ends at midnight, five days of nothing follow."""
    db = ("--db", str(files / "x.db"))
    rows = [said(n * HOUR, f"晚{n}", "wxid_b", id=f"m{n}") for n in range(200, 260)]
    (files / "b.jsonl").write_bytes(jsonl(rows))
    typed(capsys, "import", str(files / "a.jsonl"), str(files / "b.jsonl"), *db)
    _, days, _ = typed(capsys, "coverage", *db)
    assert [(day["day"][-2:], day["state"], day["messages"]) for day in days] == [  # type: ignore[index]
        ("01", "partly", 12), ("02", "covered", 24), ("03", "covered", 24), ("04", "partly", 0), ("05", "gap", 0),
        ("06", "gap", 0), ("07", "gap", 0), ("08", "gap", 0), ("09", "partly", 4), ("10", "covered", 24),
        ("11", "covered", 24), ("12", "partly", 8),
    ]  # fmt: skip
    assert (days[3]["recalled"], days[3]["notices"]) == (1, 1)
    assert days[8]["gaps"] == [{"from": "2026-01-09T00:00:00+08:00", "to": "2026-01-09T20:00:00+08:00"}]
    assert [day["covered_s"] for day in days[7:10]] == [0, 4 * HOUR, 24 * HOUR]


def test_clocks_that_disagree_are_counted_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same messages under the same ids, an hour apart: the second export used another zone."""
    db = ("--db", str(tmp_path / "x.db"))
    rows = [said(n, f"第{n}条", id=f"m{n}") for n in range(5)]
    for name, shift in (("a.jsonl", 0), ("b.jsonl", HOUR)):
        moved = [row | {"timestamp": row["timestamp"] + shift} for row in rows]
        (tmp_path / name).write_bytes(jsonl(moved))
        typed(capsys, "import", str(tmp_path / name), *db)
    _, (day,), _ = typed(capsys, "coverage", *db)
    assert (day["messages"], day["skewed"], day["skew_s"]) == (5, 5, HOUR)
    typed(capsys, "imports", "withdraw", "2", "--reason", "wrong zone", *db)
    _, (day,), _ = typed(capsys, "coverage", *db)
    assert (day["messages"], day["skewed"]) == (5, 0)


def test_coverage_reads_well(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, "import", str(files / "a.jsonl"), str(files / "b.jsonl"), "--db", str(files / "x.db"))
    for lang, words in (("en", "Missing"), ("zh", "测试群")):
        assert run(["coverage", "--db", str(files / "x.db"), "--lang", lang]) == 0
        assert words in capsys.readouterr().out


ROWS = 200_000
"""More than the store keeps in memory: the file beside it grows while the import is still under way."""


def started(*argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_watched_folder(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(files / "x.db")
    typed(capsys, "import", str(files / "a.jsonl"), "--db", db)
    folder = files / "inbox"
    folder.mkdir()
    (folder / "b.jsonl").write_bytes((files / "b.jsonl").read_bytes())
    (folder / "bad.json").write_text("{}")
    watching = started("import", "--watch", str(folder), "--db", db, "--json", "--lang", "en")
    try:
        assert watching.stdout is not None
        line = json.loads(watching.stdout.readline())
        assert (line["messages_new"], line["messages_known"]) == (60, 2)
        (folder / "copy.jsonl").write_bytes((files / "b.jsonl").read_bytes())
        time.sleep(3.5)
    finally:
        watching.send_signal(signal.SIGINT)
        out, err = watching.communicate(timeout=20)
    assert watching.returncode == 0
    assert out == ""
    assert err.count("bad.json") == 1
    assert "Traceback" not in err
    _, listed, _ = typed(capsys, "imports", "list", "--db", db)
    assert len(listed) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_an_import_that_is_stopped_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"sender": f"wxid_{n % 50}", "timestamp": FIRST + n, "content": f"第{n}条" * 20, "id": f"m{n}"}
        for n in range(ROWS)
    ]
    (tmp_path / "big.jsonl").write_bytes(jsonl(rows))
    db = str(tmp_path / "x.db")
    typed(capsys, "import", "--db", db)
    running = started("import", str(tmp_path / "big.jsonl"), "--db", db, "--lang", "en")
    wal = Path(db + "-wal")
    deadline = time.monotonic() + 30
    while not (wal.exists() and wal.stat().st_size > 200_000) and running.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert "Traceback" not in err
    assert running.returncode == 130
    assert "Stopped" in err
    assert typed(capsys, "imports", "list", "--db", db)[1] == []
    code, (line,), _ = typed(capsys, "import", str(tmp_path / "big.jsonl"), "--db", db)
    assert (code, int(str(line["messages_new"])) + int(str(line["messages_known"]))) == (0, ROWS)
    assert typed(capsys, "verify", "--db", db)[1][0]["ok"] is True
