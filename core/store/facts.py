"""Dated facts of members: observed values merged into what is known; who was in the group when."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import BEGINNING
from core.chat.member import NAME_ONLY
from core.chat.notice import JOINS
from core.store.bulk import insert_new
from core.store.provenance import RowSet
from core.store.withdrawals import has_withdrawn

Observations = dict[tuple[int, str], list[tuple[Instant, str]]]
"""(member row, field) → what was seen when, in any order."""
COLUMNS = ("member_id", "field", "value", "at", "import_id")


def timelines(
    session: Session, group_id: int, fields: Sequence[str]
) -> dict[tuple[int, str], list[tuple[Instant, str]]]:
    """Standing facts of a group's members by (member row, field), in order of time."""
    rows = session.execute(
        text(
            "SELECT f.member_id, f.field, f.at, f.value FROM member_fact f JOIN member m ON m.id = f.member_id "
            "WHERE m.group_id = :group AND NOT f.withdrawn ORDER BY f.at, f.id"
        ),
        {"group": group_id},
    )
    found: dict[tuple[int, str], list[tuple[Instant, str]]] = defaultdict(list)
    wanted = frozenset(fields)
    for member_id, field, at, value in rows:
        if field in wanted:
            found[member_id, field].append((at, value))
    return found


def merge(
    session: Session, group_id: int, import_id: int, seen: Observations, brought: RowSet | None = None
) -> int:
    """Store what was seen where it says something new; answers how many facts changed. What says nothing new
    is noted in `brought`.

    The first value known of a field holds since ever: it stands at BEGINNING beside the moment it was
    first seen, and gives way when an earlier moment shows another value.
    """
    if not seen:
        return 0
    known = timelines(session, group_id, sorted({field for _, field in seen}))
    stored = _stored(session, group_id)
    rows: list[tuple[int, str, str, int, int]] = []
    earlier: list[dict[str, object]] = []
    again: list[tuple[int, str, str, int]] = []
    for (member_id, field), moments in seen.items():
        line = known.get((member_id, field), [])
        dated = [fact for fact in line if fact[0] != BEGINNING]
        first = line[0] if line and line[0][0] == BEGINNING else None
        for at, value in sorted(moments):
            index = bisect_right(dated, at, key=lambda fact: fact[0])
            if index and (dated[index - 1][1] == value or dated[index - 1][0] == at):
                again.append((member_id, field, value, dated[index - 1][0]))
                continue
            insort(dated, (at, value))
            if (member_id, field, at) in stored:
                again.append((member_id, field, value, at))
            else:
                rows.append((member_id, field, value, at, import_id))
        if not dated:
            continue
        if first is None:
            rows.append((member_id, field, dated[0][1], BEGINNING, import_id))
        elif first[1] != dated[0][1]:
            earlier.append({"value": dated[0][1], "member": member_id, "field": field, "at": BEGINNING})
    if earlier:
        session.execute(
            text(
                "UPDATE member_fact SET value = :value WHERE member_id = :member AND field = :field AND at = :at"
            ),
            earlier,
        )
    if brought is not None:
        facts = ((value, stored.get((member_id, field, at))) for member_id, field, value, at in again)
        brought.add(fact[0] for value, fact in facts if fact is not None and fact[1] == value)
    return insert_new(session, "member_fact", COLUMNS, rows) + len(earlier)


def note_names(session: Session, settled: set[tuple[int, str]], brought: RowSet) -> None:
    """Note the names by which a source's people were told as brought by that source too."""
    for member_id, name in settled:
        rows = session.execute(
            text(
                "SELECT id FROM member_fact WHERE member_id = :member AND value = :name "
                "AND field IN ('name', 'nickname') AND NOT withdrawn"
            ),
            {"member": member_id, "name": name},
        )
        brought.add(row for (row,) in rows)


def _stored(session: Session, group_id: int) -> dict[tuple[int, str, Instant], tuple[int, str]]:
    """(row, value) of every fact of the group, hidden ones included, by member row, field and moment."""
    rows = session.execute(
        text(
            "SELECT f.member_id, f.field, f.at, f.id, f.value FROM member_fact f JOIN member m "
            "ON m.id = f.member_id WHERE m.group_id = :group"
        ),
        {"group": group_id},
    )
    return {(member_id, field, at): (row, value) for member_id, field, at, row, value in rows}


def owners_of_names(session: Session, group_id: int) -> dict[str, set[int]]:
    """Member rows by every id and name they go or went by."""
    rows = session.connection().execute(
        text(
            "SELECT platform_id AS name, id FROM member WHERE group_id = :group AND NOT withdrawn UNION ALL "
            "SELECT f.value, f.member_id FROM member_fact f JOIN member m ON m.id = f.member_id "
            "WHERE m.group_id = :group AND f.field IN ('name', 'nickname') AND f.value <> '' "
            "AND NOT f.withdrawn AND NOT m.withdrawn"
        ),
        {"group": group_id},
    )
    owners: dict[str, set[int]] = {}
    for name, row in rows:
        known = owners.get(name)
        if known is None:
            owners[name] = {row}
        else:
            known.add(row)
    return owners


def settled_names(session: Session, group_id: int) -> dict[str, str]:
    """Platform id by name, for names that exactly one member goes or went by, and that one with an id.

    A name that already stands for a member known by name only stays with that one.
    """
    owners = owners_of_names(session, group_id)
    rows = session.execute(
        text("SELECT id, platform_id FROM member WHERE group_id = :group"), {"group": group_id}
    )
    ids = {row: platform_id for row, platform_id in rows}
    return {
        name: ids[next(iter(found))]
        for name, found in owners.items()
        if len(found) == 1
        and NAME_ONLY + name not in owners
        and not ids[next(iter(found))].startswith(NAME_ONLY)
    }


def note_presence(session: Session, group_id: int, import_id: int) -> int:
    """Turn join and leave notices into facts of the members they name uniquely, by id or any name.

    All notices of the group count, for members may become known after the notice that names them.
    """
    notices = session.execute(
        text(
            "SELECT at, event, actor, targets FROM notice WHERE group_id = :group AND NOT withdrawn "
            "AND event IN ('join.invite', 'join.qr', 'leave', 'leave.kick') ORDER BY at, id"
        ),
        {"group": group_id},
    ).all()
    if not notices:
        return 0
    owners = owners_of_names(session, group_id)
    facts: list[tuple[int, str, str, int, int]] = []
    joined: dict[int, dict[str, object]] = {}
    decode = msgspec.json.Decoder(list[str]).decode
    for at, event, actor, targets in notices:
        joins = event in JOINS
        for target in decode(targets):
            found = owners.get(target)
            if found is None or len(found) != 1:
                continue
            (member_id,) = found
            facts.append((member_id, "present", "1" if joins else "0", at, import_id))
            if joins:
                joined[member_id] = {"member": member_id, "at": at, "by": actor}
    changed = insert_new(session, "member_fact", COLUMNS, facts)
    if joined and (changed or has_withdrawn(session, group_id)):
        session.execute(
            text(
                "UPDATE member SET joined_at = :at, invited_by = CASE WHEN :by = '' THEN invited_by ELSE :by END "
                "WHERE id = :member AND (joined_at IS NULL OR joined_at < :at)"
            ),
            list(joined.values()),
        )
    return changed


def note_returns(session: Session, group_id: int, import_id: int) -> int:
    """Who speaks after leaving has come back: a fact at the first message after each departure."""
    rows = session.execute(
        text(
            "SELECT f.member_id, (SELECT min(m.at) FROM message m WHERE m.sender_id = f.member_id AND m.at > f.at "
            "AND NOT m.withdrawn) "
            "AS back, (SELECT min(n.at) FROM member_fact n WHERE n.member_id = f.member_id AND n.field = 'present' "
            "AND n.at > f.at AND NOT n.withdrawn) AS next FROM member_fact f JOIN member p ON p.id = f.member_id "
            "WHERE p.group_id = :group AND f.field = 'present' AND f.value = '0' AND NOT f.withdrawn"
        ),
        {"group": group_id},
    ).all()
    facts = [
        (member_id, "present", "1", back, import_id)
        for member_id, back, following in rows
        if back is not None and (following is None or back < following)
    ]
    return insert_new(session, "member_fact", COLUMNS, facts)
