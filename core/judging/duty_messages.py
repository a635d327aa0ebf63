"""Messages that raise duties: by what they want, by what is found in them, by their kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.charter.model import DutyRule, MessageRule
from core.chat.message import WORDLESS, Message
from core.judging.binding import Binding
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.detectors.reader import Reader, standard_reader
from core.judging.intents import wants
from core.judging.message_rules import MessageJudge, Words, own_terms
from core.judging.replies import is_bare_acknowledgement
from core.judging.scene import Scene
from core.judging.text import prepare


@dataclass(slots=True)
class _Seeker:
    """One duty rule about messages, ready to run."""

    rule: DutyRule
    binding: Binding
    scene: Scene
    reader: Reader
    _judge: MessageJudge | None = field(init=False)
    _terms: LexiconMatcher | None = field(init=False)

    def __post_init__(self) -> None:
        rule = self.rule
        seen_by = MessageRule(rule.id, rule.clause, categories=rule.categories)
        words = Words.of(self.binding.settings)
        self._judge = MessageJudge(seen_by, self.binding, words) if rule.categories else None
        self._terms = own_terms(rule)

    def asks(self, message: Message) -> bool:
        rule = self.rule
        if rule.kinds and message.kind.value not in rule.kinds:
            return False
        if not self._is_meant(message):
            return False
        if not (rule.types or rule.roles):
            return True
        return self.scene.concerns(rule, message.sender, self.binding, message.at)

    def _is_meant(self, message: Message) -> bool:
        rule = self.rule
        spoken = bool(message.text) and message.kind not in WORDLESS
        if not (rule.intents or self._judge or self._terms):
            return not (spoken and is_bare_acknowledgement(message.text))
        if spoken and rule.intents and wants(message.text, rule.intents):
            return not is_bare_acknowledgement(message.text) or "thanks" in rule.intents
        if self._judge and self._judge.sees(message, self.reader.read(message)):
            return True
        return bool(spoken and self._terms and self._terms.marks(prepare(message.text)))


def asking_messages(
    scene: Scene, binding: Binding, rules: Sequence[DutyRule]
) -> Iterator[tuple[DutyRule, Message]]:
    """Every message that a rule of `binding` asks an entry for, in order of time. Acknowledgements ask nothing."""
    seekers = [_Seeker(rule, binding, scene, standard_reader()) for rule in rules]
    for index in scene.span(binding):
        message = scene.messages[index]
        for seeker in seekers:
            if seeker.asks(message):
                yield seeker.rule, message
