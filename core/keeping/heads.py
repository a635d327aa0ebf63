"""The head of the chain remembered outside the store, in the user's state folder.

A chain cut short or rewritten whole is sound in itself; only a head kept elsewhere shows it. There is one
small file per store id with, for each place the store was seen at, the newest link seen there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.base.phrase import P, Phrase
from core.keeping.chain_walk import hash_at
from core.keeping.problem import Problem
from core.store.chain import head
from core.store.meta import STORE_ID, read_meta, store_id
from core.store.store import Store


@dataclass(frozen=True, slots=True)
class Head:
    seq: int
    hash: str


def remember(store: Store) -> None:
    """Remember the store's newest link, if it continues what was remembered.

    A chain that does not is left to `verify`: overwriting the memory would hide what happened. Never
    raises for a folder that cannot be written; then there is merely no memory.
    """
    with store.read() as session:
        seq, newest = head(session)
        known = read_meta(session, STORE_ID)
        before = _own(known, store) if known else None
        if not seq or (before and (before.seq >= seq or hash_at(session, before.seq) != before.hash)):
            return
    if known is None:
        with store.write() as session:
            known = store_id(session)
    with suppress(OSError):
        _write(known, store, Head(seq, newest))


def forget_and_remember(store: Store) -> None:
    """Take the store as it is for true: after a person restored a backup."""
    with store.write() as session:
        known = store_id(session)
        seq, newest = head(session)
    with suppress(OSError):
        _write(known, store, Head(seq, newest))


def compare(store: Store) -> tuple[Problem | None, Phrase | None]:
    """What the memory says against the store, and a note when there is none to ask."""
    with store.read() as session:
        known = read_meta(session, STORE_ID)
        seen = _seen(known) if known else {}
        remembered = seen.get(_place(store)) or max(seen.values(), key=lambda each: each.seq, default=None)
        if remembered is None:
            return None, P("This computer remembers no earlier head of this store to compare with.")
        seq, _ = head(session)
        if seq < remembered.seq:
            return Problem(
                f"chain:{seq + 1}",
                P(
                    "the chain ends at link {seq}, but this computer has seen link {seen}: newer rows were cut off,"
                    " or this is an older copy.",
                    seq=seq,
                    seen=remembered.seq,
                ),
            ), None
        if hash_at(session, remembered.seq) != remembered.hash:
            return Problem(
                f"chain:{remembered.seq}",
                P("the chain is another than this computer has seen: it was rewritten."),
            ), None
    return None, None


def _own(known: str, store: Store) -> Head | None:
    return _seen(known).get(_place(store))


def _place(store: Store) -> str:
    return str(store.path.resolve()) if store.path else store.url.rpartition("@")[2]


def _memory(known: str) -> Path:
    folder = Path(platformdirs.user_state_dir("Qunzhang", appauthor=False)) / "heads"
    name = "".join(sign for sign in known if sign.isalnum() or sign == "-")
    return folder / f"{name}.json"


def _seen(known: str) -> dict[str, Head]:
    """Heads by place; an unreadable memory counts as none."""
    try:
        held = json.loads(_memory(known).read_text(encoding="utf-8"))
        return {place: Head(int(seq), str(newest)) for place, (seq, newest) in held.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _write(known: str, store: Store, newest: Head) -> None:
    memory = _memory(known)
    memory.parent.mkdir(parents=True, exist_ok=True)
    held = {place: (each.seq, each.hash) for place, each in _seen(known).items()}
    held[_place(store)] = (newest.seq, newest.hash)
    partial = memory.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(held), encoding="utf-8")
    partial.replace(memory)
