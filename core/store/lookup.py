"""Ids as people type them: whole, or a beginning long enough to name one row only."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, SQLModel, col, select

from core.base.phrase import P
from core.base.refusal import Refusal

SHORTEST = 6
"""Characters a shortened id has at least."""


def find_id(session: Session, model: type[SQLModel], text: str, column: str = "id") -> str | None:
    """The id in `column` of `model` that is `text` or, uniquely, starts with it; None when there is none.

    Raises Refusal when `text` is too short or fits several.
    """
    field: Any = col(getattr(model, column))
    text = text.strip()
    whole = session.exec(select(field).where(field == text)).first()
    if whole is not None:
        return str(whole)
    if len(text) < SHORTEST:
        return None
    found = session.exec(select(field).where(field.startswith(text, autoescape=True)).limit(2)).all()
    if len(found) > 1:
        raise Refusal(P("several ids start like this."), text, P("Write more of it."))
    return str(found[0]) if found else None


def resolve_id(session: Session, model: type[SQLModel], text: str, column: str = "id") -> str:
    """As find_id. Raises Refusal also when there is none."""
    found = find_id(session, model, text, column)
    if found is None:
        raise unknown_id(text)
    return found


def unknown_id(text: str) -> Refusal:
    """The refusal of an id that is nowhere."""
    remedy = P("Copy it from the list; at least {count} characters of it.", count=SHORTEST)
    return Refusal(P("there is no such id."), text, remedy)
