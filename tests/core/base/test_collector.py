from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.base.collector import PASSES, SparingCollector, without_collector


class Knot:
    """Only the cycle collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@contextmanager
def begun(**how: Any) -> Iterator[SparingCollector]:
    collector = SparingCollector(**how)
    collector.begin()
    try:
        yield collector
    finally:
        collector.end()


@pytest.fixture
def sparing() -> Iterator[SparingCollector]:
    with begun(longest_s=0.0) as collector:
        yield collector
    gc.collect()


def test_a_long_collection_sets_aside_what_outlives_it(sparing: SparingCollector) -> None:
    knots = [Knot() for _ in range(1000)]
    before = gc.get_freeze_count()
    gc.collect()
    assert gc.get_freeze_count() >= before + len(knots)


def test_young_collections_set_nothing_aside(sparing: SparingCollector) -> None:
    knots = [Knot() for _ in range(1000)]
    before = gc.get_freeze_count()
    gc.collect(1)
    assert gc.get_freeze_count() == before
    assert len(knots) == 1000


def test_short_collections_set_nothing_aside() -> None:
    collector = SparingCollector(longest_s=60)
    collector.begin()
    before = gc.get_freeze_count()
    gc.collect()
    assert gc.get_freeze_count() == before
    collector.end()
    assert gc.get_freeze_count() == 0


def test_what_was_set_aside_is_freed_at_a_look_at_all(sparing: SparingCollector) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect()
    del knot
    gc.collect()
    assert gone() is not None
    sparing.look_at_all()
    assert gone() is None


def test_on_demand_it_looks_only_when_it_is_called() -> None:
    with begun(by_itself=False) as collector:
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        made = [[] for _ in range(5 * gc.get_threshold()[0])]
        assert gone() is not None
        collector.look()
        assert gone() is None
        assert gc.get_count()[0] < len(made)
    assert gc.isenabled()


def test_it_does_not_look_before_enough_was_made() -> None:
    with begun(by_itself=False) as collector:
        gc.collect()
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        collector.look()
        assert gone() is not None


def test_the_collector_is_off_within_and_as_before_after() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    with without_collector():
        pass
    assert not gc.isenabled()
    gc.enable()


def test_on_demand_it_waits_until_a_great_reading_is_over() -> None:
    with begun(by_itself=False, most=5_000) as collector:
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        read = [[] for _ in range(10_000)]
        collector.look()
        assert gone() is not None
        del read
        more = [[] for _ in range(2 * gc.get_threshold()[0])]
        collector.look()
        assert gone() is None
        assert more


def test_on_demand_what_stays_is_gone_through_once_and_set_aside() -> None:
    with begun(longest_s=0.0, by_itself=False, most=5_000) as collector:
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
        kept = [[] for _ in range(10_000)]
        before = gc.get_freeze_count()
        for _ in range(PASSES):
            collector.look()
        assert gone() is not None
        collector.look()
        assert gone() is None, "what is dead is freed, not set aside"
        assert gc.get_freeze_count() >= before + len(kept)
