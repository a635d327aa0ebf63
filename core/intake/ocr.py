"""The words on a screenshot, read on request only, where the extra for it is installed (`uv sync --extra ocr`)."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.intake.images import UnreadablePicture, pixels

_SURE = 0.5
"""Lines read with less certainty are left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """`score` is 0..1: how sure the reading is."""

    text: str
    score: float


def is_installed() -> bool:
    """Whether words can be read at all: engine and runtime are an extra."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def words_of(file: Path) -> tuple[Line, ...]:
    """The lines of text in a picture from top to bottom; takes seconds. Raises UnreadablePicture; needs the extra."""
    import numpy

    grey = pixels(file)
    try:
        found = _engine()(numpy.stack([grey, grey, grey], axis=-1))
    except (ValueError, RuntimeError, IndexError, TypeError) as error:
        raise UnreadablePicture from error
    lines = zip(found.txts or (), found.scores or (), strict=False)
    return tuple(
        Line(text.strip(), round(float(score), 3)) for text, score in lines if score >= _SURE and text.strip()
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
