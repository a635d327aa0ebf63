"""The journal: whole, in order, whatever happens to its end."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY
from core.feed.event import Entry, Via
from core.feed.journal import Journal, Place, trim_bodies
from core.feed.recording import Recording
from core.feed.writer import Writer
from core.store.store import Store

NOW = 1_790_000_000_000


def entry(number: int, at: int = NOW) -> Entry:
    return Entry(at, Via.JSONL, f"第{number}条\n\u2028", "c1")


def numbers(journal: Journal, after: Place = Place()) -> list[str]:
    return [each.raw.split("条")[0] for _, each in journal.read(after)]


def test_read_in_order_and_from_a_place(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    places = journal.append([entry(1), entry(2), entry(3, NOW + DAY)])
    journal.append([entry(4, NOW)])
    journal.close()
    assert len(journal.files()) == 2
    assert numbers(journal) == ["第1", "第2", "第3", "第4"]
    assert numbers(journal, places[1]) == ["第3", "第4"]
    assert Place.of(str(places[1])) == places[1]


def test_a_line_cut_off_by_a_power_cut_costs_only_itself(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.append([entry(1), entry(2)])
    journal.close()
    path = journal.files()[0]
    path.write_bytes(path.read_bytes()[:-9])
    again = Journal(tmp_path / "j")
    places = again.append([entry(3)])
    again.close()
    assert numbers(again) == ["第1", "第3"]
    assert numbers(again, places[0]) == []


def test_old_files_go_but_never_what_is_not_stored(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", most_bytes=1)
    places = [journal.append([entry(day, NOW + day * DAY)])[0] for day in range(4)]
    journal.close()
    assert journal.trim(NOW + 4 * DAY, places[1]) == 1
    assert numbers(journal) == ["第1", "第2", "第3"]
    assert journal.trim(NOW + 4 * DAY, places[3]) == 2
    assert numbers(journal) == ["第3"]


def test_pushed_bodies_are_bounded_by_bytes_number_and_age(tmp_path: Path) -> None:
    def bodies(*ages: int) -> None:
        for number, age in enumerate(ages):
            path = tmp_path / f"{number}.jsonl"
            path.write_bytes(b"x" * 100)
            os.utime(path, (NOW / 1000 - age * 86_400,) * 2)

    def left() -> list[str]:
        return sorted(path.stem for path in tmp_path.iterdir())

    bodies(3, 2, 1, 0)
    assert trim_bodies(tmp_path, NOW, most_bytes=250) == 2
    assert left() == ["2", "3"]
    bodies(3, 2, 1, 0)
    assert trim_bodies(tmp_path, NOW, most=3) == 1
    bodies(400, 100, 80, 0)
    assert trim_bodies(tmp_path, NOW) == 2
    assert trim_bodies(tmp_path, NOW, most_bytes=1) == 1
    assert left() == ["3"], "the newest may be read just now"
    assert trim_bodies(tmp_path / "nowhere", NOW) == 0


def test_a_feed_that_runs_for_months_lets_old_files_go(tmp_path: Path, store: Store) -> None:
    writer = Writer(Journal(tmp_path / "j"), Recording(store))
    for day in (0, 50, 91, 92):
        writer.keep([entry(day, NOW + day * DAY)])
    writer.end(NOW + 92 * DAY)
    assert [text.removeprefix("第") for text in numbers(writer.journal)] == ["50", "91", "92"]


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=30)), max_size=12), st.integers(0, 200))
def test_whatever_is_appended_is_read_again(tmp_path_factory, rows: list[tuple[int, str]], cut: int) -> None:  # type: ignore[no-untyped-def]
    """Cut anywhere, what is read is the beginning of what was appended, and appending goes on."""
    journal = Journal(tmp_path_factory.mktemp("j"))
    kept = [Entry(NOW + 1000 * number, Via.ONEBOT12, text) for number, text in rows]
    journal.append(kept)
    journal.close()
    if journal.files():
        path = journal.files()[-1]
        path.write_bytes(path.read_bytes()[: max(0, path.stat().st_size - cut)])
    left = [each for _, each in journal.read()]
    assert left == kept[: len(left)]
    journal.append([entry(99)])
    journal.close()
    found = [each for _, each in journal.read()]
    assert found[-1] == entry(99)
    assert found[: len(left)] == left
