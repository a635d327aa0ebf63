"""What was received, into the store: one transaction a batch, and in it the place in the journal reached.

An import per bot and room stays open while the bot listens. Where it fell silent or went, its imports are
sealed, so that the record has a gap there; a bot that is back opens new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from core.base.clock import HOUR, MINUTE, Instant, SystemClock
from core.chat.incoming import Item, Room, Shown, Spoken
from core.feed.event import Entry, Heard, Sign, Via
from core.feed.hearing import hear
from core.feed.journal import Place
from core.intake.rows import unreadable
from core.store.chain import append
from core.store.live_imports import LiveRecorder, rooms_of, seal_open_imports
from core.store.meta import read_meta, write_meta
from core.store.rosters import apply_roster
from core.store.store import Store
from core.store.tables import GroupRow

PLACE = "feed.place"
"""Where in the journal the store is, as this says in the store itself."""
MOST_ROWS = 20_000
LONGEST = HOUR
"""An import that brought so much, or is open so long, is sealed, and another goes on where it ended."""
JUMP = 2 * HOUR
"""Events from before the bot was listening are one stretch while no more than this lies between them."""
_LIVE = 2 * MINUTE
"""Clocks of bots and servers are so much apart at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as people who watch see it. `problem` is a message id, "" for one that was read."""

    at: Instant
    via: str
    bot: str
    room: str
    kind: str
    sender: str = ""
    text: str = ""
    problem: str = ""
    id: str = ""
    """The message's own id, as the platform gave it."""
    name: str = ""
    """What the sender was called in it."""


@dataclass(slots=True)
class StoredBatch:
    """What a batch brought. `groups` are those that something new was stored for; `earliest` and `latest` are
    the times of its events, by group."""

    groups: dict[int, tuple[Instant, Instant]] = field(default_factory=dict)
    messages: int = 0
    known: int = 0
    notices: int = 0
    unread: int = 0
    told: list[list[Told]] = field(default_factory=list)
    """For each entry, in order."""

    def spans(self, group: int, low: Instant, high: Instant) -> None:
        before = self.groups.get(group, (low, high))
        self.groups[group] = min(low, before[0]), max(high, before[1])


@dataclass(slots=True)
class _Pending:
    """Items for one room that wait for the end of the batch."""

    bot: str
    via: Via
    room: Room
    items: list[Item] = field(default_factory=list)
    again: Instant = 0


@dataclass
class Recording:
    """Feeds one store. Not safe for threads: one writer calls it."""

    store: Store
    zone: str = ""
    source: str = "feed"
    """What its imports are called, with the bot after it. What one source brought it brought once, also over
    several imports; a replay is a source of its own, so that it finds what was there before."""
    keeps_place: bool = True
    """Whether the journal is the store's own; another one's places mean nothing here."""
    _rooms: dict[tuple[str, str], LiveRecorder] = field(default_factory=dict, init=False)
    _opened: dict[tuple[str, str], Instant] = field(default_factory=dict, init=False)
    _listening: dict[str, Instant] = field(default_factory=dict, init=False)
    _pending: dict[tuple[str, str], _Pending] = field(default_factory=dict, init=False)
    _told: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    """What each bot last called each room."""
    _ahead: bool = field(default=False, init=False)

    def begin(self, now: Instant) -> Place:
        """Take over from a feed that ended without notice; the place in the journal to go on from."""
        with self.store.write() as session:
            seal_open_imports(session, now)
            return Place.of(read_meta(session, PLACE))

    def take(self, batch: Sequence[tuple[Place, Entry]]) -> StoredBatch:
        """Store a batch. When this raises, the store is as before and nothing of it was taken."""
        stored = StoredBatch()
        try:
            with self.store.write() as session:
                for _, entry in batch:
                    stored.told.append(self._entry(session, entry, stored))
                self._flush(session, batch[-1][1].at, stored)
                self._turn_over(session, batch[-1][1].at)
                if self.keeps_place:
                    write_meta(session, PLACE, str(batch[-1][0]))
        except BaseException:
            self._forget()
            raise
        return stored

    def end(self, now: Instant) -> None:
        """Seal what is open: nobody listens any more."""
        with self.store.write() as session:
            self._seal(session, list(self._rooms), now)
        self._listening.clear()

    def _forget(self) -> None:
        """After a failure memory is ahead of the store: what is open there is sealed before the next batch."""
        self._rooms.clear()
        self._opened.clear()
        self._pending.clear()
        self._told.clear()
        self._ahead = True

    def _entry(self, session: Session, entry: Entry, stored: StoredBatch) -> list[Told]:
        if self._ahead:
            seal_open_imports(session, entry.at)
            self._ahead = False
        if entry.mark:
            write_meta(session, *entry.mark.split("\x1f", 1))
        told = []
        for heard in hear(entry):
            if heard.problem:
                stored.unread += 1
            if entry.via is Via.FEED and heard.sign is not Sign.NONE:
                self._flush(session, entry.at, stored)
                self._sign(session, heard, entry.at)
            elif heard.room is not None:
                self._room(session, heard, entry, stored)
            told.append(told_of(heard, entry))
        return told

    def _room(self, session: Session, heard: Heard, entry: Entry, stored: StoredBatch) -> None:
        assert heard.room is not None
        key = self._path(heard.bot or entry.via), heard.room.id
        if heard.roster:
            self._flush(session, entry.at, stored)
            self._roster(session, key[0], heard, entry.at, stored)
        if not heard.items and not (heard.room.name and key in self._rooms):
            return
        pending = self._pending.get(key)
        if pending is None:
            via = Via.ONEBOT12 if entry.via is Via.FEED else entry.via
            pending = self._pending[key] = _Pending(heard.bot, via, heard.room)
        elif heard.room.name:
            pending.room = heard.room
        if entry.again and entry.again != pending.again:
            # Begun anew: what is pending of before is counted with it no more.
            self._flush(session, entry.at, stored)
            pending = self._pending[key] = _Pending(heard.bot, entry.via, heard.room, again=entry.again)
        pending.items += heard.items
        if heard.problem:
            pending.items.append(unreadable(0, heard.problem, entry.raw))

    def _flush(self, session: Session, at: Instant, stored: StoredBatch) -> None:
        for key, pending in self._pending.items():
            for items in self._stretches(key, pending):
                self._write(session, key, pending, items, at, stored)
        self._pending.clear()

    def _write(
        self, session: Session, key: tuple[str, str], pending: _Pending, items: list[Item], at: Instant,
        stored: StoredBatch,
    ) -> None:  # fmt: skip
        moments = [item.at for item in items if isinstance(item, Spoken | Shown)]
        recorder = self._rooms.get(key)
        if recorder is not None and moments and self._apart(recorder, pending.bot, min(moments)):
            self._seal(session, [key], at)
            recorder = None
        if recorder is None or (pending.again and pending.again != recorder.again):
            recorder = self._open_for(session, key, pending, at)
        recorder.now = max(recorder.now, at)
        before = recorder.messages_new, recorder.messages_seen, recorder.notices
        self._follow_name(session, key, recorder, pending.room)
        if items:
            recorder.take(session, items)
        changed = recorder.settle(session, at)
        stored.messages += recorder.messages_new - before[0]
        stored.known += (recorder.messages_seen - before[1]) - (recorder.messages_new - before[0])
        stored.notices += recorder.notices - before[2]
        if changed:
            stored.spans(recorder.group_id, min(moments, default=at), max(moments, default=at))

    def _follow_name(
        self, session: Session, key: tuple[str, str], recorder: LiveRecorder, room: Room
    ) -> None:
        """A group called by its id takes the first name that is told, any other one a name told anew: what bots
        keep saying may be old, or not what the admin calls the group."""
        told = self._told.get(key)
        if not room.name or room.name == told:
            return
        self._told[key] = room.name
        if recorder.group_name == room.id or (told is not None and room.name != recorder.group_name):
            recorder.call(session, room.name)

    def _stretches(self, key: tuple[str, str], pending: _Pending) -> Iterable[list[Item]]:
        """The items in parts that lie close together, for a backlog may reach over days."""
        items: list[Item] = []
        last: Instant | None = None
        since = self._listening.get(pending.bot)
        for item in pending.items:
            at = item.at if isinstance(item, Spoken | Shown) else None
            if at is not None and last is not None and at - last > JUMP and (since is None or last < since):
                yield items
                items = []
            items.append(item)
            last = at if at is not None and (last is None or at > last) else last
        yield items

    def _apart(self, recorder: LiveRecorder, bot: str, at: Instant) -> bool:
        """Whether an event at `at` begins a new stretch: nobody was listening, and it is long after the last."""
        if recorder.last_at is None:
            return False
        since = self._listening.get(bot)
        return at - recorder.last_at > JUMP and (since is None or recorder.last_at < since - _LIVE)

    def _open(
        self,
        session: Session,
        key: tuple[str, str],
        via: Via,
        room: Room,
        at: Instant,
        since: Instant | None = None,
        again: Instant = 0,
    ) -> LiveRecorder:
        recorder = LiveRecorder(key[0], via.value, at, SystemClock().now(), again=again)
        recorder.open(session, room, self.zone, since)
        self._rooms[key] = recorder
        self._opened[key] = at
        return recorder

    def _open_for(
        self, session: Session, key: tuple[str, str], pending: _Pending, at: Instant
    ) -> LiveRecorder:
        """The import for what is pending; one that counts anew goes on where the one before it ends."""
        before = self._rooms.get(key)
        since = before.last_at if before is not None else None
        if before is not None:
            self._seal(session, [key], at)
        return self._open(session, key, pending.via, pending.room, at, since, pending.again)

    def _sign(self, session: Session, heard: Heard, at: Instant) -> None:
        path = self._path(heard.bot)
        mine = [key for key in self._rooms if key[0] == path]
        if heard.sign is Sign.CONNECTED:
            self._seal(session, mine, at)
            self._listening[heard.bot] = at
            for room in rooms_of(session, path, at):
                self._open(session, (path, room.id), Via.ONEBOT12, room, at, at)
        elif heard.sign is Sign.ALIVE:
            since = self._listening.get(heard.bot, at)
            for key in mine:
                recorder = self._rooms[key]
                if recorder.last_at is not None and recorder.last_at >= since - _LIVE:
                    recorder.cover_to(at)
                    recorder.settle(session, at)
        elif heard.sign in (Sign.SILENT, Sign.GONE):
            self._seal(session, mine, at)
            self._listening.pop(heard.bot, None)

    def _roster(self, session: Session, path: str, heard: Heard, at: Instant, stored: StoredBatch) -> None:
        assert heard.room is not None
        key = path, heard.room.id
        recorder = self._rooms.get(key) or self._open(session, key, Via.ONEBOT12, heard.room, at)
        group = session.get_one(GroupRow, recorder.group_id)
        this, _ = apply_roster(session, group, heard.roster, path, at)
        append(session, at, "import_", str(this))
        stored.spans(recorder.group_id, at, at)

    def _turn_over(self, session: Session, at: Instant) -> None:
        """Seal what grew large or old; where the bot still listens, another import goes on without a gap."""
        for key, recorder in list(self._rooms.items()):
            if recorder.rows < MOST_ROWS and at - self._opened[key] < LONGEST:
                continue
            room = Room(key[1], recorder.group_name)
            since = recorder.last_at
            via = Via(recorder.format)
            self._seal(session, [key], at)
            if since is not None:
                self._open(session, key, via, room, at, since)

    def _path(self, bot: str) -> str:
        """What imports of this bot are called; the name of a hook stands for itself."""
        return f"{self.source}:{bot}"

    def _seal(self, session: Session, keys: Sequence[tuple[str, str]], at: Instant) -> None:
        for key in keys:
            self._rooms.pop(key).seal(session, at)
            self._opened.pop(key, None)


def told_of(heard: Heard, entry: Entry) -> Told:
    first = next((item for item in heard.items if isinstance(item, Spoken | Shown)), None)
    sender = first.sender if isinstance(first, Spoken) else first.actor if first is not None else ""
    return Told(
        first.at if first is not None else entry.at, entry.via.value, heard.bot, heard.room.id if heard.room else "",
        heard.kind, sender, first.text[:80] if first is not None else "", heard.problem,
        first.external_id if first is not None else "", first.name if isinstance(first, Spoken) else "",
    )  # fmt: skip
