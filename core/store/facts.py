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

Observations = dict[tuple[int, str], list[tuple[Instant, str]]]
"""(member row, field) → what was seen when, in any order."""
COLUMNS = ("member_id", "field", "value", "at", "import_id")


def timelines(
    session: Session, group_id: int, fields: Sequence[str]
) -> dict[tuple[int, str], list[tuple[Instant, str]]]:
    """Stored facts of a group's members by (member row, field), in order of time."""
    rows = session.execute(
        text(
            "SELECT f.member_id, f.field, f.at, f.value FROM member_fact f JOIN member m ON m.id = f.member_id "
            "WHERE m.group_id = :group ORDER BY f.at, f.id"
        ),
        {"group": group_id},
    )
    found: dict[tuple[int, str], list[tuple[Instant, str]]] = defaultdict(list)
    wanted = frozenset(fields)
    for member_id, field, at, value in rows:
        if field in wanted:
            found[member_id, field].append((at, value))
    return found


def merge(session: Session, group_id: int, import_id: int, seen: Observations) -> int:
    """Store what was seen where it says something new; answers how many facts changed.

    The first value known of a field holds since ever: it stands at BEGINNING beside the moment it was
    first seen, and gives way when an earlier moment shows another value.
    """
    if not seen:
        return 0
    known = timelines(session, group_id, sorted({field for _, field in seen}))
    rows: list[tuple[int, str, str, int, int]] = []
    earlier: list[dict[str, object]] = []
    for (member_id, field), moments in seen.items():
        line = known.get((member_id, field), [])
        dated = [fact for fact in line if fact[0] != BEGINNING]
        first = line[0] if line and line[0][0] == BEGINNING else None
        for at, value in sorted(moments):
            index = bisect_right(dated, at, key=lambda fact: fact[0])
            if index and (dated[index - 1][1] == value or dated[index - 1][0] == at):
                continue
            insort(dated, (at, value))
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
    return insert_new(session, "member_fact", COLUMNS, rows) + len(earlier)


def owners_of_names(session: Session, group_id: int) -> dict[str, set[int]]:
    """Member rows by every id and name they go or went by."""
    rows = session.connection().execute(
        text(
            "SELECT platform_id AS name, id FROM member WHERE group_id = :group UNION ALL "
            "SELECT f.value, f.member_id FROM member_fact f JOIN member m ON m.id = f.member_id "
            "WHERE m.group_id = :group AND f.field IN ('name', 'nickname') AND f.value <> ''"
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
            "SELECT at, event, actor, targets FROM notice WHERE group_id = :group "
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
    if changed and joined:
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
            "SELECT f.member_id, (SELECT min(m.at) FROM message m WHERE m.sender_id = f.member_id AND m.at > f.at) "
            "AS back, (SELECT min(n.at) FROM member_fact n WHERE n.member_id = f.member_id AND n.field = 'present' "
            "AND n.at > f.at) AS next FROM member_fact f JOIN member p ON p.id = f.member_id "
            "WHERE p.group_id = :group AND f.field = 'present' AND f.value = '0'"
        ),
        {"group": group_id},
    ).all()
    facts = [
        (member_id, "present", "1", back, import_id)
        for member_id, back, following in rows
        if back is not None and (following is None or back < following)
    ]
    return insert_new(session, "member_fact", COLUMNS, facts)
