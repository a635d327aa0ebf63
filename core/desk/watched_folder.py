"""The folder that this computer watches for chats, as the store remembers it; none unless a person said so."""

from __future__ import annotations

import platform
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.store.meta import read_meta, write_meta

_KEY = "watched_folder:"


def watched(desk: Desk) -> str:
    """Its path; "" while none is watched. Another computer on the same store has its own."""
    with desk.store.read() as session:
        return read_meta(session, _KEY + platform.node()) or ""


def watch(desk: Desk, folder: str) -> Outcome[str]:
    """Watch `folder` from now on; "" watches none. Raises Refusal for a folder that is not there."""
    if folder and not Path(folder).is_dir():
        raise Refusal(P("there is no such folder."), folder, P("Name a folder to watch."))
    with desk.store.write() as session:
        write_meta(session, _KEY + platform.node(), folder)
    return Outcome(folder, Changes(Noun.IMPORTS))
