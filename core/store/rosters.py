"""A member list against what is known: who joined, who left, who changed their name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.chat.incoming import Listed
from core.chat.member import NAME_ONLY
from core.store import facts
from core.store.bulk import insert_new, insert_one
from core.store.groups import touch
from core.store.persons import person_rows
from core.store.provenance import Brought
from core.store.record_digest import RowsDigest
from core.store.tables import GroupRow, ImportRow
from core.store.withdrawals import has_withdrawn, settle

FORMAT = "roster"
_DETAILS = ("joined_at", "invited_by", "department", "company", "phone")


@dataclass(frozen=True, slots=True)
class Difference:
    """Platform ids; `renamed` holds (id, old name, new name)."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]
    not_compared: tuple[str, ...] = ()
    """Display names that a list of ids says nothing about: they may be anybody on it."""


@dataclass(slots=True)
class _Standing:
    row: int
    name: str = ""
    nickname: str = ""
    present: bool = True
    hidden: bool = False
    """Brought by withdrawn imports alone: nobody, until the list says otherwise."""


def apply_roster(
    session: Session,
    group: GroupRow,
    people: Sequence[Listed],
    path: str,
    now: Instant,
    partial: bool = False,
) -> tuple[int, Difference]:
    """Record the list as of `now`: those not on it have left. Answers the import's row and the difference.

    A `partial` list tells about people who are known already; nobody joins or leaves by it.
    """
    assert group.id is not None
    standing = _standing(session, group.id, now)
    had_roster = _had_roster(session, group.id)
    this = insert_one(
        session, "import_",
        {"group_id": group.id, "path": path, "format": FORMAT, "state": "complete", "started_at": now,
         "finished_at": now, "beaten_at": 0, "messages_new": 0, "messages_known": 0, "notices": 0, "members_new": 0,
         "unparsed": 0, "rows_digest": ""},
    )  # fmt: skip
    seen: facts.Observations = defaultdict(list)
    presence: list[tuple[int, str, str, int, int]] = []
    joined, renamed = [], []
    listed = _identified(people, session, group.id, standing, now)
    for ident, person in listed.items():
        known = standing.get(ident)
        if partial and known is None:
            continue
        if known is None:
            known = _Standing(_add(session, group.id, ident, this))
            joined.append(ident)
            since = person.joined_at if person.joined_at is not None else (now if had_roster else None)
            if since is not None:
                presence.append((known.row, "present", "1", since, this))
        elif not partial and (known.hidden or not known.present):
            joined.append(ident)
            presence.append((known.row, "present", "1", now, this))
        renamed += _renamings(ident, known, person)
        _observe(seen, known.row, person, now)
        _detail(session, known.row, person)
    missing = [
        ident
        for ident, known in standing.items()
        if known.present and not known.hidden and ident not in listed
    ]
    by_id = any(not person.id.startswith(NAME_ONLY) for person in people)
    unsure = [ident for ident in missing if by_id and ident.startswith(NAME_ONLY)]
    left = [] if partial else [ident for ident in missing if ident not in unsure]
    presence += [(standing[ident].row, "present", "0", now, this) for ident in left]
    insert_new(session, "member_fact", facts.COLUMNS, presence)
    brought = Brought()
    brought["member"].add(standing[ident].row for ident in listed if ident in standing)
    facts.merge(session, group.id, this, seen, brought["member_fact"])
    brought.write(session, this)
    if has_withdrawn(session, group.id):
        settle(session, group.id)
    digest = RowsDigest()
    digest.brought(brought.lines())
    row = session.get_one(ImportRow, this)
    row.rows_digest = digest.hex()
    row.members_new = sum(1 for ident in joined if ident not in standing)
    touch(group, now)
    session.add_all((row, group))
    session.flush()
    return this, Difference(tuple(joined), tuple(left), tuple(renamed), () if partial else tuple(unsure))


def list_moments(session: Session, group_id: int, now: Instant) -> list[Instant]:
    """When the group's member lists were taken in, oldest first, each moment once."""
    sql = (
        "SELECT DISTINCT finished_at FROM import_ WHERE group_id = :group AND format = :format "
        "AND finished_at <= :now AND withdrawn_at IS NULL ORDER BY finished_at"
    )
    rows = session.execute(text(sql), {"group": group_id, "format": FORMAT, "now": now})
    return [at for (at,) in rows]


def _had_roster(session: Session, group_id: int) -> bool:
    sql = (
        "SELECT 1 FROM import_ WHERE group_id = :group AND format = :format AND withdrawn_at IS NULL LIMIT 1"
    )
    return session.execute(text(sql), {"group": group_id, "format": FORMAT}).first() is not None


def _standing(session: Session, group_id: int, now: Instant) -> dict[str, _Standing]:
    """Everybody the group ever had, with the latest names and presence as of `now`."""
    rows = session.execute(
        text("SELECT id, platform_id, withdrawn FROM member WHERE group_id = :g"), {"g": group_id}
    ).all()
    lines = facts.timelines(session, group_id, ("name", "nickname", "present"))
    found = {}
    for row, ident, hidden in rows:
        name, nickname, present = (
            next((value for at, value in reversed(lines.get((row, field), ())) if at <= now), default)
            for field, default in (("name", ""), ("nickname", ""), ("present", "1"))
        )
        found[ident] = _Standing(row, name, nickname, present == "1", bool(hidden))
    return found


def _identified(
    people: Sequence[Listed], session: Session, group_id: int, standing: dict[str, _Standing], now: Instant
) -> dict[str, Listed]:
    """The list by platform id. A name without id stands for the one member who goes by it, a WeChat id that
    somebody chose for the member who bears it. A member known by name only is the listed person of that name, or
    of another account of the person, and has not left."""
    owners = facts.owners_of_names(session, group_id)
    ids = {known.row: ident for ident, known in standing.items()}
    chosen = _chosen_ids(session, group_id, standing, now)
    listed: dict[str, Listed] = {}
    for person in people:
        ident = person.id
        names = [name for name in (person.name, person.nickname) if name]
        if ident.startswith(NAME_ONLY) and ident not in standing:
            rows = {row for name in names for row in owners.get(name, ())}
            if len(rows) == 1:
                ident = ids[next(iter(rows))]
        elif ident not in standing:
            ident = chosen.get(ident, ident)
        listed.setdefault(ident, person)
        for name in names:
            if NAME_ONLY + name in standing:
                listed.setdefault(NAME_ONLY + name, Listed(NAME_ONLY + name, name))
    persons = person_rows(session)
    for ident in [each for each in listed if each in standing]:
        for row in persons.of(standing[ident].row):
            other = ids.get(row, "")
            if other.startswith(NAME_ONLY):
                listed.setdefault(other, Listed(other))
    return listed


def _chosen_ids(
    session: Session, group_id: int, standing: dict[str, _Standing], now: Instant
) -> dict[str, str]:
    """Platform id by the WeChat id that its bearer chose, as of `now`."""
    ids = {known.row: ident for ident, known in standing.items()}
    lines = facts.timelines(session, group_id, ("alias",))
    return {
        value: ids[row] for (row, _), line in lines.items() for at, value in line if at <= now and row in ids
    }


def _add(session: Session, group_id: int, ident: str, this: int) -> int:
    return insert_one(
        session, "member",
        {"group_id": group_id, "platform_id": ident, "import_id": this, "invited_by": "", "department": "",
         "company": "", "phone": ""},
    )  # fmt: skip


def _renamings(ident: str, known: _Standing, person: Listed) -> list[tuple[str, str, str]]:
    changes = [(known.nickname, person.nickname or ""), (known.name, person.name)]
    return [(ident, old, new) for old, new in changes if old and new and old != new]


def _observe(seen: facts.Observations, row: int, person: Listed, now: Instant) -> None:
    if person.name:
        seen[row, "name"].append((now, person.name))
    if person.nickname is not None:
        seen[row, "nickname"].append((now, person.nickname))
    if person.role:
        seen[row, "role"].append((now, person.role))
    if person.type:
        seen[row, "type"].append((now, person.type))
    if person.remark:
        seen[row, "remark"].append((now, person.remark))
    if person.alias:
        seen[row, "alias"].append((now, person.alias))


def _detail(session: Session, row: int, person: Listed) -> None:
    given = {name: getattr(person, name) for name in _DETAILS if getattr(person, name) not in (None, "")}
    if given:
        sets = ", ".join(f"{name} = :{name}" for name in given)
        session.execute(text(f"UPDATE member SET {sets} WHERE id = :row"), {**given, "row": row})
