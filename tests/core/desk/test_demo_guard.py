"""The demo rebuilds its own store and nobody else's."""

from pathlib import Path

import pytest

from core.base.refusal import Refusal
from core.desk.demo import build_demo
from core.store.store import open_store


def test_a_store_that_no_demo_made_is_left_alone(store_path: Path) -> None:
    open_store(store_path).close()
    before = store_path.read_bytes()
    with pytest.raises(Refusal, match="overwritten"):
        build_demo(store_path)
    assert store_path.read_bytes() == before


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    with pytest.raises(Refusal, match="overwritten"):
        build_demo(letter)
    assert letter.read_text(encoding="utf-8") == "dear"
