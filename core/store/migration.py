"""Migrations by alembic: a backup before each, all or nothing, newer files refused."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from core.base.phrase import P
from core.base.refusal import Refusal

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0001"
"""The newest revision in `SCRIPTS`; written down so that opening an up-to-date store need not load alembic."""


def migrate(engine: Engine, path: Path | None) -> None:
    """Bring the store to the newest version. An existing file is copied beside itself first.

    Raises Refusal for a file of a newer version or of another program.
    """
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
    # Loaded only here: alembic takes a third of a second, and most openings find nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
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
    shutil.move(partial, target)
    return target
