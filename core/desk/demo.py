"""The bundled sample in a store of its own, with six weeks of an admin's work on it and a Monday morning under way."""

from __future__ import annotations

from pathlib import Path

from core.base.clock import FixedClock, Instant, from_iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.settings import read_settings
from core.desk import adoption, imports, roster, scanning
from core.desk.demo_files import SAMPLE, Export, read_exports, write_slices
from core.desk.demo_registers import keep_registers
from core.desk.demo_story import Story
from core.desk.desk import Desk
from core.desk.facts import read_facts
from core.desk.progress import Progress, Report, silent
from core.feed.journal import Journal
from core.feed.settings import feed_folder
from core.store.meta import is_marked, write_meta
from core.store.store import open_store

GROUPS = (
    ("beichen", "北辰顾问管理群", "drucker-consulting", "points"),
    ("qinghe", "青禾净水销售一部", "sales-2016-007", "cny"),
    ("xiaoman", "小满生活馆福利群", "sales-group-three-strikes", "points"),
    ("yunshan", "云杉股东交流群", "yunji-shareholders", "points"),
)
"""Files, group, charter and unit."""
SITTINGS = (
    "2026-02-08T14:00:00", "2026-02-14T14:20:00", "2026-02-27T14:10:00", "2026-03-04T14:30:00",
    "2026-03-09T14:30:00", "2026-03-11T15:30:00", "2026-03-13T15:30:00", "2026-03-16T07:15:00",
)  # fmt: skip
"""When the admin took in the chats of the last days."""
WORKED = 6
"""At the first so many of these times the queue was worked through; later only messages and names, and on
the last morning what was urgent."""
OPERATOR = "admin"
SAMPLE_MARK = "sample"
"""Marks a store that may be deleted and rebuilt."""
LEFTOVERS = ("", "-wal", "-shm", "-journal")


def build_demo(path: Path, report: Report = silent) -> Desk:
    """Delete and rebuild the demo's store at `path`; a desk at it, at the sample's last moment.

    Everything goes through the ordinary operations. The chats are cut into exports of a few days, as an
    admin would have made them, and stay in the folder `…-files` beside the store. The caller closes the
    desk's store. Raises Refusal when there is a file at `path` that no demo made: it could be somebody's own.
    """
    if path.exists() and not is_marked(path, SAMPLE_MARK):
        raise Refusal(
            P("this file is not a store of the sample, and would be overwritten."), str(path),
            P("Name another file with --db."),
        )  # fmt: skip
    folder = path.with_name(f"{path.stem}-files")
    _delete(path, folder)
    exports = read_exports()
    last = max(export.last for export in exports)
    desk = Desk(open_store(path), FixedClock(last), OPERATOR)
    try:
        with desk.store.write() as session:
            write_meta(session, SAMPLE_MARK, "1")
        _tell(desk, exports, last, folder, report)
    except BaseException:
        desk.store.close()
        raise
    return desk


def _delete(path: Path, folder: Path) -> None:
    for ending in LEFTOVERS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    # What an earlier demonstration heard live belongs to the store that is gone.
    for left in (*folder.glob("*.jsonl"), *Journal(feed_folder(path)).files()):
        left.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _tell(desk: Desk, exports: list[Export], last: Instant, folder: Path, report: Report) -> None:
    moments = [*(from_iso(text) for text in SITTINGS), last]
    story = Story(desk)
    before: Instant = 0
    for number, moment in enumerate(moments):
        report(Progress("sample", number, len(moments), "sittings"))
        story.play(moment)
        then = desk.at(FixedClock(moment))
        imports.import_paths(then, write_slices(exports, before, moment, folder))
        if number == 0:
            _adopt(then)
        if moment == last:
            _take_rosters(then)
        scanning.scan(then)
        if number < WORKED:
            keep_registers(desk, moment)
            story.sit_down(moment)
        elif number == len(SITTINGS) - 1:
            story.before_work(moment)
        elif moment != last:
            story.sit_down(moment, ("message", "behaviour", "roster"))
        before = moment
    report(Progress("sample", len(moments), len(moments), "sittings"))


def _adopt(desk: Desk) -> None:
    for key, group, charter, unit in GROUPS:
        settings = read_settings(read_facts(SAMPLE / f"{key}.facts.yaml"))
        adoption.adopt(desk, group, charter, since="first", settings=settings, unit=unit)


def _take_rosters(desk: Desk) -> None:
    for key, group, _charter, _unit in GROUPS:
        listed = SAMPLE / f"{key}.roster.csv"
        if listed.exists():
            roster.import_roster(desk, listed, group)
