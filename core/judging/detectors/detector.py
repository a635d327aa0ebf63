"""The final interface of detectors: a prepared text in, hits with spans in the original text out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from core.charter.model import Severity
from core.chat.message import Message
from core.judging.text import PreparedText


class Hit(NamedTuple):
    """One category seen in one message.

    `start`/`end` are code points of the original text; `score` is 0..1, 0.8 and more is certain enough to
    act; `fold` says what had to be undone to see it: "" (as written), "folded" (width, case, traditional,
    zero-width), "skeleton" (homophones, inserted symbols, split characters).
    """

    category: str
    term: str
    start: int
    end: int
    score: float
    severity: Severity = Severity.MEDIUM
    fold: str = ""
    read: str = ""
    """The text as it was read, where something was undone."""


class Detector(Protocol):
    """`families` are the names whose scores `classify` prints."""

    @property
    def families(self) -> frozenset[str]: ...

    def detect(self, text: PreparedText, message: Message) -> Iterable[Hit]: ...
