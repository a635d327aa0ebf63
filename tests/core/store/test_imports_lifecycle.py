"""Imports are whole or not there: beside a window, when they break, when the disk is full."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.base.refusal import Refusal
from core.chat.incoming import Room, Spoken
from core.intake import importing
from core.intake.importing import Asked, import_source
from core.intake.source import Source
from core.store.imports import Recorder, running_imports, sweep_broken_imports
from core.store.record_digest import import_rows_digest
from core.store.store import Store, open_store
from core.store.tables import ImportRow
from tests.helpers.exports import NOW, SAMPLES, bring, conversation, jsonl, said, shown

MANY = [said(n, f"第{n}条", f"wxid_{n % 7}", id=f"m{n}") for n in range(3_000)]
TABLES = (
    "message",
    "notice",
    "member",
    "member_fact",
    "coverage",
    "unparsed",
    "alias",
    "import_",
    "group_",
    "chain",
)


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as session:
        return {
            name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))]
            for name in TABLES
        }


def counts(store: Store) -> dict[str, int]:
    return {name: len(rows) for name, rows in contents(store).items()}


def test_beside_a_window_the_result_is_the_same(tmp_path: Path) -> None:
    results = []
    for beside in (False, True):
        store = open_store(tmp_path / f"{beside}.db")
        bring(store, (SAMPLES / "chatlab.json").read_bytes(), "a.json", beside_window=beside)
        bring(store, jsonl(MANY), beside_window=beside)
        results.append(
            {
                name: rows
                for name, rows in contents(store).items()
                if name in ("message", "member", "coverage")
            }
        )
        store.close()
    assert results[0] == results[1]


def test_beside_a_window_others_get_their_turn(store: Store) -> None:
    waits = []
    done = threading.Event()

    def other() -> None:
        n = 0
        while not done.is_set():
            began = time.perf_counter()
            with store.write() as session:
                n += 1
                session.execute(text("INSERT INTO meta (key, value) VALUES (:k, '')"), {"k": str(n)})
            waits.append(time.perf_counter() - began)
            time.sleep(0.005)

    thread = threading.Thread(target=other)
    thread.start()
    try:
        bring(store, jsonl(MANY), beside_window=True)
    finally:
        done.set()
        thread.join()
    assert len(waits) > 2


def test_rows_of_a_running_import_are_invisible(store: Store) -> None:
    seen = []
    bring(store, jsonl([said(-5, "before")]))

    def look(_done: int, _total: int) -> None:
        with store.read() as session:
            seen.append((len(running_imports(session)), len(conversation(store).messages)))

    import_source(store, Source("b.jsonl", jsonl(MANY)), Asked(NOW, beside_window=True), look)
    assert seen
    assert set(seen) == {(1, 1)}
    assert len(conversation(store).messages) == 3_001


@pytest.mark.parametrize("beside", [False, True])
def test_a_stopped_import_leaves_the_store_as_before(store: Store, beside: bool) -> None:
    bring(store, jsonl([said(1, "before")]))
    before = contents(store)

    class Stop(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        import_source(store, Source("b.jsonl", jsonl(MANY)), Asked(NOW, beside_window=beside), stop)
    after = contents(store)
    after["group_"], before["group_"] = [], []  # beside a window the group was touched
    assert after == before


@pytest.mark.parametrize("beside", [False, True])
def test_a_refused_first_import_leaves_not_even_the_group(store: Store, beside: bool) -> None:
    with pytest.raises(Refusal):
        bring(store, jsonl([said(0, "x")]) + b"broken\n" * 9, beside_window=beside)
    assert set(counts(store).values()) == {0}


def test_what_a_crash_left_is_swept(store: Store) -> None:
    bring(store, jsonl([said(1, "before", "wxid_1")]))
    before = {name: rows for name, rows in counts(store).items()}
    recorder = Recorder("b.jsonl", "chatlab-jsonl", NOW, 0)
    with store.write() as session:
        recorder.begin(session, Room("1@chatroom", "测试群"), "", exclusive=False)
        recorder.take(session, [Spoken(1, NOW, "wxid_9", "新人", None, "text", "半途")])
    assert sweep_broken_imports(store) == 1
    assert counts(store) == before
    assert sweep_broken_imports(store) == 0


def test_a_living_import_keeps_others_out_and_is_not_swept(store: Store) -> None:
    recorder = Recorder("b.jsonl", "chatlab-jsonl", NOW, importing.SystemClock().now())
    with store.write() as session:
        recorder.begin(session, Room("1@chatroom", "测试群"), "", exclusive=False)
    with pytest.raises(Refusal, match="another import"):
        bring(store, jsonl([said(0, "x")]))
    assert sweep_broken_imports(store, before=1) == 0


def test_an_import_that_was_swept_does_not_go_on(store: Store) -> None:
    def sweep(_done: int, _total: int) -> None:
        sweep_broken_imports(store)

    with pytest.raises(Refusal, match="given up"):
        import_source(store, Source("b.jsonl", jsonl(MANY)), Asked(NOW, beside_window=True), sweep)
    assert set(counts(store).values()) == {0}


def test_a_full_disk_is_a_refusal(store: Store) -> None:
    bring(store, jsonl([said(0, "before")]))
    with store.read() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    store._writer.dispose()
    from sqlalchemy import event

    @event.listens_for(store._writer, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 4}")  # type: ignore[attr-defined]

    before = counts(store)
    with pytest.raises(Refusal, match="disk is full"):
        bring(store, jsonl(MANY))
    assert counts(store) == before


def test_the_digest_covers_every_column(store: Store) -> None:
    bring(store, jsonl([*MANY[:50], shown(9_000, '"A"撤回了一条消息')]))
    changes = ("message SET text = 'x'", "message SET at = at + 1", "message SET kind = 'voice'",
               "message SET reply_to = '1'", "notice SET text = 'y'")  # fmt: skip
    for change in ("message SET text = text", *changes):
        with store.write() as session:
            row = session.exec(select(ImportRow)).one()
            assert import_rows_digest(session, row.id or 0) == row.rows_digest
            session.execute(text(f"UPDATE {change} WHERE id = 1"))
            assert (import_rows_digest(session, row.id or 0) != row.rows_digest) == (change in changes)
            session.rollback()


def test_every_import_is_in_the_chain(store: Store) -> None:
    bring(store, jsonl(MANY[:3]))
    bring(store, jsonl(MANY[:5]))
    assert [row[2:4] for row in contents(store)["chain"]] == [("import_", "1"), ("import_", "2")]


def test_indexes_put_off_are_built_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.store import bulk

    def indexes() -> set[str]:
        with store.read() as session:
            sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'message'"
            return {row[0] for row in session.execute(text(sql))}

    before = indexes()
    monkeypatch.setattr(bulk, "WORTH_DEFERRING", 10)
    bring(store, jsonl(MANY))
    assert indexes() == before
    assert len(before) >= 4
