"""`ocr` and the lines of `import` about pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.app import run
from core.intake import ocr
from tests.helpers.exports import jsonl, said
from tests.helpers.pictures import bomb, saved, screenshot

GROUP = "https://weixin.qq.com/g/AwYAAInvented000"


@pytest.fixture
def without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


@pytest.mark.usefixtures("without_words")
def test_codes_are_read_and_the_words_skipped_with_a_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = saved(screenshot(GROUP), tmp_path / "a.png")
    assert run(["ocr", str(file), "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"path": str(file), "codes": [GROUP], "words": None}
    assert shown.err.count("\n") == 1
    assert "--extra ocr" in shown.err


def test_words_come_in_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "words_of", lambda _file: (ocr.Line("张三在群里发广告", 0.99),))
    file = saved(screenshot(GROUP), tmp_path / "a.png")
    assert run(["ocr", str(file), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "张三在群里发广告"


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra for words is not installed")
def test_the_words_of_a_screenshot_are_read(tmp_path: Path):
    from PIL import Image, ImageDraw, ImageFont

    from core.base.paths import RESOURCES

    picture = Image.new("RGB", (800, 160), "white")
    font = ImageFont.truetype(str(RESOURCES / "fonts" / "NotoSansCJKsc-subset.otf"), 40)
    ImageDraw.Draw(picture).text((30, 40), "张三在群里发广告", font=font, fill="black")
    assert [line.text for line in ocr.words_of(saved(picture, tmp_path / "a.png"))] == ["张三在群里发广告"]


@pytest.mark.parametrize("make", ["missing", "text", "bomb"])
def test_what_is_no_picture_is_refused_in_one_line(
    make: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "a.png"
    if make == "text":
        file.write_text("no picture")
    elif make == "bomb":
        bomb(file)
    assert run(["ocr", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert str(file) in shown.err


def export(folder: Path) -> Path:
    rows = [
        said(0, "img/a.png", "wxid_a", type=1),
        said(60, "img/b.png", "wxid_b", type=1),
        said(120, "看图"),
    ]
    folder.mkdir(exist_ok=True)
    (folder / "chat.jsonl").write_bytes(jsonl(rows))
    saved(screenshot(GROUP), folder / "img/a.png")
    (folder / "img/b.png").write_bytes(b"broken")
    return folder


def test_an_import_tells_of_its_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = export(tmp_path / "export")
    assert run(["import", str(folder), "--db", str(tmp_path / "a.db"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pictures"], told["pictures_with_code"], told["pictures_unread"]) == (2, 1, 1)
    assert run(["import", str(folder), "--db", str(tmp_path / "b.db"), "--lang", "en"]) == 0
    assert "first: b.png" in capsys.readouterr().out


def test_judging_sees_the_code_of_another_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = export(tmp_path / "export")
    assert run(["judge", str(folder), "--charter", "sales-group-warn-mute-kick", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(finding["category"], finding["member"]) for finding in found] == [("poaching", "wxid_a")]
    assert [match["text"] for match in found[0]["matched"]] == [GROUP]
