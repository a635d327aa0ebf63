"""Order and change of the queue: whatever comes and goes, the model tells Qt the truth."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QPersistentModelIndex

from core.charter.model import Band, Severity
from gui.panels.violations.entries import Wanted, arrange
from gui.panels.violations.keys import command_of_text
from gui.panels.violations.queue_model import QueueModel
from tests.helpers.fake_desk import NOW, violation


def queue(numbers, grouping="person"):
    return arrange(
        [violation(n, member_id=n % 3) for n in numbers], Wanted(grouping=grouping, order="oldest"), NOW
    )


def test_is_a_sound_model(qtmodeltester):
    model = QueueModel()
    model.set_queue(queue(range(6)))
    qtmodeltester.check(model)


def test_priority_puts_hints_last_and_the_gravest_first():
    rows = [
        violation(1, severity=Severity.MEDIUM),
        violation(2, severity=Severity.SERIOUS, member_id=2),
        violation(3, severity=Severity.SERIOUS, band=Band.REVIEW, member_id=3),
    ]
    assert [leaf.key for leaf in arrange(rows, Wanted(), NOW).leaves()] == ["v2", "v1", "v3"]


def test_times_are_named_by_day():
    rows = [violation(1, at=NOW), violation(2, at=NOW - 86_400_000), violation(3, at=NOW - 30 * 86_400_000)]
    made = arrange(rows, Wanted(grouping="time", order="newest"), NOW)
    assert [str(header.title) for header, _ in made.groups] == ["Today", "Yesterday", "Earlier"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.sets(st.integers(0, 20)), after=st.sets(st.integers(0, 20)), fold=st.booleans())
def test_becoming_keeps_persistent_places(qapp, before, after, fold):
    model = QueueModel()
    model.set_queue(queue(sorted(before)))
    held = {model.entry(row).key: QPersistentModelIndex(model.index(row)) for row in range(model.rowCount())}
    model.set_queue(queue(sorted(after), "clause" if fold else "person"))
    keys = [model.entry(row).key for row in range(model.rowCount())]
    assert len(keys) == len(set(keys))
    for key, index in held.items():
        assert index.isValid() == (key in keys)
        if index.isValid():
            assert model.entry(index.row()).key == key


def test_folding_hides_and_unfolding_to_a_row_opens(qapp):
    model = QueueModel()
    model.set_queue(queue(range(6)))
    rows = model.rowCount()
    first = model.leaf(1).key
    model.toggle_fold(0)
    assert model.rowCount() == rows - 2
    model.unfold_to(first)
    assert model.rowCount() == rows


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("j", "next"),
        ("Ｋ", "previous"),
        ("？", "help"),
        ("　", "show"),
        ("", ""),
        ("中", ""),
        ("c'", "confirm"),
    ],
)
def test_text_of_an_input_method_means_the_key(text, command):
    assert command_of_text(text) == command
