"""What was imported: messages, notices, coverage, and the imports that brought them."""

from __future__ import annotations

from sqlalchemy import false
from sqlmodel import Field, Index, SQLModel, UniqueConstraint


class ImportRow(SQLModel, table=True):
    """One file (or pasted text) brought in, invisible while `state` is running; or what a feed brings, visible at once."""

    __tablename__ = "import_"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int | None = Field(default=None, foreign_key="group_.id", index=True)
    path: str
    format: str
    state: str = "running"
    """running | live | complete"""
    started_at: int
    finished_at: int | None = None
    messages_new: int = 0
    messages_known: int = 0
    notices: int = 0
    members_new: int = 0
    unparsed: int = 0
    first_at: int | None = None
    last_at: int | None = None
    rows_digest: str = ""
    """Digest over the rows this import added, in order of id; the chain vouches for it."""
    beaten_at: int = 0
    """Last sign of life of a running import, by the machine's clock."""
    withdrawn_at: int | None = None
    """When a person withdrew it; mirrors the decision. Empty while it stands."""
    file_digest: str | None = None
    """SHA-256 of the file, where somebody asked for it: a watched folder knows its files by it."""
    media_root: str | None = None
    """The folder, or archive, that the files named by its messages lie in; empty where none was found."""


class MessageRow(SQLModel, table=True):
    """Messages go in by the driver's bulk path (bulk.py), not through this class."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("group_id", "key"),
        Index("message_by_time", "group_id", "at"),
        Index("message_by_sender", "sender_id", "at"),
        Index("message_by_import", "import_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    key: str
    external_id: str = ""
    at: int
    sender_id: int = Field(foreign_key="member.id")
    kind: str
    text: str
    reply_to: str = ""
    import_id: int = Field(foreign_key="import_.id")
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Hidden, because no import that brought it stands."""


class NoticeRow(SQLModel, table=True):
    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("group_id", "key"),
        Index("notice_by_time", "group_id", "at"),
        Index("notice_by_import", "import_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    key: str
    external_id: str = ""
    at: int
    event: str
    actor: str = ""
    targets: str = "[]"
    """JSON list of ids or names."""
    detail: str = ""
    text: str
    import_id: int = Field(foreign_key="import_.id")
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class AliasRow(SQLModel, table=True):
    """A server id that a later source gave to a message or notice first stored without one: the first key
    stays, the id becomes known. `row_id` is of table `of` (message | notice)."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("of", "row_id"),)

    group_id: int = Field(foreign_key="group_.id", primary_key=True)
    key: str = Field(primary_key=True)
    of: str
    row_id: int
    import_id: int = Field(foreign_key="import_.id", index=True)


class CoverageRow(SQLModel, table=True):
    __tablename__ = "coverage"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_.id", index=True)
    start_at: int
    end_at: int
    import_id: int = Field(foreign_key="import_.id")


class UnparsedRow(SQLModel, table=True):
    """A row of a file that could not be read, kept as it was."""

    __tablename__ = "unparsed"

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import_.id", index=True)
    line: int
    reason: str
    raw: str


class BroughtRow(SQLModel, table=True):
    """Rows of table `of` (message | notice | member | member_fact) that were known when an import brought them
    again, as ranges of row ids; what it brought first bears its id. The digest of the import covers them."""

    __tablename__ = "brought"

    import_id: int = Field(foreign_key="import_.id", primary_key=True)
    of: str = Field(primary_key=True)
    first_row: int = Field(primary_key=True)
    last_row: int


class ImportDayRow(SQLModel, table=True):
    """What was wrong with one day of an import, the day in the zone of the group; sound days have no row."""

    __tablename__ = "import_day"

    import_id: int = Field(foreign_key="import_.id", primary_key=True)
    day: str = Field(primary_key=True)
    """ISO date: of the row itself, or of the last readable one before an unreadable row."""
    unparsed: int = 0
    skewed: int = 0
    """Messages whose time another source tells differently, or that lie after the moment of import."""
    skew_s: int = 0
    """The largest of these differences, in seconds."""


class MediaRow(SQLModel, table=True):
    """A file beside an export that a message names, as it was when the import read it. It is never copied. The digest
    of the import covers these rows; it bears the import's id, so that a withdrawal takes what it found with it."""

    __tablename__ = "media"

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import_.id", index=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    name: str
    """As the message names it."""
    path: str = ""
    """Within the import's `media_root`, with slashes; "" where no such file lay there."""
    digest: str = ""
    """SHA-256 of the file; "" where it is missing or was too big to be read."""
    size: int | None = None
    """Bytes."""
