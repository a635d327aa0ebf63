"""Addresses of stores that --db takes, and what it says of those that it cannot use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console


def test_a_url_names_the_same_store_as_its_path(console: Console, tmp_path: Path) -> None:
    console("import", write_chat(tmp_path / "a.jsonl", [("2026-03-02T09:00:00", "wxid_li", "早")], STAFF))
    url = f"sqlite:///{console.db}"
    assert console("verify", "--db", url, store=False)[0]["entries"] == console("verify")[0]["entries"]


@pytest.mark.parametrize("url", ["mysql+nodriver://x/y", "foo://x", "sqlite://", "sqlite:///:memory:", "://"])
def test_other_addresses_are_refused_in_one_line(console: Console, url: str) -> None:
    assert console("violations", "--db", url, code=2, store=False) == []
    assert len(console.errors.strip().splitlines()) == 1
