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
    policies: str | None = None
    """JSON: the sanction policies that the charter's clauses named when it was adopted, by id. What follows
    is empty in adoptions older than these columns."""
    platform: str | None = None
    """What kind of group it was adopted for (core.charter.platforms)."""
    fallbacks: str | None = None
    """JSON: what happens instead of a step that the platform cannot carry out, by step."""
    answers: str | None = None
    """JSON: what was agreed where the text is silent, by question."""
    cap_fen: int | None = None
    """The most money per person and month."""
    author: str | None = None
    """Who wrote the charter, as far as its text or the operator says."""
    notice_by: str | None = None
    """Who gave the group notice; with `notice_at` and the text as posted."""
    notice_at: int | None = None
    notice_text: str | None = None
