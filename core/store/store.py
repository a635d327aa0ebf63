"""Opening a store: SQLite by default, any SQLAlchemy URL; one writer at a time, short read sessions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.store.migration import is_current, migrate

if TYPE_CHECKING:
    # Loaded at the first session only: the window is drawn while a reader thread does it.
    from sqlalchemy import Engine
    from sqlmodel import Session

BUSY_MS = 5_000
_WRITER_CACHE_KB = 65_536
_READER_CACHE_KB = 16_384
"""Of each connection that reads, and a window has several: the system keeps the file at hand anyway."""


class Store:
    """An open store. `write()` holds the write lock for one transaction; `read()` never waits for it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._turn = threading.RLock()

    @cached_property
    def _writer(self) -> Engine:
        return _engine(self.url, "BEGIN IMMEDIATE", _WRITER_CACHE_KB)

    @cached_property
    def _reader(self) -> Engine:
        return _engine(self.url, "BEGIN", _READER_CACHE_KB)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed whole, or rolled back whole when the block raises."""
        from sqlmodel import Session

        with (
            self._turn,
            _plain_errors(self.url),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        from sqlmodel import Session

        with _plain_errors(self.url), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @property
    def path(self) -> Path | None:
        """The file, for SQLite stores."""
        scheme, _, rest = self.url.partition("://")
        database = rest.removeprefix("/").partition("?")[0]
        return Path(database) if scheme.partition("+")[0] == "sqlite" and database else None

    def close(self) -> None:
        for name in ("_writer", "_reader"):
            # An engine that no session asked for was never made.
            if name in self.__dict__:
                self.__dict__[name].dispose()


def open_store(location: str | Path) -> Store:
    """Open (or create) and migrate the store at a path or URL.

    Raises Refusal when the file cannot be opened, is no store, or was written by a newer version.
    """
    url = store_url(location)
    path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
    if url == "sqlite://" or url.endswith(":memory:"):
        raise Refusal(P("a store in memory would be gone at once."), "--db", P("Name a file."))
    if path is not None:
        if path.is_dir():
            raise Refusal(P("this is a folder, not a store."), str(path), P("Name a file."))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(
                P("the folder of the store cannot be made: {error}.", error=str(error.strerror)),
                str(path.parent),
                P("Choose another place with --db."),
            ) from error
    if is_current(path):
        return Store(url)
    engine = _engine(url, "BEGIN IMMEDIATE", _WRITER_CACHE_KB)
    try:
        with _plain_errors(url):
            migrate(engine, path)
    finally:
        engine.dispose()
    return Store(url)


def store_url(location: str | Path) -> str:
    text = str(location)
    return text if "://" in text else f"sqlite:///{Path(text).resolve()}"


def _engine(url: str, begin: str, cache_kb: int) -> Engine:
    """An engine whose transactions start with `begin`; the driver's own implicit BEGIN is off, so that
    DDL and reads are transactional too."""
    if not url.startswith("sqlite"):
        return _made(url)
    from sqlalchemy import event

    engine = _made(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL",
                       f"cache_size=-{cache_kb}", f"busy_timeout={BUSY_MS}"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _made(url: str, **options: Any) -> Engine:
    """Raises Refusal for an address that no driver here can read."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError

    try:
        return create_engine(url, **options)
    except (ArgumentError, ImportError) as error:
        raise Refusal(
            P("the address of the store cannot be used ({reason}).", reason=" ".join(str(error).split())),
            "--db",
            P("Name a file, or install the driver of that database."),
        ) from error


@contextmanager
def _plain_errors(url: str) -> Iterator[None]:
    """Errors a user can act on (disk full, locked, no permission, not a database) as Refusals."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    where = url.removeprefix("sqlite:///")
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        reason = str(error.orig).lower()
        for sign, remedy in (
            ("full", P("The disk is full: free some space and try again; nothing was changed.")),
            ("locked", P("Another program is writing to it: try again in a moment.")),
            ("readonly", P("The file is read-only: allow writing or choose another with --db.")),
            ("unable to open", P("Check the folder and its permissions, or choose another place with --db.")),
            ("not a database", P("Choose a store made by this program, or a new file name.")),
            ("malformed", P("Restore the last backup beside the file.")),
            ("disk i/o", P("The disk cannot be written: check space and cable; nothing was changed.")),
        ):
            if sign in reason:
                raise Refusal(
                    P("the store cannot be used ({reason}).", reason=str(error.orig)), where, remedy
                ) from error
        raise
