"""calibrate, explain and rules: what they print, what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console
from tests.helpers.own_charter import write_charter

NOW = "2026-03-04T20:00:00+08:00"
OFFER = "最新款手机分期零首付，欢迎到店咨询选购"
"""An advertisement that no rule sees."""


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    made = Console(store_path, capsys)
    lines = [
        ("2026-03-02T09:00:00", "wxid_li", OFFER, 0, "offer"),
        ("2026-03-02T09:01:00", "wxid_li", "低价批发酒水，有意加薇❤ abc12345", 0, "seen"),
        ("2026-03-02T09:02:00", "wxid_qian", "今天的第三单已经发货", 0, "m3"),
    ]
    made("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    made("adopt", "--group", "管理群", "--charter", write_charter(tmp_path), "--from", "first")
    made("scan", "--now", NOW)
    return made


def test_a_group_is_calibrated_shown_and_reset(console: Console) -> None:
    families = console("calibrate", "--group", "管理群", "--reason", "试试", "--now", NOW)
    assert [each["family"] for each in families] == ["ads", "offence", "negativity"]
    assert {each["threshold"] for each in families} == {0.97}
    found = console("scan", "--now", NOW)
    (hint,) = [each for each in found if each.get("model")]
    assert (hint["messages"], hint["band"], hint["severity"]) == (["offer"], "review", "low")
    assert hint["score"] > hint["threshold"] == 0.97
    assert all(OFFER[each["start"] : each["end"]] == each["text"] for each in hint["matched"])
    told = console("rules", "--group", "管理群", "--now", NOW)
    rule, *models = told
    assert (rule["rule"], rule["filed"], rule["hit_rate"]) == ("own.1", 1, round(1 / 3, 6))
    assert [(each["rule"], each["speaks"]) for each in models] == [
        ("model:ads", True), ("model:offence", True), ("model:negativity", True),
    ]  # fmt: skip
    back = console("calibrate", "--group", "管理群", "--reset", "--reason", "够了", "--now", NOW)
    assert not any(each["speaks"] for each in back)


def test_a_threshold_by_hand_goes_with_its_family(console: Console) -> None:
    one = ("calibrate", "--group", "管理群", "--family", "ads", "--threshold", "0.999")
    held = {each["family"]: each for each in console(*one, "--reason", "少一点", "--now", NOW)}
    assert (held["ads"]["threshold"], held["ads"]["by_hand"], held["offence"]["speaks"]) == (
        0.999,
        True,
        False,
    )
    console("calibrate", "--group", "管理群", "--threshold", "0.9", code=2)
    console("calibrate", "--group", "管理群", "--family", "ads", "--threshold", "9", code=2)


def test_a_violation_is_explained(console: Console) -> None:
    (violation,) = console("violations", "--state", "open", "--now", NOW)
    assert (violation["model"], violation["threshold"]) == ("", 0.8)
    assert any(each.get("read", "").endswith("加微信") for each in violation["matched"])
    (told,) = console("explain", violation["id"][:8], "--now", NOW)
    assert told["id"] == violation["id"]
    assert any("微信" in sentence for sentence in told["explained"])
