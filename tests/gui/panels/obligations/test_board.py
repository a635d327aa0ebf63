"""Cards and columns without a window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, DEFAULT_ZONE, HOUR, MINUTE
from core.judging.obligation import ObligationState, Stage
from gui.panels.obligations.board import Column, Grouping, cards, in_column, unsettled
from tests.helpers.panel_rows import NOW, board, morning_notice, owed

S = ObligationState


def made(*rows, grouping=Grouping.DEADLINE):
    return cards(rows, NOW, DEFAULT_ZONE, grouping)


def test_every_column_of_the_sample():
    found = cards(board(), NOW, DEFAULT_ZONE)
    columns = {column: [card.first.trigger for card in in_column(found, column)] for column in Column}
    assert columns[Column.OVERDUE] == ["m1", "t2"]
    assert columns[Column.UNKNOWN] == ["t3"]
    assert columns[Column.SOON] == ["t4", "t5", "t6"]
    assert columns[Column.LATER] == ["t7", "t8"]
    assert columns[Column.TOMORROW] == ["t9"]
    assert columns[Column.DONE_TODAY] == ["t10"]
    assert columns[Column.DONE] == ["t11"]
    assert unsettled(found) == 9


def test_the_worst_comes_first_in_a_card():
    card = made(*morning_notice())[0]
    assert [entry.state for entry in card.owed[:5]] == [S.MISSING] * 4 + [S.UNKNOWN]
    assert card.parts() == ((S.MET, 35), (S.LATE, 2), (S.EXCUSED, 3), (S.UNKNOWN, 1), (S.MISSING, 4))


def test_what_a_person_decided_is_settled():
    card = made(owed(1, S.MISSING, decided=True), owed(2, S.MET))[0]
    assert card.column is Column.DONE_TODAY
    assert made(owed(1, S.MISSING, decided=True), owed(2, S.MISSING))[0].column is Column.OVERDUE


def test_equality_with_two_hours_is_soon():
    at = NOW + 2 * HOUR
    assert made(owed(1, S.OPEN, due=at))[0].column is Column.SOON
    assert made(owed(1, S.OPEN, due=at + MINUTE))[0].column is Column.LATER
    assert made(owed(1, S.OPEN, due=NOW + DAY))[0].column is Column.TOMORROW


def test_void_binds_nobody():
    card = made(owed(1, S.VOID), owed(2, S.MET))[0]
    assert card.binding == 1


def test_by_person_and_by_clause():
    rows = [owed(1, S.MISSING), owed(1, S.MET, id="x", trigger_key="m2", clause="11"), owed(2, S.MET)]
    assert len(made(*rows, grouping=Grouping.PERSON)) == 2
    assert len(made(*rows, grouping=Grouping.CLAUSE)) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(list(S)), st.integers(-5 * DAY, 5 * DAY), st.integers(0, 4), st.booleans()),
        max_size=40,
    ),
    st.sampled_from(list(Grouping)),
)
def test_nothing_is_lost_or_shown_twice(entries, grouping):
    rows = [
        owed(number, state, id=str(number), due=NOW + due, trigger_key=f"t{trigger}", decided=decided)
        for number, (state, due, trigger, decided) in enumerate(entries)
    ]
    found = cards(rows, NOW, DEFAULT_ZONE, grouping)
    shown = [entry.id for column in Column for card in in_column(found, column) for entry in card.owed]
    assert sorted(shown) == sorted(row.id for row in rows)
    for card in found:
        assert sum(count for _, count in card.parts()) <= card.binding


def test_what_is_to_be_done_whenever_stands_last():
    whenever = owed(1, S.OPEN, due=NOW - DAY, staged=True, stage=Stage.ACKNOWLEDGED)
    (card,) = made(whenever)
    assert card.column is Column.TOMORROW
    named = owed(2, S.OPEN, due=NOW + MINUTE, done_due=NOW + MINUTE, staged=True, stage=Stage.ACKNOWLEDGED)
    (card,) = made(named)
    assert card.column is Column.SOON
