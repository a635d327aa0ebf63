"""Charter versions as adopted, and adoptions."""

from __future__ import annotations

from sqlmodel import Field, SQLModel, UniqueConstraint


class CharterRow(SQLModel, table=True):
    """The text of a charter version that a group adopted, kept for good."""

    __tablename__ = "charter"
    __table_args__ = (UniqueConstraint("charter_id", "text_digest"),)

    id: int | None = Field(default=None, primary_key=True)
    charter_id: str
    version: int
    text_digest: str
    text: str
    stored_at: int


class AdoptionRow(SQLModel, table=True):
    """Group follows charter from `since` on. One with `adds` = False ends all that were in force before it."""

    __tablename__ = "adoption"

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id", index=True)
    charter_row: int = Field(foreign_key="charter.id")
    since: int
    adds: bool = False
    position: int = 0
    unit: str = "points"
    settings: str = "{}"
    """JSON: raw setting texts by key, as given."""
    operator: str
    recorded_at: int
    undone_at: int | None = None
    """Kept beside the undo decision for quick reading."""
