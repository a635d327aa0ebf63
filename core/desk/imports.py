"""Imports: files, folders and pasted text into the store, all or nothing per file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlmodel import col, select

from core.base.clock import DEFAULT_ZONE, Instant
from core.base.dated import Period
from core.base.phrase import Phrase
from core.chat.incoming import Shown, Spoken, Unreadable
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.mappings import shapes
from core.desk.progress import Progress, Report, silent
from core.intake.images import PictureTally
from core.intake.importing import Asked, import_source, too_many_lost
from core.intake.kinds import NOTICE
from core.intake.layout import Layout
from core.intake.losses import Losses
from core.intake.previewing import look_at
from core.intake.reading import STDIN, sources
from core.intake.source import Source
from core.store.completeness import trouble_of
from core.store.conversations import load_coverage
from core.store.groups import find_group
from core.store.media import MediaCount, media_count
from core.store.tables import GroupRow, ImportRow, UnparsedRow


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one file brought. Message counts leave notices out."""

    path: str
    format: str
    group: str
    group_id: int
    messages_new: int
    messages_known: int
    notices: int
    members_new: int
    unparsed: int
    start: Instant | None
    end: Instant | None
    gaps: tuple[Period, ...]
    seconds: float
    pictures: PictureTally = field(default_factory=PictureTally)
    id: int = 0
    """Of the import, as `history` lists it."""
    skewed: int = 0
    """Messages whose time differs from what was known of them, or lies in the future"""
    skew_s: int = 0
    """The largest such difference, in seconds"""
    media: MediaCount = MediaCount()
    """Files that messages name"""
    losses: Losses = Losses()
    """What could not be kept as it was, or was left out"""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that an import kept as it was, because it could not be read."""

    line: int
    reason: Phrase
    raw: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would be imported. `problem` is set for a row that cannot be read."""

    line: int
    at: Instant | None
    sender: str
    kind: str
    text: str
    problem: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file or pasted text is, before anything is written.

    `rows` are the first ones and every unreadable one, in order of line; `per_day` counts messages by
    ISO date in `zone`. `needs_date`: pasted text had times without dates; `date` (YYYY-MM-DD) was assumed.
    """

    path: str
    format: str
    encoding: str
    group: str
    group_known: bool
    zone: str
    start: Instant | None
    end: Instant | None
    senders: int
    senders_known: int
    messages: int
    messages_new: int
    notices: int
    unparsed: int
    rows: tuple[PreviewRow, ...]
    per_day: tuple[tuple[str, int], ...]
    needs_date: bool = False
    date: str = ""
    names_only: bool = False
    """No sender has an id: people are told by the name shown alone."""
    columns: tuple[tuple[str, str], ...] = ()
    """(field, column) of a table that no writer is known for."""

    @property
    def unreadable_share(self) -> float:
        """0 to 1: rows that cannot be read, of all."""
        rows = self.messages + self.notices + self.unparsed
        return self.unparsed / rows if rows else 0.0

    @property
    def too_many_unreadable(self) -> bool:
        """More rows cannot be read than an import accepts without being asked to."""
        return too_many_lost(self.unparsed, self.messages + self.notices)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One line of the history of imports."""

    id: int
    path: str
    format: str
    group: str
    at: Instant
    messages_new: int
    messages_known: int
    notices: int
    unparsed: int
    start: Instant | None
    end: Instant | None
    members_new: int = 0
    withdrawn_at: Instant | None = None
    """When it was withdrawn; None while it stands."""
    group_id: int = 0
    zone: str = DEFAULT_ZONE


NAMELESS = "\N{REPLACEMENT CHARACTER}"
"""Stands for a group still to be named; no group is called that."""


def import_paths(
    desk: Desk,
    paths: Sequence[Path | str],
    group: str = "",
    format: str = "",
    zone: str = "",
    report: Report = silent,
    beside_window: bool = False,
    accept_unreadable: bool = False,
    date: str = "",
    columns: Sequence[tuple[str, str]] = (),
    layout: Layout | None = None,
) -> list[ImportReport]:
    """Import files and folders; "-" reads pasted text from standard input.

    `group` names the group where the file does not; `format` skips sniffing; `date` (YYYY-MM-DD) serves
    pasted times without dates; `accept_unreadable` goes on although many rows cannot be read;
    `columns` says which column of any other table holds what, as (field, column); `layout` says more of it;
    `beside_window` writes in short batches so that other writers get their turn. Raises Refusal, Cancelled; then nothing of that
    file was kept.
    """
    format = "table" if columns or layout else format
    asked = Asked(
        desk.clock.now(), group, format, zone, date, accept_unreadable, beside_window, columns=tuple(columns)
    )
    known = shapes(desk)
    return [
        bring_source(desk, source, asked, report)
        for path in paths
        for source in sources(path, format, known, layout)
    ]


def import_text(desk: Desk, text: str, group: str, zone: str = "", date: str = "") -> ImportReport:
    """Import chat text pasted from WeChat's window; `date` (YYYY-MM-DD) serves times without dates."""
    source = Source(STDIN, text.encode("utf-8", "replace"))
    return bring_source(desk, source, Asked(desk.clock.now(), group, "", zone, date), silent)


def preview_path(
    desk: Desk, path: Path, group: str = "", format: str = "", zone: str = "",
    columns: Sequence[tuple[str, str]] = (),
) -> Preview:  # fmt: skip
    """What an import of this file would bring; of a file with several rooms, its first one.

    Raises Refusal for a file that cannot be read.
    """
    format = "table" if columns else format
    asked = Asked(desk.clock.now(), group, format, zone, columns=tuple(columns))
    return preview_source(desk, next(sources(path, format, shapes(desk))), asked)


def preview_text(desk: Desk, text: str, group: str, zone: str = "", date: str = "") -> Preview:
    """As preview_path, for pasted text."""
    source = Source(STDIN, text.encode("utf-8", "replace"))
    return preview_source(desk, source, Asked(desk.clock.now(), group, "", zone, date))


def history(desk: Desk, group: str = "") -> list[ImportRecord]:
    """All complete imports (of one group), withdrawn ones too, newest first. Raises Refusal for an unknown group."""
    with desk.store.read() as session:
        wanted = select(ImportRow, GroupRow).join(GroupRow).where(ImportRow.state == "complete")
        if group:
            wanted = wanted.where(ImportRow.group_id == find_group(session, group).id)
        rows = session.exec(wanted.order_by(col(ImportRow.id).desc())).all()
    return [
        ImportRecord(
            row.id or 0, row.path, row.format, of.name, row.finished_at or row.started_at, row.messages_new,
            row.messages_known, row.notices, row.unparsed, row.first_at, row.last_at, row.members_new,
            row.withdrawn_at, row.group_id or 0, of.zone,
        )
        for row, of in rows
    ]  # fmt: skip


def unread(desk: Desk, import_id: int) -> list[UnreadRow]:
    """Rows of an import that could not be read, by line; as many as the store keeps."""
    with desk.store.read() as session:
        rows = session.exec(
            select(UnparsedRow).where(UnparsedRow.import_id == import_id).order_by(col(UnparsedRow.line))
        ).all()
    return [UnreadRow(row.line, Phrase(row.reason), row.raw) for row in rows]


def bring_source(desk: Desk, source: Source, asked: Asked, report: Report) -> ImportReport:
    """One source into the store. Raises Refusal, Cancelled; then nothing of it was kept."""

    def advance(done: int, total: int) -> None:
        report(Progress("import", done, total, "bytes"))

    brought = import_source(desk.store, source, asked, advance)
    row = brought.row
    assert row.group_id is not None
    with desk.store.read() as session:
        gaps = load_coverage(session, row.group_id).gaps()
        trouble = trouble_of(session, row.id or 0)
        media = media_count(session, row.id or 0)
    desk.announce(
        Changes(Noun.IMPORTS | Noun.MESSAGES | Noun.MEMBERS | Noun.GROUPS, frozenset({row.group_id}))
    )
    return ImportReport(
        row.path, row.format, brought.group, row.group_id, row.messages_new, row.messages_known, row.notices,
        row.members_new, row.unparsed, row.first_at, row.last_at, gaps, brought.seconds,
        brought.pictures, row.id or 0, trouble.skewed, trouble.skew_s, media, brought.losses,
    )  # fmt: skip


def preview_source(desk: Desk, source: Source, asked: Asked) -> Preview:
    """What one source would bring. A chat that does not name its group can be looked at before a person names it; its `group` is then ""."""
    with desk.store.read() as session:
        look = look_at(session, source, replace(asked, nameless=NAMELESS))
    named = look.group_name != NAMELESS
    return Preview(
        source.path, look.format, look.encoding, look.group_name if named else "", look.group_known and named, look.zone, look.start, look.end,
        len(look.senders), look.senders_known, look.messages, look.messages_new, look.notices, look.unparsed,
        tuple(preview_row(row) for row in look.rows), tuple(sorted(look.per_day.items())), look.needs_date, look.date,
        look.names_only, look.columns,
    )  # fmt: skip


def preview_row(row: Spoken | Shown | Unreadable) -> PreviewRow:
    """A row as a preview shows it."""
    if isinstance(row, Unreadable):
        return PreviewRow(row.line, None, "", "", row.raw, Phrase(row.reason))
    if isinstance(row, Shown):
        return PreviewRow(row.line, row.at, "", NOTICE, row.text)
    return PreviewRow(row.line, row.at, row.name or row.sender, row.kind, row.text)
