"""Lines of pasted chat text: which open a message, and with what name and time. Layouts of WeChat's clients:

timed: "张三 2026-03-01 09:00" (or the time first, or in brackets), the text below or behind a colon;
stacked: the name in a line, its time in the next; colon: "张三:", times in lines of their own or not at all;
inline: "张三：收到", a message a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from core.intake.greybar import is_notice
from core.intake.moments import DATED_MOMENT, MOMENT

LONGEST_NAME = 60
LOOKED_AT = 4000
"""Lines that are looked at to tell the layout."""
_OPEN, _SHUT = r"[\[(（【]", r"[\])）】]"
_NAME = rf"(?P<name>[^\s:：](?:[^:：]{{0,{LONGEST_NAME}}}?[^\s:：])??)"
# Behind a full date a name may hold anything, colons and clocks too.
_ANY_NAME = rf"(?P<name>\S(?:.{{0,{LONGEST_NAME}}}?[^\s:：])??)"
_DATED = re.compile(rf"\s*{_ANY_NAME}\s+{DATED_MOMENT}\s*")
_TIMED = re.compile(rf"\s*{_NAME}\s*[:：]?\s+{MOMENT}\s*[:：]?\s*")
_BRACKETED = re.compile(rf"\s*{_NAME}\s*[:：]?\s*{_OPEN}\s*{MOMENT}\s*{_SHUT}\s*[:：]?\s*(?P<text>.*)")
_TIME_FIRST = re.compile(rf"\s*{_OPEN}?{MOMENT}{_SHUT}?[\s,]+{_NAME}\s*[:：]?\s*")
_TIME_INLINE = re.compile(rf"\s*{_OPEN}?{MOMENT}{_SHUT}?[\s,]+{_NAME}\s*[:：]\s*(?P<text>\S.*)")
_PROSE = re.compile("[，。！？；]|^(?:明天|后天|後天|今晚|明晚|下午|晚上|上午|早上)$")
COLON = re.compile(r"\s*(?P<name>[^\s:：/][^:：\n]{0,40}?)\s*[:：]\s*")
INLINE = re.compile(r"\s*(?P<name>[^\s:：/「“\"#\[][^:：\n]{0,24}?)\s*[:：](?!//)\s*(?P<text>\S.*)")


class _Short:
    """A pattern for short lines: on a long one of spaces, which is no time, it would take for ever."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def fullmatch(self, line: str) -> re.Match[str] | None:
        return self._pattern.fullmatch(line) if len(line) <= 2 * LONGEST_NAME else None


WHOLE = _Short(rf"\s*{MOMENT}\s*")
_RECORD = re.compile(r"聊天[记記][录錄]|[Cc]hat [Hh]istory")
_GROUP = re.compile(r"\s*微信群(?:聊)?\s*[“\"「](?P<name>.+?)[”\"」]\s*的聊天[记記][录錄].*")
PREAMBLE = 6
"""Lines within which the words above the first message may stand."""


class Layout(Enum):
    TIMED = "timed"
    COLON = "colon"
    INLINE = "inline"


def timed(line: str) -> re.Match[str] | None:
    """A header with sender and time; a line that is a time or a sentence ending in one is none."""
    if len(line) <= LONGEST_NAME + 60 and not WHOLE.fullmatch(line):
        found = _TIMED.fullmatch(line) or _dated(line) or _TIME_FIRST.fullmatch(line)
        if found:
            return None if _PROSE.search(found["name"]) and not is_notice(found["name"]) else found
    if len(line) > 20_000:
        return None
    if line[:1] in "[(（【12":
        return _TIME_INLINE.fullmatch(line)
    found = _BRACKETED.fullmatch(line) if "(" in line or "（" in line or "[" in line or "【" in line else None
    return None if found is None or _PROSE.search(found["name"]) else found


def inner_text(found: re.Match[str]) -> str:
    """The words that a header line already holds."""
    return str(found.groupdict().get("text") or "")


def is_exact(found: re.Match[str]) -> bool:
    """Whether a header holds a whole date and the seconds: a client that writes those writes them in every header."""
    return bool(found["year"] and found["second"])


def has_odd_name(found: re.Match[str]) -> bool:
    """Whether the name holds a colon: only the place of such a line tells a header from a sentence."""
    return ":" in found["name"] or "：" in found["name"]


def _dated(line: str) -> re.Match[str] | None:
    found = _DATED.fullmatch(line)
    return found if found and has_odd_name(found) and "//" not in found["name"] else None


def layout_of(lines: Sequence[str]) -> Layout | None:
    """The layout that most lines speak for; None for text without senders."""
    counts = {"timed": 0, "colon": 0, "inline": 0, "others": 0}
    for line in lines[:LOOKED_AT]:
        if not line.strip():
            continue
        if timed(line):
            counts["timed"] += 1
        elif COLON.fullmatch(line):
            counts["colon"] += 1
        elif INLINE.fullmatch(line):
            counts["inline"] += 1
        else:
            counts["others"] += 1
    all_lines = sum(counts.values())
    if counts["timed"] and counts["timed"] * 40 >= all_lines:
        return Layout.TIMED
    if counts["colon"] and counts["colon"] * 40 >= all_lines - counts["timed"]:
        return Layout.COLON
    if counts["inline"] and counts["inline"] * 2 >= counts["inline"] + counts["others"]:
        return Layout.INLINE
    return None


def spaced(lines: Sequence[str]) -> bool:
    """Whether headers stand behind a blank line, so that a line like one inside a message is none."""
    headers = [i for i, line in enumerate(lines[:LOOKED_AT]) if i and timed(line)]
    behind = sum(1 for i in headers if not lines[i - 1].strip())
    return bool(headers) and behind * 5 >= len(headers) * 4


def stacked(lines: Sequence[str]) -> bool:
    """Whether names and times stand in lines of their own, one below the other, and no header says it otherwise."""
    pairs = 0
    for line, below, third in zip(lines[:LOOKED_AT], lines[1:], [*lines[2:], ""], strict=False):
        if timed(line) or COLON.fullmatch(line):
            return False
        pairs += _is_name(line) and WHOLE.fullmatch(below) is not None and not COLON.fullmatch(third)
    return pairs > 0 and pairs * 40 >= sum(1 for line in lines[:LOOKED_AT] if line.strip())


def unstacked(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Name and time in one line, as a timed text has them."""
    held: tuple[int, str] | None = None
    for number, line in numbered:
        if held is not None and _is_name(held[1]) and len(line) <= LONGEST_NAME and WHOLE.fullmatch(line):
            yield held[0], f"{held[1].strip()} {line.strip()}"
            held = None
            continue
        if held is not None:
            yield held
        held = number, line
    if held is not None:
        yield held


def _is_name(line: str) -> bool:
    """Whether a line can be a sender's name and nothing else."""
    return (
        0 < len(line.strip()) <= LONGEST_NAME // 2
        and not WHOLE.fullmatch(line)
        and not _PROSE.search(line)
        and not INLINE.fullmatch(line)
        and not is_notice(line)
    )


def titles(lines: Sequence[str]) -> tuple[set[str], str]:
    """(lines above the first message that only say what the text is, the group that they name, or "")."""
    found: set[str] = set()
    above: list[str] = []
    name = ""
    for line in lines[:PREAMBLE]:
        if timed(line) or WHOLE.fullmatch(line):
            break
        above.append(line)
        if _RECORD.search(line) and len(line) <= 120 and not INLINE.fullmatch(line.rstrip(":： ")):
            # What a mail says above it, "Dear:", is no part of the chat either.
            found.update(above)
            if named := _GROUP.fullmatch(line):
                name = named["name"]
    return found, name
