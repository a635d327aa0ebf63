"""Facts files: keys and values as on the command line, every scalar as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.refusal import Refusal
from core.desk.facts import read_facts


def facts(folder: Path, text: str) -> list[tuple[str, str]]:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return read_facts(path)


def test_values_and_lists(tmp_path: Path):
    text = "task.minutes: 5\nwork.hours: 09:00-18:00\nleave:\n  - a@2026-03-01/2026-03-02\n  - b@2026-03-01/2026-03-02\n"
    assert facts(tmp_path, text) == [
        ("task.minutes", "5"),
        ("work.hours", "09:00-18:00"),
        ("leave", "a@2026-03-01/2026-03-02"),
        ("leave", "b@2026-03-01/2026-03-02"),
    ]


def test_scalars_stay_texts(tmp_path: Path):
    assert facts(tmp_path, "company: no\ntopic: 2026-03-01\n") == [("company", "no"), ("topic", "2026-03-01")]


def test_an_empty_file_says_nothing(tmp_path: Path):
    assert facts(tmp_path, "") == []
    assert facts(tmp_path, "# nothing yet\n") == []


@pytest.mark.parametrize("text", ["a: [1", "- a", "a: {b: 1}", "a: [[1]]", "just words", "a: b: c", "a: *x"])
def test_other_shapes_are_refused_by_place(tmp_path: Path, text: str):
    with pytest.raises(Refusal, match=r"."):
        facts(tmp_path, text)


def test_a_file_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\xd8")
    for name in ("nowhere.yaml", "binary.yaml", "."):
        with pytest.raises(Refusal):
            read_facts(tmp_path / name)


def test_a_wrong_key_or_value_names_its_line(tmp_path: Path):
    for text, line in (
        ("task.minutes: 5\ntask.minuts: 5\n", 2),
        ("leave:\n  - a@2026-03-01/2026-03-02\n  - x\n", 3),
    ):
        with pytest.raises(Refusal) as refused:
            facts(tmp_path, text)
        assert refused.value.where.endswith(f"facts.yaml:{line}")
