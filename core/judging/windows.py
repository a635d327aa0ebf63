"""Behaviour rules: a window decides. Every threshold is a setting of the admin.

`count` or more within `seconds`: newest − oldest ≤ seconds, in whole seconds. The message that crosses is
the anchor; as long as the window stays full, later ones extend the evidence and make no second finding.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import sub

from core.base.clock import SECOND, Instant, whole_seconds
from core.base.phrase import P, Phrase
from core.charter.model import Band, BehaviourRule
from core.chat.message import Message, MessageKind
from core.judging import exchanges
from core.judging.binding import Binding
from core.judging.finding import Finding
from core.judging.folding import BONES
from core.judging.replies import is_courtesy
from core.judging.scene import Scene
from core.judging.similarity import Clusters, likeness
from core.judging.timing import holds
from core.judging.wording import make_finding

_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE, MessageKind.OTHER})
_NEVER_NOISE = frozenset({MessageKind.RELAY, MessageKind.RED_PACKET, MessageKind.TRANSFER, MessageKind.CALL})
"""A list that everybody extends, gifts and calls are no flooding."""
_REPEATABLE = _SPOKEN | {MessageKind.LINK, MessageKind.FORWARD, MessageKind.CARD, MessageKind.MINI_PROGRAM,
                         MessageKind.BULLETIN, MessageKind.FILE}  # fmt: skip
_INTERRUPTS = "interrupt"
_AT_WORK = "work-hours-chat"
_REMARK = 24
"""Characters, signs and emoji included, beyond which nothing is a short remark."""
_SHORT = 4
"""Characters up to which a remark is idle talk when it comes in numbers."""


@dataclass(slots=True)
class Run:
    """A full window and what followed while it stayed full: message indexes, and where it crossed."""

    anchor: int
    members: list[int] = field(default_factory=list)


def runs(indexes: Iterable[int], messages: Sequence[Message], count: int, seconds: int) -> list[Run]:
    """The runs among the messages `indexes` (in order of time)."""
    window: deque[int] = deque()
    found: list[Run] = []
    current: Run | None = None
    for index in indexes:
        window.append(index)
        newest = whole_seconds(messages[index].at)
        while newest - whole_seconds(messages[window[0]].at) > seconds * SECOND:
            window.popleft()
        if len(window) < max(count, 1):
            current = None
        elif current is None:
            current = Run(index, list(window))
            found.append(current)
        else:
            current.members.append(index)
    return found


def _can_fill(indexes: Sequence[int], scene: Scene, count: int, seconds: int) -> bool:
    """Whether `count` of the messages lie within `seconds` at all: a cheap look before reading any text."""
    if count < 2:
        return bool(indexes)
    if len(indexes) < count:
        return False
    limit = seconds * SECOND
    said = list(map(scene.seconds.__getitem__, indexes))
    # No line of Python per message: every window of every rule asks this of everybody's messages.
    return any(map(limit.__ge__, map(sub, said[count - 1 :], said)))


def behaviour_findings(scene: Scene, binding: Binding) -> Iterable[Finding]:
    for rule in binding.charter.rules():
        if isinstance(rule, BehaviourRule):
            yield from _WINDOWS[rule.window](scene, binding, rule)


def _counted(
    counts: Callable[[Message], bool], setting: str, why: Callable[[int, int, int], Phrase]
) -> Callable[[Scene, Binding, BehaviourRule], Iterable[Finding]]:
    """A window over those of a member's messages that `counts` lets through."""

    def find(scene: Scene, binding: Binding, rule: BehaviourRule) -> Iterable[Finding]:
        count, seconds = binding.settings[f"{setting}.count"], binding.settings[f"{setting}.seconds"]
        for indexes in _by_member(scene, binding):
            if not _can_fill(indexes, scene, count, seconds):
                continue
            kept = [
                index for index in _concerned(scene, binding, rule, indexes) if counts(scene.messages[index])
            ]
            for run in runs(kept, scene.messages, count, seconds):
                yield _finding(scene, binding, rule, run, why(len(run.members), count, seconds))

    return find


def _repeats(scene: Scene, binding: Binding, rule: BehaviourRule) -> Iterable[Finding]:
    """The same text again and again, also slightly altered."""
    count, seconds = binding.settings["repeat.count"], binding.settings["repeat.seconds"]
    for indexes in _by_member(scene, binding):
        if not _can_fill(indexes, scene, count, seconds):
            continue
        concerned = _concerned(scene, binding, rule, indexes)
        kept = [index for index in concerned if _repeatable(scene.messages[index])]
        for cluster in _clusters(kept, scene.messages):
            for run in runs(cluster, scene.messages, count, seconds):
                why = P(
                    "The same text {times} times within {seconds} seconds (the group's limit is {count}).",
                    times=len(run.members), seconds=seconds, count=count,
                )  # fmt: skip
                yield _finding(scene, binding, rule, run, why)


def _clusters(indexes: Sequence[int], messages: Sequence[Message]) -> list[list[int]]:
    """Messages that say (nearly) the same."""
    clusters = Clusters()
    for index in indexes:
        clusters.add(index, likeness(messages[index].text))
    return clusters.members


def _busy(scene: Scene, binding: Binding, rule: BehaviourRule) -> Iterable[Finding]:
    """An image while at least `busy.speakers` others spoke within the last `busy.seconds`."""
    speakers, seconds = binding.settings["busy.speakers"], binding.settings["busy.seconds"]
    span = scene.span(binding)
    last: dict[str, Run] = {}
    found: list[Run] = []
    for index in span:
        message = scene.messages[index]
        if message.kind is not MessageKind.IMAGE or not _concerned(scene, binding, rule, (index,)):
            continue
        oldest = scene.seconds[index] - seconds * SECOND
        first = bisect_left(scene.seconds, oldest, span.start, index)
        others = {scene.messages[i].sender for i in range(first, index + 1)} - {message.sender}
        if len(others) < max(speakers, 1):
            last.pop(message.sender, None)
            continue
        run = last.get(message.sender)
        if run is not None and scene.seconds[run.members[-1]] >= oldest:
            run.members.append(index)
            continue
        run = last[message.sender] = Run(index, [index])
        found.append(run)
    for run in found:
        why = P(
            "An image while at least {speakers} others were talking within {seconds} seconds.",
            speakers=speakers, seconds=seconds,
        )  # fmt: skip
        yield _finding(scene, binding, rule, run, why)


def _quarrels(scene: Scene, binding: Binding, rule: BehaviourRule) -> Iterable[Finding]:
    """Insults that go back and forth; counted like repeats."""
    count, seconds = binding.settings["repeat.count"], binding.settings["repeat.seconds"]
    for run in exchanges.quarrels(scene, scene.span(binding), count, seconds):
        if _concerned(scene, binding, rule, run[:1]):
            why = P("{times} insults going back and forth between {members} members within {seconds} seconds.",
                    times=len(run), members=len({scene.messages[i].sender for i in run}), seconds=seconds)  # fmt: skip
            yield _finding(scene, binding, rule, Run(run[0], run), why)


def _watery(scene: Scene, binding: Binding, rule: BehaviourRule) -> Iterable[Finding]:
    """Idle remarks of one member, or of a few in turn; where a charter forbids chatting at work, also long private
    talk, and where it forbids interrupting, what is said into somebody's session."""
    yield from _idle(scene, binding, rule)
    count, seconds = binding.settings["flood.count"], binding.settings["flood.seconds"]
    span = scene.span(binding)
    talks = exchanges.small_talk(scene, span, count, seconds, _is_idle)
    for talk in talks if _can_fill(span, scene, count, seconds) else ():
        if _concerned(scene, binding, rule, talk[:1]):
            why = P("{times} idle remarks in turn by a few members; the group's limit is {count} within {seconds} seconds.",
                    times=len(talk), count=count, seconds=seconds)  # fmt: skip
            yield _finding(scene, binding, rule, Run(talk[0], talk), why)
    if rule.category == _AT_WORK and count > 1:
        for talk in exchanges.long_talks(scene, span, count, seconds):
            if _concerned(scene, binding, rule, talk[:1]):
                why = P("{times} remarks of a private talk; the group's limit is {count} within {seconds} seconds.",
                        times=len(talk), count=count, seconds=seconds)  # fmt: skip
                yield _finding(scene, binding, rule, Run(talk[0], talk), why)
    if rule.category == _INTERRUPTS:
        for said in exchanges.interruptions(scene, span, binding):
            if _concerned(scene, binding, rule, said[:1]):
                why = P("Said between the words of the one who was speaking in the sharing session.")
                yield _finding(scene, binding, rule, Run(said[0], said), why)


def _by_member(scene: Scene, binding: Binding) -> Iterable[list[int]]:
    span = scene.span(binding)
    whole = len(span) == len(scene.messages)
    for indexes in scene.by_sender.values():
        yield indexes if whole else [index for index in indexes if index in span]


def _concerned(scene: Scene, binding: Binding, rule: BehaviourRule, indexes: Sequence[int]) -> Sequence[int]:
    """Those of the messages that the rule looks at: at its times, of its types and roles of members."""
    if rule.during == "always" and not rule.types and not rule.roles:
        return indexes
    zone = scene.group.zone
    return [
        index
        for index in indexes
        for message in (scene.messages[index],)
        if scene.concerns(rule, message.sender, binding, message.at)
        and holds(rule.during, message.at, binding.settings, zone)
    ]


def _finding(scene: Scene, binding: Binding, rule: BehaviourRule, run: Run, why: Phrase) -> Finding:
    anchor = scene.messages[run.anchor]
    rest = tuple(scene.messages[index].key for index in run.members if index != run.anchor)
    return make_finding(
        binding,
        rule,
        kind="behaviour",
        category=rule.category,
        group=scene.group.id,
        member=anchor.sender,
        member_name=anchor.sender_name or scene.name(anchor.sender, anchor.at),
        anchor=anchor.key,
        at=anchor.at,
        why=why,
        messages=(anchor.key, *rest),
        band=Band.REVIEW if rule.window in ("watery", "quarrel") else Band.ACT,
    )


def _is_noise(message: Message) -> bool:
    if message.kind in _NEVER_NOISE:
        return False
    return message.kind not in _SPOKEN or not is_courtesy(message.text)


def _repeatable(message: Message) -> bool:
    if message.kind not in _REPEATABLE or not message.text.strip():
        return False
    return not is_courtesy(message.text) and not likeness(message.text).is_laughter


def _is_idle(message: Message) -> bool:
    if message.kind is MessageKind.STICKER:
        return True
    if message.kind is not MessageKind.TEXT or len(message.text) > _REMARK:
        return False
    bones = message.text.translate(BONES)
    if len(bones) > _SHORT or is_courtesy(message.text):
        return False
    numbers = any(char.isdigit() for char in bones)
    return not numbers or (len(bones) > 2 and len(set(bones)) == 1)


def _is_kind(kind: MessageKind) -> Callable[[Message], bool]:
    return lambda message: message.kind is kind


def _flood_why(times: int, count: int, seconds: int) -> Phrase:
    return P("{times} messages in a run; the group's limit is {count} within {seconds} seconds."
             " Acknowledgements, thanks, lists and red packets were not counted.",
             times=times, count=count, seconds=seconds)  # fmt: skip


def _image_why(times: int, count: int, seconds: int) -> Phrase:
    return P("{times} images in a run; the group's limit is {count} within {seconds} seconds.",
             times=times, count=count, seconds=seconds)  # fmt: skip


def _voice_why(times: int, count: int, seconds: int) -> Phrase:
    return P("{times} voice messages in a run; the group's limit is {count} within {seconds} seconds.",
             times=times, count=count, seconds=seconds)  # fmt: skip


def _idle_why(times: int, count: int, seconds: int) -> Phrase:
    return P("{times} remarks of a few characters in a run; the group's limit is {count} within {seconds} seconds.",
             times=times, count=count, seconds=seconds)  # fmt: skip


_idle = _counted(_is_idle, "flood", _idle_why)
_WINDOWS: dict[str, Callable[[Scene, Binding, BehaviourRule], Iterable[Finding]]] = {
    "flood": _counted(_is_noise, "flood", _flood_why),
    "repeat": _repeats,
    "image": _counted(_is_kind(MessageKind.IMAGE), "image", _image_why),
    "busy": _busy,
    "voice": _counted(_is_kind(MessageKind.VOICE), "voice", _voice_why),
    "watery": _watery,
    "quarrel": _quarrels,
}


def longest_window(binding: Binding) -> Instant:
    """How far back a new message can reach: what a live judgement must read again."""
    names = ("flood", "repeat", "image", "busy", "voice")
    return max(binding.settings[f"{name}.seconds"] for name in names) * SECOND
