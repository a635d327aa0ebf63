"""Judging what comes in: at once, and the same as judging everything would."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from core.base.clock import FixedClock, iso
from core.desk import adoption, imports, people
from core.desk.deciding import dismiss
from core.desk.desk import Desk
from core.desk.live import LiveJudge
from core.desk.progress import Progress
from core.desk.scanning import scan
from core.feed.event import Entry
from core.feed.journal import Place
from core.feed.recording import Recording
from core.feed.writer import Writer
from core.store.store import open_store
from tests.core.feed.test_feed_recording import NOW, message, stored
from tests.helpers.bots import ROOM

FILED = "SELECT id, rule, state FROM violation WHERE band = 'act' ORDER BY id"
TALK = (
    "大家好",
    "下午三点开会",
    "加我微信领红包，兼职刷单日赚500元",
    "收到",
    "你这个傻逼",
    "哈",
    "今天的报价单在群文件里",
)
CHARTER = "sales-group-charter"


def batch(recording: Recording, entries: Sequence[Entry]) -> set[int]:
    return set(recording.take([(Place("j", 1), entry) for entry in entries]).groups)


def desk_at(folder: Path, charter: str = CHARTER, settings: Mapping[str, str] | None = None) -> Desk:
    desk = Desk(open_store(folder / "s.db"), FixedClock(NOW + 10_000_000))
    recording = Recording(desk.store)
    recording.begin(NOW)
    batch(recording, [message(0)])
    recording.end(NOW)
    adoption.adopt(desk, ROOM, charter, "first", settings)
    return desk


@pytest.mark.parametrize("seed", range(4))
def test_live_files_what_judging_everything_would(tmp_path: Path, seed: int) -> None:
    """Floods, repeats and words, in batches of any size, late ones among them: nothing is missing and nothing is
    too much when everything is judged after it."""
    dice = random.Random(seed)
    desk = desk_at(tmp_path)
    judge = LiveJudge(desk)
    judge.watch()
    recording = Recording(desk.store)
    recording.begin(NOW)
    said = [
        message(
            number,
            dice.choice(TALK),
            at=NOW + dice.randrange(1, 900) * 1000,
            sender=f"wxid_{dice.choice('abc')}",
        )
        for number in range(1, 220)
    ]
    said.sort(key=lambda entry: entry.at + dice.randrange(0, 3_000))
    filed: list[str] = []
    while said:
        size = dice.randrange(1, 12)
        groups = batch(recording, said[:size])
        said = said[size:]
        filed += [each for judged in judge.judge_new(groups) for each in judged.new]
    recording.end(NOW)
    live = stored(desk.store, FILED)
    assert len(filed) > 30
    report = scan(desk)
    new = [each.finding for each in report.findings if each.state == "new" and each.finding.band == "act"]
    gone = [each for each in report.findings if each.state == "superseded"]
    assert [each for each in new if each.kind == "message"] == []
    # A message that came late may move the beginning of a run, which only judging everything can see.
    assert len(new) + len(gone) <= 0.1 * len(live)
    desk.store.close()


def test_a_breach_is_filed_at_once_and_once(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    judge = LiveJudge(desk)
    judge.watch()
    recording = Recording(desk.store)
    recording.begin(NOW)
    groups = batch(recording, [message(1, TALK[2])])
    first = judge.judge_new(groups)
    assert len(first) == 1
    assert len(first[0].new) == 1
    assert judge.judge_new(groups) == []
    assert [each.state for each in scan(desk).findings] == ["known"]
    recording.end(NOW)
    desk.store.close()


def test_a_group_without_a_charter_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(open_store(tmp_path / "s.db"))
    recording = Recording(desk.store)
    recording.begin(NOW)
    judge = LiveJudge(desk)
    groups = batch(recording, [message(1, TALK[2])])
    assert judge.judge_new(groups, dict.fromkeys(groups, NOW)) == []
    recording.end(NOW)
    desk.store.close()


def test_what_a_new_group_said_before_it_was_known_is_judged(tmp_path: Path) -> None:
    """The feed stores first and judges after: the judge meets a group when it has words already."""
    desk = desk_at(tmp_path)
    recording = Recording(desk.store)
    recording.begin(NOW)
    groups = batch(recording, [message(5, TALK[2])])
    found = LiveJudge(desk).judge_new(groups, dict.fromkeys(groups, NOW + 5_000))
    assert [len(each.new) for each in found] == [1]
    recording.end(NOW)
    desk.store.close()


def test_the_writer_and_the_judge_take_turns(tmp_path: Path) -> None:
    from core.feed.journal import Journal

    desk = desk_at(tmp_path)
    judge = LiveJudge(desk)
    judge.watch()
    writer = Writer(Journal(tmp_path / "j"), Recording(desk.store))
    writer.catch_up(NOW)
    for number in range(1, 20):
        kept = writer.keep([message(number, TALK[2], sender=f"wxid_{number}")])
        assert len(judge.judge_new(kept.groups)) == 1
    writer.end(NOW)
    desk.store.close()


FLOOD = ("在吗", "人呢", "出来", "喂", "有人吗", "快点")


def _two_accounts(desk: Desk, recording: Recording) -> None:
    """wxid_a and wxid_a2 have spoken, and are one person."""
    batch(recording, [message(1, "早"), message(2, "早", sender="wxid_a2")])
    people.merge(desk, "wxid_a", "wxid_a2", "同一个人")


def _flood(first: int, count: int) -> list[Entry]:
    return [
        message(first + n, f"{FLOOD[n % 6]}{n}", at=NOW + (first + n) * 1000, sender="wxid_a2" if n % 2 else "wxid_a")
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("late", [False, True])
def test_a_flood_over_two_accounts_of_one_person_is_filed_at_once(tmp_path: Path, late: bool) -> None:
    """As the whole judgement has it, under the same ids; also where they are put together while the feed runs."""
    desk = desk_at(tmp_path, "yunji-shareholders", {"flood.count": "6", "flood.seconds": "60"})
    recording = Recording(desk.store)
    recording.begin(NOW)
    judge = LiveJudge(desk)
    if late:
        batch(recording, [message(1, "早"), message(2, "早", sender="wxid_a2")])
        judge.watch()
        groups = batch(recording, _flood(10, 3))
        assert judge.judge_new(groups) == []
        people.merge(desk, "wxid_a", "wxid_a2", "同一个人")
        for group in judge._groups.values():
            group.refreshed = -1e9
        groups = batch(recording, _flood(13, 3))
    else:
        _two_accounts(desk, recording)
        judge.watch()
        groups = batch(recording, _flood(10, 6))
    (judged,) = judge.judge_new(groups)
    recording.end(NOW)
    assert stored(desk.store, "SELECT id FROM violation") == [judged.new]
    report = scan(desk)
    assert [each.state for each in report.findings] == ["known"]
    desk.store.close()


def test_two_strangers_who_write_in_turns_flood_nothing(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, "yunji-shareholders", {"flood.count": "6", "flood.seconds": "60"})
    recording = Recording(desk.store)
    recording.begin(NOW)
    judge = LiveJudge(desk)
    judge.watch()
    assert judge.judge_new(batch(recording, _flood(10, 8))) == []
    recording.end(NOW)
    desk.store.close()


def test_what_two_accounts_of_a_person_bring_was_said_once(tmp_path: Path) -> None:
    """A bot told it under an id; a text export, read while the feed runs on, tells it under the name."""
    desk = desk_at(tmp_path)
    recording = Recording(desk.store)
    recording.begin(NOW)
    judge = LiveJudge(desk)
    judge.watch()
    (first,) = judge.judge_new(batch(recording, [message(1, "早"), message(20, TALK[2])]))
    recording.end(NOW)
    copy = tmp_path / "two.txt"
    when = iso(NOW + 20_000, "Asia/Shanghai")[:19].replace("T", " ")
    copy.write_text(f"{when} '老张'\n{TALK[2]}\n\n{when[:-2]}59 '老张'\n{TALK[4]}\n\n", encoding="utf-8")
    (report,) = imports.import_paths(desk, [copy], ROOM)
    people.merge(desk, "wxid_a", "老张", "同一个人")
    for group in judge._groups.values():
        group.refreshed = -1e9
    (second,) = judge.judge_new([report.group_id])
    # Two clauses forbid the abuse; the copy breaks none once more.
    assert (len(first.new), len(second.new)) == (1, 2)
    assert [each.state for each in scan(desk).findings] == ["known"] * 3
    desk.store.close()


def test_what_is_filed_while_all_is_judged_stays(tmp_path: Path) -> None:
    """The whole judgement read the record before that message came: that it does not know it says nothing."""
    desk = desk_at(tmp_path)
    judge = LiveJudge(desk)
    judge.watch()
    recording = Recording(desk.store)
    recording.begin(NOW)
    batch(recording, [message(1, "大家好", at=NOW + 1_000)])
    filed: list[str] = []

    def meanwhile(progress: Progress) -> None:
        if progress.done and not filed:
            groups = batch(recording, [message(2, TALK[2], at=NOW + 2_000)])
            filed.extend(each for judged in judge.judge_new(groups) for each in judged.new)

    report = scan(desk, report=meanwhile)
    assert filed
    assert [each for each in report.findings if each.state == "superseded"] == []
    assert {state for _, _, state in stored(desk.store, FILED)} == {"open"}
    recording.end(NOW)
    again = scan(desk)
    assert {each.finding.id: each.state for each in again.findings} == dict.fromkeys(filed, "known")
    desk.store.close()


def test_what_was_decided_while_all_was_judged_stands(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    recording = Recording(desk.store)
    recording.begin(NOW)
    batch(recording, [message(1, TALK[2], at=NOW + 1_000)])
    recording.end(NOW)
    (found,) = {each.finding.id for each in scan(desk).findings}
    desk.store.close()
    with open_store(tmp_path / "s.db").write() as session:
        session.execute(text("UPDATE violation SET id = 'gone', rule = 'x' WHERE id = :id"), {"id": found})
    desk = Desk(open_store(tmp_path / "s.db"), FixedClock(NOW + 10_000_000))

    def meanwhile(progress: Progress) -> None:
        if progress.done:
            dismiss(desk, "gone", "a joke")

    scan(desk, report=meanwhile)
    assert ("gone", "x", "dismissed") in stored(desk.store, FILED)
    desk.store.close()


def test_a_judgement_that_another_one_overtook_supersedes_nothing(tmp_path: Path) -> None:
    """It read the record before the message came; the other one, which is filed first, after."""
    desk = desk_at(tmp_path)
    later = Desk(desk.store, FixedClock(NOW + 9_999_999))
    recording = Recording(desk.store)
    recording.begin(NOW)
    batch(recording, [message(1, "大家好", at=NOW + 1_000)])
    other: list[str] = []

    def meanwhile(progress: Progress) -> None:
        if progress.done and not other:
            batch(recording, [message(2, TALK[2], at=NOW + 2_000)])
            other.extend(each.finding.id for each in scan(later).findings)

    report = scan(desk, report=meanwhile)
    assert other
    assert report.findings == ()
    assert {state for _, _, state in stored(desk.store, FILED)} == {"open"}
    recording.end(NOW)
    desk.store.close()


def test_a_breach_stamped_ahead_of_the_clock_stays(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    judge = LiveJudge(desk)
    judge.watch()
    recording = Recording(desk.store)
    recording.begin(NOW)
    groups = batch(recording, [message(1, TALK[2], at=NOW + 10_005_000)])
    ((filed,),) = (judged.new for judged in judge.judge_new(groups))
    assert scan(desk).findings == ()
    assert [state for ident, _, state in stored(desk.store, FILED) if ident == filed] == ["open"]
    recording.end(NOW)
    desk.store.close()
