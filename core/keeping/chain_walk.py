"""Walking the chain: every link against the one before, every row against its link, no row without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import String, cast, column, func, select, table
from sqlmodel import Session

from core.base.chain import GENESIS, link
from core.base.phrase import P
from core.keeping.problem import Problem
from core.store.chain import CHAINED, digest_of, rows_by_id

_CHUNK = 500
_LINKS = table("chain", *(column(name) for name in
               ("seq", "at", "table_name", "row_id", "digest", "previous", "hash")))  # fmt: skip
"""Untyped on purpose: values are compared as the driver gives them."""
Link = Mapping[str, Any]


def broken_links(session: Session) -> Iterator[Problem]:
    """Problems of the chain and of the rows it vouches for, in order of the chain."""
    seq, previous = 0, GENESIS
    while True:
        chunk = _chunk_after(session, seq)
        sound: list[Link] = []
        problem: Problem | None = None
        for each in chunk:
            seq += 1
            problem = _link_problem(each, seq, previous)
            if problem:
                break
            sound.append(each)
            previous = str(each["hash"])
        yield from _row_problems(session, sound)
        if problem:
            yield problem
        if problem or len(chunk) < _CHUNK:
            return


def rows_without_link(session: Session) -> Iterator[Problem]:
    """Rows of chained tables that no link vouches for. An import counts once it is complete."""
    for name, key in sorted(CHAINED.items()):
        rows = table(name, column(key), column("state")) if name == "import_" else table(name, column(key))
        named = cast(rows.c[key], String)
        linked = select(_LINKS.c.row_id).where(_LINKS.c.table_name == name)
        extra = select(named).where(named.not_in(linked)).order_by(rows.c[key]).limit(1)
        if name == "import_":
            extra = extra.where(rows.c.state == "complete")
        for (row_id,) in session.execute(extra):
            yield Problem(f"{name}:{row_id}", P("the row was put in beside the chain."))


def count_links(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(_LINKS)).scalar_one())


def hash_at(session: Session, seq: int) -> str | None:
    """The hash of link `seq`, None when there is none."""
    found = session.execute(select(_LINKS.c.hash).where(_LINKS.c.seq == seq)).scalar()
    return None if found is None else str(found)


def _chunk_after(session: Session, seq: int) -> list[Link]:
    # A link below 1 could hide from a walk that starts at 1; the first chunk asks for everything.
    query = select(*_LINKS.c).order_by(_LINKS.c.seq).limit(_CHUNK)
    if seq:
        query = query.where(_LINKS.c.seq > seq)
    return [dict(row) for row in session.execute(query).mappings()]


def _link_problem(each: Link, seq: int, previous: str) -> Problem | None:
    if each["seq"] != seq:
        return Problem(f"chain:{min(seq, int(each['seq']))}", P("a link of the chain is missing."))
    if each["previous"] != previous:
        return Problem(f"chain:{seq}", P("the link does not follow the one before it."))
    expected = link(
        previous, seq, str(each["table_name"]), str(each["row_id"]), str(each["digest"]), each["at"]
    )
    if each["hash"] != expected:
        return Problem(f"chain:{seq}", P("the link was changed."))
    return None


def _row_problems(session: Session, links: list[Link]) -> Iterator[Problem]:
    by_table: dict[str, list[str]] = {}
    for each in links:
        by_table.setdefault(each["table_name"], []).append(each["row_id"])
    rows = {name: rows_by_id(session, name, ids) for name, ids in by_table.items() if name in CHAINED}
    for each in links:
        name, row_id = each["table_name"], each["row_id"]
        row = rows.get(name, {}).get(row_id)
        if row is None:
            yield Problem(f"{name}:{row_id}", P("the row is gone."))
        elif digest_of(name, row) != each["digest"]:
            yield Problem(f"{name}:{row_id}", P("the row was changed."))
