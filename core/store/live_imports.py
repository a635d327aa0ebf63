"""Imports that stay open while a feed brings one event after the other: visible at once, sealed when the feed ends.

A feed's import covers one unbroken stretch of listening: when the bot falls silent or goes, the import is
sealed (digest, chain) and the next event opens another. So a gap in listening is a gap in coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from core.base.clock import DAY, MINUTE, Instant
from core.chat.incoming import Item, Person, Room, Shown
from core.chat.notice import NoticeEvent
from core.store import facts
from core.store.bulk import insert_new
from core.store.chain import append
from core.store.groups import group_for
from core.store.imports import Recorder
from core.store.record_digest import import_rows_digest
from core.store.tables import GroupRow, ImportRow

LIVE = "live"
LATE = 10 * MINUTE
"""An event that comes so much too late still belongs to the stretch; an older one is a stray."""
EARLY = 2 * MINUTE
"""Clocks may run ahead so much; what an event says of later is not covered yet."""
_RECENT = 30 * DAY
_COUNTS = text(
    "UPDATE import_ SET messages_new = :new, messages_known = :known, notices = :notices, members_new = :members, "
    "unparsed = :unparsed, first_at = :low, last_at = :high, beaten_at = :at WHERE id = :id"
)
_TOUCH = text(
    "UPDATE group_ SET changed_at = CASE WHEN coalesce(judged_at, 0) >= :now OR changed_at >= :now "
    "THEN CASE WHEN coalesce(judged_at, 0) > changed_at THEN judged_at ELSE changed_at END + 1 ELSE :now END "
    "WHERE id = :id"
)
_LAST_RENAME = text(
    f"SELECT max(at) FROM notice WHERE group_id = :group AND event = '{NoticeEvent.RENAME.value}' AND NOT withdrawn"
)
_Known = tuple[str, str | None, str | None]


@dataclass
class LiveRecorder(Recorder):
    """One feed's way into one group. Every `take` is followed by a `settle` in the same transaction, after
    which readers see the rows. When a transaction fails, throw the recorder away: it is ahead of the store."""

    rows: int = 0
    """Messages and notices that this import added."""
    again: Instant = 0
    """When its source was begun anew: what it brings may have been brought before, by this very feed."""
    _covered: tuple[Instant, Instant] | None = None
    _people: dict[str, _Known] = field(default_factory=dict)
    _others: int = 0
    _notices_before: int = 0
    _known_before: int = 0
    _unparsed_before: int = 0
    _members_before: int = 0

    def open(self, session: Session, room: Room, zone: str, since: Instant | None = None) -> None:
        """Open the import. `since`: listening began then, though nothing was said yet."""
        self._enter(session, group_for(session, room, zone, self.now), room, LIVE)
        if not self.again:
            self._said.continues(self.path)
            self._shown.continues(self.path)
            self._said.look_again(session)
            self._shown.look_again(session)
        self._others = self._latest_import(session)
        if since is not None:
            self.first_at = self.last_at = since
            self._write_coverage(session)
            self._write_counts(session, since)

    def take(self, session: Session, items: Sequence[Item]) -> None:
        latest = self._latest_import(session)
        if latest != self._others:
            self._others = latest
            self._said.look_again(session)
            self._shown.look_again(session)
        people = [item for item in items if isinstance(item, Person)]
        fresh = {id(item) for item in people if self._is_news(item)}
        super().take(session, [item for item in items if not isinstance(item, Person) or id(item) in fresh])
        self.follow_name(session, [item for item in items if isinstance(item, Shown)])
        self._said.had_rows = self._shown.had_rows = True

    def settle(self, session: Session, at: Instant) -> bool:
        """Facts, coverage and counts of what was taken since the last time; `at` is when it came. Answers
        whether anything that judging depends on changed."""
        rows = self.messages_new + self.notices
        changed = rows != self.rows
        if self._listed:
            # A list that a feed brings speaks of the moment it came.
            self._room = Room(
                self._room.id, self._room.name, self._room.platform, "", max(at, self.last_at or at)
            )
            self._list_members(session)
            self._listed.clear()
        known = self.messages_seen + self.notices
        again = bool(self._seen) or known - self.messages_new != self._known_before
        noted = 0
        if self._seen:
            brought = self._brought["member_fact"]
            noted = facts.merge(session, self.group_id, self.import_id, self._seen, brought)
            self._seen.clear()
        if again:
            self._known_before = known - self.messages_new
            session.execute(text("DELETE FROM brought WHERE import_id = :id"), {"id": self.import_id})
            noted += self._reveal(session)
        if self.unparsed != self._unparsed_before:
            self._unparsed_before = self.unparsed
            session.execute(text("DELETE FROM import_day WHERE import_id = :id"), {"id": self.import_id})
            self._days.write(session, self.import_id)
        if self.notices != self._notices_before or self.members_new != self._members_before:
            noted += facts.note_presence(session, self.group_id, self.import_id)
        if changed:
            noted += facts.note_returns(session, self.group_id, self.import_id)
        self._notices_before, self._members_before, self.rows = self.notices, self.members_new, rows
        self.now = max(self.now, at)
        covered = self._write_coverage(session)
        if changed or noted:
            self._touch(session)
        if changed or noted or covered or self.unparsed:
            self._write_counts(session, at)
        return bool(changed or noted)

    def cover_to(self, at: Instant) -> None:
        """Say that listening went on until `at`, whether or not anything was said; `settle` writes it."""
        if self.first_at is None:
            self.first_at = at
        self.last_at = at if self.last_at is None else max(self.last_at, at)

    def seal(self, session: Session, now: Instant) -> None:
        """Close the import for good."""
        seal(session, self.import_id, now)

    def call(self, session: Session, name: str) -> None:
        """Give the group the name it has now."""
        session.execute(update(GroupRow).where(col(GroupRow.id) == self.group_id).values(name=name))
        self.group_name = name

    def follow_name(self, session: Session, shown: Sequence[Shown]) -> None:
        """Call the group what it was renamed to, unless that was long ago and it was renamed again since."""
        renames = [item for item in shown if item.event == NoticeEvent.RENAME and item.detail]
        if not renames:
            return
        last = max(renames, key=lambda item: item.at)
        newest = session.execute(_LAST_RENAME, {"group": self.group_id}).scalar_one()
        if (newest is None or last.at >= newest) and last.detail != self.group_name:
            self.call(session, last.detail)

    def _latest_import(self, session: Session) -> int:
        sql = "SELECT coalesce(max(id), 0) FROM import_ WHERE group_id = :group AND id <> :this"
        return int(session.execute(text(sql), {"group": self.group_id, "this": self.import_id}).scalar_one())

    def _is_news(self, person: Person) -> bool:
        said = person.name, person.nickname, person.role
        if self._people.get(person.id) == said:
            return False
        self._people[person.id] = said
        return True

    def _stretch(self, low: Instant, high: Instant) -> None:
        """A stray from long before says nothing about the time between; nor does a clock that runs ahead."""
        low, high = min(low, self.now + EARLY), min(high, self.now + EARLY)
        if self.first_at is None or self.last_at is None:
            self.first_at, self.last_at = low, high
            return
        if self.first_at - LATE <= low < self.first_at:
            self.first_at = low
        self.last_at = max(self.last_at, high)

    def _write_coverage(self, session: Session) -> bool:
        if self.first_at is None or self.last_at is None or self._covered == (self.first_at, self.last_at):
            return False
        if self._covered is None:
            columns = ("group_id", "start_at", "end_at", "import_id")
            insert_new(
                session, "coverage", columns, [(self.group_id, self.first_at, self.last_at, self.import_id)]
            )
        else:
            session.execute(
                text("UPDATE coverage SET start_at = :low, end_at = :high WHERE import_id = :id"),
                {"low": self.first_at, "high": self.last_at, "id": self.import_id},
            )
        self._covered = self.first_at, self.last_at
        return True

    def _write_counts(self, session: Session, at: Instant) -> None:
        session.execute(
            _COUNTS,
            {"id": self.import_id, "new": self.messages_new, "known": self.messages_seen - self.messages_new,
             "notices": self.notices, "members": self.members_new, "unparsed": self.unparsed, "low": self.first_at,
             "high": self.last_at, "at": at},
        )  # fmt: skip

    def _touch(self, session: Session) -> None:
        """As `groups.touch`, without reading the row: this happens with every batch."""
        session.execute(_TOUCH, {"id": self.group_id, "now": self.now})


def seal(session: Session, import_id: int, now: Instant) -> None:
    """Close a feed's import: its digest is taken of the rows as they stand, and the chain vouches for it.
    One that brought nothing and covers nothing is removed."""
    row = session.get_one(ImportRow, import_id, populate_existing=True)
    if row.first_at is None:
        for table in ("member", "member_fact"):
            session.execute(
                text(f"UPDATE {table} SET import_id = NULL WHERE import_id = :id"), {"id": import_id}
            )
        for table in ("unparsed", "import_day", "brought"):
            session.execute(text(f"DELETE FROM {table} WHERE import_id = :id"), {"id": import_id})
        session.delete(row)
        session.flush()
        return
    row.state, row.finished_at = "complete", now
    row.rows_digest = import_rows_digest(session, import_id)
    session.add(row)
    append(session, now, "import_", str(import_id))


def seal_open_imports(session: Session, now: Instant) -> int:
    """Close what a feed left open that ended without notice; answers how many. Only for the one feed that has
    the store to itself."""
    left = session.exec(select(ImportRow.id).where(ImportRow.state == LIVE).order_by(col(ImportRow.id))).all()
    for import_id in left:
        seal(session, import_id or 0, now)
    return len(left)


def rooms_of(session: Session, path: str, now: Instant) -> list[Room]:
    """The rooms that a feed of this name brought something from in the last month."""
    rows = session.execute(
        text(
            "SELECT DISTINCT g.room_id, g.name, g.platform FROM import_ i JOIN group_ g ON g.id = i.group_id "
            "WHERE i.path = :path AND i.last_at >= :since ORDER BY g.id"
        ),
        {"path": path, "since": now - _RECENT},
    )
    return [Room(room_id, name, platform) for room_id, name, platform in rows]


def rooms_by_feed(session: Session) -> dict[str, set[str]]:
    """The rooms that each bot's feed ever brought anything from, by the bot's id."""
    rows = session.execute(
        text(
            "SELECT DISTINCT substr(i.path, 6), g.room_id FROM import_ i JOIN group_ g ON g.id = i.group_id "
            "WHERE i.path LIKE 'feed:%'"
        )
    )
    result: dict[str, set[str]] = {}
    for bot, room in rows:
        result.setdefault(bot, set()).add(room)
    return result
