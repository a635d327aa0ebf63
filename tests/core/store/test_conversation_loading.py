from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.dated import BEGINNING, END, Period
from core.intake.importing import scratch
from core.store.conversations import load_conversation, presence
from core.store.facts import merge, timelines
from core.store.store import Store
from tests.helpers.exports import FIRST, bring, conversation, jsonl, said, shown

AT = FIRST * 1000


def test_spans_include_both_ends(store: Store) -> None:
    bring(store, jsonl([said(n, str(n)) for n in range(10)]))
    with store.read() as session:
        found = load_conversation(session, 1, until=AT + 5_000, since=AT + 3_000)
    assert [message.text for message in found.messages] == ["3", "4", "5"]
    assert found.coverage.periods == (Period(AT, AT + 9_000),)


def test_a_hole_between_two_files_is_a_gap(store: Store) -> None:
    bring(store, jsonl([said(0, "a"), said(10, "b")]))
    bring(store, jsonl([said(100, "c"), said(110, "d")]))
    (gap,) = conversation(store).coverage.gaps()
    assert (gap.start, gap.end) == (AT + 10_000, AT + 100_000)
    bring(store, jsonl([said(10, "b"), said(50, "m"), said(100, "c")]))
    assert conversation(store).coverage.gaps() == ()


def test_names_are_those_of_the_time(store: Store) -> None:
    rows = [
        said(0, "a", accountName="老名"),
        said(10, "b", accountName="新名"),
        said(20, "c", accountName="新名"),
    ]
    bring(store, jsonl(rows))
    found = conversation(store)
    assert [message.sender_name for message in found.messages] == ["老名", "新名", "新名"]
    assert found.members["wxid_a"].name.changes == ((BEGINNING, "老名"), (AT, "老名"), (AT + 10_000, "新名"))[
        :1
    ] + ((AT + 10_000, "新名"),)


def test_an_earlier_file_tells_the_earlier_name(store: Store) -> None:
    bring(store, jsonl([said(10, "b", accountName="新名")]))
    bring(store, jsonl([said(0, "a", accountName="老名")]))
    assert [message.sender_name for message in conversation(store).messages] == ["老名", "新名"]


def test_who_speaks_after_leaving_has_come_back(store: Store) -> None:
    bring(
        store,
        jsonl([said(0, "x", accountName="甲"), shown(10, '"甲"退出了群聊'), said(50, "y", accountName="甲")]),
    )
    assert conversation(store).members["wxid_a"].present == (
        Period(BEGINNING, AT + 10_000 - 1),
        Period(AT + 50_000, END),
    )


def test_a_notice_counts_once_its_person_is_known(store: Store) -> None:
    bring(store, jsonl([shown(0, '"乙"邀请"甲"加入了群聊'), said(1, "x", "wxid_z")]))
    assert "wxid_a" not in conversation(store).members
    bring(store, jsonl([said(30, "hi", "wxid_a", accountName="甲")]))
    member = conversation(store).members["wxid_a"]
    assert member.present == (Period(AT, END),)
    assert (member.joined_at, member.invited_by) == (AT, "乙")


def test_a_name_of_two_people_is_nobody(store: Store) -> None:
    bring(store, jsonl([said(0, "x", "wxid_a", accountName="甲"), said(1, "x", "wxid_b", accountName="甲"),
                        shown(9, '"甲"退出了群聊')]))  # fmt: skip
    assert all(member.present == (Period(),) for member in conversation(store).members.values())


CHANGES = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from("01")), max_size=6, unique_by=lambda c: c[0]
).map(sorted)


@given(CHANGES, st.none() | st.integers(0, 50))
def test_presence_is_ordered_and_disjoint(changes: list[tuple[int, str]], spoke: int | None) -> None:
    periods = presence(changes, spoke)
    assert all(period.start <= period.end for period in periods)
    assert all(a.end < b.start for a, b in zip(periods, periods[1:], strict=False))
    if changes:
        assert any(period.end == END for period in periods) == (changes[-1][1] == "1")


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.sampled_from("甲乙丙")), max_size=4), min_size=1, max_size=3
    )
)
def test_the_first_value_known_holds_since_ever(batches: list[list[tuple[int, str]]]) -> None:
    with scratch() as store:
        bring(store, jsonl([said(0, "x", "wxid_a")]))
        with store.write() as session:
            for moments in batches:
                merge(session, 1, 1, {(1, "name"): moments} if moments else {})
            line = timelines(session, 1, ("name",)).get((1, "name"), [])
    dated = [fact for fact in line if fact[0] != BEGINNING]
    if dated:
        assert line[0] == (BEGINNING, dated[0][1])
    else:
        assert not any(batches)
