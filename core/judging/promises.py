"""When something was asked for, when an answer was promised, and for how long leave is asked: the times in such words.

A task may name its own time (`asked_by`); whoever answers may name another (`promised`), which a clause can let
replace the deadline; a request for leave names its period (`leave_period`).
"""

from __future__ import annotations

import re

from core.base.clock import DAY, DEFAULT_ZONE, SECOND, Instant, day_start, from_datetime, to_datetime
from core.judging.clock_times import Hours, measured
from core.judging.deadlines import AFTER, DueTime, due_times, last_due
from core.judging.folding import FOLD
from core.judging.named_days import months_later
from core.judging.replies import is_question

_DOES = (
    r"给|发|交|报|回|弄|搞|办|做|写|完成|提交|处理|解决|答复|回复|反馈|汇报|联系|到|送|寄|出|改|修|更新|落实|安排|整理|核实|确认|跟进|上传|落地|"
    r"看|查|问|打|拿|取|来|去|补|签|盖|付|退|换|过来|搞定|结果|好"
)
_PROMISE = re.compile(
    rf"(?:我|我们|咱|俺|这边|本周|争取|保证|一定|肯定|预计|计划|应该|大概|最[晚迟]|可以|能|就|会|再|统一)[^。!?;\n]{{0,16}}(?:{_DOES})|"
    rf"^[^。!?;\n]{{0,12}}[前内后早晚午点天日五四三二一六分时号]+(?:钟|之?前|以前|左右|就|再|统一|一起|能|可以|会|准时)?\s?(?:{_DOES})"
)
_NOT_MINE = re.compile(
    r"^(?:请|麻烦|烦请|务必|你|您|你们|大家|各位|谁|他|她|客户|记得)|(?:(?<!再)给|发|交给|报给|回复|告诉|通知|联系|找|还|提醒)我(?!们?(?:客户|那))|(?:你|您)(?:能|可以|什么时候|几点|帮|来|去|把)"
)
_NO_ANSWER = re.compile(r"(?:没|不|未|无法|不能|没法|做不)(?:空|到|能|法|行|了|可能|一定|确定)")
_LONG = re.compile(r"请[^,。!;\n]{0,6}假|(?:休|调休|补休|休息|出差|外出|不在)")
_NUMBER = re.compile(r"[半一二两三四五六七八九十\d]")
_HALF_A_DAY = (12 * 3600, "second")


def asked_by(
    text: str, at: Instant, zone: str = DEFAULT_ZONE, work_hours: Hours | None = None, rest: str = "cn"
) -> DueTime | None:
    """The time by which a task written at `at` asks for its result; None where it names none.

    Of several times the last limit counts: 明天开会，周五前交 is due on Friday.
    """
    times = due_times(text, at, zone, work_hours, rest)
    limits = [due for due in times if due.kind != AFTER]
    marked = [due for due in limits if due.kind != "at"]
    return last_due(marked or limits)


def promised(
    text: str, at: Instant, zone: str = DEFAULT_ZONE, work_hours: Hours | None = None, rest: str = "cn"
) -> DueTime | None:
    """The time until which somebody who answers promises a result (明天上午给你, 半小时后发您); None for all else.

    What waits for something (三天后) is promised for that moment.
    """
    plain = text[:400].translate(FOLD).strip()
    if (
        is_question(plain)
        or _NOT_MINE.search(plain)
        or _NO_ANSWER.search(plain)
        or not _PROMISE.search(plain)
    ):
        return None
    return max(due_times(text, at, zone, work_hours, rest), key=lambda due: due.at, default=None)


def leave_period(
    text: str, at: Instant, zone: str = DEFAULT_ZONE, work_hours: Hours | None = None, rest: str = "cn"
) -> tuple[Instant, Instant] | None:
    """First and last moment of the leave that words written at `at` ask for; None where they name no time.

    明天请假一天 is that day, 明天开始请假三天 three of them, 下午请两小时假 two hours of the afternoon; a length without a
    day begins when it is asked for.
    """
    times = [due for due in due_times(text, at, zone, work_hours, rest) if due.kind != AFTER]
    length = _length(text)
    if not times:
        return None if length is None else (at, _end(at, length, zone))
    first, last = times[0].begin or times[0].at, max(due.at for due in times)
    if length is None or length == _HALF_A_DAY:
        return first, last
    return first, max(last, _end(first, length, zone))


def _length(text: str) -> tuple[int, str] | None:
    """Amount and unit of the leave: what stands before or behind the word for it."""
    plain = text[:400].translate(FOLD)
    if not _LONG.search(plain):
        return None
    for place in range(len(plain)):
        if _NUMBER.match(plain, place) and (length := measured(plain, place)) is not None:
            return length if length[0] else None
    return None


def _end(first: Instant, length: tuple[int, str], zone: str) -> Instant:
    """The last moment of leave of that length from `first` on; days are whole days, the first one counted."""
    amount, unit = length
    if unit == "second":
        return first + amount * SECOND
    midnight = day_start(first, zone)
    if unit == "month":
        later = months_later(to_datetime(midnight, zone).date(), amount)
        return (
            from_datetime(
                to_datetime(midnight, zone).replace(year=later.year, month=later.month, day=later.day)
            )
            - SECOND
        )
    return midnight + max(amount, 1) * DAY - SECOND
