"""One picture looked at on request: its codes, and its words where they can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake import ocr
from core.intake.images import UnreadablePicture, codes_of
from core.intake.ocr import Line
from core.intake.source import Source


@dataclass(frozen=True, slots=True)
class Look:
    """`words` is None where the extra that reads words is not installed."""

    codes: tuple[str, ...]
    words: tuple[Line, ...] | None


def look_at(path: Path) -> Look:
    """Raises Refusal for a file that is missing, too big or no picture."""
    Source.check(str(path))
    try:
        return Look(codes_of(path), ocr.words_of(path) if ocr.is_installed() else None)
    except UnreadablePicture as error:
        if error.too_big:
            raise Refusal(
                P("the picture is too big."), str(path), P("Make it smaller, or cut out what matters.")
            ) from error
        raise Refusal(
            P("this is no picture that can be read."), str(path), P("Save it as PNG or JPEG, then try again.")
        ) from error
