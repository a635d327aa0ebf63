"""What Windows forbids with open files does not happen to a feed's files: pushes, followed files, the journal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.feed import following
from core.feed.tokens import ensure_token, renew_token
from tests.core.feed.test_pushes_and_files import AT, JSON, LINES, PATH, play, row, whole
from tests.helpers.bots import ROOM, Feed
from tests.helpers.windows_files import windows_files

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="asks /proc which files are open"
)


@pytest.fixture(autouse=True)
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(following, "_KEEPS_OPEN", False)
    with windows_files(tmp_path):
        yield


def test_the_stand_in_forbids_what_windows_forbids(tmp_path: Path) -> None:
    path = tmp_path / "open.txt"
    with path.open("w", encoding="utf-8"):
        for take in (path.unlink, lambda: path.rename(tmp_path / "b"), lambda: path.replace(tmp_path / "c")):
            with pytest.raises(PermissionError):
                take()
    path.rename(tmp_path / "b")
    (tmp_path / "b").unlink()


def test_pushes_are_kept_taken_and_refused(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        assert (await listening.post(PATH, whole(row(1)), **JSON))[0] == 200
        assert (await listening.post(PATH, [row(2)], **JSON))[0] == 200
        assert (await listening.post(PATH, whole(row(3)), **JSON, **{"X-Dry-Run": "1"}))[0] == 200
        for body in ("{", '{"chatlab":{},"messages":3}', "[]"):
            assert (await listening.post(PATH, body, **JSON))[0] < 500
        assert (await listening.post(PATH, '{"_type":"message",', **LINES))[0] < 500
        assert listening.texts() == ["推1", "推2"]

    play(store_path, scene)


def test_a_followed_file_can_be_put_aside_by_its_writer(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("", "utf-8")

    async def scene(listening: Feed) -> None:
        for number, text in enumerate(("甲", "乙")):
            path.write_text(
                f'{{"room":"{ROOM}","sender":"a","time":{AT + number},"text":"{text}","id":"{number}"}}\n',
                "utf-8",
            )
            for _ in range(200):
                await asyncio.sleep(0.05)
                if text in listening.texts():
                    break
            await _put_aside(path, tmp_path / f"lines.{number}")
        assert listening.texts() == ["甲", "乙"]

    play(store_path, scene, follow=(str(path),))


async def _put_aside(path: Path, aside: Path) -> None:
    """As a script does it: for a moment the file may be read."""
    for _ in range(100):
        try:
            path.rename(aside)
            return
        except PermissionError:
            await asyncio.sleep(0.01)
    raise AssertionError("the feed keeps the file open")


def test_a_file_that_its_writer_keeps_to_itself_is_read_later(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(f'{{"room":"{ROOM}","sender":"a","time":{AT},"text":"后","id":"1"}}\n', "utf-8")
    real, refusals = Path.open, []

    def shared(self: Path, *args: object, **more: object) -> object:
        if self == path and len(refusals) < 3:
            refusals.append(self)
            raise PermissionError(13, "used by another process", str(self))
        return real(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", shared)

    async def scene(listening: Feed) -> None:
        for _ in range(200):
            await asyncio.sleep(0.05)
            if listening.texts():
                break
        assert listening.texts() == ["后"]

    play(store_path, scene, follow=(str(path),))
    assert len(refusals) == 3


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_token_from_an_editor_of_windows(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "token"
    path.write_text(f"{mark}{'t' * 40}\r\n", encoding="utf-8", newline="")
    assert ensure_token(path) == ("t" * 40, False)
    assert ensure_token(path)[0] != renew_token(path)
