"""Groups, their members and what is known of them over time; operators of this console."""

from __future__ import annotations

from sqlalchemy import false
from sqlmodel import Field, SQLModel, UniqueConstraint


class GroupRow(SQLModel, table=True):
    __tablename__ = "group_"

    id: int | None = Field(default=None, primary_key=True)
    room_id: str = Field(unique=True)
    """The platform's room id, or "name:…"."""
    name: str
    kind: str = "other"
    platform: str = "wechat"
    zone: str = "Asia/Shanghai"
    case_prefix: str = ""
    judged_at: int | None = None
    """Up to which moment the last scan judged."""
    changed_at: int = 0
    """When something that judging depends on last changed (import, adoption, roster, decision)."""


class MemberRow(SQLModel, table=True):
    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("group_id", "platform_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    platform_id: str
    joined_at: int | None = None
    invited_by: str = ""
    department: str = ""
    company: str = ""
    phone: str = ""
    import_id: int | None = Field(default=None, foreign_key="import_.id")
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Hidden, because no import that brought this member stands."""


class MemberFactRow(SQLModel, table=True):
    """A dated fact of a member. `field`: name | nickname | role | type | present ("1" in, "0" out).

    The latest name, nickname and role before a moment are the ones in force then.
    """

    __tablename__ = "member_fact"
    __table_args__ = (UniqueConstraint("member_id", "field", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    field: str
    value: str
    at: int
    import_id: int | None = Field(default=None, foreign_key="import_.id")
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class OperatorRow(SQLModel, table=True):
    __tablename__ = "operator"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str = "admin"
    """owner | admin | supervisor (reads only)"""
    created_at: int = 0
    passphrase: str | None = None
    """Argon2 hash; empty while none was set."""
    removed_at: int | None = None
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Wrong passphrases in a row, the latest at `failed_at`."""
    failed_at: int | None = None
