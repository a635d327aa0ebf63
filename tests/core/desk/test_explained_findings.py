"""A violation keeps what it rests on: spans, what was undone, score, threshold; rules keep their record."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.phrase import render
from core.charter.model import Band
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.explaining import explained, match_line
from core.desk.imports import import_paths
from core.desk.learning import line, records, worth_of_rules
from core.desk.scanning import scan
from core.desk.violations import confirm, dismiss, find
from core.judging.finding import Match
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.own_charter import write_charter

GROUP, RULE = "管理群", "own.1"
WRITTEN = "低价批发酒水，有意加薇❤ abc12345"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-04T20:00:00+08:00")))
    lines = [
        (f"2026-03-02T{9 + n // 60:02d}:{n % 60:02d}:00", "wxid_qian", f"第{n}单今天已经发货", 0, f"o{n}")
        for n in range(96)
    ]
    lines += [
        (f"2026-03-03T09:{n:02d}:00", "wxid_li", f"{WRITTEN}{n}", 0, f"m{n}") for n in range(4)
    ]  # fmt: skip
    import_paths(found, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    adopt(found, GROUP, write_charter(tmp_path), since="first")
    scan(found)
    return found


def test_what_was_undone_and_how_sure_is_kept(desk: Desk) -> None:
    found = find(desk, "open")[0]
    assert (found.band, found.model, found.score >= found.threshold == 0.8) == (Band.ACT, "", True)
    undone = [match for match in found.matched if match.fold]
    assert all(f"{WRITTEN}0"[match.start : match.end] == match.text for match in found.matched)
    assert any("微信" in match.read for match in undone)
    told = [render(each, "en") for each in explained(found)]
    assert any(each.startswith("“薇❤” was read as “微信”: another spelling") for each in told)
    assert any(each.startswith("Score 0.") and "from 0.80 on" in each for each in told)
    shown = match_line(undone[0])
    assert (shown["text"], shown["read"], shown["fold"]) == (
        undone[0].text, undone[0].read, undone[0].fold,
    )  # fmt: skip
    assert match_line(Match("广告", 0, 2)) == {"text": "广告", "start": 0, "end": 2}


def test_a_rule_tells_its_hits_and_how_often_it_was_right(desk: Desk) -> None:
    first, second, third, _ = find(desk, "open")
    for each in (first, second):
        confirm(desk, each.id, "广告")
    dismiss(desk, third.id, "内部福利")
    (record,) = records(desk, GROUP)
    told = line(record)
    assert (told["confirmed"], told["dismissed"], told["precision"]) == (2, 1, 0.6667)
    low, high = told["precision_interval"]  # type: ignore[misc]
    assert 0.2 < low < 0.6667 < high < 0.95
    rate, (least, most) = told["hit_rate"], told["hit_rate_interval"]  # type: ignore[misc]
    assert rate == round(2 / 98, 6)
    assert least < rate < most
    worth = worth_of_rules(desk, "own", [GROUP, GROUP])[RULE]
    assert (worth.messages, worth.filed, len(worth.verdicts.outcomes)) == (200, 8, 6)
    assert worth.words is not None
    assert "Hit 400 in 10,000 messages here; 4 confirmed, 2 dismissed" in render(worth.words, "en")
    assert worth_of_rules(desk, "other", [GROUP]) == {}
