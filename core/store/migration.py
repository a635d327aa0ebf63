"""Migrations by alembic: a backup before each, all or nothing, newer files refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.phrase import P
from core.base.refusal import Refusal

if TYPE_CHECKING:
    from sqlalchemy import Engine

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0010"
"""The newest revision in `SCRIPTS`; written down so that opening an up-to-date store need not load alembic."""


def is_current(path: Path | None) -> bool:
    """Whether `path` is a store of the newest version that can be written, told without SQLAlchemy.

    False also where that cannot be told: then `migrate` finds out and says why.
    """
    if path is None or not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            found = connection.execute("select version_num from alembic_version").fetchall()
            connection.execute("rollback")
    except sqlite3.Error:
        return False
    return found == [(NEWEST,)]


def migrate(engine: Engine, path: Path | None) -> None:
    """Bring the store to the newest version. An existing file is copied beside itself first.

    Raises Refusal for a file of a newer version or of another program.
    """
    # Imported here, as alembic below: the window opens an up-to-date store before SQLAlchemy is loaded.
    from sqlalchemy import inspect, text

    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        current = None
        if "alembic_version" in tables:
            current = connection.execute(text("select version_num from alembic_version")).scalar()
    if current == NEWEST:
        return
    where = str(path or engine.url)
    if current is None and tables:
        raise Refusal(P("this file belongs to another program."), where, P("Choose another file with --db."))
    # alembic takes a third of a second, and most openings find nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    # A percent sign in the folder's name would be read as a reference.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise Refusal(
            P("this store was written by a newer version of the program."),
            where,
            P("Update the program to open it."),
        )
    if current is not None and path is not None:
        back_up(path, f"before-{NEWEST}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def back_up(path: Path, label: str) -> Path:
    """Copy a SQLite file, with what its journal holds, to "<name>.<label>.bak" beside it."""
    target = path.with_name(f"{path.name}.{label}.bak")
    partial = target.with_suffix(".part")
    source, copy = sqlite3.connect(path), sqlite3.connect(partial)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    partial.replace(target)
    return target
