"""QR codes in pictures beside an export: read within bounds, never a crash, and no message twice for them."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.chat.codes import codes_in, with_codes, without_codes
from core.chat.incoming import Spoken
from core.chat.message import Message, MessageKind
from core.intake.images import BUDGET_S, PictureFolder, UnreadablePicture, codes_of
from core.intake.importing import Asked, import_source
from core.intake.source import Source
from core.judging.detectors.reader import standard_reader
from core.store.scratch import ScratchStore
from tests.helpers.exports import NOW, conversation, jsonl, said
from tests.helpers.pictures import bomb, qr, saved, screenshot

GROUP = "https://weixin.qq.com/g/AwYAAInvented000"


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "bmp"])
def test_a_code_is_read_from_every_usual_format(tmp_path: Path, suffix: str):
    assert codes_of(saved(screenshot(GROUP), tmp_path / f"a.{suffix}")) == (GROUP,)


@pytest.mark.parametrize("angle", [0, 7, 45, 90, 180])
def test_a_code_may_be_turned(tmp_path: Path, angle: float):
    assert codes_of(saved(screenshot(GROUP, angle=angle), tmp_path / "a.png")) == (GROUP,)


def test_a_huge_picture_is_scaled_down_first(tmp_path: Path):
    picture = screenshot(GROUP, (1080, 1920)).resize((4320, 7680))
    assert codes_of(saved(picture, tmp_path / "a.jpg")) == (GROUP,)


def test_a_transparent_picture_counts_as_on_white(tmp_path: Path):
    picture = qr(GROUP, 8).convert("RGBA")
    pixels = picture.load()
    assert pixels is not None
    for x in range(picture.width):
        for y in range(picture.height):
            if pixels[x, y] == (255, 255, 255, 255):
                pixels[x, y] = (0, 0, 0, 0)
    assert codes_of(saved(picture, tmp_path / "a.png")) == (GROUP,)


def test_a_picture_without_a_code_says_nothing(tmp_path: Path):
    from PIL import Image

    assert codes_of(saved(Image.effect_noise((640, 480), 90), tmp_path / "a.png")) == ()


def test_a_bomb_is_refused_by_its_header(tmp_path: Path):
    with pytest.raises(UnreadablePicture) as refused:
        codes_of(bomb(tmp_path / "a.png"))
    assert refused.value.too_big


def test_damaged_files_are_unreadable_and_no_more(tmp_path: Path):
    whole = saved(screenshot(GROUP), tmp_path / "whole.jpg").read_bytes()
    for name, data in {
        "cut.jpg": whole[:2000],
        "empty.png": b"",
        "text.png": b"no picture",
        "head.png": b"\x89PNG\r\n\x1a\n",
    }.items():
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(UnreadablePicture):
            codes_of(file)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_flipped_bytes_never_crash(tmp_path: Path, data: st.DataObject):
    raw = bytearray(saved(qr(GROUP), tmp_path / "a.png").read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "b.png"
    file.write_bytes(raw)
    with suppress(UnreadablePicture):
        codes_of(file)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("media/images/a.jpg", "media/images/a.jpg"),
        ("[图片] media\\images\\a.jpg", "media/images/a.jpg"),
        ("![图片](media/images/a.jpg)", "media/images/a.jpg"),
        ("./media/images/a.jpg", "media/images/a.jpg"),
        ("media/images/%E5%9B%BE%201.png", "media/images/图 1.png"),
        ("[图片]", ""),
        ("../outside.jpg", ""),
        ("media/images/missing.jpg", ""),
        ("http://127.0.0.1/a.jpg", ""),
        ("a" * 5000 + ".jpg", ""),
        ("\0.jpg", ""),
    ],
)
def test_the_file_that_a_message_names_lies_in_the_folder(tmp_path: Path, text: str, name: str):
    root = tmp_path / "export"
    for path in ("media/images/a.jpg", "media/images/图 1.png", "../outside.jpg"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    found = PictureFolder(root).file_of(text)
    assert found == ((root / name).resolve() if name else None)


@pytest.mark.skipif(sys.platform == "win32", reason="links ask for rights there")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    outside = saved(qr(GROUP), tmp_path / "outside.png")
    root = tmp_path / "export"
    root.mkdir()
    (root / "in.png").symlink_to(outside)
    assert PictureFolder(root).file_of("in.png") is None


def test_time_runs_out_and_the_rest_is_counted(tmp_path: Path):
    for name in "abc":
        saved(qr(GROUP), tmp_path / f"{name}.png")
    ticks = iter([0.0, BUDGET_S, 0.0, 0.0])
    folder = PictureFolder(tmp_path, clock=lambda: next(ticks))
    items = [Spoken(1, NOW, "a", "a", None, "image", f"{name}.png") for name in "abca"]
    told = list(folder.read_over(iter(items)))
    assert [bool(codes_in(item.text)) for item in told if isinstance(item, Spoken)] == [
        True,
        False,
        False,
        True,
    ]
    assert (folder.tally.found, folder.tally.with_code, folder.tally.left) == (1, 1, 2)


@given(
    st.text(st.characters(exclude_characters="\n"), max_size=40), st.lists(st.text(max_size=30), max_size=6)
)
def test_the_words_before_the_codes_stay_what_they_were(text: str, codes: list[str]):
    told = with_codes(text, codes)
    assert without_codes(told) == without_codes(text)
    assert len(codes_in(told)) <= 4 + len(codes_in(text))


def export(folder: Path, pictures: bool) -> Path:
    rows = [
        said(0, "media/images/a.png", "wxid_a", type=1),
        said(60, "media/images/b.png", "wxid_b", type=1),
        said(120, "media/images/c.png", "wxid_b", type=1),
        said(180, "大家看看这个图"),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "chat.jsonl"
    file.write_bytes(jsonl(rows))
    if pictures:
        saved(screenshot(GROUP), folder / "media/images/a.png")
        (folder / "media/images/b.png").write_bytes(b"broken")
        bomb(folder / "media/images/c.png")
    return file


def test_an_import_records_codes_and_tells_what_it_could_not_read(tmp_path: Path):
    store = ScratchStore()
    brought = import_source(store, Source(str(export(tmp_path, True))), Asked(NOW))
    texts = [message.text for message in conversation(store).messages]
    assert codes_in(texts[0]) == (GROUP,)
    assert [codes_in(text) for text in texts[1:]] == [(), (), ()]
    tally = brought.pictures
    assert (tally.found, tally.with_code, tally.unreadable, tally.too_big, tally.damaged) == (
        3,
        1,
        1,
        1,
        "b.png",
    )
    assert len(tally.lines()) == 2
    store.close()


@pytest.mark.parametrize("pictures_first", [True, False])
def test_the_same_export_with_and_without_pictures_brings_no_message_twice(
    tmp_path: Path, pictures_first: bool
):
    store = ScratchStore()
    for turn, pictures in enumerate((pictures_first, not pictures_first)):
        brought = import_source(store, Source(str(export(tmp_path / str(pictures), pictures))), Asked(NOW))
        assert brought.row.messages_new == (0 if turn else 4)
    store.close()


@pytest.mark.parametrize(
    ("code", "category"),
    [(GROUP, "poaching"), ("https://u.wechat.com/AbCdEfInvented", "unknown-link"), ("wxp://f2f0Invented", "private-trade"),
     ("https://lucky.example.top/win", "unknown-link")],
)  # fmt: skip
def test_detectors_read_what_the_code_says(code: str, category: str):
    picture = Message("k", 0, "a", "a", MessageKind.IMAGE, with_codes("[图片]", [code]))
    plain = Message("k", 0, "a", "a", MessageKind.IMAGE, "[图片]")
    assert category in {hit.category for hit in standard_reader().read(picture).hits if hit.score >= 0.55}
    assert not standard_reader().read(plain).hits
