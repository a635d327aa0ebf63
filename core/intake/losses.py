"""What an import could not keep as it was, and what it left out on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.base.phrase import P, Phrase
from core.chat.incoming import Item, Shown, Spoken
from core.intake.cleaning import REPLACEMENT


@dataclass(frozen=True, slots=True)
class Losses:
    """`replaced`: messages and notices with characters that no encoding gives; `private`: rows between two people
    alone, of an archive that holds them beside its groups."""

    replaced: int = 0
    private: int = 0

    def lines(self) -> list[Phrase]:
        """For people; nothing where nothing was lost."""
        told = []
        if self.replaced:
            told.append(
                P(
                    "Some characters of {count} messages could not be read; they stand as “�”.",
                    count=self.replaced,
                )
            )
        if self.private:
            told.append(
                P(
                    "{count} rows between two people alone were left out: only what was said in groups is judged.",
                    count=self.private,
                )
            )
        return told


def count_replaced(items: Iterable[Item]) -> int:
    """How many of them have a character that could not be read."""
    return sum(REPLACEMENT in item.text for item in items if isinstance(item, Spoken | Shown))
