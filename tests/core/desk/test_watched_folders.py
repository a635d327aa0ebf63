"""A watched folder: whole files once, under whatever name; a bad one told once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.base.clock import FixedClock
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.imports import history
from core.desk.progress import Pace, Progress
from core.desk.watching import STABLE_S, Watcher
from core.desk.withdrawing import withdraw
from core.intake.importing import Asked
from core.store.store import Store
from tests.helpers.exports import NOW, jsonl, said


class Seconds:
    """A clock that somebody winds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(NOW))


def looked(watcher: Watcher, desk: Desk, told: list[Refusal]) -> list[int]:
    return [report.messages_new for report in watcher.bring(desk, Asked(NOW), told.append)]


def test_only_what_stays_as_it_is_comes_in_and_only_once(desk: Desk, tmp_path: Path) -> None:
    clock, told = Seconds(), list[Refusal]()
    watcher = Watcher(tmp_path, clock)
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl([said(0, "x", id="1")]))
    assert looked(watcher, desk, told) == []
    clock.now += STABLE_S
    path.write_bytes(jsonl([said(0, "x", id="1"), said(1, "y", id="2")]))
    assert looked(watcher, desk, told) == []
    clock.now += STABLE_S
    assert looked(watcher, desk, told) == [2]
    (tmp_path / "copy.jsonl").write_bytes(path.read_bytes())
    clock.now += 1
    assert looked(watcher, desk, told) == []
    clock.now += STABLE_S
    assert looked(watcher, desk, told) == []
    assert (told, len(history(desk))) == ([], 1)


def test_a_bad_file_is_told_once(desk: Desk, tmp_path: Path) -> None:
    clock, told = Seconds(), list[Refusal]()
    watcher = Watcher(tmp_path, clock)
    (tmp_path / "bad.json").write_text("{}")
    for moment in range(4):
        os.utime(tmp_path / "bad.json", (moment, moment))
        looked(watcher, desk, told)
        clock.now += STABLE_S
        looked(watcher, desk, told)
    assert len(told) == 1


def test_another_watch_knows_what_came_in_even_if_it_was_withdrawn(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([said(0, "x")]))
    for expected in ([1], []):
        clock, told = Seconds(), list[Refusal]()
        watcher = Watcher(tmp_path, clock)
        watcher.settled()
        clock.now += STABLE_S
        assert looked(watcher, desk, told) == expected
        if expected:
            withdraw(desk, 1, "错了")


def test_a_folder_that_is_none() -> None:
    with pytest.raises(Refusal, match="no such folder"):
        Watcher(Path("/nowhere/at/all"))


def test_pace_tells_rate_and_time_left() -> None:
    clock = Seconds()
    pace = Pace(clock)
    pace.hear(Progress("import", 0, 1000, "bytes"))
    assert (pace.rate, pace.left_s) == (0.0, None)
    clock.now = 2
    pace.hear(Progress("import", 400, 1000, "bytes"))
    assert (pace.rate, pace.left_s) == (200.0, 3)
    pace.hear(Progress("import", 10, 50, "bytes"))
    assert (pace.rate, pace.left_s) == (0.0, None)
