"""What the store knows of everybody, for comparing people over groups and exports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import DEFAULT_ZONE, Instant, to_datetime
from core.base.dated import BEGINNING
from core.casework.likeness import Profile
from core.casework.persons import Persons, pair_of, person_key
from core.chat.member import NAME_ONLY
from core.store.bulk import chunked
from core.store.rosters import FORMAT

_LOOKED_AT = 40
"""Messages of each display name that are looked for under other people."""


def read_profiles(session: Session, persons: Persons, now: Instant) -> list[Profile]:
    """One for each person, without the hours of their messages."""
    rosters = {row for (row,) in session.execute(text(f"SELECT id FROM import_ WHERE format = '{FORMAT}'"))}
    facts: dict[int, list[tuple[str, str, Instant, int | None]]] = defaultdict(list)
    for member, field, value, at, source in session.execute(
        text(
            "SELECT member_id, field, value, at, import_id FROM member_fact WHERE at <= :now AND NOT withdrawn "
            "AND field IN ('name', 'nickname', 'remark', 'alias') AND value <> '' ORDER BY at"
        ),
        {"now": now},
    ):
        facts[member].append((field, value, at, source))
    made: dict[str, Profile] = {}
    for row, platform_id, group, phone in session.execute(
        text("SELECT id, platform_id, group_id, phone FROM member WHERE NOT withdrawn ORDER BY id")
    ):
        key = persons.of(person_key(platform_id, group))[0]
        profile = _profile(key, platform_id, group, phone, facts[row], rosters)
        made[key] = _both(made[key], profile) if key in made else profile
    return list(made.values())


def with_hours(
    session: Session, profiles: Collection[Profile], persons: Persons, now: Instant
) -> list[Profile]:
    """The same with the messages of each by hour of the day, in the zone of the group as it is now."""
    rows = _rows_of(session, {each.key for each in profiles}, persons)
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    sql = (
        "SELECT m.sender_id, g.zone, m.at / 3600000 % 24 AS hour, count(*) FROM message m "
        "JOIN group_ g ON g.id = m.group_id WHERE m.sender_id IN :values AND NOT m.withdrawn "
        "GROUP BY m.sender_id, hour"
    )
    for row, zone, hour, count in chunked(session, sql, list(rows)):
        counts[rows[row]][(int(hour) + _ahead(zone, now)) % 24] += count
    return [
        replace(each, hours=tuple(counts[each.key][hour] for hour in range(24)))
        if each.key in counts else each
        for each in profiles
    ]  # fmt: skip


def said_twice(session: Session, persons: Persons) -> dict[tuple[str, str], int]:
    """How many of the latest messages of each display name the same group holds under somebody else, in the
    same second; by pair of keys."""
    names = session.execute(
        text(f"SELECT id, platform_id, group_id FROM member WHERE platform_id LIKE '{NAME_ONLY}%' AND NOT withdrawn")
    ).all()  # fmt: skip
    sql = text(
        "SELECT o.platform_id, count(*) FROM (SELECT at, text, kind FROM message WHERE sender_id = :row "
        "AND NOT withdrawn ORDER BY at DESC LIMIT :most) m JOIN message c ON c.group_id = :group "
        "AND c.at BETWEEN m.at / 1000 * 1000 AND m.at / 1000 * 1000 + 999 AND c.text = m.text AND c.kind = m.kind "
        "AND c.sender_id <> :row AND NOT c.withdrawn JOIN member o ON o.id = c.sender_id GROUP BY o.platform_id"
    )
    found: dict[tuple[str, str], int] = {}
    for row, platform_id, group in names:
        key = persons.of(person_key(platform_id, group))[0]
        for other, count in session.execute(sql, {"row": row, "group": group, "most": _LOOKED_AT}):
            twin = persons.of(person_key(other, group))[0]
            if twin != key:
                pair = pair_of(key, twin)
                found[pair] = max(found.get(pair, 0), count)
    return found


def _profile(
    key: str, platform_id: str, group: int, phone: str, facts: Iterable[tuple[str, str, Instant, int | None]],
    rosters: Collection[int],
) -> Profile:  # fmt: skip
    values: dict[str, list[str]] = defaultdict(list)
    lists = set()
    for field, value, at, source in facts:
        values[field].append(value)
        if source in rosters and at > BEGINNING:
            lists.add((group, at))
    named = platform_id.startswith(NAME_ONLY)
    shown = (values["nickname"] or values["name"] or [platform_id.removeprefix(NAME_ONLY)])[-1]
    return Profile(
        key, shown, frozenset() if named else frozenset({platform_id}),
        frozenset((*values["name"], *values["nickname"], *([platform_id.removeprefix(NAME_ONLY)] if named else ()))),
        frozenset(values["remark"]), frozenset(values["alias"]), frozenset({phone} - {""}), frozenset({group}),
        frozenset(lists),
    )  # fmt: skip


def _both(one: Profile, other: Profile) -> Profile:
    return replace(
        one,
        **{
            name: getattr(one, name) | getattr(other, name)
            for name in ("ids", "names", "remarks", "aliases", "phones", "groups", "lists")
        },
    )


def _rows_of(session: Session, keys: Collection[str], persons: Persons) -> dict[int, str]:
    rows: Mapping[Any, Any] = {
        row: persons.of(person_key(platform_id, group))[0]
        for row, platform_id, group in session.execute(
            text("SELECT id, platform_id, group_id FROM member WHERE NOT withdrawn")
        )
    }
    return {row: key for row, key in rows.items() if key in keys}


@cache
def _ahead(zone: str, now: Instant) -> int:
    """Hours that the zone is ahead of UTC, rounded down."""
    offset = to_datetime(now, zone or DEFAULT_ZONE).utcoffset()
    return 0 if offset is None else offset // timedelta(hours=1)
