"""A draft over what the store holds: the difference by clause and person, and nothing written."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from core.base.clock import DAY, FixedClock, from_iso
from core.base.paths import RESOURCES
from core.base.phrase import render
from core.base.refusal import Refusal
from core.charter.library import charter_text, load_charter, parse_charter
from core.charter.settings import read_settings
from core.desk import adoption, imports
from core.desk.backtest import Backtest, BacktestRow, backtest
from core.desk.desk import Desk
from core.desk.facts import read_facts
from core.desk.progress import Cancelled, Progress
from core.store.store import open_store

SAMPLE = RESOURCES / "sample"
NOW = from_iso("2026-03-16T10:26:00")
GROUP = "北辰顾问管理群"
TASK = "drucker-consulting.11"
DRAFT = charter_text("drucker-consulting").replace("{value: 30, by: charter}", "{value: 20, by: charter}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    store = open_store(tmp_path_factory.mktemp("sample") / "sample.db")
    desk = Desk(store, FixedClock(NOW))
    imports.import_paths(desk, [SAMPLE / "beichen.chatlab.jsonl", SAMPLE / "xiaoman.chatlab.jsonl"])
    settings = read_settings(read_facts(SAMPLE / "beichen.facts.yaml"))
    adoption.adopt(desk, GROUP, "drucker-consulting", "first", settings)
    yield desk
    store.close()


def said(found: Backtest) -> str:
    return " ".join(render(sentence, "en") for sentence in found.summary)


def rows(found: Backtest, clause: str = TASK) -> dict[str, BacktestRow]:
    return {row.member: row for row in found.rows if row.clause == clause}


def test_a_shorter_deadline_shows_who_would_have_been_late(desk: Desk) -> None:
    found = backtest(desk, GROUP, DRAFT)
    (task,) = [each for each in found.by_clause if each.clause == TASK]
    assert task.after > task.before > 0
    assert (task.only_before, task.only_after) == (0, task.after - task.before)
    assert task.people == sum(row.after > row.before for row in rows(found).values()) > 0
    for row in rows(found).values():
        assert set(row.steps_after) <= {"fine"}
        assert row.points_after == 100 * len(row.steps_after)
        assert row.fen_after == 0
    more = sum(row.points_after - row.points_before for row in found.rows)
    assert f"fined {task.people} people {more} points more" in said(found)
    assert all(each.only_after == each.only_before == 0 for each in found.by_clause if each.clause != TASK)
    assert found.messages > 2000
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_same_text_changes_nothing(desk: Desk) -> None:
    found = backtest(desk, GROUP, "drucker-consulting")
    assert "Nothing would have been different" in said(found)
    assert all(row.before == row.after and row.steps_before == row.steps_after for row in found.rows)
    assert all(each.people == 0 and each.both == each.after for each in found.by_clause)


def test_two_versions_and_their_order(desk: Desk) -> None:
    draft = parse_charter(DRAFT, "draft")
    there = backtest(desk, GROUP, draft, against=load_charter("drucker-consulting"))
    back = backtest(desk, GROUP, "drucker-consulting", against=draft)
    assert rows(there) == rows(backtest(desk, GROUP, DRAFT))
    assert "less" in said(back)
    for member, row in rows(there).items():
        other = rows(back)[member]
        assert (row.before, row.after, row.steps_after) == (other.after, other.before, other.steps_before)


def test_leave_is_told(desk: Desk) -> None:
    late = sorted(row.member for row in rows(backtest(desk, GROUP, DRAFT)).values() if row.after > row.before)
    leave = {"leave": ",".join(f"{member}@2026-02-01/2026-03-16" for member in late[:2])}
    excused = rows(backtest(desk, GROUP, DRAFT, leave))
    assert all(excused[member].after == 0 for member in late[:2] if member in excused)
    # A draft that knows no leave as an excuse fines them all the same.
    strict = DRAFT.replace(
        "minutes: task.minutes\n        excuses: [leave, ", "minutes: task.minutes\n        excuses: ["
    )
    assert strict != DRAFT
    found = backtest(desk, GROUP, strict, leave)
    away = {row.member for row in rows(found).values() if row.on_leave}
    assert away >= set(late[:2])
    assert f"{len(away)} of them were on leave" in said(found)
    assert f"People on leave at the time: {len(away)}." in said(found)


def test_money_is_counted_in_fen_under_the_cap(tmp_path: Path) -> None:
    store = open_store(tmp_path / "cny.db")
    try:
        desk = Desk(store, FixedClock(NOW))
        imports.import_paths(desk, [SAMPLE / "beichen.chatlab.jsonl"])
        settings = read_settings(read_facts(SAMPLE / "beichen.facts.yaml"))
        adoption.adopt(desk, GROUP, "drucker-consulting", "first", settings, unit="cny")
        found = backtest(desk, GROUP, DRAFT)
        assert all(row.points_after == 0 for row in found.rows)
        more = sum(row.fen_after - row.fen_before for row in found.rows)
        assert more > 0
        assert f"¥{more // 100:,}.00 more" in said(found)
    finally:
        store.close()


def test_a_foreign_charter_takes_the_place_of_all(desk: Desk) -> None:
    found = backtest(desk, GROUP, "yunji-shareholders")
    assert {row.clause.partition(".")[0] for row in found.rows if row.after} <= {"yunji-shareholders"}
    assert {row.clause.partition(".")[0] for row in found.rows if row.before} == {"drucker-consulting"}


def test_a_group_without_a_charter(desk: Desk) -> None:
    found = backtest(desk, "小满生活馆福利群", "sales-group-three-strikes")
    assert all(row.before == 0 for row in found.rows)
    assert found.rows
    assert "no charter was in force" in said(found)


def test_a_part_of_the_time(desk: Desk) -> None:
    whole = backtest(desk, GROUP, DRAFT)
    middle = from_iso("2026-02-20T00:00:00")
    parts = [backtest(desk, GROUP, DRAFT, until=middle - 1), backtest(desk, GROUP, DRAFT, since=middle)]
    assert sum(part.messages for part in parts) == whole.messages
    assert all(sum(row.after for row in part.rows) < sum(row.after for row in whole.rows) for part in parts)
    assert backtest(desk, GROUP, DRAFT, since=NOW + DAY).rows == ()


def test_settings_go_before_the_draft(desk: Desk) -> None:
    found = backtest(desk, GROUP, DRAFT, {"task.minutes": "30"})
    assert "Nothing would have been different" in said(found)


def test_it_writes_nothing_and_can_be_stopped(desk: Desk) -> None:
    def state() -> list[tuple[str, int]]:
        with desk.store.read() as session:
            names = (
                session.connection()
                .execute(sql("select name from sqlite_master where type='table'"))
                .scalars()
            )
            return [(name, session.connection().execute(sql(f'select count(*) from "{name}"')).scalar_one())
                    for name in names.all()]  # fmt: skip

    before = state()
    seen: list[Progress] = []
    found = backtest(desk, GROUP, DRAFT, progress=seen.append)
    assert state() == before
    assert [each.done for each in seen] == [0, seen[-1].total // 2, seen[-1].total]
    assert found.seconds > 0

    def stop(_progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        backtest(desk, GROUP, DRAFT, progress=stop)


@pytest.mark.parametrize(
    ("group", "charter", "settings"),
    [
        ("没有的群", DRAFT, {}),
        (999, DRAFT, {}),
        (GROUP, "nope", {}),
        (GROUP, "a:\n- [", {}),
        (GROUP, DRAFT, {"task.minuts": "1"}),
    ],
)
def test_what_cannot_be_tried_is_refused(
    desk: Desk, group: str | int, charter: str, settings: dict[str, str]
) -> None:
    with pytest.raises(Refusal):
        backtest(desk, group, charter, settings)


def test_a_span_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="ends before it begins"):
        backtest(desk, GROUP, DRAFT, since=NOW - DAY, until=NOW - 2 * DAY)
