"""Text preparation with a map back to the original, so that every hit can be shown where it was written."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.judging.folding import FOLD, SKELETON


@dataclass(slots=True)
class PreparedText:
    """`folded[i]` came from `original[folded_map[i]]`; an empty map means: same positions. Same for skeleton.

    `bone_places[i]` is where `skeleton[i]` stands in `folded`. The maps are made when first asked for: most
    messages hold no hit.
    """

    original: str
    folded: str
    skeleton: str
    _folded_map: tuple[int, ...] | None = field(default=None, repr=False, compare=False)
    _bone_places: tuple[int, ...] | None = field(default=None, repr=False, compare=False)
    _skeleton_map: tuple[int, ...] | None = field(default=None, repr=False, compare=False)

    @property
    def folded_map(self) -> tuple[int, ...]:
        if self._folded_map is None:
            self._folded_map = (
                ()
                if len(self.folded) == len(self.original)
                else tuple(i for i, char in enumerate(self.original) if FOLD[ord(char)] is not None)
            )
        return self._folded_map

    @property
    def bone_places(self) -> tuple[int, ...]:
        if self._bone_places is None:
            self._bone_places = (
                ()
                if len(self.skeleton) == len(self.folded)
                else tuple(i for i, char in enumerate(self.folded) if SKELETON[ord(char)] is not None)
            )
        return self._bone_places

    @property
    def skeleton_map(self) -> tuple[int, ...]:
        if self._skeleton_map is None:
            above, below = self.bone_places, self.folded_map
            self._skeleton_map = tuple(below[i] for i in above) if above and below else above or below
        return self._skeleton_map

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Original positions of folded[start:end]."""
        return _span(self.folded_map, start, end)

    def bone_span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in folded text of skeleton[start:end], with what was dropped between them."""
        return _span(self.bone_places, start, end)

    def skeleton_span(self, start: int, end: int) -> tuple[int, int]:
        """Original positions of skeleton[start:end], with what was dropped between them."""
        return _span(self.skeleton_map, start, end)


def _span(positions: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    if not positions:
        return start, end
    return positions[start], positions[end - 1] + 1


def prepare(text: str) -> PreparedText:
    """Fold width, case, traditional characters, zero-width signs and digits; then the contact skeleton."""
    folded = text.translate(FOLD)
    return PreparedText(text, folded, folded.translate(SKELETON))
