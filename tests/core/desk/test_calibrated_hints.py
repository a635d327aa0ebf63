"""Classifiers hint where a group asked for them; decisions move their thresholds; nothing decided changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.charter.model import Band
from core.desk.adoption import adopt
from core.desk.calibrating import calibrate, calibration, line, reset, set_threshold
from core.desk.desk import Desk
from core.desk.explaining import explained
from core.desk.imports import import_paths
from core.desk.learning import records
from core.desk.scanning import scan
from core.desk.violation_types import Violation
from core.desk.violations import confirm, dismiss, find, undo
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.own_charter import write_charter

GROUP = "管理群"
NO_COMPLAINTS = """  - id: own.2
    text: 不传负面情绪
    kind: message
    state: enforced
    rules:
      - {kind: message, categories: [negativity]}
"""
STYLES = [
    "房间又脏又吵，隔音太差，早餐难吃，绝对不会再住", "房间很脏，隔音太差，早餐难吃，不会再住了",
    "又脏又吵，早餐难吃，服务也差，绝对不会再住", "隔音太差，房间又小又脏，再也不会住了",
]  # fmt: skip
"""Complaints that no rule sees."""
OFFER = "最新款手机分期零首付，欢迎到店咨询选购"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-04T20:00:00+08:00")))
    lines = [
        (f"2026-03-{1 + n // 120:02d}T{8 + n % 120 // 12:02d}:{n % 12 * 5:02d}:00", "wxid_qian",
         f"第{n}单今天已经发货，请查一下物流", 0, f"o{n}")
        for n in range(360)
    ]  # fmt: skip
    lines += [
        (f"2026-03-04T12:{n:02d}:00", "wxid_li", f"{STYLES[n % 4]}，第{n}次了", 0, f"m{n}") for n in range(12)
    ]
    lines.append(("2026-03-04T13:00:00", "wxid_li", OFFER, 0, "offer"))
    import_paths(found, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    adopt(found, GROUP, write_charter(tmp_path, NO_COMPLAINTS), since="first")
    scan(found)
    return found


def hints(desk: Desk) -> list[Violation]:
    return [each for each in find(desk, "open") if each.model]


def threshold(desk: Desk, family: str) -> float:
    return next(each.threshold for each in calibration(desk, GROUP).families if each.family == family)


def test_classifiers_are_silent_until_asked_and_then_only_hint(desk: Desk) -> None:
    assert find(desk, "open") == []
    assert not any(each.speaks for each in calibration(desk, GROUP).families)
    fitted = calibrate(desk, GROUP, "wanted").value
    assert {name: each.messages for name, each in fitted.fitted.items()} == dict.fromkeys(
        ("ads", "offence", "negativity"), 373
    )
    assert sum(each.shown for each in fitted.fitted.values()) <= 0.007 * 373
    set_threshold(desk, GROUP, "negativity", 0.9, "")
    set_threshold(desk, GROUP, "ads", 0.9, "")
    scan(desk)
    found = hints(desk)
    assert {each.band for each in found} == {Band.REVIEW}
    assert [each.messages for each in found if each.model == "ads"] == [("offer",)]
    (offer,) = [each for each in found if each.model == "ads"]
    assert (offer.rule, offer.category, offer.proposed_step) == ("own.1", "ads-any", "")
    assert (offer.score > 0.99, offer.threshold) == (True, 0.9)
    assert offer.matched
    assert all(OFFER[match.start : match.end] == match.text for match in offer.matched)
    assert any("0.90" in str(dict(each.args)) for each in explained(offer))


def test_ordinary_talk_that_looks_like_complaints_raises_the_threshold(desk: Desk) -> None:
    calibrate(desk, GROUP, "")
    scan(desk)
    assert not [each for each in hints(desk) if each.model == "negativity"]
    assert threshold(desk, "negativity") > 0.97 == threshold(desk, "ads")


def test_decisions_move_the_threshold_and_no_decided_violation_changes(desk: Desk) -> None:
    set_threshold(desk, GROUP, "ads", 0.9, "")
    calibrate(desk, GROUP, "")
    before = threshold(desk, "ads")
    scan(desk)
    (offer,) = hints(desk)
    decided = dismiss(desk, offer.id, "员工福利")
    assert threshold(desk, "ads") > before
    assert records(desk, GROUP)[0].verdicts.outcomes == ()
    scan(desk)
    kept = next(each for each in find(desk, superseded=True) if each.id == offer.id)
    assert (kept.state, kept.score, kept.threshold, kept.why) == (
        "dismissed", offer.score, offer.threshold, offer.why,
    )  # fmt: skip
    undo(desk, decided.decision)
    assert threshold(desk, "ads") == before
    confirm(desk, offer.id, "广告")
    assert threshold(desk, "ads") < before
    told = line(calibration(desk, GROUP).families[0], GROUP)
    assert (told["confirmed"], told["dismissed"], told["precision"]) == (1, 0, 1.0)


def test_the_same_decisions_give_the_same_thresholds_and_all_can_be_taken_back(desk: Desk) -> None:
    first = calibrate(desk, GROUP, "")
    assert calibrate(desk, GROUP, "").value.families == first.value.families
    done = reset(desk, GROUP, "too noisy")
    assert not any(each.speaks for each in done.value.families)
    scan(desk)
    assert hints(desk) == []
    undo(desk, done.decision)
    assert calibration(desk, GROUP).families == first.value.families
    trial = calibrate(desk, GROUP, "", dry_run=True)
    assert (trial.decision, trial.value.families[0].threshold) == ("", first.value.families[0].threshold)


def test_bad_thresholds_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="no classifier"):
        set_threshold(desk, GROUP, "advert", 0.9, "")
    with pytest.raises(Refusal, match="no threshold"):
        set_threshold(desk, GROUP, "ads", 97, "")
