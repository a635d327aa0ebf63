"""Backups: written, checked, restored, locked; nothing changes where something does not hold."""

import json
import zipfile

import pytest

from core.base.clock import FixedClock
from core.base.refusal import Refusal
from core.desk import backups
from core.desk.desk import Desk
from core.desk.drafts import drafts_folder
from core.desk.report_files import folder_of
from core.keeping.backup import head_of
from core.keeping.locked_files import PIECE, lock, unlock
from core.keeping.verification import verify
from core.store.store import open_store
from tests.helpers.chained_store import NOON, bring, fill


@pytest.fixture
def desk(store):
    fill(store)
    return Desk(store, FixedClock(NOON), "林")


@pytest.mark.parametrize("passphrase", ["", "三个词 都不短"])
def test_what_was_backed_up_comes_back_with_the_files_beside_it(desk, tmp_path, passphrase):
    folder_of(desk.store).mkdir()
    (folder_of(desk.store) / "aa.sealed").write_bytes(b"sealed")
    (folder_of(desk.store) / "bb.part").write_bytes(b"unfinished")
    drafts_folder(desk).mkdir(parents=True)
    (drafts_folder(desk) / "mine.draft.yaml").write_text("id: mine", encoding="utf-8")
    made = backups.back_up(desk, tmp_path / "a.qzbackup", passphrase)
    assert made.files == 2
    assert made.locked is bool(passphrase)
    assert zipfile.is_zipfile(made.path) is not made.locked
    assert [each.name for each in tmp_path.glob(".backup-*")] == []

    target = tmp_path / "elsewhere" / "other.db"
    done = backups.restore(made.path, target, passphrase)
    assert done.kept is None
    restored = open_store(target)
    assert head_of(restored) == head_of(desk.store) == (made.entries, made.head)
    assert verify(restored).ok
    other = Desk(restored)
    assert (folder_of(restored) / "aa.sealed").read_bytes() == b"sealed"
    assert [each.name for each in drafts_folder(other).iterdir()] == ["mine.draft.yaml"]
    restored.close()


def test_the_store_tells_of_its_newest_backup(desk, tmp_path):
    assert backups.latest(desk) is None
    made = backups.back_up(desk, tmp_path)
    assert made.path.parent == tmp_path
    assert made.path.suffix == backups.SUFFIX
    latest = backups.latest(desk)
    assert latest is not None
    assert (latest.at, latest.path, latest.entries) == (NOON, str(made.path.resolve()), made.entries)


def test_restoring_keeps_what_was_there_and_serves_who_has_the_store_open(desk, tmp_path):
    made = backups.back_up(desk, tmp_path / "a.qzbackup")
    before = head_of(desk.store)
    with desk.store.write() as session:
        bring(session, 3)
    assert head_of(desk.store) != before
    done = backups.restore(made.path, desk.store.path, wall=FixedClock(NOON))
    assert head_of(desk.store) == before
    assert verify(desk.store).ok
    assert done.kept is not None
    kept = open_store(done.kept)
    assert head_of(kept)[0] > before[0]
    kept.close()


def test_a_backup_replaces_nothing(desk, tmp_path):
    path = tmp_path / "a.qzbackup"
    path.write_bytes(b"mine")
    with pytest.raises(Refusal):
        backups.back_up(desk, path)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("given", ["", "wrong words"])
def test_without_its_passphrase_a_locked_one_stays_shut(desk, tmp_path, given):
    made = backups.back_up(desk, tmp_path / "a.qzbackup", "right words")
    with pytest.raises(Refusal):
        backups.restore(made.path, tmp_path / "new.db", given)
    assert not (tmp_path / "new.db").exists()


def test_a_short_passphrase_is_refused(desk, tmp_path):
    with pytest.raises(Refusal):
        backups.back_up(desk, tmp_path / "a.qzbackup", "abc")
    assert not (tmp_path / "a.qzbackup").exists()


@pytest.mark.parametrize("passphrase", ["", "right words"])
def test_a_damaged_backup_changes_nothing(desk, tmp_path, passphrase):
    made = backups.back_up(desk, tmp_path / "a.qzbackup", passphrase)
    content = bytearray(made.path.read_bytes())
    for place in (len(content) // 2, len(content) // 3):
        content[place] ^= 0xFF
    broken = tmp_path / "broken.qzbackup"
    broken.write_bytes(content)
    cut = tmp_path / "cut.qzbackup"
    cut.write_bytes(made.path.read_bytes()[:-500])
    for path in (broken, cut):
        with pytest.raises(Refusal):
            backups.restore(path, tmp_path / "new.db", passphrase)
    assert not (tmp_path / "new.db").exists()


def test_a_changed_record_is_not_restored(desk, tmp_path):
    made = backups.back_up(desk, tmp_path / "a.qzbackup")
    forged = tmp_path / "forged.qzbackup"
    with zipfile.ZipFile(made.path) as held, zipfile.ZipFile(forged, "w") as out:
        for name in held.namelist():
            content = held.read(name)
            out.writestr(
                name, content.replace(made.head.encode(), b"0" * 64) if name.endswith("json") else content
            )
    with pytest.raises(Refusal):
        backups.restore(forged, tmp_path / "new.db")


@pytest.mark.parametrize("content", [b"", b"no backup", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "a.qzbackup"
    path.write_bytes(content)
    with pytest.raises(Refusal):
        backups.restore(path, tmp_path / "new.db")
    with pytest.raises(Refusal):
        backups.restore(tmp_path / "missing", tmp_path / "new.db")


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path):
    path = tmp_path / "a.qzbackup"
    for name in ("../evil", "reports/../../evil", "/evil", "C:\\evil", "a/b/c"):
        with zipfile.ZipFile(path, "w") as out:
            out.writestr(
                "backup.json",
                json.dumps({"format": 1, "files": {"store.db": "", name: ""}}),
            )
            out.writestr(name, b"x")
        with pytest.raises(Refusal):
            backups.restore(path, tmp_path / "deep" / "new.db")
    assert not list(tmp_path.glob("evil"))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_locked_files_of_every_length(tmp_path, size):
    plain, locked, again = (tmp_path / name for name in ("plain", "locked", "again"))
    plain.write_bytes(bytes(number % 251 for number in range(size)))
    lock(plain, locked, "right words")
    unlock(locked, again, "right words")
    assert again.read_bytes() == plain.read_bytes()
    if size > PIECE:
        # Whole pieces may not be left out either.
        locked.write_bytes(locked.read_bytes()[: 48 + PIECE + 17])
        with pytest.raises(Refusal):
            unlock(locked, again, "right words")
