"""What a page of a flow shows and lets one do, told without widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.base.clock import Instant
from core.base.phrase import LocalText, P, Phrase
from core.desk.desk import Desk

APPROVER, SECRET = "approved_by", "approved_with"
"""Where an action finds the second person and their passphrase, both "" where nobody was asked."""
WAITING, CHAT, SETTLED = "waiting", "chat", "settled"
"""The three parts of a page: what waits, what was heard in the chat, what is settled."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. `kind`: text | long | choice | check | secret | files; `value`: what it begins with.
    Values come back as texts; a check as "1" or "", files one path a line."""

    key: str
    label: Phrase
    kind: str = "text"
    required: bool = False
    choices: Mapping[str, Phrase | LocalText] | None = None
    value: str = ""
    hint: str = ""
    offers: tuple[str, ...] = ()
    """What a text may be completed to; anything else may be written too."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, after its form where it has fields. `answer`: what to show of the result, for this moment
    only; `done`: what the toast says."""

    words: Phrase
    run: Callable[[Desk, Mapping[str, str]], Any]
    done: Phrase | None
    fields: tuple[Field, ...] = ()
    primary: bool = False
    answer: Callable[[Any], Phrase] | None = None
    note: Phrase | None = None
    """What the form explains."""
    undo: bool = True
    """Whether the toast offers to take it back."""

    def decide(self, desk: Desk, given: Mapping[str, str], approver: str = "", secret: str = "") -> Any:
        """Run it, with who approves what needs two and their passphrase beside what the form gave."""
        return self.run(desk, {**given, APPROVER: approver, SECRET: secret})


@dataclass(frozen=True, slots=True)
class Card:
    """Of one row. `told`: line by line below its text; `copy`: a text to post or send, None where there is none."""

    told: Sequence[Phrase | str] = ()
    copy: Phrase | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`state`: (words, colour token, icon). `about`: whom; "" where that is secret. `card` is asked for when the row is
    chosen: thousands may wait, and forms for all of them would be gone through at each look for garbage."""

    key: str
    part: str
    state: tuple[Phrase | LocalText, str, str]
    kind: Phrase | LocalText
    about: str
    text: str
    group: str
    zone: str
    at: Instant
    card: Callable[[], Card]
    due: Instant | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """`read` and `count` run on a reader thread: the rows of the group named ("" for all), and how many of them wait
    or come from the chat. `new` are for the whole page."""

    title: Phrase
    note: Phrase
    empty: Phrase
    read: Callable[[Desk, str], list[Row]]
    count: Callable[[Desk, str], int]
    new: Callable[[Sequence[tuple[str, str]]], tuple[Action, ...]]
    """By the groups there are: (room id, name), the one chosen in the top bar first."""


def group_field(groups: Sequence[tuple[str, str]]) -> Field:
    """Which group it is about."""
    choices: dict[str, Phrase | LocalText] = {room: P("{name}", name=name) for room, name in groups}
    return Field("group", P("Group"), "choice", True, choices, value=groups[0][0] if groups else "")
