"""Prices in a text, and a seller who goes below the one that holds for all: 群里价199，我这儿169给你."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.base.numerals import SIGNS, number
from core.charter.model import Severity
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

CATEGORY = "price-deviation"
_AMOUNT = re.compile(
    rf"(?<![\d.a-z第])(?P<whole>\d{{1,7}}|[{SIGNS}]{{1,7}})(?:\.(?P<part>\d{{1,2}}))?(?P<more>万|千|w|k)?\s?(?P<unit>元|块钱?|¥|rmb|(?![\d.%折点个件箱号月日天年人位支瓶:]))"
)
_OFFICIAL = re.compile(
    r"(?:统一价|规定价?|标价|挂牌价?|公司(?:定|卖|报)?价?|官方价?|官网价?|指导价|控价|原价|平台价?|群里价?|群内价?|总部价?|商城价?|店里价?|零售价)[^,。!?;\n\d]{0,6}$"
)
_OWN = re.compile(
    r"(?:我|咱|俺)(?:这儿?|这里|这边|私下|单独|偷偷|悄悄|做主|个人)?(?:可以|能|给|卖|出|拿|按|算|就|只要|才)*(?:你|您|给你|给您|收你|收您)?[^,。!?;\n\d]{0,4}$"
)
_GIVEN = re.compile(r"[^,。!?;\n]{0,4}(?:给你|给您|卖你|卖您|拿走|拿去|就行|私|悄悄|偷偷|别)")
_NOT_OURS = re.compile(
    r"活动|批了|审批|申请|公司同意|总部同意|领导同意|买的|买了|收的|进货|含税|不含税|报销|差价在哪|怎么|为什么|吗|谁"
)
_REACH = 16
"""Characters before an amount that say whose price it is."""


@dataclass(frozen=True, slots=True)
class Price:
    """`fen` at `start` to `end` of the folded text; `whose`: official, own or "" for nobody's."""

    fen: int
    start: int
    end: int
    whose: str


def prices(folded: str) -> list[Price]:
    """Every amount of money in the text, in order."""
    found = []
    for match in _AMOUNT.finditer(folded):
        fen = _fen(match)
        if fen is None or (match["unit"] == "" and fen < 1_000 and not _near_money(folded, match)):
            continue
        found.append(Price(fen, match.start(), match.end(), _whose(folded, match)))
    return found


def undercutting(text: PreparedText) -> Iterable[Hit]:
    """A lower price of one's own beside the one that holds for all, said in the same breath."""
    folded = text.folded
    told = prices(folded)
    official = [price for price in told if price.whose == "official"]
    if not official or _NOT_OURS.search(folded):
        return
    for price in told:
        low = any(
            other.fen // 3 <= price.fen < other.fen and abs(other.start - price.start) < 40
            for other in official
        )
        if price.whose == "own" and low:
            first, last = text.folded_span(
                min(price.start, official[0].start), max(price.end, official[0].end)
            )
            yield Hit(CATEGORY, folded[price.start : price.end], first, last, 0.84, Severity.HIGH)
            return


def _fen(match: re.Match[str]) -> int | None:
    whole = number(match["whole"])
    if whole is None:
        return None
    fen = whole * 100 + int((match["part"] or "0").ljust(2, "0"))
    return fen * {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}.get(match["more"] or "", 1)


def _near_money(folded: str, match: re.Match[str]) -> bool:
    return "价" in folded[max(0, match.start() - _REACH) : match.start()]


def _whose(folded: str, match: re.Match[str]) -> str:
    before = folded[max(0, match.start() - _REACH) : match.start()]
    if _OFFICIAL.search(before):
        return "official"
    own = _OWN.search(before) is not None or (
        _GIVEN.match(folded, match.end()) is not None and "我" in before
    )
    return "own" if own else ""
