"""Days that a text names: 明天, 周五, 15号, 3月8日, 月底, 国庆后第一个工作日, against the day it was written.

What a name may mean is a row of spans (first day, last day), the nearest first: 15号 is this month's, then next
month's. A name of the past (昨天, 上周五) means nothing that could still be due: its row is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.base.calendar import feast, feast_day, is_rest_day, working_day_after
from core.base.numerals import number

Span = tuple[date, date]
_WEEKDAYS = {char: place for place, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7")) for char in chars}  # fmt: skip
_OFFSETS = {
    "今": 0,
    "当": 0,
    "本": 0,
    "即": 0,
    "明": 1,
    "次": 1,
    "翌": 1,
    "第二": 1,
    "隔": 1,
    "后": 2,
    "大后": 3,
    "大大后": 4,
}
_FEASTS = {"元旦": "new-year", "春节": "spring", "过年": "spring", "年": "spring", "清明": "qingming", "五一": "labour", "劳动": "labour",
           "端午": "dragon-boat", "中秋": "mid-autumn", "国庆": "national", "十一": "national"}  # fmt: skip
_FIXED_FEASTS = {"圣诞": (12, 25), "平安夜": (12, 24), "情人节": (2, 14), "三八": (3, 8), "妇女节": (3, 8), "六一": (6, 1), "儿童节": (6, 1), "七一": (7, 1),
                 "八一": (8, 1), "教师节": (9, 10), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
                 "618": (6, 18), "跨年": (12, 31)}  # fmt: skip
_LATE = 60
"""Days after which a date without a year that has passed means next year's."""
_CN = "零〇一二两三四五六七八九十廿卅"
NUMBER = rf"(?:\d{{1,4}}|[{_CN}百]{{1,5}})"
_DAY = rf"(?:[0-3]?\d|[{_CN}]{{1,3}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_NO_DAY = r"(?![线楼店机仓门柜院馆厅桌车厂位客文员房窗口台岗梯电院会场])"
"""After 号 and 日: a line, a building, a till … is numbered, no day named."""
_OF = r"(?P<of>上上?|本|这|当|下下|下|次)?(?:一)?个?"
_YEAR = r"(?:(?P<year>\d{4}|二[〇零]\d{2}|二[〇零][一二三四五六七八九〇零]{2}|去年|今年|明年|后年)[年./\-]?)"
_DOTTED = (
    r"(?=(?:日|号|[之以]?前|截止|为止|上午|下午|中午|早|晚|[ (]{0,2}(?:周|星期)|\s?\d{1,2}[:点时])|\s*$)"
)
"""What follows figures that are a date without a year ("3.8", "3/8"), no price and no score."""


@dataclass(frozen=True, slots=True)
class NamedDays:
    """`end`: where the name ends in the text. `options`: what it may mean, nearest first. `after`: it stands for
    what follows it (国庆后); `before`: for what goes before it (节前). `once_more`: what 前 behind it
    means when it is the day itself (周一前, said on Monday). `inclusive`: 前 behind it still includes it."""

    end: int
    options: tuple[Span, ...]
    after: bool = False
    once_more: Span | None = None
    inclusive: bool = True
    before: bool = False


_Reader = Callable[["re.Match[str]", date, str], NamedDays]


def named_days(text: str, start: int, written: date, rest: str) -> NamedDays | None:
    """What stands at `start` of the folded `text`. Raises nothing: an impossible date names no day."""
    for pattern, read in _READERS:
        found = pattern.match(text, start)
        if found is not None:
            try:
                return read(found, written, rest)
            except (ValueError, OverflowError):
                return None
    return None


def _one(found: re.Match[str], *days: date) -> NamedDays:
    return NamedDays(found.end(), tuple((day, day) for day in days))


def _past(found: re.Match[str], written: date, rest: str) -> NamedDays:
    """昨天, 去年国庆: what is named right behind it has passed as well."""
    more = named_days(found.string, found.end(), written, rest)
    return NamedDays(more.end if more else found.end(), ())


def _relative(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    return _one(found, written + timedelta(days=_OFFSETS[found["rel"] or found["second"]]))


def _two_days(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    """今明两天, 明后天."""
    first = written + timedelta(days=_OFFSETS[found["rel"]])
    return NamedDays(found.end(), ((first, first + timedelta(days=1)),))


def _weekday(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    of = found["of"] or ""
    monday = written - timedelta(days=written.weekday())
    if of.startswith("上"):
        return NamedDays(found.end(), ())
    ahead = {"下下": 14, "下": 7, "次": 7}.get(of, 0)
    day = monday + timedelta(days=ahead + _WEEKDAYS[found["weekday"]])
    if ahead:
        return _one(found, day)
    # Said on Saturday, "this Friday" is the one to come.
    options = [option for option in (day, day + timedelta(days=7)) if option >= written]
    again = options[-1] if not of and options[0] == written else None
    return replace(_one(found, *options), once_more=(again, again) if again else None)


def _weekend(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    saturday = written - timedelta(days=written.weekday()) + timedelta(days=5)
    if (found["of"] or "").startswith("下"):
        saturday += timedelta(days=7)
    return NamedDays(found.end(), ((saturday, saturday + timedelta(days=1)),), inclusive=False)


def _week(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    of = found["of"]
    if of.startswith("上"):
        return NamedDays(found.end(), ())
    monday = (
        written
        - timedelta(days=written.weekday())
        + timedelta(days={"下下": 14, "下": 7, "次": 7}.get(of, 0))
    )
    return NamedDays(found.end(), ((monday, monday + timedelta(days=6)),), inclusive=False)


def _full_date(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    year, month, day = _named_year(found["year"], written), _whole(found["month"]), _whole(found["day"])
    return _one(found, date(year, month, day))


def _month_day(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    month, day = _whole(found["month"]), _whole(found["day"])
    options = [option for year in (written.year, written.year + 1) if (option := _real(year, month, day))]
    if not options:
        raise ValueError(found.group())
    if options[0] < written and (written - options[0]).days <= _LATE:
        options = options[:1]
    return _one(found, *options)


def _day_of_month(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    day, of = _whole(found["day"]), found["of"] or ""
    if of.startswith("上"):
        return NamedDays(found.end(), ())
    first = _month_ahead(written, {"下下": 2, "下": 1, "次": 1}.get(of, 0))
    months = [first] if of else [first, _month_ahead(written, 1), _month_ahead(written, 2)]
    options = [option for month in months if (option := _real(month.year, month.month, day))]
    if not options:
        raise ValueError(found.group())
    return _one(found, *options)


def _part_of_month(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    of, named, part = found["of"] or "", found["month"], found["part"]
    if of.startswith("上"):
        return NamedDays(found.end(), ())
    if named:
        year = _named_year(found["year"], written) if found["year"] else written.year
        month = date(year, _whole(named), 1)
        if not found["year"] and _last_of_month(month) < written:
            month = month.replace(year=year + 1)
    else:
        month = _month_ahead(written, {"下下": 2, "下": 1, "次": 1}.get(of, 0))
    return NamedDays(
        found.end(), _part(month, part, written), inclusive=part in ("底", "末", "初", "中", "中旬")
    )


def _part(month: date, part: str | None, written: date) -> tuple[Span, ...]:
    last = _last_of_month(month)
    spans = {
        "底": (last, last), "末": (last, last), "初": (month, month.replace(day=5)), "中": (month.replace(day=15),) * 2,
        "上旬": (month, month.replace(day=10)), "中旬": (month.replace(day=11), month.replace(day=20)),
        "下旬": (month.replace(day=21), last),
    }  # fmt: skip
    span = spans.get(part or "", (month, last))
    if span[1] < written:
        return _part(_month_ahead(month, 1), part, written)
    return (span,)


def _year_part(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    """年底, 季度末, 今年: the last day of it."""
    if found["quarter"]:
        ahead = 1 if found["quarter"].startswith("下") else 0
        month = date(written.year, (written.month - 1) // 3 * 3 + 3, 1)
        return _one(found, _last_of_month(_month_ahead(month, 3 * ahead)))
    year = _named_year(found["year"] or found["early"] or "今年", written)
    return _one(found, date(year, 12, 31))


def _around_feast(found: re.Match[str], written: date, rest: str) -> NamedDays:
    """国庆前, 节后, 春节后第一个工作日, 节前最后一天, 中秋. A bare 节 is the next feast of the calendar."""
    name, place = found["feast"], found["place"] or ""
    around = _next_feast(_FEASTS.get(name, ""), written, place.endswith("后"))
    if around is None:
        raise ValueError(found.group())
    first, last = around
    if place.endswith("前") or found["last"]:
        eve = first - timedelta(days=1)
        if name in ("年", "过年"):
            eve = _spring(eve.year + (eve.month > 2)) - timedelta(days=1)
        if found["last"]:
            eve = _working_day_until(eve, rest)
        return NamedDays(found.end(), ((eve, eve),), before=not found["last"])
    if place.endswith("后") or found["nth"]:
        count = number(found["nth"]) if found["nth"] else 1
        day = working_day_after(last, count or 1, rest)
        if found["nth"] and found["unit"] == "天" and not found["work"]:
            day = last + timedelta(days=count or 1)
        return NamedDays(found.end(), ((day, day),), after=not found["nth"])
    return NamedDays(found.end(), ((first, last),), inclusive=False)


def _working_day_until(day: date, rest: str) -> date:
    """The last working day up to `day`."""
    return next(
        (back for ahead in range(30) if not is_rest_day(back := day - timedelta(days=ahead), rest)), day
    )


def _spring(year: int) -> date:
    """The first day of the lunar year. Raises ValueError where it is not known."""
    day = feast_day("spring", year)
    if day is None:
        raise ValueError(year)
    return day


def _of_the_moon(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    """除夕, 元宵, 正月十五, 初八: counted from the first day of the lunar year."""
    offset = {"除夕": -1, "大年三十": -1, "元宵": 14, "小年": -8}.get(found["eve"] or "")
    if offset is None:
        offset = _whole(found["day"]) - 1
    options = [_spring(year) + timedelta(days=offset) for year in (written.year, written.year + 1)]
    return _one(found, *(day for day in options if day >= written))


def _fixed_feast(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    month, day = _FIXED_FEASTS[found["feast"]]
    options = [date(year, month, day) for year in (written.year, written.year + 1)]
    return _one(found, *(option for option in options if option >= written))


def _half_year(found: re.Match[str], written: date, _rest: str) -> NamedDays:
    year = _named_year(found["year"], written) if found["year"] else written.year
    month = 1 if found["half"] == "上" else 7
    return NamedDays(
        found.end(), ((date(year, month, 1), _last_of_month(date(year, month + 5, 1))),), inclusive=False
    )


def _last_working_day(found: re.Match[str], written: date, rest: str) -> NamedDays:
    """本月最后一个工作日, 这周最后一天."""
    monday = written - timedelta(days=written.weekday())
    ahead = 1 if found["of"].startswith("下") else 0
    last = (
        monday + timedelta(days=6 + 7 * ahead)
        if found["unit"] != "月"
        else _last_of_month(_month_ahead(written, ahead))
    )
    return _one(found, last if found["day"] == "天" else _working_day_until(last, rest))


def _next_feast(name: str, written: date, after: bool) -> Span | None:
    """The next one by that name ("" = whichever comes first) that has not begun, or, `after`, not ended more
    than a few days ago."""
    names = (
        (name,)
        if name
        else ("new-year", "spring", "qingming", "labour", "dragon-boat", "mid-autumn", "national")
    )
    spans = [
        span for year in (written.year, written.year + 1) for each in names if (span := feast(each, year))
    ]
    ahead = [
        span for span in spans if (span[1] >= written if after else span[0] > written or span[1] >= written)
    ]
    return min(ahead, default=None)


def _next_working_day(found: re.Match[str], written: date, rest: str) -> NamedDays:
    return _one(found, working_day_after(written, 1, rest))


def _whole(text: str) -> int:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return value


def _named_year(text: str, written: date) -> int:
    if text in ("去年", "今年", "明年", "后年"):
        return written.year + ("去今明后".index(text[0]) - 1)
    return _whole(text)


def _month_ahead(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _last_of_month(day: date) -> date:
    return _month_ahead(day, 1) - timedelta(days=1)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    first = _month_ahead(day, months)
    return min(first + timedelta(days=day.day - 1), _last_of_month(first))


_FEAST_DAY = r"(?P<work>上班|开工|复工)?的?(?:第(?P<nth>[一二三四五123])个?(?P<unit>工作日|上班日|天)(?:上班)?|(?P<last>最后一个?(?:工作日|上班日|天))(?=[^内]))?"
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(?:昨|前(?!后))(?:[天日儿]|(?=[晚夜]))|大前天|上上?个?(?:周|星期|礼拜)[一二三四五六日天末]?|刚刚?|刚才|去年(?:\d{1,2}月(?:\d{1,2}[日号]?)?|底)?|"
                r"上上?个?月(?:[底末初中]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日])?"), _past),
    (re.compile(r"(?P<rel>[今明])[明后](?:两|二|这两)?[天日]"), _two_days),
    (re.compile(r"(?P<rel>大大后|大后)[天日]|(?P<second>第二)天"), _relative),
    (re.compile(r"(?P<rel>[今明后次当翌])(?:[天日儿]|(?=早(?!日)|晚(?!期)|晨|夜|上午|下午|中午))(?P<second>)"), _relative),
    (re.compile(r"(?P<rel>[本即隔])[日天](?!起|生|常)(?P<second>)"), _relative),
    (re.compile(r"(?P<of>[本这当下])一?个?(?P<unit>月|周|星期)的?最后一?个?(?:工作日|上班日|(?P<day>天))"), _last_working_day),
    (re.compile(rf"{_YEAR}(?P<month>{_MONTH})[月./\-](?P<day>{_DAY})[日号]?"), _full_date),
    (re.compile(rf"(?P<month>{_MONTH})月(?P<day>{_DAY})(?:[日号]{_NO_DAY}|(?![\d天个日号]))"), _month_day),
    (re.compile(rf"(?<![\d.\-/])(?P<month>1[0-2]|0?[1-9])[./\-](?P<day>3[01]|[12]\d|0?[1-9])(?:[日号]|{_DOTTED})"), _month_day),
    (re.compile(rf"(?:{_YEAR})?(?:(?P<month>{_MONTH})月份?|{_OF}月)(?P<part>底|末|初|中旬|中(?!午|秋)|上旬|下旬)"), _part_of_month),
    (re.compile(rf"{_OF}月的?(?P<day>{_DAY})[日号]{_NO_DAY}"), _day_of_month),
    (re.compile(rf"(?:{_YEAR})?(?:(?P<month>{_MONTH})月份?|(?P<of>本|这|当|下下|下|次)个?月)(?P<part>)(?!\d)"), _part_of_month),
    (re.compile(rf"(?P<of>)(?<![\d.第])(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|[廿二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
                rf"(?:[号日]{_NO_DAY}(?!\d)|(?=\s?[\-~到至]\s?{_DAY}[号日]))"), _day_of_month),
    (re.compile(r"(?:每个?)?(?P<of>下下|[本这下次])?一?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-7])(?![期个次年圈岁起点])"), _weekday),
    (re.compile(r"(?P<of>[本这下])?个?周末"), _weekend),
    (re.compile(r"(?P<of>下下|[本这下次])一?个?(?:周|星期|礼拜)"), _week),
    (re.compile(r"(?:(?P<year>今年|明年|\d{4})?年?年|(?P<early>今年|明年))[底末]|(?P<quarter>(?:本|这个?|下个?)?季度?[底末])"), _year_part),
    (re.compile(r"(?P<year>今年|明年)(?P<early>)(?P<quarter>)"), _year_part),
    (re.compile(rf"(?P<feast>元旦|春节|清明|五一|劳动|端午|中秋|国庆)(?:节|长假|假期|黄金周|小长假|放假)*(?P<place>[之以]?[前后]|期间)?{_FEAST_DAY}(?!月)"), _around_feast),
    (re.compile(rf"(?P<feast>十一)(?:长假|假期|黄金周|放假)*(?P<place>[之以]?[前后]|期间){_FEAST_DAY}"), _around_feast),
    (re.compile(rf"(?P<feast>节|年|过年|长假|假期|放假)(?P<place>[之以]?[前后](?!代)){_FEAST_DAY}"), _around_feast),
    (re.compile(r"下(?:一)?个?工作日|次一?工作日"), _next_working_day),
    (re.compile(r"(?P<eve>除夕|大年三十|元宵|小年)[节夜]?(?P<day>)"), _of_the_moon),
    (re.compile(r"(?P<eve>)(?:正月初?|大年初|年?初)(?P<day>十[一二三四五六七八九]?|二十|[一二三四五六七八九])(?![中次个回级一二三])"), _of_the_moon),
    (re.compile(rf"(?P<feast>{'|'.join(_FIXED_FEASTS)})节?(?!\d)"), _fixed_feast),
    (re.compile(r"(?P<year>今年|明年)?(?P<half>[上下])半年"), _half_year),
)  # fmt: skip
