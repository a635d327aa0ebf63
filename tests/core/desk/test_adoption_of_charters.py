"""Which charter binds a group from when on: replaced, added, undone, with settings and leaders."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.dated import END
from core.base.refusal import Refusal
from core.charter.library import charter_text
from core.chat.member import Role
from core.desk.adoption import adopt, adoptions, bindings
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.violations import undo
from core.judging.binding import member_role
from core.keeping.verification import verify
from core.store.conversations import load_conversation
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat

DAY = "2026-03-02"
DRUCKER, SALES, SHOP = "drucker-consulting", "sales-2016-007", "sales-group-three-strikes"


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    lines = [(f"{DAY}T0{hour}:00:00", "wxid_li", "早") for hour in (7, 8, 9)]
    desk = Desk(store, FixedClock(at("12:00:00")))
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    return desk


def group_id(desk: Desk) -> int:
    return adoptions(desk)[-1].group_id


def in_force(desk: Desk) -> list[tuple[str, int, int]]:
    return [(each.charter.id, each.since, each.until) for each in bindings(desk, group_id(desk))]


def test_from_now_on_with_what_lies_before(desk: Desk):
    record = adopt(desk, "管理群", DRUCKER).value
    assert (record.charter_id, record.since, record.until) == (DRUCKER, at("12:00:00"), None)
    assert record.messages_before == 3


def test_from_the_first_message(desk: Desk):
    record = adopt(desk, "管理群", DRUCKER, since="first").value
    assert (record.since, record.messages_before) == (at("07:00:00"), 0)


def test_a_time_without_offset_is_the_groups(desk: Desk):
    record = adopt(desk, "管理群", DRUCKER, since=f"{DAY}T08:00").value
    assert (record.since, record.messages_before) == (at("08:00:00"), 1)
    assert bindings(desk, record.group_id)[0].in_force(at("08:00:00"))
    assert not bindings(desk, record.group_id)[0].in_force(at("08:00:00") - 1)


def test_a_second_adoption_replaces_from_its_start_on(desk: Desk):
    adopt(desk, "管理群", DRUCKER, since="first")
    adopt(desk, "管理群", SALES, since=f"{DAY}T09:00")
    assert in_force(desk) == [(DRUCKER, at("07:00:00"), at("09:00:00")), (SALES, at("09:00:00"), END)]
    adopt(desk, "管理群", SHOP, since=f"{DAY}T08:00")
    assert in_force(desk) == [(DRUCKER, at("07:00:00"), at("08:00:00")), (SHOP, at("08:00:00"), END)]


def test_several_at_once_keep_their_order(desk: Desk):
    adopt(desk, "管理群", DRUCKER, since="first")
    adopt(desk, "管理群", SALES, since="first", add=True)
    adopt(desk, "管理群", SHOP, since=f"{DAY}T09:00", add=True)
    found = bindings(desk, group_id(desk))
    assert [(each.charter.id, each.position, each.until) for each in found] == [
        (DRUCKER, 0, END), (SALES, 1, END), (SHOP, 2, END),
    ]  # fmt: skip
    adopt(desk, "管理群", SHOP, since=f"{DAY}T10:00")
    assert {each.until for each in bindings(desk, group_id(desk))} == {at("10:00:00"), END}


def test_undoing_brings_back_what_was_replaced(desk: Desk):
    adopt(desk, "管理群", DRUCKER, since="first")
    decision = adopt(desk, "管理群", SALES, since=f"{DAY}T09:00").decision
    undo(desk, decision)
    assert in_force(desk) == [(DRUCKER, at("07:00:00"), END)]
    assert verify(desk.store).ok


def test_leaders_and_owner_by_name_become_roles(desk: Desk):
    adopt(desk, "管理群", DRUCKER, since="first", leaders=["李明", "wxid_zhao"], owner="@钱进")
    (binding,) = bindings(desk, group_id(desk))
    with desk.store.read() as session:
        members = load_conversation(session, group_id(desk)).members
    roles = {name: member_role(member, binding, at("09:00:00")) for name, member in members.items()}
    assert roles["wxid_li"] is roles["wxid_zhao"] is Role.LEADER
    assert roles["wxid_qian"] is Role.OWNER


def test_settings_lie_on_top_of_the_charters(desk: Desk):
    record = adopt(
        desk, "管理群", DRUCKER, settings={"task.minutes": "5", "leaders": "wxid_li"}, leaders=["赵敏"]
    )
    assert dict(record.value.settings) == {"task.minutes": "5", "leaders": "wxid_li,wxid_zhao"}
    (binding,) = bindings(desk, record.value.group_id)
    assert binding.settings["task.minutes"] == 5


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"group": "管里群"}, "管理群"),
        ({"charter": "druker-consulting"}, DRUCKER),
        ({"leaders": ["李名"]}, "李明"),
        ({"owner": "nobody"}, "nobody"),
        ({"settings": {"task.minuts": "5"}}, "task.minutes"),
        ({"settings": {"task.minutes": "soon"}}, "soon"),
        ({"since": "tomorrow"}, "tomorrow"),
        ({"unit": "usd"}, "points"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(desk: Desk, change: dict[str, object], named: str):
    arguments: dict[str, object] = {"group": "管理群", "charter": DRUCKER} | change
    with pytest.raises(Refusal) as refused:
        adopt(desk, **arguments)  # type: ignore[arg-type]
    assert named in str(refused.value)
    assert adoptions(desk) == []


def test_a_charter_file_is_kept_with_its_text(desk: Desk, tmp_path: Path):
    path = tmp_path / "mine.yaml"
    path.write_text(charter_text(DRUCKER), encoding="utf-8")
    adopt(desk, "管理群", str(path))
    path.unlink()
    assert bindings(desk, group_id(desk))[0].charter.id == DRUCKER


def test_listeners_hear_of_it(desk: Desk):
    heard: list[Changes] = []
    desk.listeners.append(heard.append)
    adopt(desk, "管理群", DRUCKER)
    assert Noun.CHARTERS in heard[0].nouns
