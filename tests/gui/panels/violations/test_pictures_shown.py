"""Pictures of a conversation from where they lie: bounded, and their name where they cannot be shown."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from core.base.clock import FixedClock
from core.desk import media
from core.desk.desk import Desk
from core.desk.imports import import_paths
from gui.panels.violations import pictures as reading
from gui.panels.violations.conversation_pane import ConversationPane
from gui.panels.violations.pictures import GAP, SHOWN, Picture, decoded, pictures, stacked
from tests.helpers.exports import NOW, jsonl, said
from tests.helpers.fake_desk import FakeViolations, violation
from tests.helpers.window import put_in_place, settle, window_context


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x3366CC)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def claims(side: int) -> bytes:
    """A few bytes that say they are a picture of `side` by `side`."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 4096)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


@pytest.mark.parametrize("kind", ["PNG", "JPG", "BMP"])
@pytest.mark.parametrize(("width", "height"), [(8, 6), (4000, 3000), (10, 5000)])
def test_no_picture_is_larger_than_its_place(kind: str, width: int, height: int):
    image = decoded(picture(width, height, kind), 2.0)
    assert image is not None
    size = image.deviceIndependentSize()
    assert 0 < size.width() <= SHOWN.width()
    assert 0 < size.height() <= SHOWN.height()


@pytest.mark.parametrize(
    "held",
    [b"", b"text", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"],
)
def test_what_is_no_picture_is_not_shown(held: bytes):
    assert decoded(held) is None


def test_a_bomb_is_not_unpacked():
    assert decoded(claims(60_000)) is None


def test_the_picture_beside_the_export_is_read(store, tmp_path):
    (tmp_path / "a.png").write_bytes(picture(8, 6))
    rows = [
        said(n, "[图片]", id=f"m{n}", type=1, mediaPath=name) for n, name in enumerate(("a.png", "b.png"))
    ]
    (tmp_path / "chat.jsonl").write_bytes(jsonl(rows))
    desk = Desk(store, FixedClock(NOW))
    (report,) = import_paths(desk, [tmp_path / "chat.jsonl"])
    first, second = (each.message for each in media.of_import(desk, report.id))
    found = pictures(desk, report.group_id, [first, second, "id:none"], 1.0)
    assert found[first].image is not None
    assert (found[first].name, found[first].image.width()) == ("a.png", 8)
    assert found[second] == Picture("b.png")
    assert found["id:none"] == Picture()


def test_several_pictures_of_one_message_stand_one_below_the_other():
    images = [decoded(picture(*size), 2.0) for size in ((8, 6), (4000, 3000))]
    column = stacked([image for image in images if image is not None])
    assert column is not None
    size = column.deviceIndependentSize().toSize()
    assert (size.width(), size.height()) == (320, 240 + GAP + 3)
    assert column.pixelColor(2, 2).name() == "#3366cc"
    assert column.pixelColor(600, 2).alpha() == 0


@pytest.mark.parametrize(
    ("name", "held", "words"),
    [("a.png", b"x", "a.png"), ("b.png", None, "b.png"), ("", None, "the record holds no file of it")],
)
def test_space_shows_it_or_says_its_name(qtbot, monkeypatch, name, held, words):
    image = decoded(picture(64, 48)) if held else None
    asked = []

    def looked(_desk, group_id, keys, _ratio):
        asked.append(group_id)
        return {key: Picture(name, image) for key in keys}

    monkeypatch.setattr("gui.panels.violations.conversation_pane.pictures", looked)
    fake = FakeViolations([violation(1)])
    put_in_place(monkeypatch, fake)
    with window_context() as context:
        context.set_language("en")
        pane = ConversationPane(context)
        qtbot.addWidget(pane)
        pane.resize(600, 700)
        pane.show()
        pane.show_dossier(fake.dossier(context.desk, "v1"))
        assert pane.show_picture()
        settle(qtbot, context)
        shown = [bubble for bubble in pane.view.bubble_model.bubbles() if words in bubble.text]
        assert len(asked) == 1
        assert shown
        assert (shown[0].picture is not None) is (image is not None)
        rows = [n for n, bubble in enumerate(pane.view.bubble_model.bubbles()) if bubble.picture is not None]
        assert all(pane.view.visualRect(pane.view.bubble_model.index(n)).height() > 48 for n in rows)
        pane.grab()
    assert reading.MAX_PIXELS < 60_000**2
