"""Chat text copied from WeChat's window (Windows, Mac, the phone's "send by mail") or kept as plain text.

What opens a message in which layout is told by paste_lines.py; here lines become messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Spoken
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.cleaning import clean
from core.intake.greybar import is_notice
from core.intake.kinds import of_placeholder, refined
from core.intake.moments import Calendar
from core.intake.paste_lines import (
    COLON,
    INLINE,
    LONGEST_NAME,
    LOOKED_AT,
    PREAMBLE,
    WHOLE,
    Layout,
    has_odd_name,
    inner_text,
    is_exact,
    layout_of,
    spaced,
    stacked,
    timed,
    titles,
    unstacked,
)
from core.intake.rows import Reason, notice, unreadable
from core.intake.source import Source, in_short_lines

_QUOTED = re.compile(r"「.*?[:：].*?」\s*\n[\s\-—]{3,}\n(?P<reply>.+)", re.DOTALL)
_QUOTED_BELOW = re.compile(r"(?P<reply>.+?)\n[ \t]{0,8}\[?(?:引用|Quote)\]?[ :：].{0,2000}", re.DOTALL)


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
    return _Plan.of(head) is not None


def has_times(head: str) -> bool:
    """Whether a text names times, as every chat kept as a file does; "name: text" alone may be anything."""
    plan = _Plan.of(head)
    if plan is not None and plan.layout is Layout.COLON:
        lines = head.splitlines()
        return any(WHOLE.fullmatch(line) for line in lines[:LOOKED_AT] if len(line) <= LONGEST_NAME)
    return plan is not None and plan.layout is Layout.TIMED


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The room first, named after the text's own title if it has one. Raises Refusal for other text."""
    plan = _Plan.of(source.head)
    if plan is None:
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
    # A forwarded record is a selection: what is not in it was not necessarily not said.
    yield Room("", plan.group, whole=not plan.titles or bool(plan.group))
    yield from _Paster(plan, calendar).read(source)


def assumes_date(source: Source, reading: Reading) -> bool:
    """Whether the text has times without a date anywhere before them (the head is asked)."""
    calendar = Calendar.of(reading.zone, reading.now, reading.date)
    plan = _Plan.of(source.head)
    if plan is None:
        return False
    for _ in _Paster(plan, calendar).lines(enumerate(source.head.splitlines(), 1)):
        if calendar.assumed:
            return True
    return calendar.assumed


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a text is to be read: `stacked` puts names and times together first; `titles` say what the text is."""

    layout: Layout
    spaced: bool
    stacked: bool
    titles: frozenset[str]
    group: str

    @classmethod
    def of(cls, head: str) -> _Plan | None:
        """None for text without senders."""
        lines = in_short_lines(head).splitlines()
        above, group = titles(lines)
        piled = stacked(lines)
        if piled:
            lines = [line for _, line in unstacked(enumerate(lines))]
        layout = layout_of([line for line in lines if line not in above])
        return cls(layout, spaced(lines), piled, frozenset(above), group) if layout is not None else None


class _Paster:
    def __init__(self, plan: _Plan, calendar: Calendar) -> None:
        self._plan, self._calendar = plan, calendar
        self._open: _Open | None = None
        self._held: _Open | None = None
        self._moment: int | None = None
        self._boundary = True
        self._exact = False
        self._names: set[str] = set()

    def read(self, source: Source) -> Iterator[Item]:
        yield from self.lines(
            (number, "" if line is None else line.decode("utf-8", "replace"))
            for number, line in source.lines()
        )

    def lines(self, numbered: Iterable[tuple[int, str]]) -> Iterator[Item]:
        cleaned = ((number, clean(line.rstrip("\r"))) for number, line in numbered)
        for number, line in unstacked(cleaned) if self._plan.stacked else cleaned:
            yield from self._line(number, line)
            self._boundary = not line.strip() or (self._boundary and self._open is None)
        yield from self._close()
        yield from self._release()

    def _line(self, number: int, line: str) -> Iterator[Item]:
        if not line.strip():
            if self._open is not None:
                self._open.lines.append("")
            return
        if number <= PREAMBLE and line in self._plan.titles:
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
        """A line that holds a time or a day only. Right below a header it is what was said."""
        if self._open is not None and self._open.empty() and not self._boundary:
            return False
        if self._calendar.day_line(line):
            self._moment = self._calendar.start_of_day()
            return True
        if self._plan.layout is Layout.TIMED and self._open is not None and not self._boundary:
            return False
        at = self._calendar.moment(line.strip(" \t—–-─="))
        if at is not None:
            self._moment = at
        return at is not None

    def _start(self, number: int, line: str) -> _Open | Item | None:
        """The message that a header line opens; None for any other line."""
        if self._plan.layout is Layout.TIMED:
            return self._timed_start(number, line)
        if self._plan.layout is Layout.COLON:
            found = COLON.fullmatch(line)
            if not found or not (self._boundary or self._open is None or found["name"] in self._names):
                return None
            self._names.add(found["name"])
            return _Open(number, self._now(), found["name"], line)
        found = INLINE.fullmatch(line)
        if not found:
            return None
        return _Open(number, self._now(), found["name"], line, [found["text"]])

    def _timed_start(self, number: int, line: str) -> _Open | Item | None:
        found = timed(line)
        inside = not self._boundary and self._open is not None
        if not found or (inside and (self._plan.spaced or has_odd_name(found))):
            return None
        if self._exact and not is_exact(found):
            return None
        before = replace(self._calendar)
        at = self._calendar.read(found)
        if at is None or not self._plausible(at):
            self._calendar = before
            return None
        self._moment, self._exact = at, self._exact or is_exact(found)
        name = found["name"].strip("'’‘ ")
        if is_notice(found["name"]):
            return notice(number, at, found["name"])
        text = inner_text(found)
        return _Open(number, at, name, line, [text] if text else [])

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
        if kind == MessageKind.TEXT and (quote := _QUOTED.fullmatch(text) or _QUOTED_BELOW.fullmatch(text)):
            kind, text = MessageKind.QUOTE.value, quote["reply"].strip()
        yield Spoken(done.line, done.at, NAME_ONLY + done.name, done.name, None, refined(kind, text), text)
