"""Drafts: where they lie, how they are made, saved, listed and taken away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.base.phrase import LocalText
from core.base.refusal import Refusal
from core.charter.library import charter_text
from core.charter.yaml_loading import MAX_CHARACTERS
from core.desk.desk import Desk
from core.desk.drafts import (
    create,
    delete,
    drafts,
    drafts_folder,
    export_file,
    head_of,
    import_file,
    read_draft,
    save,
)
from core.store.store import open_store

TEXT = charter_text("sales-2016-007")


def test_a_draft_is_the_next_version_under_a_free_name(tmp_path: Path):
    first, second = create(tmp_path, TEXT), create(tmp_path, TEXT)
    assert [draft.name for draft in (first, second)] == ["sales-2016-007", "sales-2016-007-2"]
    assert first.head.version == 2
    assert first.head.groups == ("staff",)
    assert read_draft(first.path) == TEXT.replace("version: 1", "version: 2", 1)


def test_names_stay_within_the_folder(tmp_path: Path):
    made = create(tmp_path, TEXT, "../../秘密 /a")
    assert made.path.parent == tmp_path
    assert made.name == "秘密-a"


def test_the_latest_stands_first_and_a_broken_one_is_listed(tmp_path: Path):
    create(tmp_path, TEXT, "old")
    broken = create(tmp_path, "clauses: [", "broken")
    os.utime(tmp_path / "old.yaml", (1, 1))
    assert [draft.name for draft in drafts(tmp_path)] == ["broken", "old"]
    assert broken.head.charter == ""
    assert drafts(tmp_path / "nowhere") == ()


def test_a_failed_save_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = create(tmp_path, TEXT)
    before = read_draft(made.path)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Refusal) as refused:
        save(made.path, "x: 1\n")
    assert "No space left" in str(refused.value)
    assert read_draft(made.path) == before
    assert [path.name for path in tmp_path.iterdir()] == [made.path.name]


def test_what_is_too_big_is_refused(tmp_path: Path):
    with pytest.raises(Refusal):
        save(tmp_path / "a.yaml", "#" * (MAX_CHARACTERS + 1))


def test_in_out_and_away(tmp_path: Path):
    source = tmp_path / "theirs.yml"
    source.write_text(TEXT, encoding="utf-8")
    made = import_file(tmp_path / "drafts", source)
    assert (made.name, made.head.version) == ("theirs", 1)
    export_file(made.path, tmp_path / "out" / "copy.yaml")
    assert (tmp_path / "out" / "copy.yaml").read_text(encoding="utf-8") == TEXT
    delete(made.path)
    delete(made.path)
    assert drafts(tmp_path / "drafts") == ()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal):
        import_file(tmp_path / "drafts", tmp_path / "a.yaml")


def test_drafts_lie_beside_their_store(tmp_path: Path):
    store = open_store(tmp_path / "demo.db")
    try:
        assert drafts_folder(Desk(store)) == tmp_path / "demo-charters"
    finally:
        store.close()


def test_drafts_of_the_users_own_store_lie_in_the_data_folder():
    from core.cli.output import default_store

    default_store().parent.mkdir(parents=True, exist_ok=True)
    store = open_store(default_store())
    try:
        assert drafts_folder(Desk(store)) == default_store().parent / "charters"
    finally:
        store.close()


def test_heads_are_read_without_the_clauses():
    head = head_of(TEXT)
    assert (head.charter, head.version, head.title.zh[:4]) == ("sales-2016-007", 1, "销售人员")
    assert head_of("title: 只有名称\nversion: x").title == LocalText("只有名称", "只有名称")
    assert head_of("- 1").charter == ""
    assert head_of("charter: a\nclauses: [").charter == "a"
