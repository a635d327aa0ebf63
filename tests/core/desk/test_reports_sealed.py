"""Reports: the reporter is sealed; upheld ones reach the queue; duplicates, bad faith, undo."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from core.base.refusal import Refusal
from core.casework.decision import DecisionKind, Subject
from core.desk.appeals import find as appeals_of
from core.desk.reporters import all_reporters, give_right, holders, look, may_look, take_right
from core.desk.reports import Told, add, decide, find, line, merge, one, open_files
from core.desk.scanning import scan
from core.desk.violations import confirm, undo
from core.desk.violations import find as violations
from core.keeping.verification import verify
from core.store.matters import decisions_of_subject
from core.store.store import Store
from tests.helpers.docket import START, Docket

SECRET = "correct horse"
NAME, PLATFORM = "隐名举报者赵钱", "wxid_secret_teller_77"
GROUP = "华东销售一部"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture of a chat, seen by wxid_secret_teller_77" * 20


@pytest.fixture
def docket(store: Store) -> Docket:
    docket = Docket(store)
    group = docket.group("sales-group-three-strikes", unit="points")
    docket.member(group, "wxid_wang", "王五")
    docket.member(group, "wxid_lin", "林三")
    give_right(docket.desk(1), "admin", SECRET)
    return docket


def _told(**more: object) -> Told:
    held = {"text": f"{NAME}：王五私下卖假货，我是{PLATFORM}", "by": NAME, "against": ("王五",)}
    return Told(**{**held, **more})  # type: ignore[arg-type]


def test_no_file_of_the_store_names_the_reporter(
    docket: Docket, store_path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    picture = tmp_path / f"from {NAME}.png"
    picture.write_bytes(PNG)
    caplog.set_level(logging.DEBUG)
    made = add(docket.desk(2), GROUP, _told(text=f"{NAME}说：王五卖假货", files=(str(picture),))).value
    wanted = {"clause": "sales-group-three-strikes.3.4", "passphrase": SECRET}
    done = decide(docket.desk(3), made.matter.id, "upheld", f"{NAME}没说错", **wanted).value
    confirm(docket.desk(4), done.violations[0], "查实")
    assert look(docket.desk(4), made.matter.id, SECRET).identity.name == NAME
    picture.unlink()
    undo(docket.desk(5), done.violations[0])
    said = NAME.encode(), NAME[4:].encode(), PLATFORM.encode(), SECRET.encode(), PNG[:40]
    # The words of this list, as JSON escapes them, too.
    said += (NAME.encode("unicode_escape"), NAME.encode("utf-16-le"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sealed" for path in files)
    assert any(path.name.endswith("-wal") or path == store_path for path in files)
    for path in files:
        content = path.read_bytes()
        for word in said:
            assert word not in content, f"{path} holds {word!r}"
    for word in (NAME, PLATFORM):
        assert word not in str([line(row) for row in find(docket.desk(6))])
        assert word not in caplog.text
        assert all(word not in str(row) for row in violations(docket.desk(6)))


def test_only_those_with_the_right_see_who_it_was(docket: Docket, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(PNG)
    made = add(docket.desk(2), GROUP, _told(files=(str(picture),))).value.matter.id
    found = look(docket.desk(3), made, SECRET)
    assert (found.identity.name, found.identity.text[:3], found.reports) == (NAME, NAME[:3], 1)
    written = open_files(docket.desk(3), made, SECRET, tmp_path / "out")
    assert [path.read_bytes() for path in written] == [PNG]
    with pytest.raises(Refusal):
        look(docket.desk(3), made, "wrong passphrase")
    docket.operators("小陈")
    with pytest.raises(Refusal):
        look(docket.desk(3, "小陈"), made, SECRET)
    with pytest.raises(Refusal):
        give_right(docket.desk(3), "小陈", "another secret", "admin", "wrong passphrase")
    give_right(docket.desk(3), "小陈", "another secret", "admin", SECRET)
    assert holders(docket.desk(3)) == ["admin", "小陈"]
    assert look(docket.desk(3, "小陈"), made, "another secret").identity.name == NAME
    assert may_look(docket.desk(3, "小陈"), "another secret")
    take_right(docket.desk(3), "admin")
    with pytest.raises(Refusal):
        take_right(docket.desk(3), "小陈")
    with pytest.raises(Refusal):
        give_right(docket.desk(3), "小陈", "short", "小陈", "another secret")
    assert verify(docket.store).ok


def test_without_anybody_who_may_see_it_no_name_is_taken(store: Store) -> None:
    docket = Docket(store)
    docket.member(docket.group("sales-group-three-strikes"), "wxid_wang", "王五")
    with pytest.raises(Refusal):
        add(docket.desk(2), GROUP, _told())
    assert find(docket.desk(3)) == []
    nameless = add(docket.desk(3), GROUP, _told(by="", text="有人卖假货")).value
    assert nameless.band == "new"
    assert one(docket.desk(4), nameless.matter.id[:13]).matter.id == nameless.matter.id
    for bad in (_told(by="", text=" "), _told(by="", files=("/nowhere.png",))):
        with pytest.raises(Refusal):
            add(docket.desk(4), GROUP, bad)


def test_upheld_reaches_the_queue_once_and_stays_when_judging_does_not_find_it(docket: Docket) -> None:
    first = add(docket.desk(2), GROUP, _told(message="m1", clause="3.4")).value.matter.id
    group = 1
    key = docket.message(group, 1, START, "卖假货")
    assert key == "k1"
    done = decide(docket.desk(3), first, "upheld", "聊天记录属实").value
    (found,) = violations(docket.desk(4))
    assert (done.violations, found.kind, found.state) == ((found.id,), "report", "open")
    scan(docket.desk(4))
    assert violations(docket.desk(5))[0].state == "open"
    second = add(docket.desk(5), GROUP, _told(message="m1", clause="3.4")).value.matter.id
    assert decide(docket.desk(6), second, "upheld", "同一件事").value.violations == (found.id,)
    undo(docket.desk(7), second)
    assert [row.state for row in violations(docket.desk(8))] == ["open"]
    confirm(docket.desk(8), found.id, "查实")
    with pytest.raises(Refusal):
        undo(docket.desk(9), first)
    assert appeals_of(docket.desk(9)) == []


def test_duplicates_are_found_and_merged(docket: Docket) -> None:
    first = add(docket.desk(2), GROUP, _told(clause="3.4")).value
    second = add(docket.desk(2), GROUP, _told(by="林三", clause="3.4", text="王五又卖假货")).value
    assert second.alike == (first.matter.id,)
    merged = merge(docket.desk(3), second.matter.id, first.matter.id).value
    assert merged.matter.state == "merged"
    with pytest.raises(Refusal):
        decide(docket.desk(4), second.matter.id, "rejected", "x")
    with pytest.raises(Refusal):
        merge(docket.desk(4), first.matter.id, second.matter.id)
    decide(docket.desk(4), first.matter.id, "upheld", "属实")
    told = all_reporters(docket.desk(5), SECRET)
    assert [each.accuracy.upheld for each in told.values()] == [1, 1]


def test_accuracy_is_exact_with_the_right_and_a_band_for_others(docket: Docket) -> None:
    for number in range(4):
        made = add(docket.desk(2 + number), GROUP, _told(text=f"第{number}次")).value.matter.id
        decide(docket.desk(2.5 + number), made, "rejected" if number else "upheld", "看过了", "3.4")
    assert {row.band for row in find(docket.desk(7))} == {"new"}
    last = find(docket.desk(7))[-1].matter.id
    exact = look(docket.desk(8), last, SECRET)
    assert (exact.accuracy.decided, exact.accuracy.upheld, exact.accuracy.percent) == (4, 1, 25)
    assert {row.band for row in find(docket.desk(9))} == {"unreliable"}


def test_bad_faith_becomes_a_case_that_does_not_name_the_report(docket: Docket) -> None:
    made = add(docket.desk(2), GROUP, _told(by="林三", text="王五偷东西")).value.matter.id
    with pytest.raises(Refusal):
        decide(docket.desk(3), made, "bad-faith", "纯属捏造")
    done = decide(docket.desk(3), made, "bad-faith", "林三纯属捏造", passphrase=SECRET).value
    assert (done.matter.state, done.violations) == ("bad-faith", ())
    assert "林三" not in done.matter.settled.reason  # type: ignore[union-attr]
    (found,) = violations(docket.desk(4))
    assert (found.member, found.clause, found.policy) == (
        "wxid_lin",
        "sales-group-three-strikes.5.3",
        "SP-07",
    )
    assert made not in str(found)
    nobody = add(docket.desk(5), GROUP, _told()).value.matter.id
    with pytest.raises(Refusal):
        decide(docket.desk(6), nobody, "bad-faith", "捏造", passphrase=SECRET)


def test_whoever_reported_does_not_decide(docket: Docket) -> None:
    made = add(docket.desk(2), GROUP, _told(by="admin", text="王五骂人")).value.matter.id
    with pytest.raises(Refusal):
        decide(docket.desk(3), made, "upheld", "属实", "3.4", passphrase=SECRET)
    with docket.store.read() as session:
        kinds = {each.kind for each, _ in decisions_of_subject(session, Subject.REPORT)}
    assert kinds == {DecisionKind.RAISE}
