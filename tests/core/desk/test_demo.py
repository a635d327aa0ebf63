"""The demo: rebuilt through the ordinary operations, with a plausible history of decisions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.clock import SECOND, iso
from core.casework.decision import DecisionKind
from core.cli.demo_text import tell_demo
from core.cli.output import set_language
from core.desk import groups, imports, ledger, obligations, outbox, roster, violations
from core.desk.demo import GROUPS, build_demo
from core.desk.demo_files import read_exports, write_slices
from core.desk.desk import Desk
from core.desk.journal import recent
from core.desk.progress import Progress
from core.keeping.verification import verify

DAY = 86_400 * SECOND


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    seen: list[Progress] = []
    desk = build_demo(path, seen.append)
    assert seen[-1].done == seen[-1].total
    yield desk
    desk.store.close()


def test_four_groups_with_their_charters_and_people(demo: Desk) -> None:
    shown = {each.name: each for each in groups.summaries(demo)}
    assert set(shown) == {name for _, name, _, _ in GROUPS}
    assert {each.charters for each in shown.values()} == {(charter,) for _, _, charter, _ in GROUPS}
    assert sum(each.members for each in shown.values()) >= 78


def test_the_clock_stands_at_the_last_message(demo: Desk) -> None:
    assert iso(demo.clock.now()).startswith("2026-03-16T10:25:")
    assert max(each.last_message_at or 0 for each in groups.summaries(demo)) == demo.clock.now()


def test_the_planted_leak_between_two_groups_is_found(demo: Desk) -> None:
    (leak,) = [each for each in violations.find(demo) if each.category == "leak-forward"]
    assert (leak.clause, leak.group, leak.member) == ("drucker-consulting.8", GROUPS[0][1], "wxid_y8g2q4")
    assert leak.messages == ("4000056740", "1000074822")
    assert leak.state != "dismissed"


def test_a_letter_is_still_to_be_posted(demo: Desk) -> None:
    assert outbox.count_waiting(demo, None, outbox.FOR_PEOPLE) >= 1


def test_queue_ledger_and_obligations_show_life(demo: Desk) -> None:
    states = Counter(each.state for each in violations.find(demo))
    assert states["open"] >= 5
    assert states["confirmed"] >= 20
    assert states["dismissed"] >= 3
    owed = Counter(each.state.value for each in obligations.find(demo))
    assert {"met", "late", "missing", "unknown", "excused"} <= set(owed)
    totals = ledger.totals(demo)
    assert totals.paid_entries >= 5
    assert totals.waived_entries >= 1
    assert totals.unpaid_members + totals.growing_members >= 1
    assert {entry.kind for entry in ledger.entries(demo)} >= {"assessed", "payment", "waiver"}


def test_decisions_of_many_kinds_none_after_the_clock(demo: Desk) -> None:
    made = recent(demo, 1000)
    kinds = {each.kind for each in made}
    assert kinds >= {DecisionKind.CONFIRM, DecisionKind.DISMISS, DecisionKind.NOTIFIED, DecisionKind.PAY,
                     DecisionKind.EXCUSE, DecisionKind.APOLOGY, DecisionKind.ADOPT}  # fmt: skip
    assert max(each.at for each in made) <= demo.clock.now()


def test_the_chain_holds(demo: Desk) -> None:
    assert verify(demo.store).ok


def test_a_leaver_is_known_by_the_roster_alone(demo: Desk) -> None:
    gone = [row for row in roster.rows(demo) if not row.present]
    assert "wxid_l9a5c6" in {row.platform_id for row in gone}


def test_exports_meet_without_gaps_but_for_the_lost_day(demo: Desk) -> None:
    again = imports.import_paths(
        demo, [record.path for record in imports.history(demo) if "jsonl" in record.path]
    )
    assert sum(report.messages_new for report in again) == 0
    gaps = {report.group: len(report.gaps) for report in again}
    assert gaps["北辰顾问管理群"] == gaps["小满生活馆福利群"] == gaps["云杉股东交流群"] == 0


def test_slices_hold_everything_once_and_share_an_edge(tmp_path: Path) -> None:
    exports = read_exports()
    start, middle, end = 0, exports[0].messages[500]["timestamp"] * SECOND, max(e.last for e in exports)
    early = write_slices(exports, start, middle, tmp_path / _made(tmp_path, "early"))
    late = write_slices(exports, middle, end, tmp_path / _made(tmp_path, "late"))
    ids: Counter[str] = Counter()
    for path in early + late:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        ids.update(row["platformMessageId"] for row in rows if row["_type"] == "message")
    assert set(ids) == {row["platformMessageId"] for export in exports for row in export.messages}
    assert sum(count - 1 for count in ids.values()) <= len(exports)


def test_slices_list_only_who_had_joined_and_wear_the_names_of_the_time(tmp_path: Path) -> None:
    exports = [each for each in read_exports() if each.name == "北辰顾问管理群"]
    [path] = write_slices(exports, 0, exports[0].messages[0]["timestamp"] * SECOND + 5 * DAY, tmp_path)
    members = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if '"member"' in line
    ]
    names = {member.get("groupNickname") for member in members}
    assert "苗可欣" not in names
    assert "项目部祝天佑" in names


def _made(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name


def test_the_demo_as_text(demo: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    set_language("zh")
    tell_demo(demo)
    out = capsys.readouterr().out
    assert "北辰顾问管理群" in out
    assert "drucker-consulting.11" in out
    assert len(out.splitlines()) > 40
