"""Times of day that a text names (下午三点半, 18:00, 下班), and spans of time (半小时内, 两个工作日内).

Positions are those of folded text; times are seconds after midnight, past 24 hours where people say 今晚十二点.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.base.numerals import number

Hours = tuple[int, int]
"""Working hours in minutes of the day."""
DEFAULT_HOURS: Hours = (9 * 60, 18 * 60)
MINUTE, HOUR, WHOLE_DAY = 60, 3600, 86_400
DAY_ENDS = WHOLE_DAY - 1
"""The last second of a day: what a day without a time ends with."""
_CN = "零〇一二两三四五六七八九十"
_HOUR = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_MINUTES = rf"(?:[0-5]?\d|[{_CN}]{{1,3}})"


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """`start` to `until` is what the words name; 前 behind them means `before`."""

    start: int
    until: int
    before: int


@dataclass(frozen=True, slots=True)
class Clock:
    """`end`: where it ends in the text; `seconds`: what it may mean, in order; `surely`: written with a unit that
    leaves no doubt that a time of day is meant."""

    end: int
    seconds: tuple[int, ...]
    surely: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `amount` of a unit (second | day | working-day | month), `text` from `start` to `end`;
    `kind` is within or after."""

    end: int
    amount: int
    unit: str
    kind: str


_PARTS = {
    "凌晨": PartOfDay(0, 6 * HOUR, 6 * HOUR), "早": PartOfDay(6 * HOUR, 10 * HOUR, 10 * HOUR),
    "上午": PartOfDay(8 * HOUR, 12 * HOUR, 12 * HOUR), "中午": PartOfDay(11 * HOUR, 13 * HOUR, 12 * HOUR),
    "下午": PartOfDay(12 * HOUR, 18 * HOUR, 18 * HOUR), "傍晚": PartOfDay(17 * HOUR, 19 * HOUR, 18 * HOUR),
    "晚上": PartOfDay(18 * HOUR, DAY_ENDS, 18 * HOUR), "晚": PartOfDay(18 * HOUR, DAY_ENDS, DAY_ENDS),
    "半夜": PartOfDay(22 * HOUR, WHOLE_DAY, WHOLE_DAY),
}  # fmt: skip
_NAMES = {"凌晨": "凌晨", "清晨": "早", "早晨": "早", "早上": "早", "早间": "早", "一早": "早", "大清早": "早", "大早": "早", "早": "早", "晨": "早",
          "晌午": "中午", "上午": "上午", "午前": "上午", "中午": "中午", "正午": "中午", "午间": "中午", "下午": "下午", "午后": "下午", "傍晚": "傍晚", "晚上": "晚上",
          "晚间": "晚上", "夜里": "晚上", "夜间": "晚上", "夜": "晚", "晚": "晚", "半夜": "半夜", "午夜": "半夜", "深夜": "半夜"}  # fmt: skip
_PART = re.compile("|".join(sorted(_NAMES, key=len, reverse=True)))
_SHORT = frozenset("早晨晚夜")
"""Parts of one character count only right behind a day, or before an hour (晚8点)."""
_HOUR_NEXT = re.compile(rf"{_HOUR}(?:[点时]|:\d)")
_DIGITAL = re.compile(
    r"(?<![\d:.])(?P<hour>2[0-4]|1\d|0?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)\s?(?P<half>[ap]\.?m)?"
)
_HALVES = re.compile(r"(?<![\d:.])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[ap]\.?m)(?![a-z])")
_SPOKEN = re.compile(
    rf"(?<![\d.第])(?P<hour>{_HOUR})(?:(?P<sign>[点时])(?!间|候|[一二两三四五六七八九\d]?[次个])(?:(?P<exact>钟|整|正)|(?P<half>半)|(?P<quarter>[一三1-3])刻钟?|"
    rf"过?(?P<minute>{_MINUTES})分(?!钟?[之以]?[内后])|(?P<bare>[0-5]\d|[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九])(?!\d|个|人|天|位|份|号|分))?)"
)
_NO_CLOCK = re.compile(
    r"点(?:小|个)?(?:建议|意见|要求|原因|问题|说明|内容|体会|想法|注意|水|钱|心|儿|赞|评|名|击|餐|菜|单|多|点)"
)
_COUNTED = re.compile(r"(?:[有这那几以下第共满]|[快慢早晚多少好差高低大小远近便宜贵轻重长短](?=[一1两]点))")
"""Before 一点, 三点: a bit, or points that are counted."""
_EVENT = re.compile(
    r"(?P<leave>下班|收工|打烊|eod|cob)|(?P<start>上班|开工|早会|晨会)|(?P<noon>午饭|午餐|午休|中饭)|(?P<dinner>晚饭|晚餐)|(?P<close>收盘|闭市)|(?P<open>开盘|开市)|(?P<sleep>睡觉?|入睡)(?=[之以]?前)"
)
_UNIT = r"(?P<unit{n}>秒钟?|分钟|分(?=之?[内后])|mins?|刻钟|小时|钟头|h(?:ours?)?|工作日(?!志)|天|日(?=[之以]?内|[之以]?后)|周|星期|礼拜|月(?<=[个半]月)|年)"
_NUMBER = rf"(?P<number{{n}}>\d{{1,4}}(?:\.\d)?|[{_CN}百]{{1,4}}|半)"
_LENGTH = re.compile(
    r"(?<![\d.第周期拜])"
    + (_NUMBER + r"个?(?P<and{n}>半)?" + _UNIT).replace("{n}", "1")
    + r"(?:零|又)?(?:" + (_NUMBER + r"个?(?P<and{n}>半)?" + _UNIT).replace("{n}", "2") + r")?(?P<tail>半)?\s?(?:左右|的?时间)?\s?"
    r"(?:(?P<within>[之以]?内|里)|(?P<after>[之过以]?后)|(?P<past>[之以]?前))?"
)  # fmt: skip
_GIVEN = re.compile(r"(?:再给我|给我|等我|等|最多|最晚|限时?)(?:您|你)?$")
_PASSED = re.compile(r"(?:再过|等过|过)$")
_DOES = re.compile(r"(?:就|能|可以|会(?!议)|应该|搞定|到|给|完成|弄好|解决|出结果|好)")
_SECONDS = {
    "秒": 1,
    "秒钟": 1,
    "分": MINUTE,
    "分钟": MINUTE,
    "min": MINUTE,
    "mins": MINUTE,
    "刻钟": 15 * MINUTE,
    "小时": HOUR,
    "钟头": HOUR,
}


def part_of_day(text: str, start: int, behind_day: bool) -> tuple[int, PartOfDay, str] | None:
    """Where the part ends, what it is, and its plain name."""
    found = _PART.match(text, start)
    if found is None or (found.group() in _SHORT and not behind_day and not _before_hour(text, found)):
        return None
    name = _NAMES[found.group()]
    return found.end(), _PARTS[name], name


def _before_hour(text: str, found: re.Match[str]) -> bool:
    """晚8点; not 最晚8点."""
    before = text[max(0, found.start() - 1) : found.start()]
    return before not in ("最", "早", "傍") and _HOUR_NEXT.match(text, found.end()) is not None


def clock(text: str, start: int, part: str, hours: Hours) -> Clock | None:
    """A time of day at `start`, in the part of the day that stands before it ("" = none)."""
    if found := _DIGITAL.match(text, start) or _HALVES.match(text, start):
        groups = found.groupdict()
        hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
        if groups["half"]:
            hour = hour % 12 + (12 if groups["half"].startswith("p") else 0)
        exact = bool(groups["half"]) or groups["hour"].startswith("0") or hour > 12
        return Clock(found.end(), _meant(hour, minute, part, exact))
    if found := _EVENT.match(text, start):
        kind = found.lastgroup or ""
        noon_end = part in ("早", "上午", "中午")
        seconds = {"leave": 12 * HOUR if noon_end else hours[1] * MINUTE, "start": hours[0] * MINUTE, "noon": 12 * HOUR,
                   "dinner": 18 * HOUR, "close": 15 * HOUR, "open": 9 * HOUR + 30 * MINUTE, "sleep": WHOLE_DAY}[kind]  # fmt: skip
        return Clock(found.end(), (seconds,), surely=False)
    return _spoken(text, start, part)


def _spoken(text: str, start: int, part: str) -> Clock | None:
    found = _SPOKEN.match(text, start)
    if found is None or (not part and _NO_CLOCK.match(text, found.start("sign"))):
        return None
    hour, minute = number(found["hour"]), 0
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 * (number(found["quarter"]) or 0)
    elif found["minute"] or found["bare"]:
        minute = number((found["minute"] or found["bare"]).lstrip("零〇") or "0") or 0
    if hour is None or hour > 24 or minute > 59:
        return None
    surely = (
        bool(found["exact"] or found["half"] or found["quarter"] or found["minute"] or found["bare"])
        or hour > 12
    )
    if not surely and not part and start and _COUNTED.match(text, start - 1):
        return None
    return Clock(found.end(), _meant(hour, minute, part, hour > 12 or hour == 0), surely)


def _meant(hour: int, minute: int, part: str, exact: bool) -> tuple[int, ...]:
    """Seconds of the day; two answers where morning and evening are both possible."""
    at = hour * HOUR + minute * MINUTE
    half = 12 * HOUR
    if hour > 12:
        return (at,)
    if part in ("下午", "傍晚"):
        return (at + half if hour < 12 else at,)
    if part == "中午":
        return (at + half if hour < 4 else at,)
    if part in ("晚上", "晚", "半夜"):
        return (at + half if 5 <= hour <= 12 else at + WHOLE_DAY,)
    if part in ("凌晨", "早", "上午"):
        return (at - half if hour == 12 and part == "凌晨" else at,)
    if hour == 0 and not minute:
        return (0, WHOLE_DAY)
    if exact:
        return (at,)
    return (at, at + half)


def likely(seconds: tuple[int, ...]) -> int:
    """Of two halves of a day, the one that people mean without saying: 7 to 12 o'clock in the morning. Midnight
    is the one with which the day begins."""
    first = seconds[0]
    return first if first >= 7 * HOUR or first == 0 or len(seconds) == 1 else seconds[1]


def length(text: str, start: int) -> Span | None:
    """A length of time at `start` that is a limit: 半小时内, 三天后, 给我十分钟. A past one has the kind "past"."""
    found = _LENGTH.match(text, start)
    if found is None:
        return None
    measured = _measured(found)
    if measured is None:
        return None
    amount, unit = measured
    before, behind = text[max(0, start - 4) : start], text[found.end() : found.end() + 4]
    if found["past"]:
        kind = "past"
    elif found["after"] or _PASSED.search(before):
        kind = "after"
    elif (
        found["within"]
        or unit == "working-day"
        or _GIVEN.search(before)
        or (unit == "second" and _DOES.match(behind))
    ):
        kind = "within"
    else:
        return None
    return Span(found.end(), amount, unit, kind)


def measured(text: str, start: int) -> tuple[int, str] | None:
    """Amount and unit of whatever length of time stands at `start`, limit or not (三天, 两小时)."""
    found = _LENGTH.match(text, start)
    return None if found is None or found["past"] else _measured(found)


def _measured(found: re.Match[str]) -> tuple[int, str] | None:
    """Amount and unit; seconds for whatever is shorter than a day, with its second part (一小时三十分钟)."""
    first = _amount(found["number1"], bool(found["and1"] or found["tail"]), found["unit1"])
    if first is None or not found["number2"]:
        return first
    second = _amount(found["number2"], bool(found["and2"]), found["unit2"])
    if second is None or first[1] != second[1]:
        return None
    return first[0] + second[0], first[1]


def _amount(text: str, and_half: bool, unit: str) -> tuple[int, str] | None:
    """In the largest unit that keeps it whole; None for what is no length."""
    tenths = 5 if text == "半" else _tenths(text)
    if tenths is None:
        return None
    if and_half:
        tenths += 5
    unit = "小时" if unit.startswith("h") else unit
    if unit in _SECONDS:
        return tenths * _SECONDS[unit] // 10, "second"
    if unit == "工作日":
        return max(tenths // 10, 1), "working-day"
    if unit in ("周", "星期", "礼拜"):
        return tenths * 7 // 10, "day"
    if unit in ("月", "年"):
        months = tenths * (12 if unit == "年" else 1)
        return (months // 10, "month") if months % 10 == 0 else (months * 3, "day")
    return (tenths * WHOLE_DAY // 10, "second") if tenths % 10 else (tenths // 10, "day")


def _tenths(text: str) -> int | None:
    if "." in text:
        whole, _, tenth = text.partition(".")
        return int(whole) * 10 + int(tenth)
    value = number(text)
    return None if value is None else value * 10
