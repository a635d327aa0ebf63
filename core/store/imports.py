"""The life of an import in the store: begun, fed in batches, finished; or swept with all it brought."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Person, Room, Shown, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.store import facts
from core.store.bulk import build_indexes, chunked, defers, drop_indexes, insert_new, insert_one, largest_id
from core.store.days import Days
from core.store.groups import group_for, touch
from core.store.identity import Identity
from core.store.media import note_media
from core.store.provenance import Brought
from core.store.record_digest import MESSAGE_COLUMNS, NOTICE_COLUMNS, RowsDigest
from core.store.store import Store
from core.store.tables import GroupRow, ImportRow, MessageRow
from core.store.withdrawals import has_withdrawn, hidden_count, settle

LIVES_MS = 120_000
"""A running import without a sign of life for so long is broken."""
UNPARSED_KEPT = 1_000
"""Unreadable rows kept per import; all are counted."""


@dataclass
class _Known:
    """A member as the import last saw them."""

    row: int
    name: str | None = None
    nickname: str | None = None
    own: bool = False
    """Whether this import brought them first."""


@dataclass
class Recorder:
    """One source's way into one group. Feed it within write sessions; nothing it wrote is visible to
    readers before `finish`."""

    path: str
    format: str
    now: Instant
    beat: Instant
    """The machine's clock: `now` may be any moment, but dead imports are told by real time."""
    media_root: str = ""
    """The folder or archive that files named by messages were looked for in."""
    import_id: int = 0
    group_id: int = 0
    group_name: str = ""
    messages_seen: int = 0
    messages_new: int = 0
    notices: int = 0
    members_new: int = 0
    unparsed: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None
    first_unreadable: Unreadable | None = None
    _room: Room = field(default_factory=Room)
    _members: dict[str, _Known] = field(default_factory=dict)
    _seen: facts.Observations = field(default_factory=lambda: defaultdict(list))
    _listed: list[Person] = field(default_factory=list)
    _deferred: bool = False
    _names: dict[str, str] | None = None
    _settled: set[tuple[int, str]] = field(default_factory=set)
    """(member row, name) of those whom a display name alone was given to."""
    _brought: Brought = field(default_factory=Brought)
    _has_media: bool = False
    _digest: RowsDigest = field(default_factory=RowsDigest)

    @property
    def listed(self) -> int:
        """Entries of the source's member list."""
        return len(self._listed)

    def begin(
        self, session: Session, room: Room, zone: str, expected: int = 0, exclusive: bool = True
    ) -> None:
        """Open the import. `expected` messages (a guess) decide, when it is `exclusive`, whether indexes
        wait until the end. Raises Refusal while another import of the group runs."""
        sweep_broken_imports_in(session, self.beat - LIVES_MS)
        group = group_for(session, room, zone, self.now)
        running = session.execute(
            text("SELECT path FROM import_ WHERE group_id = :group AND state = 'running' LIMIT 1"),
            {"group": group.id},
        ).first()
        if running is not None:
            raise Refusal(
                P("another import of this group is running."),
                running[0],
                P("Wait until it is done, then try again."),
            )
        self._enter(session, group, room, "running")
        if exclusive and defers(session, expected):
            drop_indexes(session, MessageRow)
            self._deferred = True

    def _enter(self, session: Session, group: GroupRow, room: Room, state: str) -> None:
        """Make the import's row and learn whom the group knows."""
        assert group.id is not None
        self.group_id, self.group_name, self._room = group.id, group.name, room
        self.import_id = insert_one(
            session, "import_",
            {"group_id": group.id, "path": self.path, "format": self.format, "state": state,
             "started_at": self.now, "beaten_at": self.beat, "messages_new": 0, "messages_known": 0, "notices": 0,
             "members_new": 0, "unparsed": 0, "rows_digest": ""},
        )  # fmt: skip
        rows = session.execute(
            text("SELECT id, platform_id FROM member WHERE group_id = :g"), {"g": group.id}
        )
        self._members = {platform_id: _Known(row) for row, platform_id in rows}
        self._days = Days(group.zone, max(self.now, self.beat))
        self._said: Identity[Spoken] = Identity(session, "message", group.id, self.import_id)
        self._shown: Identity[Shown] = Identity(session, "notice", group.id, self.import_id)

    def take(self, session: Session, items: Sequence[Item]) -> None:
        """Write one batch. Raises Refusal when the import was swept meanwhile."""
        spoken = [item for item in items if type(item) is Spoken]
        shown = [item for item in items if type(item) is Shown]
        strange = [item for item in items if type(item) is Unreadable]
        self._listed += [item for item in items if type(item) is Person]
        if spoken:
            self._take_messages(session, spoken)
        if shown:
            self._take_notices(session, shown)
        if strange:
            self._take_unreadable(session, strange)
            self._days.unreadable(items)
        elif spoken:
            self._days.passed(spoken[-1].at)

    def stay_alive(self, session: Session, beat: Instant) -> None:
        """Say that a running import lives. Raises Refusal when it was swept meanwhile."""
        done = session.execute(
            text("UPDATE import_ SET beaten_at = :beat WHERE id = :id AND state = 'running'"),
            {"beat": beat, "id": self.import_id},
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise Refusal(P("the import was given up by another window."), self.path, P("Import it again."))

    def finish(self, session: Session) -> ImportRow:
        """Facts, coverage and counts; from here on readers see the import."""
        if self._deferred:
            build_indexes(session, MessageRow)
        self._list_members(session)
        group = session.get(GroupRow, self.group_id)
        row = session.get(ImportRow, self.import_id)
        assert group is not None
        assert row is not None
        changed = facts.merge(
            session, self.group_id, self.import_id, self._seen, self._brought["member_fact"]
        )
        changed += self._reveal(session)
        changed += facts.note_presence(session, self.group_id, self.import_id)
        changed += facts.note_returns(session, self.group_id, self.import_id)
        if has_withdrawn(session, self.group_id):
            settle(session, self.group_id)
        covered = self._cover(session)
        if changed or covered or self.messages_new or self.notices or self.members_new:
            touch(group, self.now)
            session.add(group)
        row.state, row.finished_at = "complete", self.now
        row.messages_new, row.messages_known = self.messages_new, self.messages_seen - self.messages_new
        row.notices, row.members_new, row.unparsed = self.notices, self.members_new, self.unparsed
        row.first_at, row.last_at = self.first_at, self.last_at
        self._digest.brought(self._brought.lines())
        row.rows_digest = self._digest.hex()
        row.media_root = self.media_root if self._has_media else None
        self._days.write(session, self.import_id)
        session.add(row)
        session.flush()
        return row

    def _reveal(self, session: Session) -> int:
        """Note what was known already, and show what of it was hidden: that counts as new; answers how much."""
        self._brought["message"].add_all(self._said.known)
        self._brought["notice"].add_all(self._shown.known)
        facts.note_names(session, self._settled, self._brought["member_fact"])
        self._brought.write(session, self.import_id)
        if not has_withdrawn(session, self.group_id):
            return 0
        tables = ("message", "notice", "member")
        before = [hidden_count(session, table, self.group_id) for table in tables]
        settle(session, self.group_id)
        messages, notices, members = (
            count - hidden_count(session, table, self.group_id)
            for count, table in zip(before, tables, strict=True)
        )
        self.messages_new += messages
        self.members_new += members
        return messages + notices + members

    def _take_messages(self, session: Session, spoken: list[Spoken]) -> None:
        self.messages_seen += len(spoken)
        moments = [item.at for item in spoken]
        self._stretch(min(moments), max(moments))
        members = self._members
        for item in spoken:
            if item.sender.startswith(NAME_ONLY):
                self._settle_name(session, item)
        strangers = {item.sender for item in spoken if item.sender not in members}
        if strangers:
            self._add_members(session, sorted(strangers))
        for item in spoken:
            known = members[item.sender]
            if known.name != item.name or known.nickname != item.nickname:
                self._observe(known, item.name, item.nickname, item.at, item.sender)
        self._days.ahead(moments)
        fresh = self._said.sort_out(session, spoken)
        self._days.told_differently(self._said.skews)
        done = self._write_messages(session, fresh)
        if done < len(fresh):
            again = self._said.again(session, self._left_out)
            self._write_messages(session, again)
            fresh = fresh + again
        if self.media_root:
            self._note_media(session, [item for item in spoken if item.beside is not None], fresh)

    def _note_media(self, session: Session, named: list[Spoken], fresh: list[tuple[str, Spoken]]) -> None:
        if not named:
            return
        keys = {id(item): key for key, item in fresh if item.beside is not None}
        rows = note_media(session, self.group_id, self.import_id, named, keys, not self._deferred)
        self._digest.media(rows)
        self._has_media = self._has_media or bool(rows)

    def _write_messages(self, session: Session, fresh: list[tuple[str, Spoken]]) -> int:
        group, members, this = self.group_id, self._members, self.import_id
        rows = [
            (
                group,
                key,
                item.external_id,
                item.at,
                members[item.sender].row,
                item.kind,
                item.text,
                item.reply_to,
                this,
            )
            for key, item in fresh
        ]
        rows, self._left_out = self._insert(session, "message", MESSAGE_COLUMNS, rows, fresh)
        self._digest.messages(rows)
        self.messages_new += len(rows)
        return len(rows)

    def _take_notices(self, session: Session, shown: list[Shown]) -> None:
        self.notices += len(shown)
        moments = [item.at for item in shown]
        self._stretch(min(moments), max(moments))
        fresh = self._shown.sort_out(session, shown)
        done = self._write_notices(session, fresh)
        if done < len(fresh):
            self._write_notices(session, self._shown.again(session, self._left_out_notices))

    def _write_notices(self, session: Session, fresh: list[tuple[str, Shown]]) -> int:
        rows = [
            (self.group_id, key, item.external_id, item.at, item.event, item.actor,
             json.dumps(item.targets, ensure_ascii=False), item.detail, item.text, self.import_id)
            for key, item in fresh
        ]  # fmt: skip
        rows, self._left_out_notices = self._insert(session, "notice", NOTICE_COLUMNS, rows, fresh)
        self._digest.notices(rows)
        return len(rows)

    def _insert(
        self, session: Session, table: str, columns: Sequence[str], rows: list[Any], fresh: list[Any]
    ) -> tuple[list[Any], list[Any]]:
        """Rows that went in, and the entries whose key an earlier batch had taken."""
        before = largest_id(session, table)
        done = insert_new(session, table, columns, rows)
        if done == len(rows):
            return rows, []
        written = {
            key for (key,) in session.execute(text(f"SELECT key FROM {table} WHERE id > :id"), {"id": before})
        }
        inserted, left = [], []
        for row, pair in zip(rows, fresh, strict=True):
            (inserted.append(row) if pair[0] in written else left.append(pair))
        return inserted, left

    def _take_unreadable(self, session: Session, strange: list[Unreadable]) -> None:
        self.first_unreadable = self.first_unreadable or strange[0]
        room = max(0, UNPARSED_KEPT - self.unparsed)
        self.unparsed += len(strange)
        insert_new(
            session, "unparsed", ("import_id", "line", "reason", "raw"),
            [(self.import_id, item.line, item.reason, item.raw) for item in strange[:room]],
        )  # fmt: skip

    def _stretch(self, low: Instant, high: Instant) -> None:
        self.first_at = low if self.first_at is None else min(self.first_at, low)
        self.last_at = high if self.last_at is None else max(self.last_at, high)

    def _add_members(self, session: Session, platform_ids: Sequence[str]) -> None:
        columns = ("group_id", "platform_id", "import_id", "invited_by", "department", "company", "phone")
        rows = [(self.group_id, platform_id, self.import_id, "", "", "", "") for platform_id in platform_ids]
        before = largest_id(session, "member")
        added = insert_new(session, "member", columns, rows)
        self.members_new += added
        if added == len(rows):
            new = session.execute(text("SELECT platform_id, id FROM member WHERE id > :id"), {"id": before})
            found: Iterable[Any] = new
        else:
            found = chunked(
                session, "SELECT platform_id, id FROM member WHERE group_id = :group AND platform_id IN :values",
                platform_ids, group=self.group_id,
            )  # fmt: skip
        for platform_id, row in found:
            self._members[platform_id] = _Known(row, own=True)

    def _settle_name(self, session: Session, item: Spoken) -> None:
        """Give a message with a display name only to the one member with an id who goes by that name."""
        if item.sender in self._members:
            return
        if self._names is None:
            self._names = facts.settled_names(session, self.group_id)
        platform_id = self._names.get(item.name)
        if platform_id is not None:
            self._settled.add((self._members[platform_id].row, item.name))
            item.sender = platform_id
            item.name = self._members[platform_id].name or ""

    def _observe(self, known: _Known, name: str, nickname: str | None, at: Instant, platform_id: str) -> None:
        if not known.own:
            self._brought["member"].add((known.row,))
        if name != known.name:
            known.name = name
            if name and name != platform_id:
                self._seen[known.row, "name"].append((at, name))
        if nickname != known.nickname:
            if nickname is not None and (nickname or known.nickname):
                self._seen[known.row, "nickname"].append((at, nickname))
            known.nickname = nickname

    def _list_members(self, session: Session) -> None:
        """The source's member list, as of its export or its last row; who owns the group."""
        room = self._room
        at = room.exported_at or self.last_at or self.now
        if self.last_at is not None:
            at = max(at, self.last_at)
        roles_known = room.roles_known or any(person.role for person in self._listed)
        listed = {person.id for person in self._listed} | ({room.owner} if room.owner else set())
        strangers = sorted(listed - self._members.keys())
        if strangers:
            self._add_members(session, strangers)
        known_rows = (self._members[ident] for ident in listed)
        self._brought["member"].add(known.row for known in known_rows if not known.own)
        for person in self._listed:
            known = self._members[person.id]
            if person.name and person.name != person.id:
                self._seen[known.row, "name"].append((at, person.name))
            if person.nickname:
                self._seen[known.row, "nickname"].append((at, person.nickname))
            for field_, value in (("remark", person.remark), ("alias", person.alias)):
                if value:
                    self._seen[known.row, field_].append((at, value))
            if person.role or roles_known:
                self._seen[known.row, "role"].append((at, person.role or "member"))
        if room.owner and room.owner not in {person.id for person in self._listed}:
            self._seen[self._members[room.owner].row, "role"].append((at, "owner"))

    def _cover(self, session: Session) -> bool:
        """Note what time the source covers, unless that is known."""
        if self.first_at is None or self.last_at is None or not self._room.whole:
            return False
        span = {"group": self.group_id, "low": self.first_at, "high": self.last_at}
        known = session.execute(
            text(
                "SELECT 1 FROM coverage WHERE group_id = :group AND start_at <= :low AND end_at >= :high "
                "AND import_id NOT IN (SELECT id FROM import_ WHERE withdrawn_at IS NOT NULL) LIMIT 1"
            ),
            span,
        ).first()
        if known is not None:
            return False
        columns = ("group_id", "start_at", "end_at", "import_id")
        insert_new(
            session, "coverage", columns, [(self.group_id, self.first_at, self.last_at, self.import_id)]
        )
        return True


def running_imports(session: Session) -> tuple[int, ...]:
    """Ids of imports whose rows readers must not show."""
    return tuple(row[0] for row in session.execute(text("SELECT id FROM import_ WHERE state = 'running'")))


def hidden_rows(session: Session, alias: str = "") -> str:
    """An SQL condition ("AND …") on messages or notices that hides those of running and withdrawn imports."""
    running = running_imports(session)
    condition = f"AND NOT {alias}withdrawn"
    return condition + (f" AND {alias}import_id NOT IN ({', '.join(map(str, running))})" if running else "")


STANDING = "import_id NOT IN (SELECT id FROM import_ WHERE state = 'running' OR withdrawn_at IS NOT NULL)"
"""An SQL condition on any row of an import that hides those of running and withdrawn ones."""


def sweep_broken_imports(store: Store, before: Instant | None = None) -> int:
    """Take back what imports left that never finished; answers how many.

    Without `before` all running ones: for the start of a program that has the store to itself. With it,
    those that showed no sign of life since.
    """
    with store.read() as session:
        if not running_imports(session):
            return 0
    with store.write() as session:
        return sweep_broken_imports_in(session, before)


def sweep_broken_imports_in(session: Session, before: Instant | None) -> int:
    rows = session.execute(
        text("SELECT id FROM import_ WHERE state = 'running' AND (:before IS NULL OR beaten_at < :before)"),
        {"before": before},
    ).all()
    for (import_id,) in rows:
        take_back(session, import_id)
    return len(rows)


_OWNERS = (
    ("message", "sender_id"), ("violation", "member_id"), ("obligation", "member_id"), ("case_", "member_id"),
    ("ledger", "member_id"), ("member_fact", "member_id"),
)  # fmt: skip


def take_back(session: Session, import_id: int) -> None:
    """Remove everything that an unfinished import wrote."""
    group_id = session.execute(
        text("SELECT group_id FROM import_ WHERE id = :id"), {"id": import_id}
    ).scalar()
    this = {"id": import_id, "group": group_id}
    for table in (
        "alias",
        "brought",
        "import_day",
        "media",
        "message",
        "notice",
        "coverage",
        "unparsed",
        "member_fact",
    ):
        session.execute(text(f"DELETE FROM {table} WHERE import_id = :id"), this)
    kept = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = member.id)" for table, column in _OWNERS
    )
    session.execute(text(f"DELETE FROM member WHERE import_id = :id AND {kept}"), this)
    session.execute(text("UPDATE member SET import_id = NULL WHERE import_id = :id"), this)
    session.execute(text("DELETE FROM import_ WHERE id = :id"), this)
    session.execute(
        text(
            "DELETE FROM group_ WHERE id = :group AND NOT EXISTS (SELECT 1 FROM import_ WHERE group_id = :group) "
            "AND NOT EXISTS (SELECT 1 FROM adoption WHERE group_id = :group) "
            "AND NOT EXISTS (SELECT 1 FROM member WHERE group_id = :group) "
            "AND NOT EXISTS (SELECT 1 FROM message WHERE group_id = :group)"
        ),
        this,
    )


def unreadable_reasons(session: Session, import_id: int, limit: int = 3) -> list[tuple[int, str]]:
    """(line, reason) of the first unreadable rows."""
    rows = session.execute(
        text("SELECT line, reason FROM unparsed WHERE import_id = :id ORDER BY id LIMIT :limit"),
        {"id": import_id, "limit": limit},
    )
    return [(line, reason) for line, reason in rows]
