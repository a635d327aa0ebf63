"""Whatever is imported, withdrawn, restored and imported again: the record holds what the standing imports bring."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.clock import FixedClock
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.withdrawing import effect, restore, withdraw
from core.intake.importing import scratch
from core.keeping.imported_rows import changed_coverage, changed_imports
from core.keeping.mirrors import contradicted_mirrors
from core.store.store import Store
from tests.helpers.exports import NOW, bring, conversation, jsonl, said, shown

Row = dict[str, Any]
TEXTS = ("+1", "收到", "好")
PEOPLE = ("wxid_a", "wxid_b", "wxid_c")


@st.composite
def histories(draw: st.DrawFn) -> list[bytes]:
    """Exports of parts of one conversation, with or without ids, with names that change."""
    truth = []
    for n in range(draw(st.integers(1, 9))):
        at, who = draw(st.integers(0, 4)), draw(st.sampled_from(PEOPLE))
        if draw(st.integers(0, 4)) == 0:
            event = draw(st.sampled_from(['你将"{}"移出了群聊', '"老王"邀请"{}"加入了群聊']))
            truth.append(shown(at, event.format(f"名{who[-1]}")))
        else:
            named = f"名{who[-1]}" + ("新" if at > 2 else "")
            truth.append(said(at, draw(st.sampled_from(TEXTS)), who, id=f"m{n}", accountName=named))
    truth.sort(key=lambda row: row["timestamp"])
    files = []
    for _ in range(draw(st.integers(2, 3))):
        kept = [row for row in truth if draw(st.integers(0, 3))] or truth[:1]
        plain = draw(st.booleans())
        files.append(jsonl([{k: v for k, v in row.items() if not (plain and k == "id")} for row in kept]))
    return files


STEPS = st.lists(st.tuples(st.sampled_from(["import", "withdraw", "restore"]), st.integers(0, 5)), max_size=7)


def said_in(store: Store) -> Counter[tuple[int, str, str]]:
    return Counter((m.at, m.sender, m.text) for m in conversation(store).messages)


def shown_in(store: Store) -> Counter[tuple[int, str]]:
    return Counter((n.at, n.text) for n in conversation(store).notices)


def sound(store: Store) -> None:
    with store.read() as session:
        for check in (changed_imports, changed_coverage, contradicted_mirrors):
            assert list(check(session)) == []


def visible(store: Store) -> dict[str, object]:
    """All that readers see of the record."""
    held = conversation(store)
    return {
        "messages": held.messages, "notices": held.notices, "members": dict(held.members),
        "coverage": held.coverage,
    }  # fmt: skip


def play(store: Store, files: list[bytes], steps: list[tuple[str, int]]) -> list[bytes]:
    """Answers the files of the imports that stand at the end."""
    desk = Desk(store, FixedClock(NOW))
    held: list[list[Any]] = []
    for data in files:
        held.append([bring(store, data).row.id, data, True])
    for kind, number in steps:
        if kind == "import":
            data = files[number % len(files)]
            held.append([bring(store, data).row.id, data, True])
            continue
        each = held[number % len(held)]
        if kind == "withdraw" and each[2]:
            withdraw(desk, each[0], "wrong file")
            each[2] = False
        elif kind == "restore" and not each[2]:
            restore(desk, each[0])
            each[2] = True
    return [data for _, data, stands in held if stands]


@settings(max_examples=60, deadline=None)
@given(histories(), STEPS)
def test_the_record_is_what_the_standing_imports_bring(
    files: list[bytes], steps: list[tuple[str, int]]
) -> None:
    with scratch() as store, scratch() as fresh:
        standing = play(store, files, steps)
        sound(store)
        for data in standing:
            bring(fresh, data)
        if not standing:
            assert not conversation(store).messages
            assert not conversation(store).members
            assert conversation(store).coverage.periods == ()
            return
        assert shown_in(store) == shown_in(fresh)
        assert said_in(store) == said_in(fresh)
        assert conversation(store).coverage == conversation(fresh).coverage
        assert set(conversation(store).members) == set(conversation(fresh).members)


@settings(max_examples=40, deadline=None)
@given(histories(), STEPS, st.integers(0, 5))
def test_taking_a_withdrawal_back_leaves_all_as_before(
    files: list[bytes], steps: list[tuple[str, int]], number: int
) -> None:
    with scratch() as store:
        play(store, files, steps)
        desk = Desk(store, FixedClock(NOW))
        before = visible(store)
        import_id = 1 + number % len(files)
        try:
            foretold = effect(desk, import_id)
            gone = withdraw(desk, import_id, "by mistake").value
        except Refusal:
            return
        assert (foretold.messages, foretold.notices) == (gone.messages, gone.notices)
        assert len(before["messages"]) - len(conversation(store).messages) == gone.messages  # type: ignore[arg-type]
        sound(store)
        restore(desk, import_id)
        assert visible(store) == before
        sound(store)


@settings(max_examples=30, deadline=None)
@given(histories())
def test_bringing_a_withdrawn_file_again_shows_its_rows_again(files: list[bytes]) -> None:
    with scratch() as store:
        desk = Desk(store, FixedClock(NOW))
        for data in files:
            bring(store, data)
        before = said_in(store), shown_in(store), set(conversation(store).members)
        gone = withdraw(desk, 1, "wrong file").value
        again = bring(store, files[0]).row
        assert again.messages_new == gone.messages
        assert (said_in(store), shown_in(store), set(conversation(store).members)) == before
        assert bring(store, files[0]).row.messages_new == 0
        sound(store)
