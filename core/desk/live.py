"""Judging while messages come in: the newest at once, the whole group again soon after, without hurry.

What few messages decide (words, floods, repeats) is filed within moments. Deadlines, rosters, leaks and what
later words take back wait for the whole judgement, which files the same findings under the same ids.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import SECOND, Instant
from core.base.dated import Period
from core.charter.model import BehaviourRule, Charter, MessageRule
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import Group, GroupKind
from core.chat.member import Member
from core.chat.message import Message, MessageKind
from core.desk.adoption import group_bindings
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.trusting import trust_of_rules
from core.judging.binding import Binding, Facts
from core.judging.tail import judge_tail, tail_length
from core.store.conversations import load_after, load_members
from core.store.filed_ids import decided_keys
from core.store.findings import finding_changes
from core.store.joined import Row, joined_members, without_copies
from core.store.persons import Rows, person_rows
from core.store.tables import GroupRow

MOST_IN_TAIL = 4_000
"""Messages judged together."""
_QUICK = frozenset({"flood", "repeat", "image", "voice", "busy"})
"""Windows that may propose a step; the others only hint, and hints may wait."""
_MOST_SENDERS = 2_000
NOBODY: Mapping[str, Row] = {}
NO_NAMES: Mapping[str, str] = {}
_SUSPECT = "加微信进群领红包"
"""Every kind of rule looks at this more closely."""
_KEEP_MS = 3 * SECOND
"""So long what binds a group, and how its members are called, is taken to be what it was."""


@dataclass(frozen=True, slots=True)
class LiveJudged:
    """What judging brought. `new`: ids of violations filed. `thorough`: the whole group was judged."""

    group_id: int
    new: tuple[str, ...] = ()
    superseded: int = 0
    thorough: bool = False


@dataclass
class _Group:
    """What is kept of a group between two judgements."""

    seen: int
    """The last row of `message` that was judged."""
    row: GroupRow
    bindings: tuple[Binding, ...] = ()
    facts: Facts = field(default_factory=Facts)
    members: Mapping[int, Member] = field(default_factory=dict)
    by_id: Mapping[str, Member] = field(default_factory=dict)
    rows: Rows = Rows()
    """Who was put together with whom."""
    decided: Collection[str] = ()
    """Keys of messages of theirs that decisions rest on."""
    joined: dict[str, Row] = field(default_factory=dict)
    """The latest rows of people who have several accounts, by key of the message."""
    tail: dict[str, list[Message]] = field(default_factory=dict)
    """The latest messages by sender."""
    crowd: list[Message] = field(default_factory=list)
    """The latest messages of all, where a rule looks at how many talk."""
    refreshed: float = -1e9

    def add(self, new: Sequence[Message], joined: Mapping[str, Row] = NOBODY) -> None:
        """Put new messages in their places, and let go what is too old to matter to them."""
        if not new:
            return
        self.joined |= joined
        oldest = min(message.at for message in new) - tail_length(self.bindings)
        for message in new:
            insort(self.tail.setdefault(message.sender, []), message, key=_at)
        for sender in {message.sender for message in new}:
            self.tail[sender] = _since(self.tail[sender], oldest)
        if self.counts_speakers:
            for message in new:
                insort(self.crowd, message, key=_at)
            self.crowd = _since(self.crowd, oldest)
        if len(self.tail) > _MOST_SENDERS:
            self.tail = {sender: said for sender, said in self.tail.items() if said and said[-1].at >= oldest}
        if len(self.joined) > MOST_IN_TAIL:
            self.joined = {key: row for key, row in self.joined.items() if row[2] >= oldest}

    def forget(self) -> None:
        """Let go of everything that was said."""
        self.tail, self.crowd, self.joined = {}, [], {}

    def without_copies(self, said: Sequence[Message]) -> list[Message]:
        """What was said once though two accounts of a person bring it, once."""
        rows = [self.joined[message.key] for message in said if message.key in self.joined]
        if not rows:
            return list(said)
        kept = {row[1] for row in without_copies(rows, self.members, self.rows, self.decided)}
        return [message for message in said if message.key in kept or message.key not in self.joined]

    def own(self, said: Sequence[Message]) -> dict[str, str]:
        """Which account wrote a message, where another one stands for the person."""
        rows = ((message.key, self.joined.get(message.key)) for message in said)
        return {
            key: self.members[row[3]].id for key, row in rows if row is not None and row[3] in self.rows.here
        }

    @property
    def counts_speakers(self) -> bool:
        return any(
            isinstance(rule, BehaviourRule) and rule.window == "busy"
            for binding in self.bindings
            for rule in binding.charter.rules()
        )


@dataclass
class LiveJudge:
    """Judges what is new in the groups of one store. One thread uses it."""

    desk: Desk
    _groups: dict[int, _Group] = field(default_factory=dict)

    def watch(self, group_ids: Iterable[int] = ()) -> None:
        """Take what the store holds of these groups (all, without any) as judged."""
        with self.desk.store.read() as session:
            wanted = set(group_ids) or {row for (row,) in session.execute(text("SELECT id FROM group_"))}
            learned = [
                self._learn(session, group_id, _last_row(session))
                for group_id in wanted - self._groups.keys()
            ]
        for group in learned:
            self._make_ready(group)

    def judge_new(
        self, group_ids: Iterable[int], first_seen: Mapping[int, Instant] | None = None
    ) -> list[LiveJudged]:
        """Judge what was added to these groups since the last time, and file what is found. A group never seen
        before is judged from `first_seen` on."""
        return [
            judged
            for group_id in group_ids
            if (judged := self._judge(group_id, (first_seen or {}).get(group_id))) is not None
        ]

    def _judge(self, group_id: int, first_seen: Instant | None) -> LiveJudged | None:
        with self.desk.store.read() as session:
            group = self._groups.get(group_id) or self._learn(
                session, group_id, _row_before(session, group_id, first_seen)
            )
            new = self._read(session, group_id, group)
        if not new or not group.bindings:
            return None
        now = max(self.desk.clock.now(), max(message.at for message in new))
        findings = judge_tail(
            self._conversation(group, new), group.bindings, {m.key for m in new}, now, group.facts
        )
        if not findings:
            return None
        with self.desk.store.write() as session:
            since = min(finding.at for finding in findings)
            changes = finding_changes(session, group_id, findings, now, since)
            changes.write(session)
        filed = changes.result
        if not filed.new:
            return None
        self.desk.announce(Changes(Noun.VIOLATIONS | Noun.GROUPS, frozenset({group_id})))
        return LiveJudged(group_id, filed.new)

    def _make_ready(self, group: _Group) -> None:
        """Rules and classifiers are prepared when they first see a message, which takes up to a second: now, rather
        than while the first breach waits for it."""
        now = self.desk.clock.now()
        said = Message("", now, "", "", MessageKind.TEXT, _SUSPECT)
        judge_tail(_talk(group, (said,)), group.bindings, {said.key}, now, group.facts)

    def _learn(self, session: Session, group_id: int, seen: int) -> _Group:
        group = self._groups[group_id] = _Group(seen, session.get_one(GroupRow, group_id))
        session.expunge(group.row)
        self._refresh(session, group_id, group)
        self._look_back(session, group_id, group)
        return group

    def _look_back(self, session: Session, group_id: int, group: _Group) -> None:
        """What was said before the last message that was judged, as far back as it matters."""
        group.forget()
        since = _time_of(session, group_id, group.seen)
        if since is not None and group.bindings:
            before = _row_before(session, group_id, since - tail_length(group.bindings))
            older = load_after(session, group_id, before, group.members, group.rows)
            said = [message for message in older.messages if message.at <= since][-MOST_IN_TAIL:]
            group.add(said, older.joined)

    def _refresh(self, session: Session, group_id: int, group: _Group) -> bool:
        """Whether people were put together or taken apart since the last time."""
        now = self.desk.clock.now()
        bindings = (
            replace(each, charter=_quick(each.charter)) for each in group_bindings(session, group_id, now)
        )
        group.bindings = tuple(each for each in bindings if each.charter.clauses and each.until > now)
        group.facts = Facts(trust=trust_of_rules(session, group_id, now))
        members = load_members(session, group_id)
        group.members = dict(members)
        rows, before = person_rows(session, now), group.rows
        group.by_id = {member.id: member for member in joined_members(members, rows).values()}
        group.rows, group.decided = rows, decided_keys(session, rows.here, rows.together)
        group.refreshed = time.monotonic()
        return rows != before

    def _read(self, session: Session, group_id: int, group: _Group) -> list[Message]:
        """The messages not judged yet, which join the tail."""
        if time.monotonic() - group.refreshed > _KEEP_MS / 1000 and self._refresh(session, group_id, group):
            self._look_back(session, group_id, group)
        if not group.bindings:
            group.seen = max(group.seen, _last_row(session))
            return []
        try:
            new = load_after(session, group_id, group.seen, group.members, group.rows)
        except KeyError:
            # Somebody new spoke.
            if self._refresh(session, group_id, group):
                self._look_back(session, group_id, group)
            new = load_after(session, group_id, group.seen, group.members, group.rows)
        group.seen = new.last
        group.add(new.messages, new.joined)
        return new.messages

    def _conversation(self, group: _Group, new: Sequence[Message]) -> Conversation:
        """What the people said lately who spoke just now, and what the others did where that counts."""
        wanted = {message.key: message for message in group.crowd}
        for sender in {message.sender for message in new}:
            wanted |= {message.key: message for message in group.tail[sender]}
        tail = group.without_copies(sorted(wanted.values(), key=_at))[-MOST_IN_TAIL:]
        return _talk(group, tail, group.own(tail))


def _talk(group: _Group, said: Sequence[Message], own: Mapping[str, str] = NO_NAMES) -> Conversation:
    row = group.row
    return Conversation(
        Group(row.room_id, row.name, GroupKind(row.kind), row.platform, row.zone),
        tuple(said), (), group.by_id, Coverage((Period(said[0].at, said[-1].at),)), own,
    )  # fmt: skip


def _quick(charter: Charter) -> Charter:
    """The charter with the rules alone that few messages decide."""
    clauses = []
    for clause in charter.clauses:
        rules = tuple(
            rule for rule in clause.rules
            if isinstance(rule, MessageRule) or (isinstance(rule, BehaviourRule) and rule.window in _QUICK)
        )  # fmt: skip
        if rules:
            clauses.append(replace(clause, rules=rules))
    return replace(charter, clauses=tuple(clauses))


def _since(said: list[Message], oldest: Instant) -> list[Message]:
    return said[max(bisect_left(said, oldest, key=_at), len(said) - MOST_IN_TAIL) :]


def _at(message: Message) -> Instant:
    return message.at


def _last_row(session: Session) -> int:
    return int(session.execute(text("SELECT coalesce(max(id), 0) FROM message")).scalar_one())


def _row_before(session: Session, group_id: int, at: Instant | None) -> int:
    """The last row that came before the first one of the group that is of `at` or later."""
    if at is None:
        return 0
    sql = "SELECT min(id) FROM message WHERE group_id = :group AND at >= :at"
    first = session.execute(text(sql), {"group": group_id, "at": at}).scalar()
    return _last_row(session) if first is None else int(first) - 1


def _time_of(session: Session, group_id: int, row: int) -> Instant | None:
    """When the last message of the group up to a row was said."""
    sql = "SELECT at FROM message WHERE group_id = :group AND id <= :row ORDER BY id DESC LIMIT 1"
    found = session.execute(text(sql), {"group": group_id, "row": row}).scalar()
    return None if found is None else int(found)
