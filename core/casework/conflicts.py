"""Conflicts of interest: an operator who decides about themself, or about a quarrel they took part in. They are
flagged and go on record; moderators are judged like everyone.

That an operator is the one who reported is no flag: it would say who reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from core.base.phrase import P, Phrase


class Conflict(StrEnum):
    SELF = "self"
    QUARREL = "quarrel"


WORDS: dict[Conflict, Phrase] = {
    Conflict.SELF: P("Conflict of interest: this is about you. Let somebody else decide."),
    Conflict.QUARREL: P("Conflict of interest: you took part in this exchange. Let somebody else decide."),
}


def conflicts(
    operator: Collection[str], subject: Collection[str], others: Iterable[str]
) -> tuple[Conflict, ...]:
    """All arguments are names and ids by which a person goes: the operator's, those of whom it is about, and of
    everybody else who speaks in the messages it names, or is spoken to."""
    own = {_plain(name) for name in operator if name}
    if not own:
        return ()
    if own & {_plain(name) for name in subject}:
        return (Conflict.SELF,)
    return (Conflict.QUARREL,) if own & {_plain(name) for name in others} else ()


def _plain(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
