"""Writing a backup, and restoring one, as jobs in a process of their own. No Qt."""

from __future__ import annotations

from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.backups import Restored, back_up, restore
from core.desk.desk import Desk
from core.desk.progress import Progress, Report
from core.keeping.backup import Backup


def write(desk: Desk, report: Report, path: str, passphrase: str) -> Backup:
    report(Progress("backup", 0))
    return back_up(desk, Path(path), passphrase)


def put_back(desk: Desk, report: Report, path: str, passphrase: str) -> Restored:
    """Over the desk's own store, which other connections may have open."""
    report(Progress("restore", 0))
    target = desk.store.path
    if target is None:
        raise Refusal(
            P("a backup is restored into a file."), desk.store.url, P("Use the tools of its database server.")
        )
    return restore(Path(path), target, passphrase)
