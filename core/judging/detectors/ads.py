"""Advertising: an offer together with a way to take it up. One sign alone is everyday talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.charter.model import Severity
from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.detectors.lexicon_matcher import Mark

ADS = "ads-any"
PROMOTION = "restricted-time"
_LINKS = frozenset({MessageKind.LINK, MessageKind.MINI_PROGRAM, MessageKind.CARD})
_LEADING = (".strong", ".offer", ".promote")
"""Signs without one of which nothing is offered."""
_SELLING = frozenset({".sale", ".strong", ".price", ".contact", ".offer"})
"""Signs that a thing is for sale."""
_CALLS = re.compile(
    r"需要|想要|要的|谁|大家|各位|亲|家人|朋友们|姐妹|兄弟|老板们|欢迎|找我|我家|我们?(?:店|这|家)|你|您|出(?!来|去|现|差|门)|招(?!呼|标)|转让|代理|来|有没有|推荐|办|到货|现货"
)
"""Whom one strong word is said to."""
_SHOWN = 6
"""Spans shown as evidence."""


def advertising(text: str, message: Message, marks: Sequence[Mark], has_link: bool) -> Iterable[Hit]:
    """`text` is folded. Hits of one message share one score: how sure it is that this sells something."""
    by_sign: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.entry.category.startswith("."):
            by_sign.setdefault(mark.entry.category, []).append(mark)
    if not by_sign or by_sign.keys().isdisjoint(_LEADING):
        return
    has_link = has_link or message.kind in _LINKS
    score = _score(text, by_sign, has_link) if ".strong" in by_sign or ".offer" in by_sign else 0.0
    signs = [mark for name, group in by_sign.items() if name not in (".sale", ".promote") for mark in group]
    if score:
        yield from _hits(ADS, score, signs)
    promotion = len({mark.entry.text for mark in by_sign.get(".promote", ())})
    if promotion and not _asks(text):
        taken_up = has_link or bool(by_sign.keys() & {".price", ".call", ".contact", ".strong"})
        level = 0.85 if promotion > 1 or taken_up else 0.5
        yield from _hits(PROMOTION, max(level, score), by_sign[".promote"])
    elif score >= 0.8:
        yield from _hits(PROMOTION, score, signs)


def amounts_to_nothing(marks: Sequence[Mark]) -> bool:
    """Whether all marks are signs that by themselves never make an advertisement, whatever the text."""
    for mark in marks:
        name = mark.entry.category
        if not name.startswith(".") or (name in _LEADING and (len(marks) > 1 or name != ".offer")):
            return False
    return True


def sells(marks: Sequence[Mark]) -> bool:
    """Whether one of the marks says that a thing is for sale."""
    return not _SELLING.isdisjoint([mark.entry.category for mark in marks])


def _score(text: str, by_sign: dict[str, list[Mark]], has_link: bool) -> float:
    """0 (no advertisement) to 0.95."""
    strong = _distinct(by_sign.get(".strong", ()))
    composed = any(mark.entry.pattern for mark in by_sign.get(".strong", ()))
    offers = _distinct(by_sign.get(".offer", ()))
    contact, call, price = (bool(by_sign.get(sign)) for sign in (".contact", ".call", ".price"))
    ways = contact + call + has_link
    if strong and (strong > 1 or composed or ways or price):
        score = 0.95 if ways and (offers or price) else 0.88
    elif strong:
        # Alone it was wrong on ordinary talk more often than right: `classify` keeps it, nobody is shown it.
        score = 0.6 if _CALLS.search(text) else 0.5
    elif offers and (contact or call or (has_link and offers > 1)):
        score = 0.82 if (contact and (call or offers > 1 or price)) or ways > 1 or offers > 2 else 0.6
        score = max(score, 0.84 if call and price else 0.0)
    elif offers > 1 and price:
        score = 0.6
    else:
        score = 0.0
    if score and _asks(text) and not (contact and strong):
        return 0.6 if score > 0.85 else 0.0
    return score


def _asks(text: str) -> bool:
    """A buyer's question, not a seller's call."""
    return (
        text.rstrip().endswith(("吗", "吗?", "么?", "呢?", "?", "没有", "多少钱", "什么价"))
        and "加" not in text
    )


def _distinct(marks: Iterable[Mark]) -> int:
    """How many different places are marked; a mark inside another counts once."""
    spans = sorted({(mark.start, -mark.end) for mark in marks})
    count, reach = 0, -1
    for _start, negative_end in spans:
        if -negative_end > reach:
            count += 1
            reach = -negative_end
    return count


def _hits(category: str, score: float, marks: Sequence[Mark]) -> Iterable[Hit]:
    shown: set[tuple[int, int]] = set()
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if len(shown) >= _SHOWN or any(a <= mark.start and mark.end <= b for a, b in shown):
            continue
        shown.add((mark.start, mark.end))
        yield Hit(
            category, mark.entry.text, mark.start, mark.end, score, Severity.MEDIUM, mark.fold, mark.read
        )
