"""A chain cut short or rewritten is sound in itself; the head remembered outside shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.keeping.heads import forget_and_remember, remember
from core.keeping.verification import verify
from core.store.migration import back_up
from core.store.store import Store
from tests.helpers.chained_store import bring, fill, tampering

CUT = ("DELETE FROM ledger WHERE id = 'l2'", "DELETE FROM chain WHERE seq = 11")


@pytest.fixture
def full(store: Store) -> Store:
    fill(store)
    return store


def cut(path: Path) -> None:
    with tampering(path) as raw:
        for statement in CUT:
            raw.execute(statement)


def test_without_memory_it_says_so(full: Store):
    verdict = verify(full)
    assert verdict.ok
    assert len(verdict.notes) == 1
    assert verify(full).notes == ()


def test_the_newest_rows_cut_off(full: Store, store_path: Path):
    remember(full)
    cut(store_path)
    verdict = verify(full)
    assert (verdict.ok, verdict.first_bad) == (False, "chain:11")


def test_going_on_after_the_cut_does_not_hide_it(full: Store, store_path: Path):
    remember(full)
    cut(store_path)
    with full.write() as session:
        bring(session, 3)
        bring(session, 4)
    remember(full)
    assert verify(full).first_bad == "chain:11"


def test_a_copy_elsewhere_is_compared_too(full: Store, store_path: Path):
    remember(full)
    copy = back_up(store_path, "copy")
    opened = Store(f"sqlite:///{copy}")
    try:
        assert verify(opened).ok
        cut(copy)
        assert not verify(opened).ok
    finally:
        opened.close()
    assert verify(full).ok


def test_two_copies_may_go_different_ways(full: Store, store_path: Path):

    remember(full)
    opened = Store(f"sqlite:///{back_up(store_path, 'copy')}")
    try:
        remember(opened)
        with opened.write() as session:
            bring(session, 3)
        remember(opened)
        assert verify(opened).ok
    finally:
        opened.close()
    assert verify(full).ok


def test_a_restored_backup_is_taken_for_true(full: Store, store_path: Path):
    remember(full)
    cut(store_path)
    forget_and_remember(full)
    assert verify(full).ok


def test_an_empty_store_is_not_remembered(store: Store, tmp_path: Path):
    remember(store)
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_folder_that_cannot_be_written_is_no_error(full: Store, tmp_path: Path):
    (tmp_path / "home").write_text("in the way")
    remember(full)
    assert verify(full).ok


def test_a_spoilt_memory_counts_as_none(full: Store, tmp_path: Path):
    remember(full)
    (memory,) = (tmp_path / "home").rglob("*.json")
    memory.write_text("[1, 2")
    assert len(verify(full).notes) == 1
