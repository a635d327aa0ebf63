"""Links are made in the transaction that writes the row, and cover every column of it."""

from __future__ import annotations

import pytest

from core.base.chain import GENESIS, link
from core.store.chain import append, append_many, head, links_of, record
from core.store.store import Store
from core.store.tables import ChainRow, CharterRow, DecisionRow, ImportRow


def decision(number: int) -> DecisionRow:
    return DecisionRow(
        id=f"d{number}", at=number, operator="林", kind="confirm", subject_kind="violation", subject="v1"
    )


def test_an_empty_chain_starts_at_genesis(store: Store):
    with store.read() as session:
        assert head(session) == (0, GENESIS)


def test_links_follow_each_other(store: Store):
    with store.write() as session:
        record(session, 5, decision(1))
        record(session, 6, decision(2))
    with store.read() as session:
        first, second = session.get(ChainRow, 1), session.get(ChainRow, 2)
        assert first is not None
        assert second is not None
        assert first.previous == GENESIS
        assert second.previous == first.hash
        assert second.hash == link(first.hash, 2, "decision", "d2", second.digest, 6)
        assert head(session) == (2, second.hash)
        assert links_of(session, "decision", ["d1", "d2", "d3"]) == {"d1": first.hash, "d2": second.hash}


def test_a_rolled_back_row_leaves_no_link(store: Store):
    def fail() -> None:
        with store.write() as session:
            record(session, 5, decision(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert head(session)[0] == 0


def test_rows_with_numbers_for_ids(store: Store):
    with store.write() as session:
        record(session, 1, ImportRow(path="a.json", format="x", started_at=1, state="complete"))
        record(session, 1, CharterRow(charter_id="c", version=1, text_digest="d", text="t", stored_at=1))
    with store.read() as session:
        assert [(row.table_name, row.row_id) for row in (session.get_one(ChainRow, 1), session.get_one(ChainRow, 2))] == [
            ("import_", "1"), ("charter", "1"),
        ]  # fmt: skip


def test_many_at_once_make_the_same_chain_as_one_by_one(store: Store):
    with store.write() as session:
        for number in range(1200):
            session.add(decision(number))
        append_many(session, 9, "decision", [f"d{number}" for number in range(1200)])
    with store.read() as session:
        assert head(session)[0] == 1200
        rows = [session.get_one(ChainRow, seq) for seq in (600, 601)]
        assert rows[1].previous == rows[0].hash


def test_a_row_that_is_not_there_is_a_bug(store: Store):
    with pytest.raises(LookupError), store.write() as session:
        append(session, 1, "decision", "nobody")
