"""From a source into a store: parsed as a stream, written in batches, all or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from zoneinfo import ZoneInfo

from sqlmodel import Session

from core.base.clock import DEFAULT_ZONE, Instant, SystemClock
from core.base.collector import without_collector
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room
from core.intake.formats import TABLE, Format, named, sniffed
from core.intake.images import PictureFolder, PictureTally
from core.intake.losses import Losses, count_replaced
from core.intake.media import MediaBeside
from core.intake.source import Source
from core.store.chain import append
from core.store.imports import Recorder, take_back
from core.store.store import Store
from core.store.tables import ImportRow

BATCH = 5_000
ROW_BYTES = 200
"""About what one message takes in an export; only a guess for deferring indexes."""
UNREADABLE_SHARE = 20
"""One row in so many may be unreadable."""
HOLD_S = 0.15
"""Beside a window a batch that held the lock longer makes the next ones smaller (the limit is 0.25)."""
PAUSE_S = 0.02

Advance = Callable[[int, int], None]
"""Called with (bytes read, bytes in all); raises to stop."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How to import: the group where the source names none, the format ("" sniffs), the zone of local
    times, a date for times without one, and whether many unreadable rows are accepted. `nameless` is what
    to call a group that neither the source nor the user names ("" refuses it)."""

    now: Instant
    group: str = ""
    format: str = ""
    zone: str = ""
    date: str = ""
    accept_unreadable: bool = False
    beside_window: bool = False
    nameless: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    """Which column of any table holds what: (field, column); given, the file is read as a table."""
    file_digest: str = ""
    """SHA-256 of the file, to be kept with the import ("": nobody asked)."""
    room: str = ""
    """The room's id, where whoever brings the source knows it and the source does not say."""
    media: bool = True
    """Whether files beside the source are looked for and hashed."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one source."""

    row: ImportRow
    group: str
    seconds: float
    pictures: PictureTally = field(default_factory=PictureTally)
    losses: Losses = Losses()


def import_source(
    store: Store, source: Source, asked: Asked, advance: Advance = lambda _done, _total: None
) -> Brought:
    """Import one source. Raises Refusal; then the store is as before."""
    started = time.perf_counter()
    form, items = items_of(source, asked)
    room = next(items)
    assert isinstance(room, Room)
    media = MediaBeside.of(source) if asked.media else None
    if media is not None:
        items = media.read_over(items)
    pictures = PictureFolder.beside(source.path) if source.data is None else None
    if pictures is not None:
        items = pictures.read_over(items)
    beat = SystemClock().now()
    recorder = Recorder(source.path, form.name, asked.now, beat, media_root=media.place.root if media else "")
    replaced = 0
    expected = source.size * (5 if source.packed else 1) // ROW_BYTES
    if asked.beside_window:
        row, replaced = _in_turns(store, recorder, room, items, asked, source, advance)
    else:
        with without_collector(), store.write() as session:
            recorder.begin(session, room, asked.zone, expected)
            while batch := list(islice(items, BATCH)):
                recorder.take(session, batch)
                replaced += count_replaced(batch)
                advance(source.position, source.size)
            row = _finish(session, recorder, asked, source)
    tally = pictures.tally if pictures is not None else PictureTally()
    losses = Losses(replaced, source.private)
    return Brought(row, recorder.group_name, time.perf_counter() - started, tally, losses)


def items_of(source: Source, asked: Asked) -> tuple[Format, Iterator[Item]]:
    """The format and the stream, which begins with its room (named, if need be, by `asked.group`)."""
    form = TABLE if asked.columns else named(asked.format) if asked.format else sniffed(source)
    zone = checked_zone(asked.zone) or DEFAULT_ZONE
    stream = form.read(source, Reading(zone, asked.now, asked.date, asked.columns))
    return form, _with_room(stream, source, asked)


def _with_room(stream: Iterator[Item], source: Source, asked: Asked) -> Iterator[Item]:
    room = next(stream, None)
    if not isinstance(room, Room):
        raise Refusal(P("no messages were found."), source.path, P("Export the chat again."))
    room_id = room.id or asked.room
    name = room.name if room_id and room.name else asked.group or room.name or asked.nameless
    if not room_id and not name:
        raise Refusal(
            P("the file does not say which group it is from."), source.path, P("Name it with --group.")
        )
    named_room = Room(
        room_id,
        name or room_id,
        room.platform,
        room.owner,
        room.exported_at,
        room.nicknames_known,
        room.roles_known,
        room.whole,
    )
    return chain((named_room,), stream)


def checked_zone(zone: str) -> str:
    """`zone`, if it is one. Raises Refusal."""
    if zone:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise Refusal(
                P("there is no such time zone."), zone, P("Write it like Asia/Shanghai.")
            ) from error
    return zone


def _in_turns(
    store: Store,
    recorder: Recorder,
    room: Room,
    items: Iterator[Item],
    asked: Asked,
    source: Source,
    advance: Advance,
) -> tuple[ImportRow, int]:
    """Short transactions with pauses, so that other writers get their turn; swept when anything fails. With the row,
    how many messages have characters that are lost."""
    replaced = 0
    with store.write() as session:
        recorder.begin(session, room, asked.zone, exclusive=False)
    size = BATCH // 5
    try:
        while batch := list(islice(items, size)):
            with store.write() as session:
                began = time.perf_counter()
                recorder.stay_alive(session, SystemClock().now())
                recorder.take(session, batch)
            held = time.perf_counter() - began
            replaced += count_replaced(batch)
            size = max(100, size // 2) if held > HOLD_S else min(BATCH, size * 5 // 4)
            advance(source.position, source.size)
            time.sleep(PAUSE_S)
        with store.write() as session:
            recorder.stay_alive(session, SystemClock().now())
            return _finish(session, recorder, asked, source), replaced
    except BaseException:
        with store.write() as session:
            take_back(session, recorder.import_id)
        raise


def _finish(session: Session, recorder: Recorder, asked: Asked, source: Source) -> ImportRow:
    rows = recorder.messages_seen + recorder.notices
    if recorder.unparsed and not asked.accept_unreadable:
        _refuse_when_most_is_lost(recorder, rows, source)
    if rows == 0 and not recorder.listed:
        raise Refusal(P("no messages were found."), source.path, P("Check that this is the right file."))
    row = recorder.finish(session)
    row.file_digest = asked.file_digest or None
    append(session, asked.now, "import_", str(row.id))
    return row


def too_many_lost(bad: int, good: int) -> bool:
    """Whether a person has to agree before so many rows are left unread beside so many good ones."""
    return bad * UNREADABLE_SHARE > good + bad


def _refuse_when_most_is_lost(recorder: Recorder, rows: int, source: Source) -> None:
    if not too_many_lost(recorder.unparsed, rows):
        return
    first = recorder.first_unreadable
    assert first is not None
    raise Refusal(
        P("{bad} of {all} rows cannot be read (first: {reason}).", bad=recorder.unparsed, all=rows + recorder.unparsed,
          reason=Phrase(first.reason)),
        f"{source.path}:{first.line}",
        P("Export it again, or go on without them with --accept-unreadable."),
    )  # fmt: skip


@contextmanager
def scratch() -> Iterator[Store]:
    """A store in memory for one look."""
    from core.store.scratch import ScratchStore

    store = ScratchStore()
    try:
        yield store
    finally:
        store.close()
