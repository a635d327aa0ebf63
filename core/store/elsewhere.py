"""Messages of other groups that a finding or violation of a group names by keys elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, select

from core.chat.elsewhere import home_of
from core.store.tables import GroupRow


def home_group(session: Session, group_id: int, key: str) -> tuple[int, str]:
    """(row id of the group that the message is of, key in that group), for a key that group `group_id` names.
    Where the other group is no longer stored, `group_id` and the key as it is."""
    room, inner = home_of(key)
    if not room:
        return group_id, key
    found = session.exec(select(GroupRow.id).where(GroupRow.room_id == room)).first()
    return (group_id, key) if found is None else (found, inner)


def by_home(session: Session, group_id: int, keys: Iterable[str]) -> dict[int, dict[str, str]]:
    """The keys that group `group_id` names, by row id of the group they are of: key there → key as named."""
    result: dict[int, dict[str, str]] = defaultdict(dict)
    for key in keys:
        home, inner = home_group(session, group_id, key)
        result[home][inner] = key
    return result
