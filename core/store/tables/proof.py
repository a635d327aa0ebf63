"""The hash chain over rows that must not change, and what the store knows of itself."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ChainRow(SQLModel, table=True):
    """Link `seq` vouches for one row: `table_name`, `row_id` and the digest of all its columns."""

    __tablename__ = "chain"

    seq: int | None = Field(default=None, primary_key=True)
    at: int
    table_name: str
    row_id: str
    digest: str
    previous: str
    hash: str = Field(unique=True)


class MetaRow(SQLModel, table=True):
    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str
