"""Unions never lose rows, repeats add nothing, and the order of imports does not matter."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.importing import scratch
from tests.helpers.exports import bring, conversation, jsonl, said, shown

Row = dict[str, Any]

CONTENTS = st.tuples(
    st.integers(0, 3), st.sampled_from(["+1", "收到", "好"]), st.sampled_from(["wxid_a", "wxid_b"])
)
TRUTH = st.lists(CONTENTS, min_size=1, max_size=10)


@st.composite
def histories(draw: st.DrawFn, files: int = 2) -> list[list[Row]]:
    """What was said, each with the server's id, and several exports of parts of it, with or without ids."""
    truth = [said(at, text, sender, id=f"m{n}") for n, (at, text, sender) in enumerate(draw(TRUTH))]
    exports = []
    for _ in range(files):
        kept = [row for row in truth if draw(st.integers(0, 3))] or truth[:1]
        with_ids = draw(st.booleans())
        exports.append(
            [dict(row) if with_ids else {k: v for k, v in row.items() if k != "id"} for row in kept]
        )
    return exports


def count_after(*exports: list[Row]) -> int:
    with scratch() as store:
        for rows in exports:
            bring(store, jsonl(rows))
        return len(conversation(store).messages)


@settings(max_examples=25, deadline=None)
@given(histories())
def test_a_union_holds_at_least_each_part(exports: list[list[Row]]) -> None:
    assert count_after(*exports) >= max(len(rows) for rows in exports)


@settings(max_examples=25, deadline=None)
@given(histories())
def test_repeats_add_nothing(exports: list[list[Row]]) -> None:
    assert count_after(*exports, *exports) == count_after(*exports)


@settings(max_examples=12, deadline=None)
@given(histories(files=3))
def test_the_order_of_imports_does_not_matter(exports: list[list[Row]]) -> None:
    assert len({count_after(*order) for order in permutations(exports)}) == 1


@settings(max_examples=12, deadline=None)
@given(st.lists(CONTENTS, min_size=1, max_size=12))
def test_every_row_of_a_file_is_kept(truth: list[tuple[int, str, str]]) -> None:
    """Ids or not, even when some rows have one and some do not."""
    rows = [
        said(at, text, sender, **({"id": f"m{n}"} if n % 3 else {}))
        for n, (at, text, sender) in enumerate(truth)
    ]
    assert count_after(rows) == len(rows)
    assert count_after(rows, rows) == len(rows)


def test_an_id_given_twice_to_different_messages_loses_neither() -> None:
    rows = [said(0, "一", id="1"), said(5, "二", id="1"), said(9, "三", id="2")]
    assert count_after(rows) == 3
    assert count_after(rows, rows) == 3


def test_ids_that_are_none_are_not_ids() -> None:
    rows = [said(n, "x", id=ident) for n, ident in enumerate(["0", "null", "-1", "0"])]
    assert count_after(rows, rows) == 4


def test_equal_notices_in_one_second_stay_two() -> None:
    rows = [shown(0, '"A"撤回了一条消息'), shown(0, '"A"撤回了一条消息'), said(1, "x")]
    with scratch() as store:
        for _ in range(2):
            bring(store, jsonl(rows))
        assert len(conversation(store).notices) == 2


def test_rows_across_batches_are_matched_too() -> None:
    """More rows than one batch holds, the same id at both ends."""
    rows = [said(n, str(n), id=f"m{n}") for n in range(5_200)]
    with scratch() as store:
        bring(store, jsonl([*rows, rows[0], said(9_000, "other", id="m1")]))
        assert len(conversation(store).messages) == 5_201
