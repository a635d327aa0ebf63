"""Who answered what, and when: the right person, by words that count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.base.clock import DAY, MINUTE, Instant, whole_seconds
from core.base.dated import END
from core.charter.model import ObligationRule
from core.chat.member import MemberType
from core.chat.message import WORDLESS, Message, MessageKind
from core.judging import triggers
from core.judging.binding import Binding
from core.judging.openings import Opening
from core.judging.promises import promised
from core.judging.replies import (
    claims_no_network,
    explains_plainly,
    is_absence,
    is_acknowledgement,
    is_answer,
    is_bare_acknowledgement,
    is_belated,
    is_explanation,
    is_finished,
    is_interim,
    is_present,
    is_short_answer,
    tells_result,
)
from core.judging.scene import LEADERS, Scene

_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE, MessageKind.BULLETIN, MessageKind.OTHER})
_DELIVERED = frozenset({MessageKind.FILE, MessageKind.LINK, MessageKind.MINI_PROGRAM, MessageKind.FORWARD})
"""Sent instead of words: the thing itself."""
_SHARED = 2
"""Bits of content that make a text speak of its trigger."""
_ACKNOWLEDGED_WITHIN = 3 * DAY
"""How long after the deadline a bare 收到 is still about it; quoting it or speaking of it always is."""
_DONE_WITHIN = DAY
"""The same for words of doing and done, which may be about anything."""
_A_MOMENT = 15 * MINUTE
_NOTICE = 3 * DAY
"""How long before a roll call a notice of absence may be given."""
_TITLED = r"{}(?:总|经理|主任|老师|哥|姐|部长|主管|店长|书记|董|工|导|老板|局|处|科|院长|校长)"
_LIST_HEAD = re.compile(r"接龙|签[到收]|报名|报到|回执|收到(?:请|的)|确认名单|已阅名单|打卡")
_NOT_YET = re.compile(r"未|没|还差|缺|尚|请以下|处罚|通报|违规|迟到|旷")
"""In the head of a list of those who did not answer, or are called upon."""
_EXTEND = re.compile(r"(?:接龙|往下接|继续接|接着写|按顺序|依次)")
_LISTED = re.compile(r"^\s*(?:\d{1,3}|[①-⑳])\s*[.、．,，:：)）]?\s*(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member did about one opening; keys are message keys."""

    met_at: Instant | None = None
    key: str = ""
    unclear_at: Instant | None = None
    explained_at: Instant | None = None
    claims_no_network_at: Instant | None = None
    promised_at: Instant | None = None
    due: Instant | None = None
    """The deadline, where a promise moved it."""
    done_at: Instant | None = None
    done_key: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """When message number `index` must be answered by `addressees`, by whatever rule."""

    index: int
    addressees: frozenset[str]
    due: Instant


class AnswerFinder:
    """Looks through what members said after an opening. `clocks` are all of the binding's, in order."""

    def __init__(self, scene: Scene, binding: Binding, rule: ObligationRule, clocks: Sequence[Clock]) -> None:
        self._scene = scene
        self._binding = binding
        self._rule = rule
        self._clocks = clocks
        self._relays = [
            (index, _listed(message.text))
            for index, message in enumerate(scene.messages)
            if message.kind is MessageKind.RELAY or (message.kind in _SPOKEN and _is_list(message.text))
        ]

    def answer(self, opening: Opening, member: str, due: Instant) -> Answer:
        """The first qualifying answer at any time, and the first signs that leave it to a person."""
        met: Message | None = None
        unclear = no_network = promised_at = None
        explained = self._told_before(opening, member)
        first_due = due
        for index in self._after(opening, member):
            message = self._scene.messages[index]
            if message.kind in WORDLESS:
                unclear = message.at if unclear is None else unclear
                continue
            if no_network is None and message.kind in _SPOKEN and claims_no_network(message.text):
                no_network = message.at
            if explained is None and self._explains(message):
                explained = message.at
                continue
            if not self._counts(message, opening, member, due):
                continue
            until = None if self._rule.stages else self._promises(message, due)
            if until is not None:
                promised_at, due, unclear, explained = message.at, until, None, None
                continue
            if promised_at is None or self._fulfils(message):
                met = message
                break
        listed = self._relay(opening, member)
        if listed is not None and (met is None or listed.at < met.at):
            met = listed
        moved = due if due != first_due or promised_at is not None else None
        return Answer(
            met.at if met else None,
            met.key if met else "",
            unclear,
            explained,
            no_network,
            promised_at,
            moved,
        )

    def finished(
        self, opening: Opening, member: str, due: Instant | None, answer: Answer
    ) -> tuple[Answer, Instant | None]:
        """The answer with what was done of what it acknowledged, and the deadline for that, which a promise
        moves where the rule says so."""
        unclear = answer.unclear_at
        for index in self._after(opening, member):
            message = self._scene.messages[index]
            acknowledged = answer.met_at is not None and message.at >= answer.met_at
            if message.kind in WORDLESS:
                unclear = message.at if acknowledged and unclear is None else unclear
                continue
            if not self._finishes(message, opening, member, END if due is None else due):
                until = None if due is None or not acknowledged else self._promises(message, due)
                due = until or due
                continue
            done = replace(answer, unclear_at=unclear, done_at=message.at, done_key=message.key)
            return done, due
        return replace(answer, unclear_at=unclear), due

    def _finishes(self, message: Message, opening: Opening, member: str, due: Instant) -> bool:
        """Whether the message delivers what was asked for, or says that it is done."""
        if message.kind in _SPOKEN and not is_finished(
            self._scene.mentions(_own_words(message.text), message.at).rest
        ):
            return False
        if not self._counts(message, opening, member, due):
            return False
        if message.reply_to and self._scene.by_public_id.get(message.reply_to) == opening.index:
            return True
        shares = bool(triggers.content(message.text) & opening.content)
        return shares or not self._about_another(message, opening, member, due)

    def _promises(self, message: Message, due: Instant) -> Instant | None:
        """Until when a result is promised, in time and by a rule that lets a promise replace the deadline."""
        if not self._rule.promise or message.kind not in _SPOKEN:
            return None
        if whole_seconds(message.at) > whole_seconds(due):
            return None
        settings = self._binding.settings
        words = self._scene.mentions(_own_words(message.text), message.at).rest
        if is_finished(words) or tells_result(words):
            return None
        told = promised(words, message.at, self._scene.group.zone, settings["work.hours"], settings["rest"])
        return told.at if told is not None and told.at > message.at else None

    def _fulfils(self, message: Message) -> bool:
        """Whether an answer after a promise is what was promised, and no mere courtesy."""
        if message.kind not in _SPOKEN:
            return True
        words = self._scene.mentions(_own_words(message.text), message.at).rest
        return not is_bare_acknowledgement(words) and not is_interim(words)

    def _told_before(self, opening: Opening, member: str) -> Instant | None:
        """When the member gave notice of not attending, before the roll was called."""
        if self._rule.trigger != "activity" or "explained" not in self._rule.excuses:
            return None
        said = self._scene.by_sender.get(member, [])
        for index in reversed(said[: bisect_right(said, opening.index)]):
            message = self._scene.messages[index]
            if opening.message.at - message.at > _NOTICE:
                return None
            if message.kind in _SPOKEN and is_absence(message.text):
                return opening.message.at
        return None

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

    def _explains(self, message: Message) -> bool:
        """A special case counts where the clause says so; beside an acknowledgement or a result it need not."""
        if "explained" not in self._rule.excuses or message.kind not in _SPOKEN:
            return False
        if self._rule.trigger == "activity":
            return is_absence(message.text) or is_explanation(message.text)
        if not is_explanation(message.text):
            return False
        text = self._scene.mentions(message.text, message.at).rest
        if is_acknowledgement(text):
            return False
        return explains_plainly(text) or self._rule.trigger == "bulletin" or not is_answer(text)

    def _counts(self, message: Message, opening: Opening, member: str, due: Instant) -> bool:
        """Whether `message` answers the opening: by quoting it, by speaking of it, or by words that answer."""
        if message.reply_to and self._scene.by_public_id.get(message.reply_to) == opening.index:
            return True
        if message.text.startswith("「") and _quotes(message.text, opening):
            return True
        if self._answers_another(message, opening):
            return False
        late = whole_seconds(message.at) > whole_seconds(due)
        if message.kind in _DELIVERED:
            return self._rule.trigger != "bulletin" and not (
                late and self._about_another(message, opening, member, due)
            )
        if message.kind not in _SPOKEN:
            return False
        mentions = self._scene.mentions(message.text, message.at)
        words = mentions.rest
        if self._rule.trigger not in ("bulletin", "activity"):
            shared = len(triggers.content(words) & opening.content)
            if (
                opening.content
                and shared >= min(_SHARED, len(opening.content))
                and (not late or (is_answer(words) and message.at - due <= _ACKNOWLEDGED_WITHIN))
            ):
                return True
            poster = opening.message.sender
            if words and (
                poster in mentions.members or (not late and self._calls(words, poster, message.at))
            ):
                return not late or is_answer(words)
        if not late:
            return self._answers_in_time(words)
        if not is_belated(words) and self._after_a_leader(message, opening, member):
            return False
        if self._about_another(message, opening, member, due):
            return False
        return self._answers_late(words, message.at - due)

    def _answers_in_time(self, words: str) -> bool:
        if self._rule.trigger == "question":
            return len(words) > 1
        if self._rule.trigger == "activity":
            return is_present(words)
        if self._rule.trigger == "bulletin":
            return is_acknowledgement(words) or is_short_answer(words)
        return is_answer(words)

    def _answers_late(self, words: str, late_by: Instant) -> bool:
        """The later, the plainer the words must be about it."""
        if self._rule.trigger == "activity":
            return is_present(words) and late_by <= _DONE_WITHIN
        if is_belated(words):
            return is_answer(words)
        if is_bare_acknowledgement(words):
            return late_by <= _ACKNOWLEDGED_WITHIN
        return self._rule.trigger != "bulletin" and is_answer(words) and late_by <= _DONE_WITHIN

    def _calls(self, words: str, poster: str, at: Instant) -> bool:
        """Whether the words begin by calling the poster by name or title ("王总，…")."""
        name = self._scene.name(poster, at)
        surname = re.sub(r"[^一-鿿]", "", name)[:1]
        return words.startswith(name) or (
            bool(surname) and re.match(_TITLED.format(surname), words) is not None
        )

    def _answers_another(self, message: Message, opening: Opening) -> bool:
        """Whether the message quotes something that the one who asked did not say after asking."""
        index = self._scene.by_public_id.get(message.reply_to) if message.reply_to else None
        if index is None:
            return False
        return index < opening.index or self._scene.messages[index].sender != opening.message.sender

    def _about_another(self, message: Message, opening: Opening, member: str, due: Instant) -> bool:
        """Whether words after the deadline answer something newer: another clock of the member that is
        still running, or that was opened when this one had run out."""
        index = self._scene.by_public_id[message.key]
        for other in self._clocks:
            if other.index >= index:
                break
            newer = other.index > opening.index and member in other.addressees
            running = whole_seconds(message.at) <= whole_seconds(other.due)
            if newer and (running or self._scene.messages[other.index].at > due):
                return True
        return False

    def _after_a_leader(self, message: Message, opening: Opening, member: str) -> bool:
        """Whether a leader said something else a moment before, which the words may answer."""
        for earlier in range(self._scene.by_public_id[message.key] - 1, opening.index, -1):
            said = self._scene.messages[earlier]
            if message.at - said.at > _A_MOMENT:
                return False
            leads = said.sender != member and said.kind in _SPOKEN
            if leads and self._scene.role(said.sender, self._binding, said.at) in LEADERS:
                return not triggers.is_reminder(said.text)
        return False

    def _relay(self, opening: Opening, member: str) -> Message | None:
        """The first list after the opening that names the member, whoever posted it."""
        if not self._relays:
            return None
        names = {name for name in self._scene.members[member].all_names() if len(name) > 1}
        names.add(self._scene.name(member, opening.message.at))
        for index, lines in self._relays:
            message = self._scene.messages[index]
            if index <= opening.index or (
                message.kind is not MessageKind.RELAY and message.sender == opening.message.sender
            ):
                continue  # Who asks may list whom it concerns; that is no answer of theirs.
            if any(_names(line, names) for line in lines):
                return message
        return None


def _own_words(text: str) -> str:
    """Without the quotation that WeChat once wrote into the text."""
    _, mark, own = text.partition("」") if text.startswith("「") else ("", "", text)
    return own if own or not mark else text


def _quotes(text: str, opening: Opening) -> bool:
    """The quotation that WeChat once wrote into the text: 「name: words」 and the answer below."""
    quoted, _, _ = text.partition("」")
    bits = triggers.content(quoted)
    return bool(opening.content) and len(bits & opening.content) * 2 >= len(opening.content)


def _is_list(text: str) -> bool:
    """A list that travels as plain text: headed 接龙 or the like, or numbered and asked to be extended."""
    if "\n" not in text:
        return False
    head, _, rest = text.strip().partition("\n")
    if not _LISTED.search(rest) or _NOT_YET.search(head):
        return False
    return _LIST_HEAD.search(head) is not None or _EXTEND.search(text) is not None


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
