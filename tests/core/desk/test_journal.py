"""What was decided lately: what stands, newest first; what was taken back is not in it."""

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.paths import RESOURCES
from core.base.phrase import LocalText
from core.casework.decision import DecisionKind
from core.desk import adoption, imports, journal, scanning, violations
from core.desk.desk import Desk


@pytest.fixture
def desk(store):
    made = Desk(store, FixedClock(from_iso("2026-03-16T00:00:00+08:00")), "Li")
    imports.import_paths(made, [RESOURCES / "sample" / "yunshan.chatlab.jsonl"])
    adoption.adopt(made, "云杉股东交流群", "yunji-shareholders", since="first")
    scanning.scan(made)
    return made


def test_newest_first_and_without_what_was_taken_back(desk):
    first, second = violations.find(desk, "open")[:2]
    violations.dismiss(desk, first.id, "no breach")
    later = desk.at(FixedClock(desk.clock.now() + 1000))
    decided = violations.dismiss(later, second.id, "no breach")
    deeds = journal.recent(later)
    assert [deed.kind for deed in deeds] == [DecisionKind.DISMISS, DecisionKind.DISMISS, DecisionKind.ADOPT]
    assert deeds[0].decision == decided.decision
    assert deeds[0].about == second.member_name
    assert deeds[0].clause
    assert "." + deeds[0].clause in second.clause
    assert isinstance(deeds[-1].about, LocalText)
    violations.undo(later, decided.decision)
    assert [deed.about for deed in journal.recent(later, 1)] == [first.member_name]


def test_only_of_one_group_and_only_up_to_now(desk):
    assert journal.recent(desk, group_id=99) == []
    assert journal.recent(desk.at(FixedClock(0))) == []
    assert len(journal.recent(desk, limit=1)) == 1
