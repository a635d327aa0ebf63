"""What was received, in the store: once, whatever the order, and again the same from the journal."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.base.clock import HOUR, MINUTE, SECOND
from core.desk.desk import Desk
from core.desk.feeding import replay
from core.feed.event import Entry, Sign, Via
from core.feed.journal import Journal, Place
from core.feed.recording import Recording
from core.feed.writer import Writer
from core.keeping.verification import verify
from core.store.store import Store, open_store
from tests.helpers.bots import ROOM, noticed, said

NOW = 1_790_000_000_000
BOT = "wechat:wxid_bot"
_PHASES = (Phase.explicit, Phase.generate)
"""Each example makes two stores: a failure is shown as found, for making it smaller takes minutes."""


def event(row: dict[str, Any], at: int = NOW) -> Entry:
    return Entry(at, Via.ONEBOT12, json.dumps(row, ensure_ascii=False), "c1")


def sign(sign: Sign, at: int) -> Entry:
    return Entry(at, Via.FEED, json.dumps({"event": sign.value, "bot": BOT}))


def message(
    number: int, words: str = "", at: int | None = None, sender: str = "wxid_a", received: int | None = None
) -> Entry:
    when = NOW + number * SECOND if at is None else at
    row = said(words or f"话{number}", sender, at=when / 1000, message_id=f"m{number}")
    return event(row, when if received is None else received)


def stored(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.read() as session:
        return [tuple(row) for row in session.execute(text(sql))]


def take(store: Store, entries: Sequence[Entry], end: bool = True) -> Recording:
    recording = Recording(store)
    recording.begin(NOW)
    for entry in entries:
        recording.take([(Place("2026-09-21.jsonl", 1), entry)])
    if end:
        recording.end(NOW + HOUR)
    return recording


SAID = "SELECT key, at, text, kind FROM message ORDER BY key"
EVENTS = "SELECT key, at, event, actor, targets, detail FROM notice ORDER BY key"
COVERED = "SELECT start_at, end_at FROM coverage ORDER BY start_at, end_at"
PEOPLE = (
    "SELECT m.platform_id, f.field, f.value, f.at FROM member m LEFT JOIN member_fact f ON f.member_id = m.id "
    "ORDER BY 1, 2, 4, 3"
)


def test_rows_are_seen_at_once_and_sealed_at_the_end(store: Store) -> None:
    recording = take(store, [message(1), message(2)], end=False)
    assert [row[2] for row in stored(store, SAID)] == ["话1", "话2"]
    assert stored(store, "SELECT state, messages_new FROM import_") == [("live", 2)]
    recording.end(NOW + HOUR)
    assert stored(store, "SELECT state FROM import_") == [("complete",)]
    assert verify(store).ok


def test_delivered_twice_is_stored_once(store: Store) -> None:
    entries = [
        message(1),
        message(2),
        event(noticed("group_member_increase", user_id="c", operator_id="a", at=NOW / 1000, id="n")),
    ]
    take(store, [*entries, *entries])
    take(store, entries)
    assert len(stored(store, SAID)) == 2
    assert len(stored(store, EVENTS)) == 1


def test_the_same_words_twice_in_a_second_are_two(store: Store) -> None:
    row = {"room": ROOM, "time": NOW // 1000, "sender": "wxid_a", "type": "text", "text": "+1"}
    take(store, [Entry(NOW, Via.JSONL, json.dumps(row)), Entry(NOW, Via.JSONL, json.dumps(row))])
    assert len(stored(store, SAID)) == 2


def test_a_bot_that_went_leaves_a_gap(store: Store) -> None:
    take(store, [
        sign(Sign.CONNECTED, NOW), message(1), sign(Sign.ALIVE, NOW + MINUTE), sign(Sign.GONE, NOW + 2 * MINUTE),
        sign(Sign.CONNECTED, NOW + 5 * MINUTE), sign(Sign.ALIVE, NOW + 6 * MINUTE),
    ])  # fmt: skip
    assert stored(store, COVERED) == [
        (NOW + SECOND, NOW + MINUTE), (NOW + 5 * MINUTE, NOW + 6 * MINUTE),
    ]  # fmt: skip


def test_silence_while_the_bot_lives_is_no_gap(store: Store) -> None:
    beats = [sign(Sign.ALIVE, NOW + hours * HOUR) for hours in range(1, 6)]
    take(store, [sign(Sign.CONNECTED, NOW), message(1), *beats, message(6 * 3600)])
    assert stored(store, "SELECT min(start_at), max(end_at) FROM coverage") == [
        (NOW + SECOND, NOW + 6 * HOUR)
    ]
    ends = stored(store, COVERED)
    assert all(before[1] == after[0] for before, after in zip(ends, ends[1:], strict=False))


def test_a_stray_from_last_week_covers_nothing(store: Store) -> None:
    week = 7 * 24 * HOUR
    take(
        store,
        [
            sign(Sign.CONNECTED, NOW),
            message(1),
            message(2, at=NOW - week, received=NOW + 3 * SECOND),
            message(5),
        ],
    )
    assert stored(store, COVERED) == [(NOW + SECOND, NOW + 5 * SECOND)]
    assert len(stored(store, SAID)) == 3


def test_a_roster_tells_who_joined_and_who_left(store: Store) -> None:
    first = [
        {"user_id": "wxid_a", "user_name": "阿明", "role": "owner"},
        {"user_id": "wxid_b", "user_name": "小李"},
    ]
    take(store, [
        message(1), event(noticed("wx.roster", members=first), NOW + SECOND),
        event(noticed("wx.roster", members=first[:1]), NOW + MINUTE), event(noticed("wx.roster", members=[]), NOW + HOUR),
    ])  # fmt: skip
    facts = stored(store, PEOPLE)
    assert ("wxid_b", "present", "0", NOW + MINUTE) in facts
    assert ("wxid_a", "present", "0", NOW + HOUR) not in facts
    assert any(row[:3] == ("wxid_a", "role", "owner") for row in facts)
    assert verify(store).ok


def test_joining_and_leaving_are_known(store: Store) -> None:
    take(store, [
        event(noticed("group_member_increase", user_id="wxid_c", operator_id="wxid_a", at=NOW / 1000, id="j")),
        event(noticed("group_member_decrease", user_id="wxid_c", sub_type="leave", at=NOW / 1000 + 60, id="l"), NOW + MINUTE),
    ])  # fmt: skip
    assert [row[1:] for row in stored(store, PEOPLE) if row[0] == "wxid_c" and row[1] == "present"] == [
        ("present", "1", NOW), ("present", "0", NOW + MINUTE),
    ]  # fmt: skip


def test_a_group_is_called_what_it_is_renamed_to(store: Store) -> None:
    def called() -> str:
        return str(stored(store, "SELECT name FROM group_")[0][0])

    def renamed(topic: str, second: int, ident: str) -> Entry:
        row = noticed(
            "wx.group_topic", user_id="wxid_a", id=ident, at=NOW / 1000 + second, **{"wx.topic": topic}
        )
        return event(row, NOW + second * SECOND)

    def topic(number: int, name: str) -> Entry:
        row = said(
            f"话{number}",
            "wxid_a",
            at=NOW / 1000 + number,
            message_id=f"t{number}",
            **{"wx.room_topic": name},
        )
        return event(row, NOW + number * SECOND)

    take(store, [message(1)])
    assert called() == ROOM
    take(store, [topic(2, "旧名"), renamed("新名", 3, "r1"), topic(4, "旧名")])
    assert called() == "新名", "what the bot keeps saying is older than the notice"
    take(store, [renamed("更早的名", 1, "r0")])
    assert called() == "新名"
    take(store, [topic(5, "新名"), topic(6, "又一名")])
    assert called() == "又一名"


class _Broken(Recording):
    """Cannot take one of the events, whatever comes with it."""

    def take(self, batch):  # type: ignore[no-untyped-def]
        if any("炸" in entry.raw for _, entry in batch):
            raise ZeroDivisionError
        return super().take(batch)


def test_one_event_that_breaks_the_program_stops_no_other(store: Store, tmp_path: Path) -> None:
    writer = Writer(Journal(tmp_path / "j"), _Broken(store))
    told = writer.keep([message(1), message(2, "炸"), message(3)])
    writer.end(NOW)
    assert [row[2] for row in stored(store, SAID)] == ["话1", "话3"]
    assert told.unread == 1


def test_what_was_journalled_but_not_stored_is_stored_at_the_next_start(store: Store, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    writer = Writer(journal, Recording(store))
    writer.keep([sign(Sign.CONNECTED, NOW), message(1)])
    journal.append([message(2), message(3)])
    journal.close()
    again = Writer(Journal(tmp_path / "j"), Recording(store))
    assert again.catch_up(NOW + HOUR) == 2
    assert again.catch_up(NOW + HOUR) == 0
    assert [row[2] for row in stored(store, SAID)] == ["话1", "话2", "话3"]
    again.journal.close()
    assert stored(store, "SELECT count(*) FROM import_ WHERE state <> 'complete'") == [(0,)]
    assert verify(store).ok


_moments = st.integers(0, 40)
_events = st.one_of(
    st.builds(lambda n, s: message(n, sender=f"wxid_{s}"), _moments, st.sampled_from("abc")),
    st.builds(
        lambda n, d: event(noticed(d, user_id="wxid_c", operator_id="wxid_a", at=NOW / 1000 + n, id=f"n{n}{d}"), NOW + n * SECOND),
        _moments, st.sampled_from(["group_member_increase", "group_member_decrease", "group_message_delete"]),
    ),
    st.builds(lambda n, w: sign(w, NOW + n * SECOND), _moments, st.sampled_from([Sign.CONNECTED, Sign.ALIVE, Sign.GONE, Sign.SILENT])),
    st.builds(lambda n: Entry(NOW + n * SECOND, Via.JSONL, "{half a line"), _moments),
    st.builds(
        lambda n, t: Entry(NOW, Via.JSONL, json.dumps({"room": ROOM, "time": NOW // 1000 + n, "sender": "s", "text": t})),
        st.integers(0, 3), st.sampled_from(["+1", "好"]),
    ),
)  # fmt: skip


@settings(max_examples=12, phases=_PHASES)
@given(entries=st.lists(_events, max_size=14), parts=st.randoms(use_true_random=False))
def test_a_replay_rebuilds_the_same_state(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], parts: random.Random
) -> None:
    """However the events were batched; and replaying into the store that has them changes nothing."""
    folder = tmp_path_factory.mktemp("feed")
    live = open_store(folder / "live.db")
    # Drawn before anything is open: hypothesis may give an example up in the middle of drawing.
    sizes = [parts.randint(1, 5) for _ in entries]
    writer = Writer(Journal(folder / "live.db.feed"), Recording(live))
    writer.recording.begin(NOW)
    left = list(entries)
    for size in sizes:
        if left:
            writer.keep(left[:size])
        left = left[size:]
    writer.end(NOW + HOUR)
    again = open_store(folder / "again.db")
    for target in (again, live):
        if entries:
            replay(Desk(target), folder / "live.db.feed")
        for question in (SAID, EVENTS, PEOPLE):
            assert stored(target, question) == stored(live, question)
    covered = _union(stored(again, COVERED))
    assert covered == _union(stored(live, COVERED))
    assert verify(again).ok
    live.close()
    again.close()


@settings(max_examples=12)
@given(order=st.permutations(list(range(8))), doubles=st.lists(st.integers(0, 7), max_size=6))
def test_order_and_doubles_make_no_difference(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], doubles: list[int]
) -> None:
    store = open_store(tmp_path_factory.mktemp("feed") / "s.db")
    take(store, [message(number) for number in (*order, *doubles)])
    assert [row[0] for row in stored(store, SAID)] == [f"id:m{number}" for number in range(8)]
    store.close()


def _union(periods: list[tuple[Any, ...]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in periods:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
