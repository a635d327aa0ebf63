"""Text preparation with a map back to the original, so that every hit can be shown where it was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreparedText:
    """`folded[i]` came from `original[folded_map[i]]`; an empty map means: same positions. Same for skeleton."""

    original: str
    folded: str
    folded_map: tuple[int, ...]
    skeleton: str
    skeleton_map: tuple[int, ...]


def prepare(text: str) -> PreparedText:
    """Fold width, case, traditional characters, zero-width signs and digits; then the contact skeleton."""
    raise NotImplementedError
