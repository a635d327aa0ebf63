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


def first_version(path: Path) -> None:
    """A store as the first version left it, with one adoption and its link."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from core.base.chain import GENESIS, link, row_digest
    from core.store.migration import SCRIPTS

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    adoption = {
        "id": "a1", "group_id": 1, "charter_row": 1, "since": 0, "adds": 0, "position": 0, "unit": "points",
        "settings": "{}", "operator": "admin", "recorded_at": 5,
    }  # fmt: skip
    group = {
        "id": 1, "room_id": "r", "name": "g", "kind": "other", "platform": "wechat", "zone": "Asia/Shanghai",
        "case_prefix": "", "changed_at": 0,
    }  # fmt: skip
    text = "charter: old"
    charter = {"id": 1, "charter_id": "old", "version": 1, "text_digest": "d", "text": text, "stored_at": 5}
    raw = sqlite3.connect(path)
    for table, row in (("group_", group), ("charter", charter), ("adoption", adoption)):
        places = ", ".join("?" * len(row))
        raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))
    previous = GENESIS
    for seq, (table, row) in enumerate((("charter", charter), ("adoption", adoption)), 1):
        digest = row_digest(row)
        this = link(previous, seq, table, str(row["id"]), digest, 5)
        raw.execute(
            "INSERT INTO chain VALUES (?, 5, ?, ?, ?, ?, ?)",
            (seq, table, str(row["id"]), digest, previous, this),
        )
        previous = this
    raw.commit()
    raw.close()


def test_an_older_store_is_backed_up_before_it_is_migrated(store_path: Path) -> None:
    from core.keeping.chain_walk import broken_links
    from core.store.migration import NEWEST

    first_version(store_path)
    store = open_store(store_path)
    with store.read() as session:
        assert list(broken_links(session)) == []
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == NEWEST
    store.close()
    raw = sqlite3.connect(store_path.with_name(f"group.db.before-{NEWEST}.bak"))
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
