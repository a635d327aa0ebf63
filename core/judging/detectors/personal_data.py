"""Personal data: mobile numbers, identity cards (ISO 7064 mod 11-2, GB 11643), bank cards (Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from core.charter.model import Severity
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

PERSONAL = "personal-data"
CUSTOMER = "leak-customer"
_WRITTEN = str.maketrans(
    {
        c: str(n)
        for n, chars in enumerate(
            ("零〇", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
        )
        for c in chars
    }
)
_WRITTEN_OUT = (
    re.compile(r"(?<![0-9a-z.])\d{17}[\dx](?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])(?:\+?86[ \-]?)?1[3-9]\d{9}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])(?:\+?86[ \-]?)?1[3-9]\d[ \-.]\d{4}[ \-.]\d{4}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])\d{16,19}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?(?![0-9a-z])"),
)
_SPELT = re.compile(r"[零〇一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖0-9]{11,19}")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})$")
_BANK = re.compile(r"卡|账|帐|开户|银行|转|打款|汇")
_CARD_STARTS = ("62", "4", "51", "52", "53", "54", "55", "60")
_OWN = re.compile(
    r"(?:我|本人|我们|咱|俺)(?:的|这边的?|家)?(?:手机|电话|号码|微信|联系|vx|v信)|我(?:是|叫).{0,8}(?:电话|手机|1[3-9])|联系我|打我|加我|找我|"
    r"call我|热线|咨询|客服电话|服务电话|订购|值班电话|报修电话|售后电话|400"
)
_CUSTOMER = re.compile(r"客户|顾客|买家|会员|用户|收货人|收件人|业主|患者")


def personal_data(text: PreparedText) -> Iterable[Hit]:
    """The term of a number's hit is its digits (a person's own number is exempt later)."""
    for start, end, digits in _numbers(text.folded):
        score, severity = _weigh(digits, text.folded)
        if not score:
            continue
        if len(digits) <= 13 and _OWN.search(text.folded):
            score = 0.5
        first, last = text.folded_span(start, end)
        fold = "" if text.original[first:last] == digits else "folded"
        yield Hit(PERSONAL, digits, first, last, score, severity, fold)
        if score >= 0.8 and _CUSTOMER.search(text.folded):
            yield Hit(CUSTOMER, digits, first, last, 0.88, Severity.HIGH, fold)


def _numbers(text: str) -> Iterable[tuple[int, int, str]]:
    """Each number once: the first pattern that takes a stretch of `text` keeps it."""
    taken: list[tuple[int, int]] = []
    for pattern in _WRITTEN_OUT:
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield (*match.span(), re.sub(r"[^0-9x]", "", match.group()))
    for match in _SPELT.finditer(text):
        if not match.group().isascii():
            yield (*match.span(), match.group().translate(_WRITTEN))


def _weigh(digits: str, text: str) -> tuple[float, Severity]:
    if is_identity_card(digits):
        return 0.95, Severity.HIGH
    if _MOBILE.match(digits):
        return 0.82, Severity.MEDIUM
    if (
        16 <= len(digits) <= 19
        and digits.isdigit()
        and digits.startswith(_CARD_STARTS)
        and passes_luhn(digits)
    ):
        return (0.9 if _BANK.search(text) else 0.6), Severity.HIGH
    return 0.0, Severity.INFO


def is_identity_card(text: str) -> bool:
    """18 characters, a real birthday, and the check character of ISO 7064 mod 11-2."""
    if len(text) != 18 or not text[:17].isdigit() or not text.isascii():
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1900 <= born.year <= 2099 or text[0] == "0":
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(text[:17]))
    return "10x98765432"[total % 11] == text[17].lower()


def passes_luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
