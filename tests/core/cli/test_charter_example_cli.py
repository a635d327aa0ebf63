"""charter example as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock
from core.desk import violations
from core.desk.desk import Desk
from core.store.store import open_store
from tests.helpers.console import Console
from tests.helpers.judged_group import END, judged_desk


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    store = open_store(store_path)
    judged_desk(store, tmp_path)
    store.close()
    return Console(store_path, capsys)


def test_a_violation_goes_to_a_file_and_the_file_holds(console: Console, tmp_path: Path):
    found = next(v for v in console("violations") if v["clause"] == "sales-2016-007.8")
    console("example", code=2)
    console("charter", "example", found["id"], code=2)
    assert "only a decided violation" in console.errors
    console("confirm", found["id"], "--reason", "属实")
    out = tmp_path / "own.yaml"
    made = console("charter", "example", found["id"][:12], "--out", out)[0]
    assert (made["expect"], made["new"], made["path"]) == ("fires", True, str(out))
    tested = console("charter", "test", out, store=False)
    assert [line["ok"] for line in tested if line["example"] == made["example"]] == [True]
    assert console("charter", "example", found["id"], "--out", out)[0]["new"] is False


def test_it_reads_aloud(console: Console, store_path: Path, capsys: pytest.CaptureFixture[str]):
    from core.cli.app import run

    store = open_store(store_path)
    desk = Desk(store, FixedClock(END))
    found = violations.find(desk)[0]
    violations.dismiss(desk, found.id, "误会")
    store.close()
    assert run(["charter", "example", found.id, "--db", str(store_path), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "entered as a known gap" in said
    assert run(["charter", "example", found.id, "--db", str(store_path), "--lang", "en"]) == 0
    assert "stands here already" in capsys.readouterr().out
