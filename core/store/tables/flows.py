"""Who reported something, sealed; and what was said in the chat that wants a flow of its own."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel


class SealKeyRow(SQLModel, table=True):
    """One operator who may see reporters: the store's secret key, wrapped by their passphrase (hex)."""

    __tablename__ = "seal_key"

    operator: str = Field(primary_key=True)
    public: str
    salt: str
    wrapped: str
    created_at: int


class SealedRow(SQLModel, table=True):
    """What only those with the right can read of a report: who reported, and the text as it was given.

    `reporter` is a name made up for whoever it is, the same for all their reports once that was seen.
    """

    __tablename__ = "sealed"

    report: str = Field(primary_key=True)
    reporter: str = Field(index=True)
    content: str
    """Sealed box, base64."""


class HeardRow(SQLModel, table=True):
    """A message that wants leave, a permit, or to report or bring up something; a draft until somebody takes
    it up or puts it aside, which is a decision about its id."""

    __tablename__ = "heard"
    __table_args__ = (Index("heard_by_group", "group_id", "at"),)

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    intent: str
    message_key: str
    member: str
    """Platform id of whoever said it."""
    at: int
    superseded_at: int | None = None
