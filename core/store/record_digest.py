"""The digest over the rows an import added; the chain vouches for it through the import's own row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import text
from sqlmodel import Session

from core.store.media import MEDIA_COLUMNS
from core.store.provenance import brought_lines

MESSAGE_COLUMNS = (
    "group_id", "key", "external_id", "at", "sender_id", "kind", "text", "reply_to", "import_id",
)  # fmt: skip
NOTICE_COLUMNS = (
    "group_id", "key", "external_id", "at", "event", "actor", "targets", "detail", "text", "import_id",
)  # fmt: skip
_CHUNK = 2_000


class RowsDigest:
    """SHA-256 over messages and notices, each in order of id, over the ranges of rows brought again, and over the
    files that messages name; feed it rows as they are written."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder()
        self._messages = hashlib.sha256()
        self._notices = hashlib.sha256()
        self._brought: hashlib._Hash | None = None
        self._media: hashlib._Hash | None = None

    def messages(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows with MESSAGE_COLUMNS in this order."""
        self._messages.update(self._encoder.encode_lines([tuple(row) for row in rows]))

    def notices(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows with NOTICE_COLUMNS in this order."""
        self._notices.update(self._encoder.encode_lines([tuple(row) for row in rows]))

    def brought(self, lines: Iterable[tuple[str, int, int]]) -> None:
        """What the import brought again: (table, first row, last row), in order."""
        for line in lines:
            self._brought = self._brought or hashlib.sha256()
            self._brought.update(self._encoder.encode_lines([line]))

    def media(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows with MEDIA_COLUMNS in this order."""
        for row in rows:
            self._media = self._media or hashlib.sha256()
            self._media.update(self._encoder.encode_lines([tuple(row)]))

    def hex(self) -> str:
        parts = f"messages {self._messages.hexdigest()}\nnotices {self._notices.hexdigest()}\n"
        if self._brought is not None:
            parts += f"brought {self._brought.hexdigest()}\n"
        if self._media is not None:
            parts += f"media {self._media.hexdigest()}\n"
        return hashlib.sha256(parts.encode()).hexdigest()


def import_rows_digest(session: Session, import_id: int | str) -> str:
    """The digest as the store's rows have it now; equal to ImportRow.rows_digest unless somebody changed them."""
    digest = RowsDigest()
    for table, columns, feed in (
        ("message", MESSAGE_COLUMNS, digest.messages),
        ("notice", NOTICE_COLUMNS, digest.notices),
        ("media", MEDIA_COLUMNS, digest.media),
    ):
        names = ", ".join(f'"{name}"' for name in columns)
        rows = session.execute(
            text(f"SELECT {names} FROM {table} WHERE import_id = :import_id ORDER BY id"),
            {"import_id": int(import_id)},
        )
        while chunk := rows.fetchmany(_CHUNK):
            feed(chunk)
    digest.brought(brought_lines(session, int(import_id)))
    return digest.hex()
