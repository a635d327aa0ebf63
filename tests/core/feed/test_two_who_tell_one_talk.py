"""Two bots in one group, or a bot and an export: each message and each notice is stored once."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.base.clock import HOUR, SECOND
from core.feed.event import Entry, Via
from core.feed.journal import Place
from core.feed.recording import Recording
from core.intake.importing import Asked, import_source
from core.intake.source import Source
from core.keeping.verification import verify
from core.store.store import Store, open_store
from tests.helpers.bots import ROOM, noticed, said

NOW = 1_790_000_000_000


def told(bot: str, ident: str, words: str, second: int = 0) -> Entry:
    row = said(words, at=NOW / 1000 + second, message_id=f"{bot}{ident}", **{"id": f"e{bot}{ident}"})
    return Entry(
        NOW + second * SECOND,
        Via.ONEBOT12,
        json.dumps(row | {"self": {"platform": "wechat", "user_id": bot}}),
    )


def take(store: Store, *batches: list[Entry]) -> None:
    recording = Recording(store)
    recording.begin(NOW)
    for batch in batches:
        if batch:
            recording.take([(Place(f"{entry.at}", n), entry) for n, entry in enumerate(batch)])
    recording.end(NOW + HOUR)
    assert verify(store).ok


def texts(store: Store, table: str = "message") -> list[str]:
    with store.read() as session:
        return [row for (row,) in session.execute(text(f"SELECT text FROM {table} ORDER BY id"))]


def test_two_bots_with_numbers_of_their_own(store: Store) -> None:
    talk = [("1", "早", 0), ("2", "+1", 1), ("3", "+1", 1), ("4", "+1", 2)]
    first, second = ([told(bot, *each) for each in talk] for bot in "ab")
    take(store, first[:2], second, first, second)
    assert sorted(texts(store)) == ["+1", "+1", "+1", "早"]


def test_what_only_one_of_them_heard_is_kept(store: Store) -> None:
    take(
        store,
        [told("a", "1", "早")],
        [told("b", "9", "早"), told("b", "10", "晚", 5)],
        [told("a", "2", "早")],
    )
    assert texts(store) == ["早", "晚", "早"]


def test_both_see_somebody_join(store: Store) -> None:
    joined = [
        noticed("group_member_increase", user_id="c", operator_id="a", at=NOW / 1000, id=f"n{bot}")
        | {"self": {"platform": "wechat", "user_id": bot}}
        for bot in "abc"
    ]
    take(store, [Entry(NOW, Via.ONEBOT12, json.dumps(row)) for row in joined])
    assert len(texts(store, "notice")) == 1


@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
@given(
    talk=st.lists(st.tuples(st.sampled_from(["+1", "好"]), st.integers(0, 3)), max_size=8),
    parts=st.randoms(use_true_random=False), bots=st.integers(2, 4),
)  # fmt: skip
def test_however_many_tell_it_and_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, talk: list[tuple[str, int]], parts: random.Random, bots: int
) -> None:
    """Each bot tells all in its own order, some of it twice."""
    queues: list[list[Entry]] = []
    for bot in range(bots):
        mine = [told(f"b{bot}", str(n), words, second) for n, (words, second) in enumerate(talk)]
        mine += [each for each in mine if parts.random() < 0.3]
        parts.shuffle(mine)
        queues.append(mine)
    batches: list[list[Entry]] = [[]]
    while any(queues):
        batches[-1].append(parts.choice([queue for queue in queues if queue]).pop())
        if parts.random() < 0.3:
            batches.append([])
    store = open_store(tmp_path_factory.mktemp("two") / "s.db")
    take(store, *batches)
    assert Counter(texts(store)) == Counter(words for words, _ in talk)
    store.close()


def exported(path: Path, *rows: dict[str, Any]) -> None:
    whole = {"chatlab": {"version": "0.0.2", "exportedAt": NOW // 1000}, "members": [], "messages": rows,
             "meta": {"name": "测试群", "platform": "wechat", "type": "group", "groupId": ROOM}}  # fmt: skip
    path.write_text(json.dumps(whole), "utf-8")


def row(ident: str, words: str, second: int) -> dict[str, Any]:
    return {"sender": "wxid_a", "accountName": "名a", "timestamp": NOW // 1000 + second, "type": 0, "content": words,
            "platformMessageId": ident}  # fmt: skip


@pytest.mark.parametrize("export_first", [True, False])
def test_a_bot_and_an_export_with_other_numbers(store: Store, tmp_path: Path, export_first: bool) -> None:
    exported(
        tmp_path / "x.json", row("71", "早", 0), row("72", "+1", 1), row("73", "+1", 1), row("74", "晚", 9)
    )
    bot = [told("a", "1", "早"), told("a", "2", "+1", 1), told("a", "3", "+1", 1), told("a", "4", "午", 5)]

    def bring() -> None:
        import_source(store, Source(str(tmp_path / "x.json")), Asked(NOW + HOUR))

    if export_first:
        bring()
    take(store, bot)
    bring()
    assert Counter(texts(store)) == Counter(["早", "+1", "+1", "午", "晚"])
