"""Files beside exports: found, hashed and chained with their import, never copied unless asked."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.base.clock import FixedClock
from core.base.refusal import Refusal
from core.cli.app import run
from core.desk.desk import Desk
from core.desk.imports import ImportReport, import_paths
from core.desk.media import Fate, content, copy_all, counted, of_import, told
from core.desk.withdrawing import withdraw
from core.intake.reading import read_conversations
from core.keeping.verification import verify
from core.store.evidence import read_evidence, take_evidence
from core.store.media import MediaCount, media_of
from core.store.store import Store
from core.store.tables import ViolationRow
from core.store.violations import Wanted, read_violations
from tests.helpers.exports import NOW, jsonl, said


def png(side: int) -> bytes:
    """A grey picture of `side` by `side` pixels."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + b"\x80" * side) if side == 1 else zlib.compress((b"\0" + b"\x80" * side) * side)),
        (b"IEND", b""),
    ]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


PNG = png(2)
DIGEST = hashlib.sha256(PNG).hexdigest()
IMAGE = {"type": 1}
ROWS = (
    said(0, "早"),
    said(1, "[图片]", id="m1", mediaPath="media/a.png", **IMAGE),
    said(2, "media/a.png", id="m2", **IMAGE),
    said(3, "[图片]", "wxid_b", id="m3", mediaPath="media/gone.png", **IMAGE),
    said(4, "[图片]", id="m4", mediaPath="../secret.png", **IMAGE),
)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(NOW))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "chat.jsonl").write_bytes(jsonl(ROWS))
    return folder / "chat.jsonl"


def bring(desk: Desk, path: Path, **asked: Any) -> ImportReport:
    (report,) = import_paths(desk, [path], **asked)
    return report


def test_files_are_found_hashed_and_left_where_they_are(desk: Desk, export: Path):
    report = bring(desk, export)
    assert report.media == MediaCount(2, 2, "media/gone.png")
    assert [line.msgid for line in told(report.media)] == [
        "{n} files that messages name lie beside the export.",
        "{n} files that messages name are missing (first: {file}).",
    ]
    files = of_import(desk, report.id)
    assert [(each.public_id, each.path, each.digest, each.size) for each in files] == [
        ("m1", "media/a.png", DIGEST, len(PNG)),
        ("m2", "media/a.png", DIGEST, len(PNG)),
        ("m3", "", "", None),
        ("m4", "", "", None),
    ]
    assert content(files[0]) == PNG
    assert content(files[2]) is None
    assert verify(desk.store, outside=False).ok


def test_text_without_files_says_nothing(desk: Desk, tmp_path: Path):
    (tmp_path / "chat.jsonl").write_bytes(jsonl([said(0, "早"), said(1, "[图片]", **IMAGE)]))
    report = bring(desk, tmp_path / "chat.jsonl")
    assert report.media == MediaCount()
    assert told(report.media) == []


def test_in_short_batches_beside_a_window_too(desk: Desk, export: Path):
    assert bring(desk, export, beside_window=True).media == MediaCount(2, 2, "media/gone.png")
    assert verify(desk.store, outside=False).ok


def test_a_second_import_finds_what_the_first_missed(desk: Desk, export: Path):
    first = bring(desk, export)
    (export.parent / "media" / "gone.png").write_bytes(png(3))
    second = bring(desk, export)
    assert (second.messages_new, second.media) == (0, MediaCount(3, 1, "../secret.png"))
    keys = [each.message for each in of_import(desk, first.id)]
    with desk.store.read() as session:
        assert media_of(session, first.group_id, keys)[keys[2]][0].path == "media/gone.png"
    withdraw(desk, second.id, "错了")
    with desk.store.read() as session:
        assert media_of(session, first.group_id, keys)[keys[2]][0].path == ""
    assert verify(desk.store, outside=False).ok


def test_messages_without_ids_know_their_files_when_they_come_again(desk: Desk, export: Path):
    export.write_bytes(jsonl([{**row, "id": ""} for row in ROWS]))
    first, second = bring(desk, export), bring(desk, export)
    assert second.media == first.media == MediaCount(2, 2, "media/gone.png")
    assert [each.message for each in of_import(desk, first.id)] == [
        each.message for each in of_import(desk, second.id)
    ]


@pytest.mark.parametrize(
    "change",
    ["UPDATE media SET digest = replace(digest, substr(digest, 1, 4), 'beef')", "UPDATE media SET path = 'b.png'",
     "DELETE FROM media WHERE id = 1", "UPDATE import_ SET media_root = '/elsewhere'"],
)  # fmt: skip
def test_what_was_found_cannot_be_changed_unseen(desk: Desk, export: Path, change: str):
    bring(desk, export)
    with desk.store.write() as session:
        session.execute(text(change))
    assert not verify(desk.store, outside=False).ok


def test_a_refused_import_leaves_nothing(desk: Desk, export: Path):
    export.write_bytes(jsonl(ROWS) + b"{broken\n" * 40)
    for window in (False, True):
        with pytest.raises(Refusal):
            bring(desk, export, beside_window=window)
    with desk.store.read() as session:
        assert session.execute(text("SELECT count(*) FROM media")).scalar_one() == 0


def test_a_file_that_changed_is_not_shown(desk: Desk, export: Path):
    report = bring(desk, export)
    (export.parent / "media" / "a.png").write_bytes(png(3))
    assert content(of_import(desk, report.id)[0]) is None


def test_judging_a_file_reads_no_media(export: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("core.intake.media.measured", lambda *_: pytest.fail("it was read"))
    assert len(read_conversations(export)[0].messages) == len(ROWS)


def test_copies_are_made_when_asked_and_once(desk: Desk, export: Path, tmp_path: Path):
    files = of_import(desk, bring(desk, export).id)
    target = tmp_path / "copies"
    assert [each.fate for each in copy_all(files, target)] == [Fate.COPIED]
    assert [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()] == [
        "media/a.png"
    ]
    assert [each.fate for each in copy_all(files, target)] == [Fate.THERE]
    (target / "media" / "a.png").write_bytes(b"mine")
    assert [each.fate for each in copy_all(files, target)] == [Fate.IN_THE_WAY]
    assert (target / "media" / "a.png").read_bytes() == b"mine"
    (export.parent / "media" / "a.png").write_bytes(png(3))
    assert [each.fate for each in copy_all(files, tmp_path / "other")] == [Fate.CHANGED]
    (export.parent / "media" / "a.png").unlink()
    assert [each.fate for each in copy_all(files, tmp_path / "other")] == [Fate.GONE]
    assert not [path for path in (tmp_path / "other").rglob("*") if path.is_file()]


def test_no_copy_leaves_the_folder_by_a_link(desk: Desk, export: Path, tmp_path: Path):
    files = of_import(desk, bring(desk, export).id)
    (tmp_path / "out").mkdir()
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "media").symlink_to(tmp_path / "out")
    assert [each.fate for each in copy_all(files, tmp_path / "copies")] == [Fate.IN_THE_WAY]
    assert not list((tmp_path / "out").iterdir())


def test_a_whatsapp_archive_holds_its_pictures(desk: Desk, tmp_path: Path):
    path = tmp_path / "WhatsApp Chat - 家委会.zip"
    lines = [
        "12/9/20, 23:54 - A: 好",
        "12/9/20, 23:55 - A: IMG-20201209-WA0001.png (file attached)",
        "12/9/20, 23:56 - B: IMG-20201209-WA0002.png (file attached)",
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", "\n".join(lines))
        archive.writestr("IMG-20201209-WA0001.png", PNG)
    report = bring(desk, path, group="家委会")
    assert report.media == MediaCount(1, 1, "IMG-20201209-WA0002.png")
    files = of_import(desk, report.id)
    assert (files[0].digest, content(files[0])) == (DIGEST, PNG)
    assert [each.fate for each in copy_all(files, tmp_path / "copies")] == [Fate.COPIED]


def test_telegram_discord_and_qq_name_their_files(desk: Desk, tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.png").write_bytes(PNG)
    left_out = "(File not included. Change data exporting settings to download.)"
    base = {"type": "message", "date_unixtime": "1773136800", "from": "甲", "from_id": "user1"}
    telegram = {"name": "群", "type": "private_supergroup", "id": 1, "messages": [
        {**base, "id": 1, "photo": "photos/1.png", "text": ""},
        {**base, "id": 2, "photo": left_out, "text": ""},
    ]}  # fmt: skip
    when = "2026-03-10T18:00:00+08:00"
    author = {"id": "1", "name": "甲", "nickname": "甲"}
    discord = {"guild": {"id": "1", "name": "社"}, "channel": {"id": "2", "name": "群"}, "messages": [
        {"id": "1", "type": "Default", "timestamp": when, "content": "", "author": author,
         "attachments": [{"id": "1", "url": url, "fileName": "1.png"}]}
        for url in ("photos/1.png",)
    ]}  # fmt: skip
    qq = {"metadata": {"name": "QQChatExporter"}, "chatInfo": {"name": "群", "type": "group", "peerUin": "8"}, "messages": [
        {"id": "1", "timestamp": 1_773_136_800_000, "sender": {"uin": "10001", "name": "甲"},
         "content": {"text": "[图片]", "elements": [{"type": "image", "data": {}}],
                     "resources": [{"type": "image", "localPath": "photos\\1.png"}]}},
    ]}  # fmt: skip
    for name, held in (("telegram", telegram), ("discord", discord), ("qq", qq)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        assert bring(desk, path).media == MediaCount(1), name


def test_every_file_of_a_message_is_found(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A message with two pictures, words and one missing; another whose second file is a program."""
    (tmp_path / "photos").mkdir()
    for side in (1, 2):
        (tmp_path / "photos" / f"{side}.png").write_bytes(png(side))
    (tmp_path / "photos" / "抢红包.apk").write_bytes(b"PK")
    named = [
        {"type": "image", "localPath": f"photos/{name}"} for name in ("1.png", "2.png", "3.png", "1.png")
    ]
    qq = {"metadata": {"name": "QQChatExporter"}, "chatInfo": {"name": "群", "type": "group", "peerUin": "8"}, "messages": [
        {"id": "1", "timestamp": 1_773_136_800_000, "sender": {"uin": "10001", "name": "甲"},
         "content": {"text": "[图片][图片]", "elements": [{"type": "image", "data": {}}] * 2, "resources": named}},
        {"id": "2", "timestamp": 1_773_136_801_000, "sender": {"uin": "10001", "name": "甲"},
         "content": {"text": "看图 [图片]", "elements": [{"type": "text"}, {"type": "image"}], "resources": named[1:3]}},
    ]}  # fmt: skip
    author = {"id": "1", "name": "甲", "nickname": "甲"}
    files = [
        {"id": str(n), "url": f"photos/{name}", "fileName": name}
        for n, name in enumerate(("1.png", "抢红包.apk"))
    ]
    discord = {"guild": {"id": "1", "name": "社"}, "channel": {"id": "2", "name": "群"}, "messages": [
        {"id": "1", "type": "Default", "timestamp": "2026-03-10T18:00:00+08:00", "content": "装上", "author": author,
         "attachments": files}]}  # fmt: skip
    for name, held, count in (
        ("qq", qq, MediaCount(3, 1, "photos/3.png")),
        ("discord", discord, MediaCount(2)),
    ):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        report = bring(desk, path)
        assert report.media == count, name
        shown = of_import(desk, report.id)
        assert [each.name.removeprefix("photos/") for each in shown] == (
            ["1.png", "2.png", "3.png", "2.png"] if name == "qq" else ["1.png", "抢红包.apk"]
        )
        with desk.store.read() as session:
            (first, *_) = dict.fromkeys(each.message for each in shown)
            held_by = media_of(session, report.group_id, [first])[first]
        assert len(held_by) == (3 if name == "qq" else 2)
    (program,) = read_conversations(tmp_path / "discord.json")[0].messages
    assert (program.kind.value, program.text) == ("file", "[文件] 抢红包.apk 装上")
    assert verify(desk.store).ok


def test_typed_imports_media(tmp_path: Path, export: Path, capsys: pytest.CaptureFixture[str]):
    db = str(tmp_path / "a.db")
    assert run(["import", str(export), "--db", db, "--lang", "en"]) == 0
    assert "2 files that messages name are missing (first: media/gone.png)." in capsys.readouterr().out
    assert run(["imports", "show", "1", "--db", db, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["media"], shown["media_missing"]) == (2, 2)
    assert run(["imports", "media", "1", "--db", db, "--json", "--copy-to", str(tmp_path / "c")]) == 0
    first, *_, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == {
        "message": "m1", "name": "media/a.png", "path": "media/a.png", "sha256": DIGEST, "bytes": len(PNG), "copy": "copied",
    }  # fmt: skip
    assert (last["path"], last["sha256"], "copy" in last) == (None, None, False)
    assert (tmp_path / "c" / "media" / "a.png").read_bytes() == PNG
    assert run(["imports", "media", "7", "--db", db]) == 2
    assert run(["imports", "media", "1", "--db", db, "--lang", "zh", "--copy-to", str(tmp_path / "c")]) == 0


def test_counts_are_told_again_later(desk: Desk, export: Path):
    assert counted(desk, bring(desk, export).id).found == 2


def test_the_evidence_of_a_case_names_the_hash(desk: Desk, export: Path):
    report = bring(desk, export)
    with desk.store.write() as session:
        member = session.execute(text("SELECT sender_id FROM message WHERE external_id = 'm1'")).scalar_one()
        at = session.execute(text("SELECT at FROM message WHERE external_id = 'm1'")).scalar_one()
        session.add(
            ViolationRow(id="v", group_id=report.group_id, member_id=member, charter_id="c", charter_version=1,
                         clause="c.1", rule="c.1", kind="message", at=at, severity="low", band="act",
                         messages='["id:m1"]', filed_at=at)
        )  # fmt: skip
        session.flush()
        (record,) = read_violations(session, Wanted(ids=["v"]))
        take_evidence(session, record, NOW)
        (kept,) = read_evidence(session, ["v"])
    files = {item["id"]: item.get("file") for item in kept.items}
    assert files["m1"] == {"name": "media/a.png", "sha256": DIGEST, "bytes": len(PNG)}
    assert files["m3"] is None
