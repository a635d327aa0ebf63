"""Settings and facts that neither chat nor charter holds: `--set key=value`, facts files, adoptions.

The keys are fixed (they are part of the command line). Values are parsed once, here; everything
above works with typed values.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.base.clock import DAY, DEFAULT_ZONE, Instant, from_iso
from core.base.dated import Period
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.member import MemberType


@dataclass(frozen=True, slots=True)
class PersonPeriod:
    """`subject` (member id or name) during `period`: leave, permits."""

    subject: str
    period: Period


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """What the organisation's directory says of a member."""

    subject: str
    name: str
    company: str = ""


Parser = Callable[[str, str], Any]
_MOST = 10_000_000
"""More days, minutes, seconds, messages or fen than any setting can mean."""


def _number(text: str, zone: str) -> int:
    value = int(text)
    if not 0 <= value <= _MOST:
        raise ValueError(text)
    return value


def _positive(text: str, zone: str) -> int:
    value = _number(text, zone)
    if not value:
        raise ValueError(text)
    return value


def _heads(text: str, zone: str) -> dict[str, str]:
    """Who heads which department: member ids or names by department."""
    result = {}
    for part in _words(text, zone):
        department, colon, head = (piece.strip() for piece in part.rpartition(":"))
        if not colon or not department or not head:
            raise ValueError(part)
        result[department] = head
    return result


def _words(text: str, zone: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("，", ",").split(",") if word.strip())


def _one_of(*allowed: str) -> Parser:
    def parse(text: str, zone: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return parse


def _hours(text: str, zone: str) -> tuple[int, int]:
    """Minutes of the day from "09:00-18:00"."""
    start, _, end = text.partition("-")
    first, last = (int(part[:-3]) * 60 + int(part[-2:]) for part in (start.strip(), end.strip()))
    if not 0 <= first < last <= 24 * 60:
        raise ValueError(text)
    return first, last


def _period(text: str, zone: str) -> Period:
    start, slash, end = text.partition("/")
    if not slash:
        raise ValueError(text)
    last = from_iso(end, zone)
    if len(end.strip()) == len("2026-01-01"):
        last += DAY - 1
    period = Period(from_iso(start, zone), last)
    if period.end < period.start:
        raise ValueError(text)
    return period


def _periods(text: str, zone: str) -> tuple[Period, ...]:
    return tuple(_period(part, zone) for part in _words(text, zone))


def _person_periods(text: str, zone: str) -> tuple[PersonPeriod, ...]:
    result = []
    for part in _words(text, zone):
        subject, at, span = part.rpartition("@")
        if not at or not subject:
            raise ValueError(part)
        result.append(PersonPeriod(subject, _period(span, zone)))
    return tuple(result)


def _directory(text: str, zone: str) -> tuple[DirectoryEntry, ...]:
    result = []
    for part in _words(text, zone):
        fields = [field.strip() for field in part.split(":")]
        if not 2 <= len(fields) <= 3 or not all(fields[:2]):
            raise ValueError(part)
        result.append(DirectoryEntry(*fields))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One key: how its text is read, whether repeats add up, and the default where no charter speaks."""

    name: str
    parse: Parser
    shape: str
    """How a value looks, for error messages."""
    default: str | None = None
    adds_up: bool = False


def _threshold(name: str, count: str, seconds: str, counted: str = "count") -> tuple[SettingKey, SettingKey]:
    return (
        SettingKey(f"{name}.{counted}", _number, "3", count),
        SettingKey(f"{name}.seconds", _number, "60", seconds),
    )


_ALL: tuple[SettingKey, ...] = (
    SettingKey("task.minutes", _number, "30", "30"),
    SettingKey("bulletin.minutes", _number, "120", "120"),
    SettingKey("reply.minutes", _number, "120", "120"),
    SettingKey("done.hours", _positive, "24"),
    SettingKey("activity.minutes", _number, "10", "10"),
    SettingKey("duty.hours", _number, "72", "72"),
    SettingKey("appeal.hours", _positive, "72", "72"),
    *_threshold("flood", "8", "60"),
    *_threshold("repeat", "3", "600"),
    *_threshold("image", "6", "60"),
    *_threshold("busy", "4", "120", "speakers"),
    *_threshold("voice", "3", "60"),
    SettingKey("red_packet.rounding", _one_of("floor", "ceil"), "floor | ceil", "floor"),
    SettingKey("red_packet.start", _one_of("notified", "confirmed", "breach"), "notified | confirmed | breach",
               "notified"),
    SettingKey("red_packet.fen", _positive, "2000"),
    SettingKey("red_packet.shares", _positive, "10"),
    SettingKey("red_packet.minutes", _positive, "120"),
    SettingKey("apology.minutes", _positive, "10"),
    SettingKey("mute.minutes", _positive, "1440"),
    SettingKey("strikes.expire.days", _positive, "90"),
    SettingKey("strikes.reset.days", _positive, "180"),
    SettingKey("heads", _heads, "工程部:wxid_a", "", adds_up=True),
    SettingKey("work.hours", _hours, "09:00-18:00"),
    SettingKey("rest", _one_of("cn", "weekend", "none"), "cn | weekend | none", "cn"),
    *(SettingKey(name, _words, "a,b", "", adds_up=True)
      for name in ("company", "topic", "own.brands", "other.brands", "trusted.domains", "leaders",
                   "invite.approved", "required.members")),
    SettingKey("owner", _words, "wxid_a", "", adds_up=True),
    *(SettingKey(f"type.{kind.value}", _words, "wxid_a,wxid_b", "", adds_up=True) for kind in MemberType),
    *(SettingKey(name, _person_periods, "wxid_a@2026-03-01T09:00/2026-03-02T18:00", "", adds_up=True)
      for name in ("leave", "permit.ads")),
    SettingKey("session", _periods, "2026-03-01T20:00/2026-03-01T21:30", "", adds_up=True),
    SettingKey("restricted", _periods, "2026-03-01T20:00/2026-03-01T21:30", "", adds_up=True),
    SettingKey("directory", _directory, "wxid_a:张三:金穗建材", "", adds_up=True),
)  # fmt: skip
KEYS: Mapping[str, SettingKey] = {key.name: key for key in _ALL}


class Settings(Mapping[str, Any]):
    """Parsed values by key; a key that nobody set answers with its default (or None)."""

    def __init__(
        self,
        texts: Mapping[str, str] | None = None,
        zone: str = DEFAULT_ZONE,
        decided: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> None:
        self.texts: dict[str, str] = dict(texts or {})
        self.zone = zone
        self.decided: dict[str, tuple[Any, ...]] = dict(decided or {})
        """Facts that people decided one by one (leave, permits), beside those in `texts`."""
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._values:
            spec = KEYS[key]
            text = self.texts.get(key, spec.default)
            value = None if text is None else spec.parse(text, self.zone)
            more = self.decided.get(key)
            self._values[key] = (*(value or ()), *more) if more else value
        return self._values[key]

    def __iter__(self) -> Any:
        return iter(KEYS)

    def __len__(self) -> int:
        return len(KEYS)

    def overlaid(self, above: Mapping[str, str]) -> Settings:
        """These settings with `above` (raw texts) on top: facts add up, everything else is replaced."""
        texts = dict(self.texts)
        for name, text in above.items():
            texts[name] = f"{texts[name]},{text}" if KEYS[name].adds_up and texts.get(name) else text
        return Settings(texts, self.zone, self.decided)

    def with_decided(self, facts: Mapping[str, tuple[Any, ...]]) -> Settings:
        """These settings with decided facts, by key; only keys whose values add up."""
        return Settings(self.texts, self.zone, {**self.decided, **facts}) if facts else self


def read_settings(
    pairs: Iterable[tuple[str, str]], zone: str = DEFAULT_ZONE, where: str = "--set"
) -> dict[str, str]:
    """Checked raw texts by key from key=value pairs; repeats of a fact add up, else the last one wins.

    Raises Refusal for an unknown key (with the nearest known one) or a value of the wrong shape.
    """
    result: dict[str, str] = {}
    for name, text in pairs:
        spec = KEYS.get(name)
        if spec is None:
            near = difflib.get_close_matches(name, KEYS, n=1, cutoff=0.0)
            raise Refusal(
                P("unknown setting “{name}”.", name=name), where, P("Did you mean “{near}”?", near=near[0])
            )
        try:
            spec.parse(text, zone)
        except (ValueError, IndexError, OverflowError) as error:
            raise Refusal(
                P("“{text}” is no value for {name}.", text=text, name=name),
                where,
                P("Write it like {name}={shape}.", name=name, shape=spec.shape),
            ) from error
        result[name] = f"{result[name]},{text}" if spec.adds_up and name in result else text
    return result


def covers(entries: Iterable[PersonPeriod], subjects: Iterable[str], at: Instant) -> bool:
    """Whether one of `entries` is about one of `subjects` (ids or names) and covers `at`."""
    names = frozenset(subjects)
    return any(entry.subject in names and entry.period.contains(at) for entry in entries)
