"""What waits for a person, row by row and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.desk import appeals, inbox, waiting
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.hearing import put_aside
from core.desk.imports import import_paths
from core.desk.scanning import scan
from core.desk.violations import confirm, find
from core.store.store import Store
from tests.core.cli.test_flows_cli import CHAT, STAFF
from tests.helpers.chats import write_chat


@pytest.mark.parametrize("moment", ["2026-03-02T16:00:00+08:00", "2026-03-09T16:00:00+08:00"])
def test_the_tallies_count_the_rows(store: Store, tmp_path: Path, moment: str) -> None:
    desk = Desk(store, FixedClock(from_iso(moment)))
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", CHAT, STAFF)])
    adopt(desk, "管理群", "drucker-consulting", "first", leaders=["张经理"], unit="cny")
    scan(desk)
    violation = next(row for row in find(desk, "open") if row.member_name == "李明")
    confirm(desk, violation.id, "no answer")
    appeals.open_appeal(desk, violation.id, "李明", "手机没电")
    inbox.add(desk, "管理群", "suggestion", "周会改到周二", "王五")
    put_aside(desk, next(row for row in waiting.find(desk) if row.kind == "draft").id, "nothing to do")
    for group in ("", "管理群"):
        rows = waiting.find(desk, group)
        tallies = {tally.kind: tally for tally in waiting.tallies(desk, group)}
        assert tallies.keys() == {row.kind for row in rows} >= {"appeal", "inbox", "draft"}
        for kind, tally in tallies.items():
            own = [row for row in rows if row.kind == kind]
            assert (tally.count, tally.overdue) == (len(own), sum(row.overdue for row in own))
            assert (tally.first, tally.groups) == (own[0].id, {row.group for row in own})
