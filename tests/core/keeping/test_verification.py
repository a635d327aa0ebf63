"""Whatever is changed behind the program's back is found, and the first bad row is named."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.base.chain import GENESIS
from core.casework.decision import DecisionKind, Subject
from core.keeping.verification import Verdict, verify
from core.store.chain import CHAINED
from core.store.migration import back_up
from core.store.store import Store
from core.store.tables import ImportRow, ViolationRow, metadata
from tests.helpers.chained_store import NOON, decide, fill, tampering

COLUMNS = [
    (table, column.name)
    for table in CHAINED
    for column in metadata.tables[table].columns
    if column.name != "undone_at"
]


@pytest.fixture
def full(store: Store) -> Store:
    fill(store)
    assert verify(store).ok
    return store


def test_an_empty_store_holds(store: Store):
    verdict = verify(store)
    assert (verdict.ok, verdict.entries, verdict.head, verdict.first_bad) == (True, 0, GENESIS, "")


def test_a_full_store_holds(full: Store):
    verdict = verify(full)
    assert (verdict.ok, verdict.entries) == (True, 11)
    assert verdict.notes == ()


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.floats(allow_nan=False),
)


@dataclass
class Copies:
    """Fresh copies of one sound store, each to be changed and verified."""

    sound: bytes
    folder: Path
    number: int = 0

    def path(self) -> Path:
        self.number += 1
        path = self.folder / f"copy{self.number}.db"
        path.write_bytes(self.sound)
        return path


@pytest.fixture
def copies(full: Store, store_path: Path, tmp_path: Path) -> Copies:
    return Copies(back_up(store_path, "sound").read_bytes(), tmp_path)


def verdict_of(path: Path) -> Verdict:
    opened = Store(f"sqlite:///{path}")
    try:
        return verify(opened)
    finally:
        opened.close()


def after(copies: Copies, *statements: str) -> Verdict:
    path = copies.path()
    with tampering(path) as raw:
        for statement in statements:
            raw.execute(statement)
    return verdict_of(path)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_any_changed_column_names_its_row(copies: Copies, table: str, column: str):
    key = CHAINED[table]

    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(value=VALUES, pick=st.integers(0, 11))
    def tampered(value: object, pick: int) -> None:
        path = copies.path()
        with tampering(path) as raw:
            rows = raw.execute(f'SELECT rowid, "{key}", quote("{column}") FROM "{table}"').fetchall()
            number, row_id, before = rows[pick % len(rows)]
            try:
                raw.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, number))
            except sqlite3.Error:
                assume(False)
            kept = raw.execute(f'SELECT quote("{column}") FROM "{table}" WHERE rowid = ?', (number,))
            assume(kept.fetchone() != (before,))
        verdict = verdict_of(path)
        assert (verdict.ok, verdict.first_bad) == (False, f"{table}:{row_id}")

    tampered()


@pytest.mark.parametrize("column", ["seq", "at", "table_name", "row_id", "digest", "previous", "hash"])
def test_any_changed_link_is_named(copies: Copies, column: str):
    verdict = after(copies, f"UPDATE chain SET {column} = 77 WHERE seq = 4")
    assert (verdict.ok, verdict.first_bad) == (False, "chain:4")


def test_a_removed_row(copies: Copies):
    assert after(copies, "DELETE FROM decision WHERE id = 'd2'").first_bad == "decision:d2"


def test_a_row_put_in_beside_the_chain(copies: Copies):
    statement = (
        "INSERT INTO decision SELECT 'd9', at, operator, kind, subject_kind, subject, group_id, reason, step,"
        " undoes, details FROM decision WHERE id = 'd3'"
    )
    assert after(copies, statement).first_bad == "decision:d9"


def test_a_removed_link(copies: Copies):
    for seq in (1, 5):
        assert after(copies, f"DELETE FROM chain WHERE seq = {seq}").first_bad == f"chain:{seq}"
    assert after(copies, "DELETE FROM chain WHERE seq = 11").first_bad == "ledger:l2"


def test_links_that_changed_places(copies: Copies):
    swap = [f"UPDATE chain SET seq = {new} WHERE seq = {old}" for old, new in ((3, -3), (4, 3), (-3, 4))]
    assert after(copies, *swap).first_bad == "chain:3"


def test_a_link_before_the_first(copies: Copies):
    statement = "INSERT INTO chain SELECT 0, at, table_name, row_id, digest, previous, 'x' FROM chain LIMIT 1"
    assert not after(copies, statement).ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE message SET text = '我没说过' WHERE key = 'k2.3'",
        "UPDATE message SET at = at + 1000 WHERE key = 'k2.3'",
        "UPDATE message SET sender_id = 1 WHERE key = 'k2.3'",
        "DELETE FROM message WHERE key = 'k2.3'",
        "INSERT INTO message (group_id, key, external_id, at, sender_id, kind, text, reply_to, import_id)"
        " SELECT group_id, 'new', external_id, at, sender_id, kind, text, reply_to, import_id FROM message"
        " WHERE key = 'k2.3'",
    ],
)
def test_changed_messages_name_their_import(copies: Copies, statement: str):
    assert after(copies, statement).first_bad == "message rows of import 2"


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE coverage SET end_at = end_at + 9000 WHERE id = 2", "coverage:2"),
        ("UPDATE coverage SET group_id = 7 WHERE id = 2", "coverage:2"),
        ("INSERT INTO coverage (group_id, start_at, end_at, import_id) VALUES (1, 1, 2, 1)", "coverage:3"),
        ("DELETE FROM coverage", "coverage of import 1"),
    ],
)
def test_changed_coverage(copies: Copies, statement: str, where: str):
    assert after(copies, statement).first_bad == where


def test_a_message_of_no_import(copies: Copies):
    assert after(
        copies,
        "INSERT INTO message (id, group_id, key, external_id, at, sender_id, kind, text, reply_to, import_id)"
        " VALUES (99, 1, 'x', '', 1, 1, 'text', '', '', 42)",
    ).first_bad == "message:99"  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE violation SET state = 'dismissed' WHERE id = 'v1'", "violation:v1"),
        ("UPDATE violation SET step = 'warning' WHERE id = 'v1'", "violation:v1"),
        ("DELETE FROM violation WHERE id = 'v2'", "violation:v2"),
        ("UPDATE adoption SET undone_at = 5", "adoption:a1"),
    ],
)
def test_columns_that_mirror_decisions(copies: Copies, statement: str, where: str):
    assert after(copies, statement).first_bad == where


def test_a_violation_marked_without_a_decision(full: Store, store_path: Path):
    with tampering(store_path) as raw:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(violation)")]
        other = {"id": "'v3'", "state": "'confirmed'"}
        values = ", ".join(other.get(name, name) for name in columns)
        raw.execute(f"INSERT INTO violation SELECT {values} FROM violation WHERE id = 'v1'")
    assert verify(full).first_bad == "violation:v3"


def test_a_decision_taken_back_stands_for_open(full: Store):
    with full.write() as session:
        decide(session, "d4", DecisionKind.UNDO, Subject.DECISION, "d2", undoes="d2")
        violation = session.get_one(ViolationRow, "v1")
        violation.state, violation.step = "open", ""
    assert verify(full).ok


def test_a_running_import_is_no_row_beside_the_chain(full: Store):
    with full.write() as session:
        session.add(ImportRow(group_id=1, path="x", format="y", started_at=NOON))
    assert verify(full).ok


def test_a_damaged_file(copies: Copies):
    path = copies.path()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    path.write_bytes(bytes(content))
    verdict = verdict_of(path)
    assert not verdict.ok
    assert verdict.first_bad
