"""The bulletin of an adoption, put together the same way for the plan, the record and the wizard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.base.clock import Instant
from core.base.phrase import LocalText, Phrase
from core.casework.gates import fallback_name
from core.casework.wording import step_name
from core.charter.bulletin import Announced, bulletin
from core.charter.model import Charter
from core.charter.platforms import POSSIBLE
from core.charter.questions import FALLBACK, questions


def announcement(
    charter: Charter,
    since: Instant,
    zone: str,
    values: Mapping[str, str],
    platform: str,
    fallbacks: Mapping[str, str],
    cap: tuple[bool, int | None] = (False, None),
    beside: Sequence[LocalText] = (),
) -> tuple[Phrase, ...]:
    """Lines of the text to post. `cap`: whether amounts are money, and the most per person and month."""
    money, cap_fen = cap
    instead = tuple(_instead(charter, platform, fallbacks))
    return bulletin(Announced(charter, since, zone, values, money, cap_fen, instead, tuple(beside)))


def _instead(
    charter: Charter, platform: str, fallbacks: Mapping[str, str]
) -> Iterator[tuple[Phrase, Phrase]]:
    """Steps that this group cannot carry out, each with what happens: as agreed, else as is usual."""
    for question in questions(charter, platform):
        if question.key.startswith(FALLBACK):
            step = question.key.removeprefix(FALLBACK)
            chosen = fallbacks.get(step) or question.default
            if chosen != POSSIBLE:
                yield step_name(step), fallback_name(chosen)
