"""Changes found without holding the store are written later: what happened between the two is respected."""

from __future__ import annotations

import pytest
from sqlmodel import col

from core.store.row_changes import RowChanges
from core.store.store import Store
from core.store.tables import GroupRow, HeardRow


def row(name: str, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": name, "group_id": 1, "intent": "leave", "message_key": "k1", "member": "wxid_li", "at": 5,
    }  # fmt: skip
    return fields | changes


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as session:
        session.add(GroupRow(id=1, room_id="100@chatroom", name="管理群"))
        session.flush()
        RowChanges(HeardRow, [row("a"), row("b")]).write(session)
    return store


def read(store: Store) -> dict[str, tuple[int, int | None]]:
    with store.read() as session:
        rows = [session.get(HeardRow, name) for name in ("a", "b", "c")]
        return {each.id: (each.at, each.superseded_at) for each in rows if each is not None}


def test_one_that_somebody_added_meanwhile_stays_as_it_is(filled: Store):
    with filled.write() as session:
        RowChanges(HeardRow, [row("b", at=9), row("c")]).write(session)
    assert read(filled) == {"a": (5, None), "b": (5, None), "c": (5, None)}


def test_each_row_gets_its_own_columns(filled: Store):
    changed = [{"id": "a", "superseded_at": 7}, {"id": "b", "at": 8}, {"id": "none", "at": 1}]
    with filled.write() as session:
        RowChanges(HeardRow, changed=changed).write(session)
        assert session.get_one(HeardRow, "a").superseded_at == 7
    assert read(filled) == {"a": (5, 7), "b": (8, None)}


def test_what_no_longer_holds_is_left_alone(filled: Store):
    with filled.write() as session:
        session.get_one(HeardRow, "a").superseded_at = 6
        changes = RowChanges(HeardRow, changed=[{"id": "a", "at": 7}, {"id": "b", "at": 7}])
        changes.write(session, (col(HeardRow.superseded_at).is_(None),))
    assert read(filled) == {"a": (5, 6), "b": (7, None)}
