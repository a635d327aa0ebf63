"""What a table cell shows, and how a table describes its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.base.phrase import LocalText, Phrase

Text = str | Phrase | LocalText


@dataclass(frozen=True, slots=True)
class Cell:
    """`token` colours the text, `role` is its type role; `icon` (Phosphor) stands before it in
    `icon_token` (default: the text's); `tag` draws the text as a tag of that tone; `key` is a value to sort
    by, `export` the text for copy and CSV where it differs from what is shown."""

    text: Text = ""
    token: str = "text"
    role: str = "body"
    icon: str = ""
    icon_token: str = ""
    tag: str = ""
    tip: Text = ""
    export: Text | None = None
    side: Text = ""
    """A second, smaller text behind the first."""
    bars: tuple[int, ...] = ()
    """Small bars instead of a text; the last one is today."""


@dataclass(frozen=True, slots=True)
class Column:
    """`cell` makes what is shown of a row; `sort` gives a row's value to sort by (None: not sortable).

    `width` in pixels at 100 %; 0 takes what is left. `hidden` columns can be shown by the column menu.
    """

    key: str
    title: Phrase
    cell: Callable[[Any], Cell]
    width: int = 0
    right: bool = False
    sort: Callable[[Any], Any] | None = None
    hidden: bool = False
