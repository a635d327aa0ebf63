"""A store in memory, for one look at a file: the same tables and the same ways in and out, nothing kept."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from core.store.store import Store
from core.store.tables import metadata


class ScratchStore(Store):
    """One connection for reading and writing; gone when closed."""

    def __init__(self) -> None:
        self.url = "sqlite://"
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA synchronous=OFF")

        @event.listens_for(engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN")

        metadata.create_all(engine)
        self._writer = self._reader = engine
        self._turn = threading.RLock()
