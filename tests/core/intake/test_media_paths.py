"""Names of files beside an export: whatever a name says, nothing outside the export's folder or archive is opened."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.chat.incoming import Beside, Spoken
from core.chat.message import MessageKind
from core.intake import media
from core.intake.media import Archive, Folder, MediaBeside, found, inner_path, named_in
from core.intake.source import Source

PIECES = ("..", ".", "a", "in.png", "sub", "/", "//", "\\", "C:", "%2e%2e", "%2F", "\0", "nul", "COM1.png", " ", "~",
          "file://", "\\\\server\\share", ".ssh", "图", "a.png:stream", "/etc/passwd", "link", "\u202e")  # fmt: skip
SECRET = b"outside"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files and links in it, in a folder with a secret."""
    top = tmp_path_factory.mktemp("top")
    (top / "secret.png").write_bytes(SECRET)
    root = top / "export"
    (root / "sub").mkdir(parents=True)
    (root / ".ssh").mkdir()
    for name in ("in.png", "sub/in.png", "图.png"):
        (root / name).write_bytes(b"inside")
    (root / ".ssh" / "id.png").write_bytes(SECRET)
    (root / "link").symlink_to(top)
    (root / "link.png").symlink_to(top / "secret.png")
    (root / "own.png").symlink_to(root / "in.png")
    with zipfile.ZipFile(root / "chat.zip", "w") as archive:
        archive.writestr("chat/_chat.txt", "x")
        archive.writestr("chat/in.png", b"inside")
        archive.writestr("../secret.png", SECRET)
        archive.writestr("/etc/passwd", SECRET)
    return root


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "sub/../../secret.png", "/etc/passwd", "C:\\a.png", "\\\\server\\share\\a.png", "link.png",
     "link/secret.png", ".ssh/id.png", "%2e%2e/secret.png", "..%2Fsecret.png", "nul", "COM1.png", "aux .txt", "a.png:s",
     "in.png.", "in.png ..", "", ".", "/", "a" * 5000, "\ud800.png", "in\0.png"],
)  # fmt: skip
def test_no_trick_finds_a_file(export: Path, name: str):
    assert found(Folder(export), name) is None
    archive = Archive(str(export / "chat.zip"), "chat")
    assert found(archive, name) is None
    archive.close()


@pytest.mark.parametrize(
    ("name", "path"),
    [("in.png", "in.png"), ("./sub//in.png", "sub/in.png"), ("sub\\in.png", "sub/in.png"), ("own.png", "own.png"),
     ("%E5%9B%BE.png", "图.png")],
)  # fmt: skip
def test_files_within_are_found(export: Path, name: str, path: str):
    assert found(Folder(export), name) == path


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=7).map("".join))
@example("sub/../../secret.png")
@example("link/secret.png")
def test_whatever_a_name_says_only_what_is_inside_is_opened(export: Path, name: str):
    archive = Archive(str(export / "chat.zip"), "chat")
    for place in (Folder(export), archive):
        path = found(place, name)
        if path is not None:
            assert inner_path(path) == path
            with place.open(path) as stream:
                assert stream.read() != SECRET
    archive.close()


@given(st.text(max_size=40))
def test_an_inner_path_leads_down_and_stays(name: str):
    path = inner_path(name)
    if path is not None:
        assert inner_path(path) == path
        assert not os.path.isabs(path)
        assert not {"..", ".", ""} & set(path.split("/"))
        assert Path("/root", path).resolve().is_relative_to("/root")


def _image(name: str, text: str = "[图片]") -> Spoken:
    return Spoken(1, 0, "wxid_a", "甲", None, MessageKind.IMAGE.value, text, media=name)


def _beside(path: Path) -> MediaBeside:
    made = MediaBeside.of(Source(str(path)))
    assert made is not None
    return made


def test_a_file_is_measured_where_it_lies(export: Path):
    (export / "chat.txt").write_text("x")
    (told,) = _beside(export / "chat.txt").named_by(_image("sub/in.png"))
    assert told == Beside("sub/in.png", "sub/in.png", hashlib.sha256(b"inside").hexdigest(), 6)


def test_a_file_in_the_archive_is_found_beside_the_chat(export: Path):
    made = MediaBeside.of(Source(str(export / "chat.zip"), member="chat/_chat.txt"))
    assert made is not None
    (told,) = made.named_by(_image("in.png"))
    made.place.close()
    assert told == Beside("in.png", "chat/in.png", hashlib.sha256(b"inside").hexdigest(), 6)


def test_what_is_too_big_is_noted_and_not_read(export: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(media, "MAX_FILE", 5)
    (export / "chat.txt").write_text("x")
    assert _beside(export / "chat.txt").named_by(_image("in.png")) == (Beside("in.png", "in.png", "", 6),)


def test_one_import_reads_so_much_and_no_more(export: Path):
    (export / "chat.txt").write_text("x")
    beside = MediaBeside(Folder(export), 10)
    sizes = [beside.named_by(_image(name))[0] for name in ("in.png", "sub/in.png", "图.png")]
    assert [bool(each and each.digest) for each in sizes] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "name"),
    [("[图片] media/a.jpg", "media/a.jpg"), ("![图片](media/a.jpg)", "media/a.jpg"), ("[文件] 报价 2.pdf", "报价 2.pdf"),
     ("[图片]", ""), ("http://127.0.0.1/a.jpg", ""), ("data:image/png", "")],
)  # fmt: skip
def test_a_text_names_a_file_or_nothing(text: str, name: str):
    assert named_in(text) == name


def test_a_title_is_no_missing_file_but_a_path_is(export: Path):
    (export / "chat.txt").write_text("x")
    beside = _beside(export / "chat.txt")
    assert beside.named_by(_image("", "[文件] 报价.pdf")) == ()
    assert beside.named_by(_image("", "media/a.jpg")) == (Beside("media/a.jpg"),)
    assert beside.named_by(_image("https://cdn.invalid/a.jpg")) == ()
    assert beside.named_by(_image("gone.jpg")) == (Beside("gone.jpg"),)


def test_pasted_text_has_no_files_beside_it():
    assert MediaBeside.of(Source("-", b"x")) is None
