"""Words on screen: phrases, moments and durations in the language chosen, switchable while running."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.base.clock import DAY, DEFAULT_ZONE, HOUR, MINUTE, Instant, day_start, to_datetime
from core.base.money import yuan
from core.base.phrase import Language, LocalText, P, Phrase, render

_WEEKDAYS = (
    P("Monday"), P("Tuesday"), P("Wednesday"), P("Thursday"), P("Friday"), P("Saturday"), P("Sunday"),
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock_time(at: Instant, zone: str = DEFAULT_ZONE) -> str:
    """ "14:20" """
    return to_datetime(at, zone).strftime("%H:%M")


def day(at: Instant, now: Instant, zone: str = DEFAULT_ZONE) -> Phrase:
    """ "12 Mar"; with the year when it is not this one."""
    moment = to_datetime(at, zone)
    month = LocalText(str(moment.month), _MONTHS[moment.month - 1])
    if moment.year == to_datetime(now, zone).year:
        return P("{day} {month}", day=moment.day, month=month)
    return P("{day} {month} {year}", day=moment.day, month=month, year=moment.year)


def weekday(at: Instant, zone: str = DEFAULT_ZONE) -> Phrase:
    return _WEEKDAYS[to_datetime(at, zone).weekday()]


def day_and_time(at: Instant, now: Instant, zone: str = DEFAULT_ZONE) -> Phrase:
    """ "today 14:20", "yesterday 14:20" or "8 Mar 14:20"."""
    time = clock_time(at, zone)
    days = (day_start(now, zone) - day_start(at, zone) + HOUR) // DAY
    if days == 0:
        return P("today {time}", time=time)
    if days == 1:
        return P("yesterday {time}", time=time)
    return P("{day} {time}", day=day(at, now, zone), time=time)


def age(at: Instant, now: Instant, zone: str = DEFAULT_ZONE) -> Phrase:
    """How long ago, in one short word: "6m", "3h", "yesterday", "4d"."""
    past = max(0, now - at)
    if past < MINUTE:
        return P("now")
    if past < HOUR:
        return P("{n}m", n=past // MINUTE)
    days = (day_start(now, zone) - day_start(at, zone) + HOUR) // DAY
    if days == 0:
        return P("{n}h", n=past // HOUR)
    if days == 1:
        return P("yesterday")
    return P("{n}d", n=days)


def ago(at: Instant, now: Instant) -> Phrase:
    """ "6 min ago", "3 h ago", "4 days ago"."""
    past = max(0, now - at)
    if past < MINUTE:
        return P("just now")
    if past < HOUR:
        return P("{n} min ago", n=past // MINUTE)
    if past < DAY:
        return P("{n} h ago", n=past // HOUR)
    return P("1 day ago") if past < 2 * DAY else P("{n} days ago", n=past // DAY)


def span(milliseconds: int) -> Phrase:
    """A length of time in words: "24 min", "5 h 11 min", "2 days"."""
    minutes = max(0, milliseconds) // MINUTE
    if minutes < 60:
        return P("{n} min", n=minutes)
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return P("{h} h {m} min", h=hours, m=rest) if rest else P("{n} h", n=hours)
    return P("{n} days", n=minutes // (24 * 60))


def countdown(milliseconds: int) -> str:
    """A length of time as h:mm, for chips."""
    minutes = abs(milliseconds) // MINUTE
    return f"{minutes // 60}:{minutes % 60:02d}"


def amount(fen: int, points: int) -> Phrase:
    """Money, points, or both; "0" when there is neither."""
    if fen and points:
        return P("{money} and {n} points", money=yuan(fen), n=points)
    if points:
        return P("{n} points", n=points)
    return P("{money}", money=yuan(fen)) if fen else P("0")


def say(phrase: Phrase | LocalText | str, language: Language) -> str:
    return render(phrase, language)


class QtTranslation:
    """Qt's own dialogs and menus in the language chosen."""

    def __init__(self) -> None:
        self._translator: QTranslator | None = None

    def use(self, app: QCoreApplication, language: Language) -> None:
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        locale = QLocale(QLocale.Language.Chinese if language == "zh" else QLocale.Language.English)
        QLocale.setDefault(locale)
        if language == "zh":
            translator = QTranslator(app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                app.installTranslator(translator)
                self._translator = translator
