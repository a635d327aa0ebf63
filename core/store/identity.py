"""Which rows of a source are new to a group, and the key each gets.

A server id names a row for good. Without one, a row's content does (second, sender, kind, text), with
an occurrence number: the k-th equal row of a source matches only the k-th of the store, so "+1", "+1"
in one second stay two. A row with an id matches one stored without, once: the stored row keeps its key
and learns the id as an alias. So a union never holds fewer rows than any of its sources.

Writers take ids from two places that know nothing of each other: the server's number, and a number made of the
second and a count within it. Ids of the two kinds are bridged as ids and contents are.

Some bots number messages each for itself. So what a feed brought is also found by its content, each row once, by a
source that does not know its id: two bots in a group, or a bot and an export, tell one talk and not two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from core.chat.incoming import Shown, Spoken, content_digest
from core.store.bulk import chunked, insert_new
from core.store.occurrences import Occurrences
from core.store.provenance import RowSet

TIMED, SERVER = "timed", "server"
"""Kinds of ids."""
TIMED_FORMATS = ("chatlog", "feed")
"""What may bring ids made of the time."""
_FEEDS = "AND format IN ('onebot-12', 'onebot-11', 'jsonl', 'chatlog')"
_MOST_MET = 50_000
_TIMED_DIGITS = 13
Entry = TypeVar("Entry", Spoken, Shown)
BY_ID, BY_CONTENT = "id:", "h:"
_CLOSE = 3_600_000
"""Milliseconds; seconds nearer than this are fetched together."""


class Identity(Generic[Entry]):
    """Keys for one import into one group; `table`: message | notice; `dry`: writes nothing."""

    def __init__(
        self, session: Session, table: str, group_id: int, import_id: int, dry: bool = False
    ) -> None:
        self._table, self._group_id, self._import_id, self._dry = table, group_id, import_id, dry
        self._occurrences = Occurrences()
        self._others = "m.import_id <> :import_id"
        self._path = ""
        self.known = RowSet()
        """Stored rows that the source brought again."""
        self._met: set[int] = set()
        self._echoes: set[str] = set()
        self.skews: list[tuple[int, int]] = []
        """(time here, time in the store) of known rows whose times differ by seconds; for the caller to take."""
        self.look_again(session)

    def continues(self, path: str) -> None:
        """Earlier imports of that path are the same source, which never gives a row twice: what they brought is
        counted on, not found again."""
        self._path = path
        self._others = "m.import_id NOT IN (SELECT id FROM import_ WHERE group_id = :group AND path = :path)"

    def look_again(self, session: Session) -> None:
        """Note what other imports brought meanwhile: for an import that stays open."""
        params = {"group": self._group_id, "low": BY_CONTENT, "high": BY_CONTENT + "~"}
        self.had_rows = self._any(session, "", params)
        self._had_plain = self.had_rows and self._any(session, "AND key >= :low AND key < :high", params)
        formats = session.execute(
            text("SELECT DISTINCT format FROM import_ WHERE group_id = :group AND id <> :import_id"),
            {"group": self._group_id, "import_id": self._import_id},
        )
        own = {"group": self._group_id, "import_id": self._import_id, "path": self._path}
        self._had_tellers = session.execute(text(f"{self._tellers()} LIMIT 1"), own).first() is not None
        timed = [name.startswith(TIMED_FORMATS) for (name,) in formats]
        self._had_aliases = self._had_plain or any(timed)
        self._had_kinds = {TIMED: not all(timed), SERVER: any(timed)}

    def _any(self, session: Session, condition: str, params: dict[str, Any]) -> bool:
        sql = f"SELECT 1 FROM {self._table} WHERE group_id = :group {condition} LIMIT 1"
        return session.execute(text(sql), params).first() is not None

    def sort_out(self, session: Session, entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
        """Those not known yet, in order, with their keys; writes the aliases it finds."""
        if not self.had_rows:
            return self._first_keys(session, entries)
        found: dict[int, str] = {}
        named = [(i, BY_ID + entry.external_id) for i, entry in enumerate(entries) if entry.external_id]
        plain = [i for i, entry in enumerate(entries) if not entry.external_id]
        again: list[int] = []
        if named:
            known = self._known_ids(session, [key for _, key in named])
            for i, key in named:
                if key in self._echoes:
                    continue
                if key not in known:
                    found[i] = key
                elif not _same(entries[i], stored := known[key]):
                    plain.append(i)
                else:
                    again.append(stored.row)
                    if stored.at is not None and stored.at // 1000 != entries[i].at // 1000:
                        self.skews.append((entries[i].at, stored.at))
            self.known.add(again)
            self._bridge(session, entries, found)
            if self._had_tellers:
                self._met.update(again)
                self._leave_echoes(session, entries, found)
        found |= self._plain_keys(session, entries, sorted(plain))
        return self._distinct([(found[i], entries[i]) for i in sorted(found)])

    def _first_keys(self, session: Session, entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
        """The keys when the group held nothing before this import: only its own repeats matter."""
        return self._distinct(
            [
                (BY_ID + entry.external_id if entry.external_id else self._content_key(entry), entry)
                for entry in entries
            ]
        )

    def _distinct(self, result: list[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
        """Each key once; another message under an id that its writer gave twice gets a key of its own."""
        if len({key for key, _ in result}) == len(result):
            return result
        first: dict[str, Entry] = {}
        kept = []
        for key, entry in result:
            if key not in first:
                first[key] = entry
                kept.append((key, entry))
            elif not _same(entry, _Stored(0, first[key].at, first[key].text)):
                kept.append((self._content_key(entry), entry))
        return kept

    def again(self, session: Session, taken: Sequence[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
        """Of entries whose key an earlier batch of this import took: those that are other messages under
        a repeated id, with new keys."""
        known = self._known_ids(session, [key for key, _ in taken])
        result = []
        for key, entry in taken:
            stored = known.get(key)
            if entry.external_id and stored is not None and not _same(entry, stored):
                result.append((self._content_key(entry), entry))
        return result

    def _known_ids(self, session: Session, keys: Sequence[str]) -> dict[str, _Stored]:
        """Stored rows by key, also by ids that are known as aliases."""
        known: dict[str, _Stored] = {
            key: _Stored(row, at, body)
            for row, key, at, body in chunked(
                session,
                f"SELECT id, key, at, text FROM {self._table} WHERE group_id = :group AND key IN :values",
                keys,
                group=self._group_id,
            )
        }
        if self._had_aliases:
            aliases = chunked(
                session,
                "SELECT key, row_id FROM alias WHERE group_id = :group AND key IN :values",
                [self._table + ":" + key for key in keys],
                group=self._group_id,
            )
            for key, row in aliases:
                known.setdefault(key.removeprefix(self._table + ":"), _Stored(row, None, ""))
        return known

    def _bridge(self, session: Session, entries: Sequence[Entry], found: dict[int, str]) -> None:
        """Let new ids find rows that earlier imports stored without one of their kind; each serves a kind once."""
        wanted = {
            i: kind
            for i in found
            if self._may_be_there(kind := id_kind(entries[i].external_id, entries[i].at))
        }
        spare = self._spare(session, [entries[i] for i in wanted]) if wanted else {}
        aliases = []
        for i, kind in wanted.items():
            free = next((row for row in spare.get(entries[i].content(), ()) if kind not in row.kinds), None)
            if free is not None:
                free.kinds.add(kind)
                alias = self._table + ":" + found.pop(i)
                aliases.append((self._group_id, alias, self._table, free.row, self._import_id))
        self.known.add(row for _, _, _, row, _ in aliases)
        if not self._dry:
            insert_new(session, "alias", ("group_id", "key", "of", "row_id", "import_id"), aliases)

    def _tellers(self) -> str:
        """The imports that may have told it under other ids: to a feed all others, to an export the feeds."""
        others = "SELECT id FROM import_ WHERE group_id = :group AND id <> :import_id AND path <> :path"
        return others if self._path else f"{others} {_FEEDS}"

    def _leave_echoes(self, session: Session, entries: Sequence[Entry], found: dict[int, str]) -> None:
        """Take out of `found` what was told already under another id."""
        if len(self._met) + len(self._echoes) > _MOST_MET:
            # Of long ago: nobody tells it again now.
            self._met.clear()
            self._echoes.clear()
        whose = f"m.import_id IN ({self._tellers()})"
        told: dict[str, list[int]] = {}
        for row, key, content in self._near(session, [entries[i] for i in found], whose):
            if key.startswith(BY_ID) and row not in self._met:
                told.setdefault(content, []).append(row)
        met = []
        for i in sorted(found):
            rows = told.get(entries[i].content())
            if found[i] in self._echoes:
                found.pop(i)
            elif rows:
                met.append(rows.pop(0))
                self._echoes.add(found.pop(i))
        self._met.update(met)
        self.known.add(met)

    def _may_be_there(self, kind: str) -> bool:
        """Whether the group may hold rows without an id of that kind."""
        return self._had_plain or self._had_kinds[kind]

    def _spare(self, session: Session, entries: Sequence[Entry]) -> dict[str, list[_Spare]]:
        """Rows of other imports near the entries, with the kinds of id that each has, by content, earliest first."""
        aliases = session.execute(
            text("SELECT row_id, key FROM alias WHERE group_id = :group AND of = :of"),
            {"group": self._group_id, "of": self._table},
        )
        learnt: dict[int, list[str]] = {}
        for known, key in aliases:
            learnt.setdefault(known, []).append(key.removeprefix(self._table + ":"))
        spare: dict[str, list[_Spare]] = {}
        moments = {entry.content(): entry.at for entry in entries}
        for row, own, content in self._near(session, entries):
            if content in moments:
                ids = [each for each in [own] + learnt.get(row, []) if each.startswith(BY_ID)]
                kinds = {id_kind(each.removeprefix(BY_ID), moments[content]) for each in ids}
                spare.setdefault(content, []).append(_Spare(row, kinds))
        return spare

    def _plain_keys(self, session: Session, entries: Sequence[Entry], plain: list[int]) -> dict[int, str]:
        stored: dict[str, list[int]] = {}
        for row, _, content in self._near(session, [entries[i] for i in plain]):
            stored.setdefault(content, []).append(row)
        before = self._said_before(session, [entries[i] for i in plain])
        found, again = {}, []
        for i in plain:
            content = entries[i].content()
            number = before[content] + self._occurrences.next(content, entries[i].at // 1000)
            rows = stored.get(content, ())
            if number > len(rows):
                found[i] = f"{BY_CONTENT}{content}:{number}"
            else:
                again.append(rows[number - 1])
        self.known.add(again)
        return found

    def _said_before(self, session: Session, entries: Sequence[Entry]) -> Counter[str]:
        """How many rows of each content earlier imports of the same source brought."""
        if not self._path:
            return Counter()
        own = f"m.import_id <> :import_id AND NOT ({self._others})"
        return Counter(content for _, _, content in self._near(session, entries, own))

    def _near(
        self, session: Session, entries: Sequence[Entry], whose: str = ""
    ) -> list[tuple[int, str, str]]:
        """(id, key, content) of other sources' rows in the seconds of `entries`; `whose` names others still."""
        seconds = {entry.at // 1000 for entry in entries}
        if self._table == "message":
            columns = "m.id, m.key, m.at, s.platform_id, m.kind, m.text"
            join = "JOIN member s ON s.id = m.sender_id"
        else:
            columns, join = "m.id, m.key, m.at, '', 'notice', m.text", ""
        sql = (
            f"SELECT {columns} FROM {self._table} m {join} WHERE m.group_id = :group "
            f"AND m.at BETWEEN :low AND :high AND {whose or self._others} ORDER BY m.id"
        )
        rows: list[tuple[int, str, str]] = []
        for low, high in _spans(seconds):
            params: dict[str, Any] = {
                "group": self._group_id,
                "low": low,
                "high": high,
                "import_id": self._import_id,
            }
            if ":path" in sql:
                params["path"] = self._path
            rows += [
                (row_id, key, content_digest(at, sender, kind, body))
                for row_id, key, at, sender, kind, body in session.execute(text(sql), params)
                if at // 1000 in seconds
            ]
        return rows

    def _content_key(self, entry: Entry) -> str:
        content = entry.content()
        return f"{BY_CONTENT}{content}:{self._occurrences.next(content, entry.at // 1000)}"


@dataclass(frozen=True, slots=True)
class _Stored:
    """A row in the store. `at` None: known by an alias, which names it for good."""

    row: int
    at: int | None
    text: str


@dataclass(slots=True)
class _Spare:
    """A row in the store, and the kinds of id by which it is known."""

    row: int
    kinds: set[str]


def id_kind(ident: str, at: int) -> str:
    """TIMED for an id that is the second `at` (milliseconds) and three digits of a count, else SERVER."""
    if (
        len(ident) == _TIMED_DIGITS
        and ident.isascii()
        and ident.isdigit()
        and int(ident) // 1000 == at // 1000
    ):
        return TIMED
    return SERVER


def _same(entry: Spoken | Shown, stored: _Stored) -> bool:
    """Whether a row under a known id is that message (edited or worded by another writer, perhaps), and
    not another one under an id that its writer gave twice."""
    return stored.at is None or entry.at // 1000 == stored.at // 1000 or entry.text == stored.text


def _spans(seconds: set[int]) -> list[tuple[int, int]]:
    """Few ranges of milliseconds that hold all the seconds."""
    spans: list[tuple[int, int]] = []
    for second in sorted(seconds):
        low, high = second * 1000, second * 1000 + 999
        if spans and low - spans[-1][1] < _CLOSE:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return spans
