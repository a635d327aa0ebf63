"""Withdrawing an import: what was decided stays with a note, what nobody decided goes, obligations know less."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk.adoption import adopt
from core.desk.changes import Changes, Noun
from core.desk.completeness import DayState, statement, statements
from core.desk.desk import Desk
from core.desk.imports import history, import_paths, import_text, preview_path
from core.desk.notes import notes_of
from core.desk.roster import import_roster, rows
from core.desk.scanning import refresh_obligations, scan
from core.desk.undoing import undo
from core.desk.violations import confirm
from core.desk.withdrawing import effect, restore, withdraw
from core.keeping.verification import verify
from core.store.store import Store
from core.store.tables import ImportRow, ObligationRow, ViolationRow
from tests.helpers.chats import STAFF, Line, write_chat
from tests.helpers.exports import conversation

DAY = "2026-03-02"
CLAUSE = "drucker-consulting.11"
TASK = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1")
OTHER = (f"{DAY}T09:01:00", "wxid_boss", "@赵敏 下午两点前把合同发给客户", 0, "t2")
TALK = (f"{DAY}T11:00:00", "wxid_qian", "中午一起吃饭吗", 0, "t3")
ANSWER = (f"{DAY}T09:20:00", "wxid_li", "收到", 0, "a1")


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(at("12:00:00")))


def bring(desk: Desk, folder: Path, *lines: Line, name: str = "a.jsonl") -> None:
    import_paths(desk, [write_chat(folder / name, lines, STAFF)])


def violations(desk: Desk) -> dict[str, str]:
    """State by member of those about unanswered tasks."""
    scan(desk)
    with desk.store.read() as session:
        rows = session.exec(select(ViolationRow).where(ViolationRow.clause == CLAUSE)).all()
        people = dict(session.execute(text("SELECT id, platform_id FROM member")).all())  # type: ignore[arg-type]
        return {people[row.member_id]: row.state for row in rows}


def test_decided_ones_stay_with_a_note_and_undecided_ones_go(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK, OTHER, TALK)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    assert violations(desk) == {"wxid_li": "open", "wxid_zhao": "open"}
    with desk.store.read() as session:
        rows = session.exec(select(ViolationRow).where(ViolationRow.clause == CLAUSE)).all()
        li = next(row for row in rows if row.messages.startswith('["id:t1"'))
    confirm(desk, li.id, "没有回复")
    outcome = withdraw(desk, 1, "错了群", "zh")
    assert outcome.value.decided == (li.id,)
    assert Noun.VIOLATIONS in outcome.changes.nouns
    assert violations(desk) == {"wxid_li": "confirmed", "wxid_zhao": "superseded"}
    with desk.store.read() as session:
        (note,) = notes_of(session, 1, desk.clock.now(), None, [li.id])
    assert "a.jsonl" in note.text
    assert verify(desk.store).ok
    undo(desk)
    assert violations(desk) == {"wxid_li": "confirmed", "wxid_zhao": "open"}
    with desk.store.read() as session:
        assert notes_of(session, 1, desk.clock.now(), None, [li.id]) == []
    assert verify(desk.store).ok


def test_a_deadline_in_what_is_no_longer_covered_is_unknown(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    bring(desk, tmp_path, TASK, TALK, name="b.jsonl")
    assert violations(desk) == {"wxid_li": "open"}
    withdraw(desk, 2, "冒充的导出")
    assert violations(desk) == {"wxid_li": "superseded"}
    refresh_obligations(desk)
    with desk.store.read() as session:
        (owed,) = session.exec(select(ObligationRow)).all()
        assert owed.superseded_at is None
    assert conversation(desk.store).coverage.end == at("09:00:00")
    restore(desk, 2)
    assert violations(desk) == {"wxid_li": "open"}


def test_a_deadline_over_a_gap_between_two_files_is_unknown(desk: Desk, tmp_path: Path) -> None:
    """The task is covered, the half hour after it is not, later talk is: nobody failed to answer."""
    bring(desk, tmp_path, TASK)
    bring(desk, tmp_path, TALK, (f"{DAY}T11:30:00", "wxid_li", "好"), name="b.jsonl")
    adopt(desk, "管理群", "drucker-consulting", since="first")
    assert violations(desk) == {}
    (of,) = statements(desk)
    assert [day.state for day in of.days] == [DayState.PARTLY]
    assert [(gap.start, gap.end) for gap in of.days[0].missing] == [(at("09:00:00"), at("11:00:00"))]
    bring(desk, tmp_path, TASK, ANSWER, TALK, name="c.jsonl")
    assert statement(desk, "管理群").days[0].missing == ()


def test_an_answer_that_was_withdrawn_is_none(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK, TALK)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    bring(desk, tmp_path, TASK, ANSWER, TALK, name="b.jsonl")
    assert violations(desk) == {}
    withdraw(desk, 2, "伪造")
    assert violations(desk) == {"wxid_li": "open"}


def test_people_and_names_go_with_the_import_that_brought_them(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TALK)
    people = [
        *STAFF[:3],
        {"id": "wxid_qian", "name": "老钱", "nickname": "钱多多"},
        {"id": "wxid_new", "name": "新人"},
    ]
    later = write_chat(tmp_path / "b.jsonl", [(f"{DAY}T11:30:00", "wxid_new", "大家好")], people)
    import_paths(desk, [later])
    before = conversation(desk.store)
    assert effect(desk, 2).members == 1
    withdraw(desk, 2, "另一个群")
    held = conversation(desk.store).members
    assert "wxid_new" not in held
    assert held["wxid_qian"].nickname.at(at("11:45:00")) == "钱进"
    assert "wxid_new" not in {row.platform_id for row in rows(desk, 1)}
    restore(desk, 2)
    assert conversation(desk.store) == before


def test_leaving_goes_with_the_notice_that_told_it(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TALK, (f"{DAY}T11:10:00", "", '你将"老钱"移出了群聊', 80))
    assert not conversation(desk.store).members["wxid_qian"].is_present(at("11:20:00"))
    bring(desk, tmp_path, TALK, (f"{DAY}T11:30:00", "wxid_li", "好"), name="b.jsonl")
    withdraw(desk, 1, "改过的导出")
    assert conversation(desk.store).members["wxid_qian"].is_present(at("11:20:00"))
    restore(desk, 1)
    assert not conversation(desk.store).members["wxid_qian"].is_present(at("11:20:00"))


def test_a_member_list_can_be_withdrawn(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TALK)
    roster = tmp_path / "list.csv"
    roster.write_text("微信ID,昵称\nwxid_qian,老钱\nwxid_chen,小陈\n", encoding="utf-8")
    import_roster(desk, roster, "管理群")
    assert not conversation(desk.store).members["wxid_li"].is_present(at("12:00:00"))
    withdraw(desk, 2, "旧名单")
    held = conversation(desk.store).members
    assert held["wxid_li"].is_present(at("12:00:00"))
    assert "wxid_chen" not in held
    assert verify(desk.store).ok


def test_people_on_a_member_list_stay_when_their_chat_is_withdrawn(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TALK)
    roster = tmp_path / "list.csv"
    roster.write_text("微信ID,昵称\nwxid_qian,老钱\n", encoding="utf-8")
    import_roster(desk, roster, "管理群")
    withdraw(desk, 1, "错了")
    held = conversation(desk.store).members
    assert set(held) == {"wxid_qian"}
    assert held["wxid_qian"].name.at(at("12:00:00")) == "老钱"
    roster.write_text("微信ID,昵称\nwxid_qian,老钱\nwxid_li,小李\n", encoding="utf-8")
    found = import_roster(desk.at(FixedClock(at("13:00:00"))), roster, "管理群")
    assert (found.joined, found.left) == (("wxid_li",), ())
    assert conversation(desk.store).members["wxid_li"].is_present(at("13:30:00"))
    assert verify(desk.store).ok


def test_a_preview_counts_what_would_come_back(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK, TALK)
    withdraw(desk, 1, "错了")
    assert preview_path(desk, tmp_path / "a.jsonl").messages_new == 2
    import_paths(desk, [tmp_path / "a.jsonl"])
    assert [(row.messages_new, row.withdrawn_at is None) for row in history(desk)] == [(2, True), (2, False)]
    assert preview_path(desk, tmp_path / "a.jsonl").messages_new == 0


def test_names_only_read_again_after_the_file_with_ids_was_withdrawn(desk: Desk, tmp_path: Path) -> None:
    """People told by name keep who they were told to be: nothing comes in twice."""
    bring(desk, tmp_path, TALK)
    for _ in range(2):
        import_text(desk, "老钱 2026/3/2 11:40:00\n走吗\n", "管理群")
        assert len(conversation(desk.store).messages) == (2 if history(desk)[-1].withdrawn_at is None else 1)
        if history(desk)[-1].withdrawn_at is None:
            withdraw(desk, 1, "错了")
    assert [message.sender for message in conversation(desk.store).messages] == ["wxid_qian"]


def test_listeners_hear_of_it_and_judging_is_due(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK, TALK)
    scan(desk)
    heard: list[Changes] = []
    desk.listeners.append(heard.append)
    withdraw(desk, 1, "错了")
    restore(desk, 1)
    assert [change.groups for change in heard] == [{1}, {1}]
    assert all(Noun.MESSAGES in change.nouns for change in heard)


def test_what_cannot_be_withdrawn(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK)
    with desk.store.write() as session:
        session.add(ImportRow(id=7, group_id=1, path="x", format="x", state="running", started_at=0))
    for number in (7, 99):
        with pytest.raises(Refusal, match="no such import"):
            withdraw(desk, number, "x")
    with pytest.raises(Refusal, match="not withdrawn"):
        restore(desk, 1)
    with pytest.raises(Refusal, match="no such import"):
        restore(desk, 99)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE message SET withdrawn = 1 WHERE id = 1", "message:1"),
        ("UPDATE message SET withdrawn = 0 WHERE id = 2", "message:2"),
        ("UPDATE message SET withdrawn = 1 WHERE id = 3", "message:3"),
        ("UPDATE import_ SET withdrawn_at = NULL WHERE id = 2", "import_:2"),
        ("UPDATE import_ SET withdrawn_at = 5 WHERE id = 1", "import_:1"),
        ("UPDATE brought SET last_row = last_row + 9", "message rows of import 2"),
        ("DELETE FROM brought", "message rows of import 2"),
    ],
)
def test_nobody_hides_or_shows_messages_beside_the_decisions(
    desk: Desk, tmp_path: Path, change: str, where: str
) -> None:
    """Rows: 1 of a standing import, 2 hidden, 3 of a withdrawn import that a standing one brought again."""
    bring(desk, tmp_path, TASK)
    bring(desk, tmp_path, OTHER, TALK, name="b.jsonl")
    bring(desk, tmp_path, TALK, name="c.jsonl")
    withdraw(desk, 2, "错了")
    assert verify(desk.store).ok
    with desk.store.write() as session:
        session.execute(text(change))
    assert verify(desk.store).first_bad == where


def test_imports_from_before_this_was_noted_keep_what_lies_in_their_time(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, TASK, OTHER, TALK)
    bring(desk, tmp_path, OTHER, TALK, name="b.jsonl")
    with desk.store.write() as session:
        session.execute(text("DELETE FROM brought"))
        session.execute(text("INSERT INTO meta (key, value) VALUES ('imports.untracked', '2')"))
    withdraw(desk, 1, "错了")
    assert [message.external_id for message in conversation(desk.store).messages] == ["t2", "t3"]
    assert set(conversation(desk.store).members) >= {"wxid_boss", "wxid_qian"}
