from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from core.base.refusal import Refusal
from core.store.store import Store, open_store


def test_a_new_store_has_all_tables_and_its_folder(tmp_path: Path) -> None:
    store = open_store(tmp_path / "deep" / "group.db")
    with store.read() as session:
        names = {
            row[0] for row in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        }
    store.close()
    assert {"message", "notice", "alias", "member_fact", "chain", "alembic_version"} <= names


def test_opening_again_changes_nothing(store_path: Path) -> None:
    open_store(store_path).close()
    before = store_path.read_bytes()
    open_store(store_path).close()
    assert store_path.read_bytes() == before


def test_models_and_migrations_agree(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from core.store.tables import metadata

    with store.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_newer_store_is_refused_and_left_alone(store_path: Path) -> None:
    open_store(store_path).close()
    raw = sqlite3.connect(store_path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(Refusal, match="newer version"):
        open_store(store_path)
    assert not list(store_path.parent.glob("*.bak"))


def test_an_older_store_is_backed_up_before_it_is_migrated(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.store import migration

    open_store(store_path).close()
    monkeypatch.setattr(migration, "NEWEST", "0002")
    open_store(store_path).close()
    copy = store_path.with_name("group.db.before-0002.bak")
    raw = sqlite3.connect(copy)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    raw.close()


def test_the_newest_migration_is_the_one_written_down() -> None:
    from core.store.migration import NEWEST, SCRIPTS

    assert max(path.name[:4] for path in (SCRIPTS / "versions").glob("0*.py")) == NEWEST


def test_a_backup_holds_what_the_journal_holds(store: Store, store_path: Path) -> None:
    from core.store.migration import back_up

    with store.write() as session:
        session.execute(text("INSERT INTO meta (key, value) VALUES ('k', 'v')"))
    copy = back_up(store_path, "test")
    raw = sqlite3.connect(copy)
    assert raw.execute("SELECT value FROM meta WHERE key = 'k'").fetchall() == [("v",)]
    raw.close()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.write_bytes(b"this is no database at all" * 100), "cannot be used"),
        (lambda path: path.mkdir(), "folder"),
    ],
)
def test_what_is_no_store_is_refused(store_path: Path, make: object, what: str) -> None:
    make(store_path)  # type: ignore[operator]
    with pytest.raises(Refusal, match=what):
        open_store(store_path)


def test_another_programs_database_is_refused(store_path: Path) -> None:
    raw = sqlite3.connect(store_path)
    raw.execute("CREATE TABLE theirs (x)")
    raw.commit()
    raw.close()
    with pytest.raises(Refusal, match="another program"):
        open_store(store_path)


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            session.execute(text("INSERT INTO meta (key, value) VALUES ('k', 'v')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM meta")).scalar_one() == 0


def test_readers_do_not_wait_for_the_writer(store: Store) -> None:
    with store.write() as session:
        session.execute(text("INSERT INTO meta (key, value) VALUES ('k', 'v')"))
        with store.read() as reader:
            assert reader.execute(text("SELECT count(*) FROM meta")).scalar_one() == 0


def test_a_locked_store_says_so(store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with store.read() as session:
        session.connection().exec_driver_sql("SELECT 1")
    from core.store import store as module

    monkeypatch.setattr(module, "BUSY_MS", 50)
    fresh = Store(store.url)
    with pytest.raises(Refusal, match="Another program"), fresh.write() as session:
        session.execute(text("INSERT INTO meta (key, value) VALUES ('k', 'v')"))
    fresh.close()
    other.execute("ROLLBACK")
    other.close()
