"""A charter that forbids everything, to see what detection finds in labelled messages: one rule a category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from core.base.clock import HOUR, MINUTE, SECOND, Instant, from_iso, iso
from core.base.dated import Dated
from core.base.phrase import LocalText
from core.charter.categories import BEHAVIOUR_CATEGORIES, CATEGORIES, MESSAGE_CATEGORIES
from core.charter.model import AnyRule, Band, BehaviourRule, Charter, Clause, ClauseState, MessageRule
from core.charter.settings import Settings
from core.chat.conversation import Conversation
from core.chat.group import Group, GroupKind
from core.chat.member import Member, MemberType
from core.chat.message import Message
from core.insight.labelled import Entry
from core.judging.binding import Binding
from core.judging.detectors.reader import standard_reader
from core.judging.finding import Finding
from core.judging.message_rules import message_findings
from core.judging.scene import Scene
from core.judging.windows import behaviour_findings

Found = Mapping[str, Band]
"""Categories found in an entry, each with its best band."""
DAY = "2026-03-03"
"""A working Tuesday."""
_CLOCK = "10:00"
_APART = 20 * MINUTE
"""Between messages that have nothing to do with each other."""
_AROUND = HOUR
_WINDOWS = {
    "flooding": "flood", "disruption": "flood", "repeat": "repeat", "image-overuse": "image",
    "image-when-busy": "busy", "watery": "watery", "work-hours-chat": "watery", "interrupt": "watery",
}  # fmt: skip
_DURING = {
    "ads-timed": "session",
    "restricted-time": "restricted",
    "work-hours-chat": "work",
    "interrupt": "session",
}
_HEARD = {
    "work-hours-chat": ("work-hours-chat", "off-topic"), "interrupt": ("interrupt", "off-topic", "ads-any"),
    "restricted-time": ("restricted-time", "ads-any"),
}  # fmt: skip
"""What else breaks a rule that holds at its own times only."""
_KINDS = ("image", "video", "sticker", "file", "link", "mini_program", "card", "location", "forward")
"""Kinds of message that a group may restrict, beside voice."""
_BY_TIME = frozenset(_WINDOWS)
"""Categories that one message cannot have."""
_KIND_OF = {"sellers": GroupKind.SALES, "shareholders": GroupKind.SHAREHOLDER, "chamber": GroupKind.CHAMBER}


@cache
def _charter(kind: GroupKind, sequences: bool) -> Charter:
    clauses = [_clause(name, tuple(_rules(name, sequences))) for name in CATEGORIES]
    title = LocalText("全部类别", "Every category")
    kept = tuple(clause for clause in clauses if clause.rules)
    return Charter("yardstick", 1, title, title, (kind,), (MemberType.GUEST,), kept)


def _clause(name: str, rules: tuple[AnyRule, ...]) -> Clause:
    kind = "message" if name in MESSAGE_CATEGORIES else "behaviour"
    return Clause(name, "", CATEGORIES[name], kind, ClauseState.ENFORCED, rules)


def _rules(name: str, sequences: bool) -> Iterable[AnyRule]:
    during = _DURING.get(name, "always")
    if sequences or name not in _BY_TIME:
        kinds = _KINDS if name == "media-type" else ()
        categories = _HEARD.get(name, (name,))
        yield MessageRule(f"{name}/message", name, categories=categories, during=during, kinds=kinds)
    if sequences and name in BEHAVIOUR_CATEGORIES and name in _WINDOWS:
        yield BehaviourRule(f"{name}/window", name, window=_WINDOWS[name], category=name, during=during)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What entries must share to be judged in one go."""

    kind: GroupKind
    during: str


class Yardstick:
    """Finds categories in entries. `world` are settings of the groups, checked raw texts by key."""

    def __init__(self, world: Mapping[str, str] | None = None) -> None:
        self._world = dict(world or {})

    def found(self, entries: Sequence[Entry]) -> list[Found]:
        """What is found in each entry, in their order. Single messages of a kind of group are judged together."""
        result: list[Found] = [{} for _ in entries]
        together: dict[_Setting, list[int]] = {}
        for place, entry in enumerate(entries):
            if entry.is_sequence:
                result[place] = self._in_sequence(entry)
            else:
                together.setdefault(_setting(entry), []).append(place)
        for setting, places in together.items():
            for place, seen in zip(places, self._in_each(setting, [entries[p] for p in places]), strict=True):
                result[place] = seen
        return result

    def _in_each(self, setting: _Setting, entries: Sequence[Entry]) -> list[Found]:
        start = _moment(_CLOCK)
        messages = [
            message_of(entry, start + number * _APART, str(number)) for number, entry in enumerate(entries)
        ]
        scene, binding = self._scene(setting, messages, sequences=False)
        result: list[dict[str, Band]] = [{} for _ in entries]
        for finding in message_findings(scene, binding, standard_reader()):
            _note(result[int(finding.messages[0])], finding)
        return list(result)

    def _in_sequence(self, entry: Entry) -> Found:
        start = _moment(entry.at or _CLOCK)
        messages = [
            Message(str(number), start + line.after * SECOND, line.sender, line.sender, line.kind, line.text)
            for number, line in enumerate(entry.lines)
        ]
        scene, binding = self._scene(_setting(entry), messages, sequences=True)
        result: dict[str, Band] = {}
        for finding in (
            *message_findings(scene, binding, standard_reader()),
            *behaviour_findings(scene, binding),
        ):
            _note(result, finding)
        return result

    def _scene(
        self, setting: _Setting, messages: Sequence[Message], sequences: bool
    ) -> tuple[Scene, Binding]:
        first, last = messages[0].at - _AROUND, messages[-1].at + _AROUND
        texts = dict(self._world)
        if setting.during in ("session", "restricted"):
            texts[setting.during] = f"{iso(first)}/{iso(last)}"
        group = Group("yardstick", "yardstick", setting.kind)
        members = {kind.value: _member(kind) for kind in MemberType}
        conversation = Conversation(group, tuple(messages), members=members)
        charter = _charter(setting.kind, sequences)
        return Scene(conversation, last), Binding(charter, Settings(texts, group.zone))


def message_of(entry: Entry, at: Instant, key: str) -> Message:
    """The (first) message of an entry, said by a member of its type."""
    line, sender = entry.lines[0], (entry.type or MemberType.GUEST).value
    return Message(key, at, sender, sender, line.kind, line.text)


def rewritten(entry: Entry, text: str) -> Entry:
    """A single message with another text."""
    return replace(entry, lines=(replace(entry.lines[0], text=text),))


def may_have(entry: Entry, category: str) -> bool:
    """Whether the entry can have the category at all: one message makes no window."""
    return entry.is_sequence or category not in _BY_TIME


def _note(found: dict[str, Band], finding: Finding) -> None:
    name = finding.rule.partition("/")[0]
    if found.get(name) is not Band.ACT:
        found[name] = finding.band


def _setting(entry: Entry) -> _Setting:
    return _Setting(_KIND_OF.get(entry.group, GroupKind.STAFF), entry.during)


def _member(kind: MemberType) -> Member:
    return Member(kind.value, Dated.always(kind.value), type=Dated.always(kind))


def _moment(clock: str) -> Instant:
    return from_iso(f"{DAY}T{clock}")
