"""The group chosen in the top bar, as the operations of the desk name it."""

from __future__ import annotations

from core.desk.desk import Desk
from core.store.tables import GroupRow


def group_key(desk: Desk, group_id: int | None) -> str:
    """The room id, which is unique where names are not; "" for all groups or one that is gone."""
    if group_id is None:
        return ""
    with desk.store.read() as session:
        row = session.get(GroupRow, group_id)
        return row.room_id if row is not None else ""


def group_name(desk: Desk, group_id: int | None) -> str:
    if group_id is None:
        return ""
    with desk.store.read() as session:
        row = session.get(GroupRow, group_id)
        return row.name if row is not None else ""
