"""What columns of unknown tables hold, as a person said it once: kept by name, used for files of the same shape."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlmodel import Session

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.intake.layout import HEADERLESS, Layout, Shapes, shape_of
from core.intake.table_layout import FIELDS
from core.intake.table_layout import mapping as checked
from core.store.meta import read_meta, write_meta

_KEY = "table_mappings"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TableMapping:
    """`names` are the columns of the tables it is for, in order; `layout` says what they hold."""

    name: str
    names: tuple[str, ...]
    layout: Layout

    @property
    def columns(self) -> dict[str, str]:
        """Column by field."""
        return {field: column for field, column in self.layout.columns if column}


def saved(desk: Desk) -> list[TableMapping]:
    """By name."""
    with desk.store.read() as session:
        return _load(session)


def named(desk: Desk, name: str) -> TableMapping:
    """Raises Refusal with the names there are."""
    known = saved(desk)
    found = next((each for each in known if each.name == name.strip()), None)
    if found is not None:
        return found
    names = tuple(each.name for each in known)
    raise Refusal(
        P("no mapping of that name was saved."), name,
        P("Saved are: {names}.", names=names) if names else P("Save one with --map-save."),
    )  # fmt: skip


def shapes(desk: Desk) -> Shapes:
    """Layout by shape of table; of several for one shape the one saved last."""
    return {shape_of(each.names): each.layout for each in saved(desk)}


def save(desk: Desk, name: str, names: tuple[str, ...], layout: Layout) -> Outcome[TableMapping]:
    """Keep it, in place of one of the same name. Raises Refusal for a name that is none, or a layout that does
    not tell time, sender and text."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(
            P("a mapping has a name of 1 to 60 characters."), name[:LONGEST_NAME], P("Write another one.")
        )
    # Every field is written down, also those without a column: a guess by name must not change what was agreed.
    agreed = checked(layout.columns, names, name)
    columns = tuple((field, agreed.get(field, "")) for field in FIELDS)
    header = HEADERLESS if layout.header == HEADERLESS else 0
    made = TableMapping(name, names, Layout(columns, header, layout.delimiter, layout.encoding, layout.dates))
    with desk.store.write() as session:
        others = [each for each in _load(session) if each.name != name]
        _store(session, [*others, made])
    changes = Changes(Noun.IMPORTS)
    desk.announce(changes)
    return Outcome(made, changes)


def forget(desk: Desk, name: str) -> Outcome[TableMapping]:
    """Raises Refusal for a name that was not saved."""
    gone = named(desk, name)
    with desk.store.write() as session:
        _store(session, [each for each in _load(session) if each.name != gone.name])
    changes = Changes(Noun.IMPORTS)
    desk.announce(changes)
    return Outcome(gone, changes)


def _load(session: Session) -> list[TableMapping]:
    found = []
    for row in json.loads(read_meta(session, _KEY) or "[]"):
        columns = tuple((field, column) for field, column in row["columns"])
        layout = Layout(columns, row["header"], row["delimiter"], row["encoding"], row["dates"])
        found.append(TableMapping(row["name"], tuple(row["names"]), layout))
    return found


def _store(session: Session, mappings: list[TableMapping]) -> None:
    """In the order saved."""
    rows = [
        {
            "name": each.name, "names": each.names, "columns": each.layout.columns, "header": each.layout.header,
            "delimiter": each.layout.delimiter, "encoding": each.layout.encoding, "dates": each.layout.dates,
        }
        for each in mappings
    ]  # fmt: skip
    write_meta(session, _KEY, json.dumps(rows, ensure_ascii=False))
