"""Who answered what, and when: the right person, by words that count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.base.clock import Instant, whole_seconds
from core.charter.model import ObligationRule
from core.chat.member import MemberType
from core.chat.message import WORDLESS, Message, MessageKind
from core.judging import triggers
from core.judging.binding import Binding
from core.judging.openings import Opening
from core.judging.replies import claims_no_network, is_acknowledgement, is_answer, is_explanation
from core.judging.scene import Scene

_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE, MessageKind.BULLETIN, MessageKind.OTHER})
_DELIVERED = frozenset({MessageKind.FILE, MessageKind.LINK, MessageKind.MINI_PROGRAM, MessageKind.FORWARD})
"""Sent instead of words: the thing itself."""
_SHARED = 2
"""Bits of content that make a text speak of its trigger."""
_LISTED = re.compile(r"^\s*(?:\d{1,3}|[①-⑳])\s*[.、．,，:：)）]?\s*(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member did about one opening; keys are message keys."""

    met_at: Instant | None = None
    key: str = ""
    unclear_at: Instant | None = None
    explained_at: Instant | None = None
    claims_no_network_at: Instant | None = None


class AnswerFinder:
    """Looks through what members said after an opening."""

    def __init__(
        self, scene: Scene, binding: Binding, rule: ObligationRule, found: Sequence[Opening]
    ) -> None:
        self._scene = scene
        self._binding = binding
        self._rule = rule
        self._found = found
        self._relays = [
            (index, _listed(message.text))
            for index, message in enumerate(scene.messages)
            if message.kind is MessageKind.RELAY or message.text.lstrip().startswith("#接龙")
        ]

    def answer(self, opening: Opening, member: str, due: Instant) -> Answer:
        """The first qualifying answer at any time, and the first signs that leave it to a person."""
        met: Message | None = None
        unclear = explained = no_network = None
        for index in self._after(opening, member):
            message = self._scene.messages[index]
            if message.kind in WORDLESS:
                unclear = message.at if unclear is None else unclear
                continue
            if no_network is None and message.kind in _SPOKEN and claims_no_network(message.text):
                no_network = message.at
            if explained is None and self._explains(message, opening):
                explained = message.at
                continue
            if self._counts(message, opening, member, due):
                met = message
                break
        listed = self._relay(opening, member)
        if listed is not None and (met is None or listed.at < met.at):
            met = listed
        return Answer(met.at if met else None, met.key if met else "", unclear, explained, no_network)

    def _after(self, opening: Opening, member: str) -> Sequence[int]:
        if self._rule.trigger == "question":
            return [
                index
                for index in range(opening.index + 1, len(self._scene.messages))
                if self._is_staff(self._scene.messages[index], opening)
            ]
        said = self._scene.by_sender.get(member, [])
        return said[bisect_right(said, opening.index) :]

    def _is_staff(self, message: Message, opening: Opening) -> bool:
        if message.sender == opening.message.sender:
            return False
        return self._scene.type(message.sender, self._binding, message.at) is not MemberType.CUSTOMER

    def _explains(self, message: Message, opening: Opening) -> bool:
        """A special case counts where the clause says so; a task takes it as an interim answer if it holds one."""
        if "explained" not in self._rule.excuses or message.kind not in _SPOKEN:
            return False
        if not is_explanation(message.text):
            return False
        text = self._scene.mentions(message.text, message.at).rest
        return not (is_answer(text) if self._rule.trigger != "bulletin" else is_acknowledgement(text))

    def _counts(self, message: Message, opening: Opening, member: str, due: Instant) -> bool:
        if message.reply_to and self._scene.by_public_id.get(message.reply_to) == opening.index:
            return True
        if message.text.startswith("「") and _quotes(message.text, opening):
            return True
        if self._answers_another(message, opening):
            return False
        task = self._rule.trigger != "bulletin"
        if message.kind in _DELIVERED:
            return task and self._belongs(message, opening, member, due)
        if message.kind not in _SPOKEN:
            return False
        mentions = self._scene.mentions(message.text, message.at)
        content = triggers.content(mentions.rest)
        if task and len(content & opening.content) >= _SHARED:
            return True
        if task and opening.message.sender in mentions.members and mentions.rest:
            return True
        if self._rule.trigger == "question" and len(mentions.rest) > 1:
            return self._belongs(message, opening, member, due)
        return is_answer(mentions.rest) and self._belongs(message, opening, member, due)

    def _answers_another(self, message: Message, opening: Opening) -> bool:
        """Whether the message quotes something that the one who asked did not say after asking."""
        index = self._scene.by_public_id.get(message.reply_to) if message.reply_to else None
        if index is None:
            return False
        return index < opening.index or self._scene.messages[index].sender != opening.message.sender

    def _belongs(self, message: Message, opening: Opening, member: str, due: Instant) -> bool:
        """In time an answer counts for everything asked before it. Later it belongs to the newest thing
        asked, if that came after this one was due."""
        if whole_seconds(message.at) <= whole_seconds(due):
            return True
        index = self._scene.by_public_id[message.key]
        newest = None
        for other in self._found:
            if other.index >= index:
                break
            if member in other.addressees:
                newest = other
        return newest is None or newest.index == opening.index or newest.message.at <= due

    def _relay(self, opening: Opening, member: str) -> Message | None:
        """The first list after the opening that names the member, whoever posted it."""
        if not self._relays:
            return None
        names = {name for name in self._scene.members[member].all_names() if len(name) > 1}
        names.add(self._scene.name(member, opening.message.at))
        for index, lines in self._relays:
            if index > opening.index and any(_names(line, names) for line in lines):
                return self._scene.messages[index]
        return None


def _quotes(text: str, opening: Opening) -> bool:
    """The quotation that WeChat once wrote into the text: 「name: words」 and the answer below."""
    quoted, _, _ = text.partition("」")
    bits = triggers.content(quoted)
    return bool(opening.content) and len(bits & opening.content) * 2 >= len(opening.content)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(match.group(1).strip() for match in _LISTED.finditer(text))


def _names(line: str, names: set[str]) -> bool:
    """Whether the entry begins with one of `names` (people add remarks after their name)."""
    for name in names:
        if line == name:
            return True
        if line.startswith(name) and not _joins(line[len(name)], name):
            return True
        if len(name) > 1 and name in re.split(r"[\s,，、/:：()（）\-—+＋]+", line):
            return True
    return False


def _joins(after: str, name: str) -> bool:
    """Whether the character after a name may belong to a longer name."""
    return after.isalnum() and len(name) < 3
