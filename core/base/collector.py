"""Python's cycle collector, kept from costing what it must not cost: long loads, and the smoothness of a window."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


@contextmanager
def without_collector() -> Iterator[None]:
    """While millions of objects are made that have no cycles: looking for some takes a tenth of a long import and a
    third of a long load, and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


PASSES = 30
"""So many looks in a row may find too much: three seconds of a window that looks ten times a second."""


class SparingCollector:
    """A full collection stops every thread of the process, 100 ms for 200,000 objects, whichever thread set it off.

    What has been made so far is set aside when it begins, and so is whatever outlives a collection that took longer
    than `longest_s` seconds: the next one passes over it. `look_at_all` is for a moment at which nobody waits.
    `by_itself` False: Python looks no more by itself; somebody calls `look` every now and then, on the thread of
    their choice. Such a look passes when more than `most` young objects would have to be gone through: somebody is
    reading, and most of what is read is gone when they are done. What is still there after some such looks is gone
    through once.
    """

    def __init__(self, longest_s: float = 0.02, by_itself: bool = True, most: int = 4_000) -> None:
        self._longest = longest_s
        self._by_itself = by_itself
        self._most = most
        self._passed = 0
        self._began = 0.0

    def begin(self) -> None:
        if not self._by_itself:
            gc.disable()
        gc.freeze()
        gc.callbacks.append(self._watch)

    def end(self) -> None:
        gc.callbacks.remove(self._watch)
        gc.unfreeze()
        if not self._by_itself:
            gc.enable()

    def look(self) -> None:
        """Look where Python would have by now: the oldest generation that has grown enough, and the younger ones."""
        if gc.get_count()[0] > self._most and self._passed < PASSES:
            self._passed += 1
            return
        self._passed = 0
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def look_at_all(self) -> None:
        """Free the cycles among what was set aside, too."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _watch(self, phase: str, info: Mapping[str, int]) -> None:
        if self._by_itself and info["generation"] < 2:
            return
        if phase == "start":
            self._began = perf_counter()
        elif perf_counter() - self._began > self._longest:
            gc.freeze()
