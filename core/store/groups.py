"""Groups and members by the names people type; new groups with what their name suggests."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from sqlmodel import Session, col, select

from core.base.clock import DEFAULT_ZONE, Instant
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.chat.group import GroupKind
from core.chat.incoming import Room
from core.chat.member import NAME_ONLY
from core.store.persons import person_rows
from core.store.tables import GroupRow, MemberFactRow, MemberRow

PREFIXES = ("股东", "销售", "商会", "工程", "客户", "管理", "代理", "顾问", "咨询", "采购", "售后")
_KINDS: tuple[tuple[GroupKind, tuple[str, ...]], ...] = (
    (GroupKind.SHAREHOLDER, ("股东",)),
    (GroupKind.CHAMBER, ("商会",)),
    (GroupKind.SALES, ("客户", "福利", "优惠", "团购", "顾客", "会员", "销售群", "粉丝", "特卖", "折扣")),
    (GroupKind.STAFF, ("销售", "员工", "工作", "管理", "咨询", "部", "公司", "内部", "项目", "工程", "同事")),
    (GroupKind.SALES, ("购", "卖")),
)


def guess_kind(name: str) -> GroupKind:
    """What the name of a group says about it; the admin can set it otherwise."""
    if (
        name.startswith("销售")
        and name.endswith("群")
        and not any(w in name for w in ("部", "员工", "工作", "内部"))
    ):
        return GroupKind.SALES
    return next((kind for kind, words in _KINDS if any(word in name for word in words)), GroupKind.OTHER)


def case_prefix(name: str) -> str:
    """Two characters that number a group's cases (销售-0057)."""
    found = [(name.index(word), word) for word in PREFIXES if word in name]
    return min(found)[1] if found else name[:2]


def known_group(session: Session, room: Room) -> GroupRow | None:
    """The stored group that a source speaks of: by room id, else by name."""
    if room.id:
        found = session.exec(select(GroupRow).where(GroupRow.room_id == room.id)).first()
        return (
            found or session.exec(select(GroupRow).where(GroupRow.room_id == NAME_ONLY + room.name)).first()
        )
    return session.exec(
        select(GroupRow)
        .where((GroupRow.name == room.name) | (GroupRow.room_id == room.name))
        .order_by(col(GroupRow.id))
    ).first()


def group_for(session: Session, room: Room, zone: str, now: Instant) -> GroupRow:
    """As known_group; a new one is made where there is none. Its name follows the source."""
    found = known_group(session, room)
    if found is None:
        name = room.name or room.id
        found = GroupRow(
            room_id=room.id or NAME_ONLY + name, name=name, kind=guess_kind(name).value, platform=room.platform,
            zone=zone or DEFAULT_ZONE, case_prefix=case_prefix(name),
        )  # fmt: skip
        session.add(found)
    elif room.name and room.id == found.room_id and found.name == found.room_id:
        found.name = room.name
    if zone:
        found.zone = zone
    touch(found, now)
    session.add(found)
    session.flush()
    return found


def touch(group: GroupRow, now: Instant) -> None:
    """Note that something judging depends on changed: always later than the last judgement."""
    floor = max(group.judged_at or 0, group.changed_at)
    group.changed_at = now if now > floor else floor + 1


def find_group(session: Session, name_or_id: str) -> GroupRow:
    """The group of that name, room id or row id. Raises Refusal with the nearest names."""
    text = name_or_id.strip()
    rows = session.exec(select(GroupRow).order_by(col(GroupRow.id))).all()
    for matches in (
        [row for row in rows if row.room_id == text],
        [row for row in rows if row.name == text],
        [row for row in rows if str(row.id) == text],
        [row for row in rows if text and row.name.startswith(text)],
        [row for row in rows if text and text in row.name],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise Refusal(
                P("several groups are called that."), text,
                P("Use the id: {ids}.", ids=tuple(row.room_id for row in matches)),
            )  # fmt: skip
    raise Refusal(P("there is no such group."), text, _nearest(text, [row.name for row in rows]))


def group_or_new(session: Session, name_or_id: str) -> GroupRow | None:
    """As find_group, but None for a name unlike any known one: a new group may be made of it."""
    names = session.exec(select(GroupRow.name)).all()
    try:
        return find_group(session, name_or_id)
    except Refusal:
        if difflib.get_close_matches(name_or_id.strip(), names, 1, 0.6):
            raise
        return None


def find_member(session: Session, group_id: int, id_or_name: str) -> MemberRow:
    """The member with that platform id, row id or name (of any time). Raises Refusal with the nearest names."""
    text = id_or_name.strip().removeprefix("@")
    rows = session.exec(select(MemberRow).where(MemberRow.group_id == group_id)).all()
    by_id = {row.platform_id: row for row in rows}
    for key in (text, NAME_ONLY + text):
        if key in by_id:
            return by_id[key]
    names = session.exec(
        select(MemberFactRow.member_id, MemberFactRow.value)
        .join(MemberRow)
        .where(MemberRow.group_id == group_id, col(MemberFactRow.field).in_(("name", "nickname")))
    ).all()
    persons = person_rows(session)
    owners = {persons.stand_in(member_id) for member_id, value in names if value == text}
    if len(owners) == 1:
        return next(row for row in rows if row.id in owners)
    if owners:
        raise Refusal(
            P("several members are called that."), text,
            P("Use the id: {ids}.", ids=tuple(row.platform_id for row in rows if row.id in owners)),
        )  # fmt: skip
    if text.isdigit() and (row := next((row for row in rows if str(row.id) == text), None)):
        return row
    raise Refusal(P("there is no such member."), text, _nearest(text, sorted({value for _, value in names})))


def _nearest(text: str, names: Sequence[str]) -> Phrase:
    near = difflib.get_close_matches(text, names, 3, 0.3) or list(names[:5])
    return P("Known are: {names}.", names=tuple(near)) if near else P("Import a chat first.")
