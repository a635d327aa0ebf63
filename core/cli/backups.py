"""backup and restore: the whole store in one file, locked with a passphrase when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.options import Db, Json, Lang, Now, clock
from core.cli.output import default_store, emit, open_desk, say
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.keeping.backup import Backup


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    target: Annotated[Path, typer.Argument(metavar="F", help="A new file, or a folder.")],
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Write the whole store into one file; with --passphrase-file it opens with that passphrase only."""
    from core.desk.backups import back_up

    passphrase = _asked(passphrase_file)
    with open_desk(db, clock(now)) as desk:
        made = back_up(desk, target, passphrase)
    if json:
        emit(_line(made))
        return
    say(
        P(
            "Backup written: {path}, {kb} KB, {entries} links of the chain, {files} files beside the store.",
            path=str(made.path), kb=-(-made.size // 1024), entries=made.entries, files=made.files,
        )
    )  # fmt: skip


def restore(
    source: Annotated[Path, typer.Argument(metavar="F", help="A backup.")],
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Put a backup in place of the store; a copy of what was there stays beside it."""
    from core.desk.backups import restore as put_back

    if "://" in db:
        raise Refusal(
            P("a backup is restored into a file."), db, P("Name a path with --db, then move the data.")
        )
    done = put_back(source, Path(db) if db else default_store(), _asked(passphrase_file))
    if json:
        emit(_line(done.backup) | {"store": str(done.store), "kept": str(done.kept) if done.kept else ""})
        return
    say(
        P(
            "Restored to {path}: the record as of {time}, {entries} links of the chain.",
            path=str(done.store), time=done.backup.made_at, entries=done.backup.entries,
        )
    )  # fmt: skip
    if done.kept is not None:
        say(P("What was there before is kept in {path}.", path=str(done.kept)))


def _asked(path: str) -> str:
    """An empty passphrase file must not lead to an unlocked backup."""
    passphrase = read_passphrase(path)
    if path and not passphrase:
        raise Refusal(
            P("the file with the passphrase is empty."), f"--passphrase-file {path}",
            P("Write the passphrase in its first line, as UTF-8."),
        )  # fmt: skip
    return passphrase


def _line(made: Backup) -> dict[str, Any]:
    return {
        "path": str(made.path),
        "made_at": made.made_at,
        "bytes": made.size,
        "entries": made.entries,
        "head": made.head,
        "files": made.files,
        "locked": made.locked,
    }
