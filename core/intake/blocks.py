"""Text exports as blocks: a header line, and the lines up to the next one. Bounded, whatever the file holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.chat.incoming import Unreadable
from core.intake.cleaning import clean
from core.intake.rows import Reason, unreadable
from core.intake.source import Source

H = TypeVar("H")
MOST_CHARACTERS = 4_000_000
"""Of one block; what comes behind is no message any more."""


@dataclass(slots=True)
class Block(Generic[H]):
    """`line` and `header` are where it begins and what its header says; `lines` what stands below."""

    line: int
    header: H
    lines: list[str] = field(default_factory=list)

    def text(self, first: str = "") -> str:
        """The words, with `first` (what the header line already held) before them."""
        return "\n".join([first, *self.lines] if first else self.lines).strip("\n")


def text_lines(
    source: Source, signs: dict[int, str | None] | None = None
) -> Iterator[tuple[int, str | None]]:
    """(number, clean line); None for one that is too long to be anybody's. `signs` is a table for translate."""
    for number, raw in source.lines():
        if raw is None:
            yield number, None
            continue
        line = clean(raw.decode("utf-8", "replace").rstrip("\r"))
        yield number, line.translate(signs) if signs else line


def blocks(
    lines: Iterator[tuple[int, str | None]], header: Callable[[str], H | None], preamble: bool = False
) -> Iterator[Block[H] | Unreadable]:
    """Every block in order. What stands before the first header is unreadable, unless the format begins with a
    `preamble`; so is a line that is too long, or what makes a block too big."""
    block: Block[H] | None = None
    size, before = 0, ""
    for number, line in lines:
        if line is None:
            yield unreadable(number, Reason.TOO_LONG, "")
            continue
        found = header(line)
        if found is not None:
            if block is not None:
                yield block
            elif before and not preamble:
                yield unreadable(1, Reason.BEFORE_SENDER, before)
            block, size = Block(number, found), 0
        elif block is None:
            before = before or line.strip()
        elif (size := size + len(line) + 1) <= MOST_CHARACTERS:
            block.lines.append(line)
        elif size - len(line) - 1 <= MOST_CHARACTERS:
            yield unreadable(number, Reason.TOO_LONG, line)
    if block is not None:
        yield block
