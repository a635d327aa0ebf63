"""Personal data in figures: mobile numbers, landlines, identity cards (GB 11643; 18 characters with the check character of
ISO 7064 mod 11-2, 15 of the old kind), bank cards (Luhn, issuer and length). Words that go with data, plates and accounts
are in resources/lexicons/privacy.lex."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from core.charter.model import Severity
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

_PROVINCES = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
        91,
    )
)
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
    re.compile(r"(?<![0-9a-z.])\d{6} ?(?:18|19|20)\d{2} ?\d{4} ?\d{3}[\dx](?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])(?:\+?86[ \-]?)?1[3-9]\d{9}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])(?:\+?86[ \-]?)?1[3-9]\d[ \-.]?\d{4}[ \-.]\d{4}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])\d{15,19}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z.])\(?0\d{2,3}\)?[ \-]?[2-8]\d{6,7}(?![0-9a-z])"),
)
_SPELT = re.compile(r"[零〇一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖0-9]{11,19}")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})$")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$")
_BANK = re.compile(r"卡|账|帐|开户|银行|转|打款|汇")
_IDENTITY = re.compile(r"身份证|证件|实名|身份")
_CARDS = (
    ("62", 16, 19),
    ("60", 16, 19),
    ("9", 16, 19),
    ("4", 16, 16),
    ("5", 16, 16),
    ("2", 16, 16),
    ("35", 16, 16),
    ("3", 15, 15),
)
"""First digits of issuers, and the fewest and most digits of their cards."""
_OWN = re.compile(
    r"(?:我|本人|我们|咱|俺)(?:的|这边的?|家)?(?:手机|电话|号码|微信|联系|vx|v信)|我(?:是|叫).{0,8}(?:电话|手机|1[3-9])|联系我|打我|加我|找我|"
    r"call我|热线|咨询|客服电话|服务电话|订购|值班电话|报修电话|售后电话|400|前台(?:电话|座机|分机|号码|:|拨)|总机|传真|欢迎来电|预约电话|订座|办公室电话|公司电话|承接|承揽|上门|师傅"
)
_IN_SERVICE = re.compile(
    r"司机|师傅|快递|物流|配送|骑手|外卖|门卫|保安|物业|维修|维保|检修|急修|抢修|燃气|电梯|供水|供电|供暖|客服|前台|总台|导游|教练|房东|中介|"
    r"值班|24小时|热线|对接人|联络人|联系人|负责人|经办人|新(?:手机)?号|换(?:了)?(?:手机)?号|旧(?:的|号)|备用号|办公"
)
"""Numbers of people in their work, and one's own new one: given so that one may be called."""
_BESIDE = 10
"""Characters before and after a number in which they are named."""
_CUSTOMER = re.compile(r"客户|顾客|买家|会员|用户|收货人|收件人|业主|患者")
_OTHERS = re.compile(
    r"他|她|姑娘|小伙|美女|单身|老公|老婆|家里电话|家的?电话|前任|前男友|前女友|这个?人|此人|那个?人|老赖|骗子|欠钱|人肉|同事|邻居"
)
_NUMBERED = re.compile(
    r"(?:单号|订单号?|运单|快递号?|物流|流水号?|编号|编码|代码|工单|货号|批号|合同号?|发票号?|条码|序列号|批次|凭证|版本|sn|imei|会议号|会议id|群号|房间号|口令|车次|账期|税号|"
    r"料号|型号|防伪码|取件码|订单编号|受理号|单据|文号|图号)[^0-9]{0,6}$"
)
"""What stands before a long number that is nobody's."""


def personal_data(text: PreparedText) -> Iterable[Hit]:
    """The term of a number's hit is its digits (a person's own number is exempt later)."""
    for start, end, digits in _numbers(text.folded):
        if _NUMBERED.search(text.folded, max(0, start - 14), start):
            continue
        score, severity = _weigh(digits, text.folded)
        if not score:
            continue
        if len(digits) <= 13:
            score = _of_phone(score, text.folded, start, end)
        first, last = text.folded_span(start, end)
        fold = "" if text.original[first:last] == digits else "folded"
        yield Hit(PERSONAL, digits, first, last, score, severity, fold)
        if score >= 0.8 and _CUSTOMER.search(text.folded):
            yield Hit(CUSTOMER, digits, first, last, 0.88, Severity.HIGH, fold)


def _of_phone(score: float, text: str, start: int, end: int) -> float:
    """A number that is one's own or goes with a job is given to be called; of a bare one nobody knows whose it is."""
    if _OWN.search(text):
        return 0.5
    if _OTHERS.search(text) or _CUSTOMER.search(text):
        return score
    given = _IN_SERVICE.search(text, max(0, start - _BESIDE), min(len(text), end + _BESIDE))
    return 0.5 if given else min(score, 0.7)


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
    if is_old_identity_card(digits):
        return (0.9 if _IDENTITY.search(text) else 0.5), Severity.HIGH
    if _MOBILE.match(digits):
        return 0.82, Severity.MEDIUM
    if _LANDLINE.match(digits):
        return (0.82 if _OTHERS.search(text) or _CUSTOMER.search(text) else 0.5), Severity.LOW
    if is_bank_card(digits):
        return (0.9 if _BANK.search(text) else 0.6), Severity.HIGH
    return 0.0, Severity.INFO


def is_bank_card(digits: str) -> bool:
    """The first digits of an issuer, as many digits as its cards have, and the check digit of Luhn."""
    if not digits.isdigit() or not passes_luhn(digits):
        return False
    return any(digits.startswith(first) and fewest <= len(digits) <= most for first, fewest, most in _CARDS)


def is_old_identity_card(text: str) -> bool:
    """15 digits: a province, a birthday of the 20th century."""
    if len(text) != 15 or not text.isdigit() or int(text[:2]) not in _PROVINCES:
        return False
    try:
        date(1900 + int(text[6:8]), int(text[8:10]), int(text[10:12]))
    except ValueError:
        return False
    return True


def is_identity_card(text: str) -> bool:
    """18 characters, a real birthday, and the check character of ISO 7064 mod 11-2."""
    if len(text) != 18 or not text[:17].isdigit() or not text.isascii():
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1850 <= born.year <= 2099 or int(text[:2]) not in _PROVINCES:
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(text[:17]))
    return "10x98765432"[total % 11] == text[17].lower()


def passes_luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
