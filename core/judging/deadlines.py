"""Dates and times that a text names, as deadlines: 今天下班前, 明早九点, 周五前, 半小时内, 国庆后第一个工作日.

Read against the moment the text was written; nothing that has passed by then is a deadline. Where words leave it
open, the answer is the later one, for a doubt must not make anybody late: a day without a time ends with its last
second, 周五前 still holds Friday, 本周五 said on Saturday is the one to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.base.calendar import is_rest_day, working_day_after
from core.base.clock import DEFAULT_ZONE, SECOND, Instant, from_datetime, to_datetime
from core.judging.clock_times import (
    DAY_ENDS,
    DEFAULT_HOURS,
    WHOLE_DAY,
    Clock,
    Hours,
    PartOfDay,
    Span,
    clock,
    length,
    likely,
    part_of_day,
)
from core.judging.named_days import NamedDays, months_later, named_days
from core.judging.text import PreparedText, prepare

BY, AT, WITHIN, AFTER = "by", "at", "within", "after"
_EVENING = 18
"""The hour from which a time of day that has passed is tomorrow's."""
_READ = 2_000
"""Characters looked at."""
_MOST = 16
"""Times told of one text."""
_YEARS = range(1971, 9000)
_HINT = re.compile(
    r"[点时:前内后号月周季晚早午]|[今明后次当本即翌隔一二两三四五六七八九十半\d]天|[今明本次当\d]日|[今明]儿|年底|年末|星期|礼拜|工作日|\d[./\-]\d|"
    r"凌晨|除夕|元宵|圣诞|双十|618|节|元旦|春节|清明|五一|端午|国庆|小时|分钟|eod|cob|[ap]m"
)
_START = re.compile(
    r"[今明后次当翌本即隔第大昨前上刚去\d零〇一二两三四五六七八九十廿卅百半这下每周星礼个年季元春清劳端中国节过假放月早晚凌正傍夜午深晨收打下开闭睡休入双平情妇教儿跨圣正小除三六七八长ec]"
)
"""What the name of a day, a time or a length of time can begin with."""
_LEAD = re.compile(
    r"(?:截[止至]到?(?:时间|日期|日)?|最[晚迟]|不[晚迟]于|务必于|限于?|期限|ddl|deadline|before|by)[是为在于到:\s]{0,3}$"
)
_FILL = re.compile(r"[\s,]{0,2}的?(?:那天|当天|当日)?\s?")
_ASIDE = re.compile(r"\s?[(\[【]([^)\]】]{1,8})[)\]】]")
_MARK = re.compile(
    r"\s?(?:左右|钟)?(?:(?P<before>[之以]?前(?!后|面|台|期|端|往|提[是下条,。]))|(?P<by>为止|截[止至]|[之以]?内(?!部|容|衣))|(?P<after>[之以]后|后(?!天|面|台|期|勤|续|果|悔|补)))"
)
_JOINER = re.compile(r"\s?(?:-+|—+|~+|～|到|至)\s?")
_AT_WORK = re.compile(r"(?:上班|开工|复工)(?:\s?\([^)]{1,8}\)|第一件事|[后时])?(?![之以]?前|后|间)")
"""What follows the name of a day without being a time of its own."""
_OF_IT = re.compile(r"份?的(?!话|时候|早|上午|中午|下午|晚)|天气|真|太|很|好[冷热累忙]|心情|有点|已经?|居然")
"""Behind a bare day: the day tells whose thing it is, or how it was."""
_OPEN = re.compile(r"(?:营业|开放|开门|开业|供应|值班|上班)(?:时间)?(?:一?直?[到至]|[是:])\s?$")
_SHUTS = re.compile(r"\s?(?:才|就|准时)?(?:开门|关门|打烊|闭店|闭馆|停止入场)")
"""Before and behind a time: hours that a place keeps, which ask nothing of anybody."""
_ENDS = re.compile(r"(?:假期)?(?:结束|过完|完了)(?=[之以]?前)")
_AND = tuple("、和与及")
_REMINDS = re.compile(
    r"(?:收到|接到|通知|发布|见|看到|知悉|阅|公告|回复|确认|告知|即日)(?:[^,。!;\s]{0,4})后$"
)
_OTHER_AFTER = re.compile(r"[一-鿿]后$")


@dataclass(frozen=True, slots=True)
class DueTime:
    """`at`: the last moment that the words allow (for `after`: the one they wait for). `start`/`end`: code points
    of the original text. `kind`: by (…前) | at (a time) | within (…内) | after (…后). `begin`: the first moment of
    what is named, for 3月5日-7日 and the like."""

    at: Instant
    start: int
    end: int
    kind: str
    begin: Instant = 0


@dataclass(frozen=True, slots=True)
class _Point:
    """What stands at one place of the text: days, part of a day, time of day, each of which may be missing."""

    start: int
    end: int
    days: NamedDays | None = None
    part: PartOfDay | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """When, and by whose calendar, the text was written."""

    at: Instant
    zone: str
    hours: Hours
    rest: str

    @property
    def moment(self) -> datetime:
        return to_datetime(self.at, self.zone)

    def instant(self, day: date, seconds: int) -> Instant:
        days, rest = divmod(seconds, WHOLE_DAY)
        midnight = datetime.combine(day + timedelta(days=days), time())
        return from_datetime(midnight + timedelta(seconds=rest), self.zone)


def due_times(
    text: str,
    at: Instant,
    zone: str = DEFAULT_ZONE,
    work_hours: Hours | None = None,
    rest: str = "cn",
) -> tuple[DueTime, ...]:
    """Every deadline in `text` as written at `at`, in order of place; () where it names none.

    `work_hours` (minutes of the day; None: 9 to 18) say when 下班 is, `rest` which days are working days.
    """
    prepared = prepare(text[:_READ])
    if not _HINT.search(prepared.folded) or to_datetime(at, zone).year not in _YEARS:
        return ()
    written = _Written(at, zone, work_hours or DEFAULT_HOURS, rest)
    found = []
    for due in _found(prepared, written):
        found.append(due)
        if len(found) == _MOST:
            break
    return tuple(found)


def last_due(times: Sequence[DueTime]) -> DueTime | None:
    """The one that a text with several means as its end: the latest that is no `after`, else the latest."""
    limits = [due for due in times if due.kind != AFTER]
    return max(limits or times, key=lambda due: due.at, default=None)


def _found(text: PreparedText, written: _Written) -> Iterator[DueTime]:
    folded, place = text.folded, 0
    while (begins := _START.search(folded, place)) is not None:
        place = begins.start()
        span = length(folded, place)
        if span is not None:
            due = None if _about_something_else(folded, place, span) else _limit(span, place, written)
            end = span.end
        else:
            point = _point(folded, place, written.moment.date(), written)
            if point is None:
                place += 1
                continue
            due, end = _resolved(folded, point, written)
        if due is not None and due.at >= written.at:
            start, stop = text.folded_span(due.start, due.end)
            yield DueTime(due.at, start, stop, due.kind, due.begin)
        place = max(end, place + 1)


def _about_something_else(folded: str, start: int, span: Span) -> bool:
    """Whether a span counts from something that the text does not date (到货后三天内)."""
    before = folded[max(0, start - 10) : start]
    return span.kind == WITHIN and bool(_OTHER_AFTER.search(before)) and not _REMINDS.search(before)


def _limit(span: Span, start: int, written: _Written) -> DueTime | None:
    if span.kind == "past":
        return None
    today = written.moment.date()
    try:
        if span.unit == "second":
            at = written.at + span.amount * SECOND
        elif span.unit == "working-day":
            at = written.instant(working_day_after(today, min(span.amount, 400), written.rest), DAY_ENDS)
        else:
            months = span.unit == "month"
            day = months_later(today, span.amount) if months else today + timedelta(days=span.amount)
            at = written.instant(day, DAY_ENDS)
    except (ValueError, OverflowError):
        return None
    return DueTime(at, start, span.end, span.kind, written.at)


def _point(folded: str, start: int, today: date, written: _Written) -> _Point | None:
    """Days, then a part of the day, then a time; whichever of them stand there."""
    days = named_days(folded, start, today, written.rest)
    end = start
    if days is not None:
        days, end = _with_more_days(folded, days, today, written.rest)
        if (work := _AT_WORK.match(folded, end)) is not None:
            end = work.end()
    behind = _filled(folded, end) if days else end
    found = part_of_day(folded, behind, behind_day=days is not None and behind == end)
    name = ""
    part = None
    if found is not None:
        end, part, name = found
        behind = _filled(folded, end)
    time_of_day = clock(folded, behind, name, written.hours)
    if time_of_day is not None:
        end = time_of_day.end
    if days is None and part is None and time_of_day is None:
        return None
    return _Point(start, end, days, part, time_of_day)


def _with_more_days(folded: str, days: NamedDays, today: date, rest: str) -> tuple[NamedDays, int]:
    """3月6日(周五) is one day told twice; 周四周五 and 5号、6号 are days in a row. And where the words end."""
    aside = _ASIDE.match(folded, days.end)
    if aside is not None:
        return days, aside.end()
    behind = days.end + (folded[days.end : days.end + 1] in _AND)
    more = named_days(folded, behind, today, rest)
    if more is None or not more.options or not days.options:
        return days, days.end
    first, last = days.options[0][0], more.options[0][1]
    return (replace(days, options=((first, last),)) if last > first else days), more.end


def _filled(folded: str, end: int) -> int:
    found = _FILL.match(folded, end)
    return found.end() if found else end


def _resolved(folded: str, point: _Point, written: _Written) -> tuple[DueTime | None, int]:
    """The deadline at a point, and where its words end. A range ends with its second point."""
    last = _range_end(folded, point, written)
    end = (last or point).end
    over = _ENDS.match(folded, end) if point.days else None
    mark = _MARK.match(folded, over.end() if over else end)
    end = mark.end() if mark else end
    before = mark is not None and mark["before"] is not None and not over
    kind = _kind(folded, point, mark)
    bare = kind == AT and last is None and point.part is None and point.clock is None
    if (bare and _OF_IT.match(folded, end)) or not _is_meant(folded, point, kind != AT, last is not None):
        return None, end
    if kind == AT and (
        _OPEN.search(folded, max(0, point.start - 10), point.start) or _SHUTS.match(folded, end)
    ):
        return None, end
    moments = _moment(point, before, written)
    if moments is None:
        return None, end
    begin, at = moments
    if last is not None:
        later = _moment(last, before, _Written(begin, written.zone, written.hours, written.rest))
        at = max(at, later[1]) if later else at
    return DueTime(at, point.start, end, kind, begin), end


def _kind(folded: str, point: _Point, mark: re.Match[str] | None) -> str:
    if point.days is not None and (point.days.before or point.days.after):
        return BY if point.days.before else AFTER
    if _LEAD.search(folded, max(0, point.start - 12), point.start) is not None:
        return BY
    return AT if mark is None else AFTER if mark["after"] is not None else BY


def _range_end(folded: str, point: _Point, written: _Written) -> _Point | None:
    """The second point of 周一到周三, 3月5-7日, 9点-11点; it begins where the first one stands."""
    joiner = _JOINER.match(folded, point.end)
    if joiner is None:
        return None
    first = point.days.options[0][0] if point.days and point.days.options else written.moment.date()
    last = _point(folded, joiner.end(), first, written)
    if last is None or (point.clock is None) != (last.clock is None):
        return None
    if last.days is None and point.days is not None:
        days = point.days
        part = last.part or (point.part if last.clock is not None else None)
        again = (
            clock(folded, joiner.end(), _part_name(folded, point), written.hours)
            if last.part is None
            else None
        )
        return _Point(last.start, last.end, days, part, again or last.clock)
    return last


def _part_name(folded: str, point: _Point) -> str:
    if point.part is None:
        return ""
    for place in range(point.start, point.end):
        found = part_of_day(folded, place, behind_day=True)
        if found is not None:
            return found[2]
    return ""


def _is_meant(folded: str, point: _Point, marked: bool, ranged: bool) -> bool:
    """Whether the words are a time at all: 一点 may be a bit, 下班 a verb, 上午 what has been."""
    if point.days is not None:
        return (
            point.clock is None
            or point.clock.surely
            or marked
            or point.part is not None
            or not _is_event(folded, point)
        )
    if point.clock is None:
        return point.part is not None
    return point.clock.surely or marked or ranged or point.part is not None or not _is_bit(folded, point)


def _is_event(folded: str, point: _Point) -> bool:
    return False if point.clock is None else folded[point.end - 1] in "班工"


def _is_bit(folded: str, point: _Point) -> bool:
    words = folded[point.start : point.end]
    return words in ("一点", "1点", "两点") or words[-1:] not in "点时0123456789m"


def _moment(point: _Point, before: bool, written: _Written) -> tuple[Instant, Instant] | None:
    """First and last moment of what the point names, the nearest that has not passed."""
    if point.days is None:
        return _next_moment(point, before, written)
    options = point.days.options
    if before and point.days.once_more and point.part is None and point.clock is None:
        options = (point.days.once_more,)
    for first, last in options:
        span = _on_days(point, first, last, before, written)
        if span is not None and span[1] >= written.at:
            return span
    return None


def _next_moment(point: _Point, before: bool, written: _Written) -> tuple[Instant, Instant] | None:
    """Of a point without a day: today, else the next day on which it may be."""
    today = written.moment.date()
    evening = written.moment.hour >= _EVENING
    for ahead in range(15):
        day = today + timedelta(days=ahead)
        unsaid = point.clock is not None and not point.clock.surely and point.part is None
        if ahead and unsaid and is_rest_day(day, written.rest):
            continue  # 下班前, said after work: of the next working day.
        early = ahead == 1 and evening and point.clock is not None and point.part is None
        if (
            early
            and point.clock is not None
            and (at := written.instant(day, point.clock.seconds[0])) >= written.at
        ):
            return at, at
        span = _on_day(point, day, before, written, ahead == 0)
        if span is not None and span[1] >= written.at:
            return span
        if point.part is not None and not before and not (evening and point.clock is not None):
            return None  # 上午九点, said in the afternoon, is what has been.
    return None


def _on_days(
    point: _Point, first: date, last: date, before: bool, written: _Written
) -> tuple[Instant, Instant] | None:
    assert point.days is not None
    if point.part is not None or point.clock is not None:
        return _on_day(point, last, before, written, last == written.moment.date())
    begin = written.instant(first, 0)
    if before and not point.days.inclusive and begin > written.at:
        return begin, begin - SECOND
    return begin, written.instant(last, DAY_ENDS)


def _on_day(
    point: _Point, day: date, before: bool, written: _Written, today: bool
) -> tuple[Instant, Instant] | None:
    if point.clock is not None:
        at = _clock_on(point.clock, day, written, today, open_half=point.part is None)
        return at, at
    assert point.part is not None
    until = point.part.before if before else point.part.until
    return written.instant(day, point.part.start), written.instant(day, until)


def _clock_on(told: Clock, day: date, written: _Written, today: bool, open_half: bool) -> Instant:
    """Today, of two halves the one to come; on another day, the likely one."""
    moments = [written.instant(day, seconds) for seconds in told.seconds]
    if today and open_half:
        return next((at for at in moments if at >= written.at), moments[-1])
    return written.instant(day, likely(told.seconds))
