"""A group's decisions teach its rules; word lists are measured before they hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.charter.model import Band
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.learning import records, set_trust
from core.desk.scanning import scan
from core.desk.violations import dismiss, find, undo
from core.desk.wordlists import bring
from core.judging.trust import HINT_AFTER, QUIET_AFTER, Trust
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.own_charter import HEAD

GROUP, RULE = "管理群", "own.1"
CHARTER = (
    HEAD
    + """  - id: own.1
    text: 不说暗号
    kind: message
    state: enforced
    rules:
      - {kind: message, categories: [off-topic], words_only: true, terms: [芝麻开门]}
"""
)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-04T20:00:00+08:00")))
    lines = [
        (f"2026-03-02T{9 + n // 4:02d}:{n % 4 * 15:02d}:00", "wxid_li", f"第{n}次：芝麻开门", 0, f"m{n}")
        for n in range(20)
    ]
    lines += [
        (f"2026-03-03T{9 + n:02d}:00:00", "wxid_qian", f"今天第{n}单已发货", 0, f"o{n}") for n in range(8)
    ]
    import_paths(found, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    text = tmp_path / "own.yaml"
    text.write_text(CHARTER, encoding="utf-8")
    adopt(found, GROUP, str(text), since="first")
    scan(found)
    return found


def waiting(desk: Desk) -> list[Band]:
    return [each.band for each in find(desk, "open") if each.rule == RULE]


def turn_down(desk: Desk, count: int) -> None:
    for each in [each for each in find(desk, "open") if each.rule == RULE][:count]:
        dismiss(desk, each.id, "口头禅")


def test_dismissals_make_a_rule_hint_and_then_fall_silent(desk: Desk) -> None:
    assert waiting(desk) == [Band.ACT] * 20
    (before,) = records(desk, GROUP)
    assert (before.trust, before.filed, before.messages) == (Trust.FULL, 20, 28)
    turn_down(desk, HINT_AFTER)
    scan(desk)
    assert set(waiting(desk)) == {Band.REVIEW}
    turn_down(desk, QUIET_AFTER - HINT_AFTER)
    (told,) = records(desk, GROUP)
    assert (told.trust, told.verdicts.wrong, told.verdicts.precision) == (Trust.QUIET, QUIET_AFTER, 0.0)
    assert round(told.ordinary_per_1000) == round(1000 * QUIET_AFTER / 28)
    scan(desk)
    assert waiting(desk) == []


def test_a_person_may_set_the_trust_and_take_it_back(desk: Desk) -> None:
    turn_down(desk, QUIET_AFTER)
    outcome = set_trust(desk, GROUP, RULE, "full", "这里就是暗号")
    assert (outcome.value.trust, outcome.value.by_hand) == (Trust.FULL, True)
    scan(desk)
    assert waiting(desk) == [Band.ACT] * (20 - QUIET_AFTER)
    undo(desk, outcome.decision)
    assert records(desk, GROUP)[0].trust is Trust.QUIET
    with pytest.raises(Refusal, match="no trust"):
        set_trust(desk, GROUP, RULE, "maybe", "")
    with pytest.raises(Refusal, match="binds this group"):
        set_trust(desk, GROUP, "own.9", "hint", "")


def test_a_list_is_measured_and_then_only_hints(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "竞品.txt"
    path.write_text("# 自己的词\n发货\n\n第3单\n发货\n", encoding="gb18030")
    loud = bring(desk, str(path), GROUP, "ads-any")
    assert (loud.terms, loud.hits, loud.messages, loud.too_loud, loud.adopted) == (2, 8, 28, True, False)
    quiet = tmp_path / "quiet.txt"
    quiet.write_text("从没人说过\n", encoding="utf-8")
    kept = bring(desk, str(quiet), GROUP, "ads-any")
    assert (kept.hits, kept.adopted) == (0, True)
    assert f"{kept.charter}.1" in [each.rule for each in records(desk, GROUP)]
    with pytest.raises(Refusal, match="no category"):
        bring(desk, str(quiet), GROUP, "advert")
