from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso, iso
from core.base.refusal import Refusal
from core.desk import imports
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.progress import Cancelled, Progress
from core.store.store import Store
from core.store.tables import GroupRow
from tests.helpers.exports import NOW, SAMPLES, jsonl, said

PASTED = "张三 09:00\n早\n李四 09:05\n早\n别写日期\n"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(NOW))


def test_a_folder_brings_all_its_chats(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.jsonl").write_bytes(jsonl([said(0, "x")]))
    (tmp_path / "sub" / "b.json").write_bytes((SAMPLES / "chatlab.json").read_bytes())
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "other.json").write_text("{}")
    reports = imports.import_paths(desk, [tmp_path])
    assert [(report.group, report.messages_new) for report in reports] == [("测试群", 1), ("干净群", 9)]


def test_a_report_says_what_came_and_what_is_missing(desk: Desk, tmp_path: Path) -> None:
    for name, at in (("a.jsonl", 0), ("b.jsonl", 1000)):
        (tmp_path / name).write_bytes(jsonl([said(at, "x"), said(at + 10, "y")]))
    report = imports.import_paths(desk, [tmp_path])[1]
    (gap,) = report.gaps
    assert (gap.end - gap.start) == 990_000
    assert (report.messages_new, report.members_new, report.format) == (2, 0, "chatlab-jsonl")


def test_listeners_hear_of_it(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.listeners.append(heard.append)
    imports.import_paths(desk, [SAMPLES / "chatlab.json"])
    assert Noun.MESSAGES in heard[0].nouns
    assert heard[0].groups == {1}


def test_an_import_makes_what_was_judged_stale(desk: Desk) -> None:
    imports.import_paths(desk, [SAMPLES / "chatlab.json"])
    with desk.store.write() as session:
        group = session.get_one(GroupRow, 1)
        group.judged_at = NOW
        session.add(group)
    imports.import_text(desk, "张三 2026/3/1 09:00\n新\n", "干净群")
    with desk.store.read() as session:
        group = session.get_one(GroupRow, 1)
        assert group.changed_at > (group.judged_at or 0)


def test_progress_is_told_and_can_stop(desk: Desk) -> None:
    seen: list[Progress] = []
    imports.import_paths(desk, [SAMPLES / "chatlab.json"], report=seen.append)
    assert seen[-1].done == seen[-1].total > 0

    def stop(_progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        imports.import_paths(desk, [SAMPLES / "weflow.json"], report=stop)
    assert len(imports.history(desk)) == 1


def test_a_preview_of_pasted_text_asks_for_the_date(desk: Desk) -> None:
    found = imports.preview_text(desk, PASTED, "群")
    assert (found.needs_date, found.date, found.messages_new, found.group_known) == (
        True,
        "2026-03-02",
        2,
        False,
    )
    dated = imports.preview_text(desk, PASTED, "群", date="2026-02-01")
    assert dated.per_day == (("2026-02-01", 2),)
    assert not imports.preview_text(desk, "张三 2026/3/1 09:00\n早\n", "群").needs_date


def test_a_preview_writes_nothing_and_foretells_the_import(desk: Desk) -> None:
    imports.import_text(desk, "张三 09:00\n早\n", "群", date="2026-02-01")
    before = imports.preview_text(desk, PASTED, "群", date="2026-02-01")
    assert (before.messages, before.messages_new, before.senders, before.senders_known) == (2, 1, 2, 1)
    assert len(imports.history(desk)) == 1
    report = imports.import_text(desk, PASTED, "群", date="2026-02-01")
    assert (report.messages_new, report.messages_known) == (1, 1)
    assert iso(report.start or 0) == "2026-02-01T09:00:00+08:00"


def test_a_preview_shows_unreadable_rows_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl([said(0, "x")]) + b"oops\n")
    found = imports.preview_path(desk, path)
    assert [(row.line, str(row.problem)) for row in found.rows if row.problem] == [(3, "this is no JSON")]


def test_a_zone_reads_local_times(desk: Desk) -> None:
    report = imports.import_text(desk, "A 2026-03-01 09:00\nhi\n", "群", zone="America/New_York")
    assert report.start == from_iso("2026-03-01T09:00:00-05:00")
    with desk.store.read() as session:
        assert session.get_one(GroupRow, report.group_id).zone == "America/New_York"


def test_a_group_option_stands_back_where_the_file_names_its_room(desk: Desk) -> None:
    assert imports.import_paths(desk, [SAMPLES / "chatlab.json"], group="别的群")[0].group == "干净群"


def test_history_is_newest_first(desk: Desk) -> None:
    imports.import_paths(desk, [SAMPLES / "chatlab.json", SAMPLES / "weflow.json"])
    assert [record.format for record in imports.history(desk)] == ["weflow-json", "chatlab-json"]


def test_a_refusal_keeps_files_before_it(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"{")
    with pytest.raises(Refusal):
        imports.import_paths(desk, [SAMPLES / "chatlab.json", bad])
    assert len(imports.history(desk)) == 1


def test_a_preview_needs_no_group_yet(desk: Desk) -> None:
    seen = imports.preview_text(desk, "李明 2026-03-02 09:00:00\n大家早\n", "")
    assert (seen.group, seen.group_known, seen.messages) == ("", False, 1)
