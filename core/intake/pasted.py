"""Chat text copied from WeChat's window (Windows, Mac, the phone's "send by mail") or kept as plain text.

Three layouts: headers with a time ("张三 2026-03-01 09:00", or the time first), headers with a colon
("张三:", times on lines of their own or not at all), and one line per message ("张三：收到").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Spoken
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.cleaning import clean
from core.intake.greybar import is_notice
from core.intake.kinds import of_placeholder, refined
from core.intake.moments import MOMENT, Calendar
from core.intake.rows import Reason, notice, unreadable
from core.intake.source import Source

LONGEST_NAME = 60
_NAME = rf"(?P<name>[^\s:：](?:[^:：]{{0,{LONGEST_NAME}}}?[^\s:：])??)"
_TIMED = re.compile(rf"\s*{_NAME}\s*[:：]?\s+{MOMENT}\s*[:：]?\s*")
_TIME_FIRST = re.compile(rf"\s*[\[(（【]?{MOMENT}[\])）】]?[\s,]+{_NAME}\s*[:：]?\s*")
_TIME_INLINE = re.compile(rf"\s*[\[(（【]?{MOMENT}[\])）】]?[\s,]+{_NAME}\s*[:：]\s*(?P<text>\S.*)")
_PROSE = re.compile("[，。！？；]|^(?:明天|后天|今晚|明晚|下午|晚上|上午|早上)$")
_COLON = re.compile(r"\s*(?P<name>[^\s:：/][^:：\n]{0,40}?)\s*[:：]\s*")
_INLINE = re.compile(r"\s*(?P<name>[^\s:：/「“\"#\[][^:：\n]{0,24}?)\s*[:：](?!//)\s*(?P<text>\S.*)")
_TITLE = re.compile(r"\s*(?:微信群)?[“\"]?(?P<name>.+?)[”\"]?的聊天记录(?:如下)?[:：]?\s*")
_WHOLE = re.compile(rf"\s*{MOMENT}\s*")
_QUOTED = re.compile(r"「.*?[:：].*?」\s*\n[\s\-—]{3,}\n(?P<reply>.+)", re.DOTALL)


class _Layout:
    TIMED = "timed"
    COLON = "colon"
    INLINE = "inline"


@dataclass
class _Open:
    """A message whose lines are still coming."""

    line: int
    at: int
    name: str
    header: str
    lines: list[str] = field(default_factory=list)

    def empty(self) -> bool:
        return not any(line.strip() for line in self.lines)


def recognises(head: str) -> bool:
    return _layout(head.splitlines()) is not None


def has_times(head: str) -> bool:
    """Whether a text names times, as every chat kept as a file does; "name: text" alone may be anything."""
    lines = head.splitlines()
    layout = _layout(lines)
    if layout == _Layout.COLON:
        return any(_WHOLE.fullmatch(line) for line in lines[:4000] if len(line) <= LONGEST_NAME)
    return layout == _Layout.TIMED


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The room first, named after the text's own title if it has one. Raises Refusal for other text."""
    lines = source.head.splitlines()
    layout = _layout(lines)
    if layout is None:
        raise Refusal(
            P("no sender lines were found in this text."), source.path,
            P("Copy the messages with their senders, or export the chat."),
        )  # fmt: skip
    try:
        calendar = Calendar.of(reading.zone, reading.now, reading.date)
    except ValueError as error:
        raise Refusal(
            P("“{date}” is no date.", date=reading.date), "date", P("Write it like 2026-03-01.")
        ) from error
    title = next((found for line in lines[:3] if (found := _TITLE.fullmatch(line))), None)
    yield Room("", title["name"] if title else "")
    yield from _Paster(layout, calendar, _spaced(lines), title[0] if title else None).read(source)


def assumes_date(source: Source, reading: Reading) -> bool:
    """Whether the text has times without a date anywhere before them (the head is asked)."""
    calendar = Calendar.of(reading.zone, reading.now, reading.date)
    layout = _layout(source.head.splitlines())
    if layout is None:
        return False
    for _ in _Paster(layout, calendar, _spaced(source.head.splitlines()), None).lines(
        enumerate(source.head.splitlines(), 1)
    ):
        if calendar.assumed:
            return True
    return calendar.assumed


def _timed(line: str) -> re.Match[str] | None:
    """A header with sender and time; a line that is a time or a sentence ending in one is none."""
    if len(line) <= LONGEST_NAME + 60 and not _WHOLE.fullmatch(line):
        found = _TIMED.fullmatch(line) or _TIME_FIRST.fullmatch(line)
        if found:
            return None if _PROSE.search(found["name"]) and not is_notice(found["name"]) else found
    return _TIME_INLINE.fullmatch(line[:20_000]) if line[:1] in "[(（【12" else None


def _layout(lines: list[str]) -> str | None:
    """The layout that most lines speak for; None for text without senders."""
    timed = colon = inline = others = 0
    for line in lines[:4000]:
        if not line.strip():
            continue
        if _timed(line):
            timed += 1
        elif _COLON.fullmatch(line):
            colon += 1
        elif _INLINE.fullmatch(line):
            inline += 1
        else:
            others += 1
    if timed and timed * 40 >= timed + colon + inline + others:
        return _Layout.TIMED
    if colon and colon * 40 >= colon + inline + others:
        return _Layout.COLON
    if inline and inline * 2 >= inline + others:
        return _Layout.INLINE
    return None


def _spaced(lines: list[str]) -> bool:
    """Whether headers stand behind a blank line, so that a line like one inside a message is none."""
    headers = [i for i, line in enumerate(lines[:4000]) if i and _timed(line)]
    behind = sum(1 for i in headers if not lines[i - 1].strip())
    return bool(headers) and behind * 5 >= len(headers) * 4


class _Paster:
    def __init__(self, layout: str, calendar: Calendar, spaced: bool, title: str | None) -> None:
        self._layout, self._calendar, self._spaced, self._title = layout, calendar, spaced, title
        self._open: _Open | None = None
        self._held: _Open | None = None
        self._moment: int | None = None
        self._boundary = True
        self._names: set[str] = set()

    def read(self, source: Source) -> Iterator[Item]:
        yield from self.lines(
            (number, "" if line is None else line.decode("utf-8", "replace"))
            for number, line in source.lines()
        )

    def lines(self, numbered: Iterator[tuple[int, str]] | enumerate[str]) -> Iterator[Item]:
        for number, line in numbered:
            line = clean(line.rstrip("\r"))
            yield from self._line(number, line)
            self._boundary = not line.strip() or (self._boundary and self._open is None)
        yield from self._close()
        yield from self._release()

    def _line(self, number: int, line: str) -> Iterator[Item]:
        if not line.strip():
            if self._open is not None:
                self._open.lines.append("")
            return
        if number <= 3 and self._title is not None and line == self._title:
            return
        if self._separator(line):
            yield from self._close()
            self._boundary = True
            return
        started = self._start(number, line)
        if started is not None:
            yield from self._close()
            if isinstance(started, _Open):
                self._open = started
            else:
                yield from self._release()
                yield started
        elif self._grey(line):
            yield from self._close()
            yield from self._release()
            yield notice(number, self._now(), line.strip())
        elif self._open is not None:
            self._open.lines.append(line)
        else:
            yield unreadable(number, Reason.BEFORE_SENDER, line)

    def _separator(self, line: str) -> bool:
        """A line that holds a time or a day only."""
        if self._calendar.day_line(line):
            self._moment = self._calendar.start_of_day()
            return True
        if self._layout == _Layout.TIMED and self._open is not None and not self._boundary:
            return False
        at = self._calendar.moment(line.strip(" \t—–-─="))
        if at is not None:
            self._moment = at
        return at is not None

    def _start(self, number: int, line: str) -> _Open | Item | None:
        """The message that a header line opens; None for any other line."""
        if self._layout == _Layout.TIMED:
            return self._timed_start(number, line)
        if self._layout == _Layout.COLON:
            found = _COLON.fullmatch(line)
            if not found or not (self._boundary or self._open is None or found["name"] in self._names):
                return None
            self._names.add(found["name"])
            return _Open(number, self._now(), found["name"], line)
        found = _INLINE.fullmatch(line)
        if not found:
            return None
        return _Open(number, self._now(), found["name"], line, [found["text"]])

    def _timed_start(self, number: int, line: str) -> _Open | Item | None:
        found = _timed(line)
        if not found or (self._spaced and not self._boundary and self._open is not None):
            return None
        before = replace(self._calendar)
        at = self._calendar.read(found)
        if at is None or not self._plausible(at):
            self._calendar = before
            return None
        self._moment = at
        name = found["name"].strip("'’‘ ")
        if is_notice(found["name"]):
            return notice(number, at, found["name"])
        return _Open(number, at, name, line, [found["text"]] if found.re is _TIME_INLINE else [])

    def _plausible(self, at: int) -> bool:
        """Of two headers without text between, the second is text, unless time says that the first was."""
        if self._open is None or self._open.lines:
            return True
        return self._held is not None and at < self._open.at

    def _grey(self, line: str) -> bool:
        return (self._open is None or not self._open.empty()) and is_notice(line)

    def _now(self) -> int:
        if self._moment is None:
            self._moment = self._calendar.start_of_day()
        return self._moment

    def _close(self) -> Iterator[Item]:
        """End the open message. One without text was none: its header is a line of the message before."""
        done, self._open = self._open, None
        if done is None:
            return
        if done.empty() and self._held is not None:
            self._held.lines += [done.header, *done.lines]
            return
        yield from self._release()
        self._held = done

    def _release(self) -> Iterator[Item]:
        done, self._held = self._held, None
        if done is None or done.empty():
            return
        text = "\n".join(done.lines).strip("\n")
        kind = of_placeholder(text)
        if kind == MessageKind.TEXT and (quote := _QUOTED.fullmatch(text)):
            kind, text = MessageKind.QUOTE.value, quote["reply"].strip()
        yield Spoken(done.line, done.at, NAME_ONLY + done.name, done.name, None, refined(kind, text), text)
