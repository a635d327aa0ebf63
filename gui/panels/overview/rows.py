"""What the overview shows, as read: apart from the reading, so that the panel draws before that is imported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.base.clock import Instant
from core.base.phrase import Phrase

if TYPE_CHECKING:
    from core.desk.groups import GroupSummary
    from core.desk.journal import Deed


@dataclass(frozen=True, slots=True)
class Need:
    """One row of "needs you now". `panel` and `focus` are where it leads."""

    icon: str
    token: str
    text: Phrase
    group: Phrase | str
    chip: Phrase
    tone: str = "grey"
    chip_icon: str = ""
    panel: str = ""
    focus: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """A moment still ahead today."""

    at: Instant
    text: Phrase
    side: Phrase
    soon: bool


@dataclass(frozen=True, slots=True)
class Overview:
    groups: tuple[GroupSummary, ...] = ()
    needs: tuple[Need, ...] = ()
    upcoming: tuple[Next, ...] = ()
    deeds: tuple[Deed, ...] = ()
    oldest_overdue: Instant | None = None
    due_today: int = 0
    next_due: Instant | None = None
    new_today: int = 0
    urgent: int = 0
    growing_fen: int = field(default=0)
    growing_points: int = 0
