"""detection-report: what it prints, in both languages and as records, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli import detection
from core.cli.app import run

ROWS = "text,label\n澳门赌场真人荷官，注册送彩金,gambling+illegal\n明天上午十点在二楼开会，请带上图纸,\n今天下午材料进场,gambling\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "mine.csv"
    file.write_text(ROWS, "utf-8")
    return file


def test_records(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["detection-report", "--gold", str(table), "--misses", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (gambling,) = [line for line in lines if (line["kind"], line["name"]) == ("category", "gambling")]
    assert (gambling["found"], gambling["missed"], gambling["recall"]) == (1, 1, 0.5)
    assert gambling["recall_low"] < 0.5 < gambling["recall_high"]
    assert ("gambling", "missed", f"{table}:4") in {
        (line["name"], line["how"], line["id"]) for line in lines if line["kind"] == "miss"
    }
    assert {line["name"] for line in lines if line["kind"] == "ordinary"} == {"rules", "classify"}


@pytest.mark.parametrize(("lang", "word"), [("en", "Recall"), ("zh", "gambling")])
def test_a_table_for_people(table: Path, lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["detection-report", "--gold", str(table), "--misses", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert word in out
    assert "50.0 [" in out
    assert "今天下午材料进场" in out


def test_a_missing_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["detection-report", "--gold", str(tmp_path / "none"), "--lang", "en"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_build_without_the_set_asks_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(detection, "GOLD", tmp_path / "none")
    assert run(["detection-report", "--lang", "en"]) == 2
    assert "--gold" in capsys.readouterr().err


def test_a_table_of_zero_and_one_measures_one_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ads.csv"
    file.write_text(
        "text,label\n厂家直销清仓特价，全场五折包邮，加我微信下单,1\n今天下午材料进场,0\n", "utf-8"
    )
    assert run(["detection-report", "--gold", str(file), "--positive", "ads", "--json"]) == 0
    (only,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"family"' in line]
    assert (only["name"], only["found"], only["false"], only["missed"]) == ("ads", 1, 0, 0)


@pytest.mark.parametrize("positive", ["adds", "gambling"])
def test_labels_that_do_not_fit_are_refused(
    table: Path, positive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["detection-report", "--gold", str(table), "--positive", positive, "--lang", "en"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
