"""What is owed by people who have several accounts: answered by any of them, decided about once."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock
from core.desk import adoption, imports, obligations, people, scanning, violations
from core.desk.desk import Desk
from core.insight.activity import activity
from core.insight.compliance import scores
from core.insight.scope import Scope
from core.judging.obligation import ObligationState
from core.store.store import Store
from tests.helpers.two_names import END, GROUP, named_text, with_ids

NOTICE = "drucker-consulting.12"
ASKED = "@所有人 通知：下午三点开会，收到请回复"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """王总 asks; 张三 answers as 老张 on the second phone, 李四 nowhere."""
    desk = Desk(store, FixedClock(END))
    first = with_ids(
        tmp_path / "one.jsonl",
        [
            (0, "wxid_zhang", "早"),
            (0.1, "wxid_li", "早"),
            (1, "wxid_boss", ASKED),
            (30, "wxid_boss", "辛苦了"),
        ],
    )
    second = named_text(
        tmp_path / "two.txt", [(0.2, "老张", "早啊"), (1.2, "老张", "收到"), (30, "王总", "散会")]
    )
    imports.import_paths(desk, [first])
    imports.import_paths(desk, [second], GROUP)
    adoption.adopt(desk, GROUP, "drucker-consulting", "first")
    scanning.scan(desk)
    return desk


def states(desk: Desk) -> dict[str, ObligationState]:
    return {each.member: each.state for each in obligations.find(desk) if each.clause == NOTICE}


def test_who_answered_under_another_name_has_answered(desk: Desk) -> None:
    before = states(desk)
    # A display name spoke in time, and may be either of those with an id.
    assert before == {
        "wxid_zhang": ObligationState.UNKNOWN, "wxid_li": ObligationState.UNKNOWN,
        "name:老张": ObligationState.MET,
    }  # fmt: skip
    people.merge(desk, "wxid_zhang", "老张", "同一个人")
    assert states(desk) == {"wxid_zhang": ObligationState.MET, "wxid_li": ObligationState.MISSING}
    people.split(desk, "老张", "弄错了")
    assert states(desk) == before


def test_an_excuse_follows_the_person(desk: Desk) -> None:
    people.merge(desk, "wxid_zhang", "老张", "同一个人")
    scanning.scan(desk)
    (owed,) = (each for each in obligations.find(desk) if each.member == "wxid_li" and each.clause == NOTICE)
    obligations.excuse(desk, owed.id, "no-network", "出差")
    assert states(desk)["wxid_li"] is ObligationState.EXCUSED
    people.merge(desk, "王总", "wxid_li", "试")
    people.split(desk, "wxid_li", "试")
    scanning.scan(desk)
    assert states(desk)["wxid_li"] is ObligationState.EXCUSED
    assert not [row for row in violations.find(desk, state="open", member="wxid_li") if row.clause == NOTICE]


def test_what_was_decided_about_one_name_stays_decided(desk: Desk) -> None:
    """李四 is put together with 老张 by mistake: the obligation of 老张, which was excused, is the one that stays."""
    (owed,) = (
        each for each in obligations.find(desk) if each.member == "name:老张" and each.clause == NOTICE
    )
    obligations.void(desk, owed.id, "不在岗")
    people.merge(desk, "wxid_li", "老张", "同一个人")
    assert states(desk)["wxid_li"] is ObligationState.VOID
    (kept,) = (each for each in obligations.find(desk) if each.member == "wxid_li" and each.clause == NOTICE)
    assert kept.id == owed.id
    people.split(desk, "老张", "弄错了")
    assert states(desk)["name:老张"] is ObligationState.VOID


def test_measures_count_people_not_accounts(desk: Desk) -> None:
    def measured() -> tuple[int, int]:
        with desk.store.read() as session:
            return activity(session, Scope())[0].members, scores(session, Scope())[0].members

    assert measured() == (4, 4)
    people.merge(desk, "wxid_zhang", "老张", "同一个人")
    assert measured() == (3, 3)
