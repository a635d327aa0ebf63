"""Templates for reasons and letters: texts with places like {{time}} that must be filled before they are used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.base.phrase import P
from core.base.refusal import Refusal

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}|###\s*([^#]+?)\s*###")


@dataclass(frozen=True, slots=True)
class Template:
    """`use`: confirm | dismiss | letter | note."""

    name: str
    use: str
    text: str

    @property
    def places(self) -> tuple[str, ...]:
        return open_places(self.text)


USES = ("confirm", "dismiss", "letter", "note")


def open_places(text: str) -> tuple[str, ...]:
    """The places that nobody filled yet, in order, each once. "{{time}}" and "### time ###" are places."""
    return tuple(dict.fromkeys((a or b).strip() for a, b in _PLACE.findall(text)))


def filled(template: Template, values: Mapping[str, str]) -> str:
    """The text. Raises Refusal that names the places still empty."""
    given = {name: value.strip() for name, value in values.items() if value.strip()}

    def put(match: re.Match[str]) -> str:
        return given.get((match[1] or match[2] or "").strip(), match[0])

    text = _PLACE.sub(put, template.text)
    check_filled(text)
    return text


def check_filled(text: str, where: str = "") -> None:
    """Raises Refusal when a place of a template is still empty in `text`."""
    empty = open_places(text)
    if empty:
        raise Refusal(
            P("the text still has empty places."), where or text[:40],
            P("Fill in: {places}.", places=empty),
        )  # fmt: skip
