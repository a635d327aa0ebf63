"""People put together by hand: what follows them, and that taking them apart brings everything back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.clock import HOUR, FixedClock
from core.base.refusal import Refusal
from core.desk import cases, imports, ledger, obligations, people, roster, scanning, statements, violations
from core.desk.desk import Desk
from core.desk.undoing import undo
from core.keeping.verification import verify
from core.store.store import Store, open_store
from tests.helpers.two_names import END, GROUP, named_text, two_phones, with_ids

ZHANG, LAO_ZHANG = "wxid_zhang", "name:老张@1"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return two_phones(store, tmp_path)


def rows_of(desk: Desk, member: str) -> list[Any]:
    return [row for row in violations.find(desk, member=member) if row.category == "abuse"]


def derived(desk: Desk) -> dict[str, Any]:
    """Everything that is read of the store about people, times of filing and of superseding aside."""
    found = [replace(each, filed_at=0) for each in violations.find(desk, superseded=True)]
    return {
        "violations": found,
        "obligations": obligations.find(desk),
        "ledger": [replace(entry, hash="") for entry in ledger.entries(desk)],
        "totals": ledger.totals(desk),
        "cases": [(case.number, case.member, case.state, case.owed_points) for case in cases.cases(desk)],
        "statements": [(each.member, each.balance_fen, each.balance_points) for each in statements.statements(desk)],
        "roster": roster.rows(desk),
    }  # fmt: skip


def test_names_from_another_phone_are_suggested_with_reasons(desk: Desk) -> None:
    (found,) = people.suggest(desk)
    assert (found.keeper.key, found.other.key) == (ZHANG, LAO_ZHANG)
    assert "under both" in str(found.reasons[0])
    people.refuse(desk, ZHANG, LAO_ZHANG)
    assert people.suggest(desk) == []


def test_strikes_count_over_both_names(desk: Desk) -> None:
    first = rows_of(desk, ZHANG)
    assert [row.proposed_step for row in rows_of(desk, "老张")] == ["warning", "warning"]
    violations.confirm(desk, first[0].id, "第一次")
    assert rows_of(desk, "老张")[0].proposed_step == "warning"
    made = people.merge(desk, "老张", ZHANG, "同一个人")
    assert made.value.keys == (ZHANG, LAO_ZHANG)
    scanning.scan(desk)
    rows = rows_of(desk, ZHANG)
    assert rows == rows_of(desk, "老张")
    assert {row.member for row in rows} == {ZHANG}
    # Said once, though both exports hold it.
    assert len(rows) == 3
    assert [row.proposed_step for row in rows if row.state == "open"] == ["mute", "mute"]


def test_a_copy_that_was_decided_is_the_one_that_stays(desk: Desk) -> None:
    copy = rows_of(desk, "老张")[0]
    violations.confirm(desk, copy.id, "当场说过")
    people.merge(desk, ZHANG, "老张", "同一个人")
    report = scanning.scan(desk)
    assert copy.id not in report.contradicted
    assert len(rows_of(desk, ZHANG)) == 3


def test_who_was_put_together_is_one_row_of_the_roster(desk: Desk) -> None:
    people.merge(desk, ZHANG, "老张", "同一个人")
    rows = {row.platform_id: row for row in roster.rows(desk)}
    assert "name:老张" not in rows
    assert rows[ZHANG].messages == 3
    assert rows[ZHANG].also == ("name:老张",)
    person = roster.person(desk, rows[ZHANG].member_id)
    assert ("name", "老张") in {(field, value) for _, field, value in person.names}


@pytest.mark.parametrize("back", ["split", "undo"])
def test_taking_apart_brings_everything_back(desk: Desk, back: str) -> None:
    violations.confirm(desk, rows_of(desk, ZHANG)[0].id, "一")
    violations.confirm(desk, rows_of(desk, "老张")[1].id, "二")
    before = derived(desk)
    people.merge(desk, ZHANG, "老张", "同一个人")
    scanning.scan(desk)
    assert derived(desk) != before
    if back == "split":
        people.split(desk, "老张", "弄错了")
    else:
        undo(desk)
    scanning.scan(desk)
    assert derived(desk) == before
    assert verify(desk.store).ok


def test_nobody_is_put_together_twice_or_taken_out_of_nothing(desk: Desk) -> None:
    people.merge(desk, ZHANG, "老张", "x")
    with pytest.raises(Refusal, match="one person already"):
        people.merge(desk, "老张", "张三", "x")
    with pytest.raises(Refusal, match="put together"):
        people.refuse(desk, ZHANG, "老张")
    with pytest.raises(Refusal, match="nobody was put together"):
        people.split(desk, "wxid_li", "x")
    with pytest.raises(Refusal, match="no such member"):
        people.merge(desk, "wxid_nobody", ZHANG, "x")


def test_a_name_that_two_bear_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    imports.import_paths(desk, [named_text(tmp_path / "c.txt", [(5, "老张", "在吗")])], "华北销售二部")
    with pytest.raises(Refusal, match="several people"):
        people.merge(desk, ZHANG, "老张", "x")
    assert people.merge(desk, ZHANG, "老张", "x", GROUP).value.keys == (ZHANG, LAO_ZHANG)


def test_a_person_is_shown_over_all_groups(desk: Desk, tmp_path: Path) -> None:
    imports.import_paths(desk, [with_ids(tmp_path / "b.jsonl", [(5, ZHANG, "在吗")], "2@chatroom", "客户群")])
    people.merge(desk, ZHANG, "老张", "同一个人", GROUP)
    found = people.show(desk, "老张", GROUP)
    assert {(each.group, each.id) for each in found.accounts} == {
        (GROUP, ZHANG), (GROUP, "name:老张"), ("客户群", ZHANG),
    }  # fmt: skip
    assert [deed.kind.value for deed in found.deeds] == ["same-person"]
    earlier = people.show(desk.at(FixedClock(END - HOUR)), "老张", GROUP)
    assert [each.id for each in earlier.accounts] == ["name:老张"]


PAIRS = [("wxid_zhang", "老张"), ("wxid_li", "老李"), ("wxid_zhang", "wxid_li"), ("老张", "老李")]
DEEDS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo", "scan"]), st.integers(0, 3)), max_size=6
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that each example copies: importing takes longer than all that follows."""
    folder = tmp_path_factory.mktemp("people")
    store = open_store(folder / "t.db")
    desk = two_phones(store, folder)
    violations.confirm(desk, rows_of(desk, "老张")[1].id, "一")
    store.close()
    return folder / "t.db"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_was_done_taking_all_apart_brings_everything_back(
    template: Path, tmp_path: Path, deeds: list[tuple[str, int]]
) -> None:
    path = tmp_path / "copy.db"
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(template.read_bytes())
    store = open_store(path)
    try:
        desk = Desk(store, FixedClock(END))
        before = derived(desk)
        made = 0
        for kind, number in deeds:
            if kind == "scan":
                scanning.scan(desk)
                continue
            if kind == "undo" and not made:
                continue
            try:
                if kind == "merge":
                    people.merge(desk, *PAIRS[number], "试", GROUP)
                elif kind == "split":
                    people.split(desk, PAIRS[number][1], "试", GROUP)
                else:
                    undo(desk)
                made += 1 if kind != "undo" else -1
            except Refusal:
                continue
        for name in ("老张", "老李", "wxid_li", "wxid_zhang"):
            if len(people.show(desk, name, GROUP).keys) > 1:
                people.split(desk, name, "还原", GROUP)
        scanning.scan(desk)
        assert derived(desk) == before
        assert verify(store).ok
    finally:
        store.close()
