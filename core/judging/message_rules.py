"""Message rules: one message decides. Ads have three meanings; permits, own goods, own numbers and
numbers in names are exempt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.base.clock import MINUTE
from core.base.phrase import P, Phrase
from core.charter.model import Band, DutyRule, MessageRule, Severity
from core.charter.settings import Settings, covers
from core.chat.group import GroupKind
from core.chat.member import MemberType
from core.chat.message import Message, MessageKind
from core.judging.asking import MANY, Asking
from core.judging.binding import Binding
from core.judging.detectors.ads import ADS
from core.judging.detectors.detector import Hit
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.detectors.links import UNKNOWN, VIRUS, under
from core.judging.detectors.personal_data import PERSONAL
from core.judging.detectors.reader import ACT, REVIEW, Reader, Reading
from core.judging.finding import Finding, Match
from core.judging.folding import FOLD
from core.judging.lexicon import Entry
from core.judging.non_answers import non_answers
from core.judging.scene import LEADERS, MANAGERS, Scene
from core.judging.text import prepare
from core.judging.timing import holds
from core.judging.wording import category_name, certainty, make_finding, quoted

_ADS = frozenset({"ads-any", "ads-irrelevant", "ads-timed"})
_UNLAWFUL = frozenset({"gambling", "drugs"})
"""Against the law whatever a charter says of it."""
_INSULTS = frozenset({"admin-abuse", "customer-abuse"})
"""Abuse, whomever it hits."""
_STRAYS = frozenset({ADS, "poaching"})
"""Foreign selling and pulling into other groups are off topic, too."""
_HEARD_AS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_UNLAWFUL, ("illegal",)), "poaching": ("off-topic",), ADS: ("off-topic", *sorted(_ADS)),
}  # fmt: skip
"""Categories that rules name and that what the detectors find counts for, too."""
_PERMITTED = _ADS | {"restricted-time", "off-topic"}
_BY_KIND = {"voice": (MessageKind.VOICE,), "media-type": ()}
"""Categories that the kind of message alone decides, with the kinds meant when the rule names none."""
_EVASIVE = "evasive"
_CUSTOMERS_MAY = frozenset({"negativity", "defame-company"})
"""A customer's complaint is work to do, not a violation."""
_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE})
_PHOTO_COMPLAINT = re.compile(
    r"(?:谁让|谁允许|谁准|谁同意|凭什么|怎么能?|干嘛|为什么|别|不要|不许)(?:你|他|她)?(?:乱|随便)?(?:发|晒|传)(?:我|我们|我家|我孩子|我儿子|我女儿).{0,6}(?:照片|相片|合影|合照|图)|"
    r"(?:照片|相片|合影|合照).{0,12}没(?:有)?(?:经过|征得|问过?)?我.{0,4}(?:同意|允许)|没(?:有)?(?:经过|征得).{0,4}(?:我|本人)的?同意|把我的?(?:照片|相片|图).{0,6}(?:删|撤)"
)
_PHOTO_WORDS = re.compile("[照图]|相片|合影|同意")
"""One of them stands in every such complaint: a cheap look before the long pattern."""
_COMPLAINT_WITHIN = 15 * MINUTE
_GUESS = 0.7
"""Certain enough to show, not to act."""
_SHOWN = 8
"""Spans shown with a finding."""


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words from a binding's settings."""

    own: tuple[str, ...]
    topic: tuple[str, ...]
    others: tuple[str, ...]
    trusted: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Words:
        return cls(
            own=_folded(settings["own.brands"] + settings["company"]),
            topic=_folded(settings["topic"]),
            others=_folded(settings["other.brands"]),
            trusted=_folded(settings["trusted.domains"]),
        )


@dataclass(slots=True)
class MessageJudge:
    """One message rule of one binding, ready to run."""

    rule: MessageRule
    binding: Binding
    words: Words
    categories: frozenset[str] = field(init=False)
    _own_terms: LexiconMatcher | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.categories = frozenset(self.rule.categories)

    @property
    def own_terms(self) -> LexiconMatcher | None:
        """Made when first asked for: a charter may have thousands of rules, and a chat speak of few."""
        if self._own_terms is None:
            self._own_terms = own_terms(self.rule)
        return self._own_terms

    def _is_foreign(self, hit: Hit, reading: Reading) -> bool:
        """Whether selling has nothing to do with the group. Selling is the point of a sales group: there, only
        known own goods and topics tell what is foreign."""
        mine = self.words.own + self.words.topic
        if hit.category == ADS and GroupKind.SALES in self.binding.charter.group_kinds and not mine:
            return False
        return hit.category != ADS or not any(word in reading.text.folded for word in mine)

    def knows_its_own(self, hit: Hit) -> bool:
        """Whether an advertisement can be told from the group's own business: a sales group sells, and while
        nobody said what, an advertisement is no more than a hint."""
        if hit.category != "ads-irrelevant" or GroupKind.SALES not in self.binding.charter.group_kinds:
            return True
        return bool(self.words.own + self.words.topic)

    @property
    def reads_everything(self) -> bool:
        """Whether the rule may speak on a message without hits."""
        return self.reads_any_text or bool(self.rule.terms or self.rule.patterns)

    @property
    def reads_any_text(self) -> bool:
        """The same, even where none of its own words is in the text."""
        by_kind = bool(self.categories & _BY_KIND.keys()) and not self.rule.words_only
        return by_kind or bool(self.words.others and "cross-brand" in self.categories)

    def applies(self, message: Message, scene: Scene) -> bool:
        rule = self.rule
        if rule.kinds and message.kind.value not in rule.kinds:
            return False
        return holds(rule.during, message.at, self.binding.settings, scene.group.zone)

    def hits(self, message: Message, reading: Reading, scene: Scene, own: bool = True) -> list[Hit]:
        """What counts for this rule, strongest first, with the rule's own name for the category. Without `own`
        its own words are not looked for: they are known not to be there."""
        found = self._seen(message, reading, scene, own)
        return found if found and self._binds(message, scene) else []

    def is_open_to(self, hit: Hit, message: Message, reading: Reading, scene: Scene) -> bool:
        """Whether nothing exempts from this rule, if `hit` is what the message says."""
        return not self._exempt(hit, message, reading, scene) and self._binds(message, scene)

    def is_about(self, message: Message, scene: Scene) -> bool:
        """Whether the rule looks at such messages, at their time, and at who said it."""
        return self.applies(message, scene) and self._binds(message, scene)

    def _binds(self, message: Message, scene: Scene) -> bool:
        """Whether the rule is about who said it."""
        return not self._sender_exempt(message, scene) and scene.concerns(
            self.rule, message.sender, self.binding, message.at
        )

    def sees(self, message: Message, reading: Reading) -> bool:
        """Whether one of the categories is in the message, whoever said it and whatever exempts it from
        blame: a permit or the group's own goods."""
        return any(hit.score >= REVIEW for hit in self._candidates(message, reading))

    def _seen(self, message: Message, reading: Reading, scene: Scene, own: bool) -> list[Hit]:
        """What is left of the hits after exemptions, whoever said it."""
        found = [hit for hit in self._candidates(message, reading, own) if hit.score >= REVIEW]
        kept = [hit for hit in found if not self._exempt(hit, message, reading, scene)]
        kept.sort(key=lambda hit: (-hit.score, hit.start))
        return kept

    def _candidates(self, message: Message, reading: Reading, own: bool = True) -> Iterable[Hit]:
        for hit in () if self.rule.words_only else reading.hits:
            if hit.category in self.categories and hit.category not in _ADS:
                yield hit
            elif hit.category in _UNLAWFUL and hit.score >= ACT and "illegal" in self.categories:
                yield _renamed(hit, "illegal")
            elif (
                hit.category in _STRAYS and "off-topic" in self.categories and self._is_foreign(hit, reading)
            ):
                yield _renamed(hit, "off-topic")
            elif hit.category == ADS and self.categories & _ADS:
                renamed = _renamed(hit, next(c for c in self.rule.categories if c in _ADS))
                known = self.knows_its_own(renamed)
                yield renamed if known else renamed._replace(score=min(hit.score, _GUESS))
        for category in () if self.rule.words_only else self.categories & _BY_KIND.keys():
            if message.kind in (_BY_KIND[category] or tuple(MessageKind(kind) for kind in self.rule.kinds)):
                yield Hit(category, message.kind.value, 0, 0, 1.0)
        if "cross-brand" in self.categories:
            yield from _other_brands(reading, self.words.others)
        if own and self.own_terms is not None:
            text = reading.text if reading.text.original else prepare(message.text)
            for mark in self.own_terms.marks(text):
                yield Hit(
                    self.rule.categories[0], mark.entry.text, mark.start, mark.end, 0.85, fold=mark.fold,
                    read=mark.read,
                )  # fmt: skip

    def _sender_exempt(self, message: Message, scene: Scene) -> bool:
        exempt = self.rule.exempt
        customers = "customers" in exempt or bool(self.categories & _CUSTOMERS_MAY)
        if customers and scene.type(message.sender, self.binding, message.at) is MemberType.CUSTOMER:
            return "customers" in exempt or self.categories <= _CUSTOMERS_MAY
        return "admins" in exempt and scene.role(message.sender, self.binding, message.at) in MANAGERS

    def _exempt(self, hit: Hit, message: Message, reading: Reading, scene: Scene) -> bool:
        if hit.category == "leak-company" and hit.score < ACT:
            # Leaders tell their own group what is confidential; that is no leak.
            return scene.role(message.sender, self.binding, message.at) in LEADERS
        if hit.category in _PERMITTED:
            permits = self.binding.settings["permit.ads"]
            if permits and covers(permits, scene.subjects(message.sender), message.at):
                return True
        if hit.category in _ADS:
            mine = self.words.own + (self.words.topic if hit.category == "ads-irrelevant" else ())
            return any(word in reading.text.folded for word in mine)
        if hit.category in (VIRUS, UNKNOWN):
            return under(hit.term, self.words.trusted)
        if hit.category == PERSONAL:
            return _is_own_number(hit.term, message, scene) or _is_in_a_name(hit.term, message, scene)
        return False


def message_findings(scene: Scene, binding: Binding, reader: Reader) -> Iterable[Finding]:
    """Findings of every message rule of `binding` over the messages it judges."""
    words = Words.of(binding.settings)
    judges = [
        MessageJudge(rule, binding, words)
        for rule in binding.charter.rules()
        if isinstance(rule, MessageRule)
    ]
    if not judges:
        return
    for judge in judges:
        if "photo-consent" in judge.categories:
            yield from _photo_complaints(scene, judge)
        if _EVASIVE in judge.categories and not judge.rule.words_only:
            yield from _evasions(scene, judge, reader)
    asking = _asking(judges)
    unasked = [(judge, True) for judge in judges if judge.reads_everything]
    everybody = [(judge, True) for judge in judges]
    span = scene.span(binding)
    for message, reading in reader.over(scene.messages[span.start : span.stop]):
        asked = everybody if reading.hits else unasked
        if asking is not None:
            text = reading.text if reading.text.original else prepare(message.text)
            asked = [(judges[place], own) for place, own in asking.asked(reading, text)]
        for judge, own in asked:
            if judge.applies(message, scene):
                hits = judge.hits(message, reading, scene, own)
                if hits:
                    yield _finding(judge, message, hits, scene)


def _asking(judges: Sequence[MessageJudge]) -> Asking | None:
    """Who is to be asked, where there are too many to ask each."""
    if len(judges) < MANY:
        return None
    always = frozenset(place for place, judge in enumerate(judges) if judge.reads_any_text)
    return Asking([judge.rule for judge in judges], always, _HEARD_AS)


def _photo_complaints(scene: Scene, judge: MessageJudge) -> Iterable[Finding]:
    """Somebody says that a photo of them was posted without asking: a hint about who posted an image just before."""
    for index in scene.span(judge.binding):
        message = scene.messages[index]
        if message.kind not in _SPOKEN or not _PHOTO_WORDS.search(message.text):
            continue
        if _PHOTO_COMPLAINT.search(message.text):
            image = _image_before(scene, index)
            if image is not None and scene.concerns(judge.rule, image.sender, judge.binding, image.at):
                why = P("Somebody objects to this photo: “{words}”.", words=message.text[:60])
                yield _hint(judge, scene, "photo-consent", image, message, why)


def _evasions(scene: Scene, judge: MessageJudge, reader: Reader) -> Iterable[Finding]:
    """Replies to customers that lack what was asked for, where their words alone do not say so: hints."""
    for question, reply in non_answers(scene, judge.binding):
        if not judge.is_about(reply, scene) or judge.sees(reply, reader.read(reply)):
            continue
        why = P("The customer asked “{question}”; this does not answer it.", question=question.text[:60])
        yield _hint(judge, scene, _EVASIVE, reply, question, why)


def _hint(
    judge: MessageJudge, scene: Scene, category: str, about: Message, beside: Message, why: Phrase
) -> Finding:
    """That `about` is a breach only because of what was said `beside` it: for a person to look at."""
    return make_finding(
        judge.binding,
        judge.rule,
        kind="message",
        category=category,
        group=scene.group.id,
        member=about.sender,
        member_name=about.sender_name or scene.name(about.sender, about.at),
        anchor=about.key,
        at=about.at,
        why=why,
        messages=(about.key, beside.key),
        band=Band.REVIEW,
    )


def _image_before(scene: Scene, index: int) -> Message | None:
    """The last image of somebody else within a quarter of an hour; who is mentioned goes first."""
    complaint = scene.messages[index]
    meant = scene.mentions(complaint.text, complaint.at).members
    quoted = scene.by_public_id.get(complaint.reply_to) if complaint.reply_to else None
    if quoted is not None and scene.messages[quoted].kind is MessageKind.IMAGE:
        return scene.messages[quoted]
    for earlier in range(index - 1, -1, -1):
        message = scene.messages[earlier]
        if complaint.at - message.at > _COMPLAINT_WITHIN:
            return None
        by_other = message.sender != complaint.sender and (not meant or message.sender in meant)
        if message.kind is MessageKind.IMAGE and by_other:
            return message
    return None


def _finding(judge: MessageJudge, message: Message, hits: Sequence[Hit], scene: Scene) -> Finding:
    best = hits[0]
    folds = {(hit.start, hit.end): (hit.fold, hit.read) for hit in reversed(hits) if hit.end > hit.start}
    matched = tuple(
        Match(message.text[a:b], a, b, message.key, *undone)
        for (a, b), undone in sorted(folds.items())[:_SHOWN]
    )
    return make_finding(
        judge.binding,
        judge.rule,
        kind="message",
        category=best.category,
        group=scene.group.id,
        member=message.sender,
        member_name=message.sender_name or scene.name(message.sender, message.at),
        anchor=message.key,
        at=message.at,
        why=_why(judge, best, matched),
        messages=(message.key,),
        matched=matched,
        band=Band.ACT if best.score >= ACT else Band.REVIEW,
        score=best.score,
        threshold=ACT if best.score >= ACT else REVIEW,
    )


_UNDONE = {
    "folded": P("Seen after undoing width, case, traditional or hidden characters."),
    "skeleton": P("Seen after undoing look-alike characters or signs put between."),
    "joined": P("Seen after putting split characters together."),
    "contact": P("Seen after undoing another spelling of a contact word."),
    "turned": P("Seen after turning reversed text around."),
}


def _why(judge: MessageJudge, best: Hit, matched: Sequence[Match]) -> Phrase:
    name = category_name(best.category)
    if not matched:
        return P("A message of the kind “{kind}”: {category}.", kind=best.term, category=name)
    parts = [
        P("“{seen}” reads as {category} ({certainty}).", seen=tuple(quoted(m.text) for m in matched[:4]),
          category=name, certainty=certainty(best.score))
    ]  # fmt: skip
    parts.extend(_UNDONE[fold] for fold in dict.fromkeys((best.fold, *(m.fold for m in matched))) if fold)
    if best.category in _ADS:
        parts.append(P("Checked first: permits, own brands and topic."))
    elif best.category in (VIRUS, UNKNOWN):
        parts.append(P("Checked first: trusted domains."))
    elif best.category == PERSONAL:
        parts.append(P("Checked first: the sender's own number."))
    if judge.rule.during == "session":
        parts.append(P("Sent during a sharing session."))
    elif judge.rule.during == "restricted":
        parts.append(P("Sent at a time when promotion is not allowed."))
    elif judge.rule.during == "work":
        parts.append(P("Sent in working hours."))
    elif judge.rule.during == "off-hours":
        parts.append(P("Sent outside working hours."))
    return joined(parts)


def joined(parts: Sequence[Phrase]) -> Phrase:
    """Sentences one after another."""
    if len(parts) == 1:
        return parts[0]
    return P("{first} {rest}", first=parts[0], rest=joined(parts[1:]))


def _renamed(hit: Hit, category: str) -> Hit:
    return hit._replace(category=category)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.translate(FOLD) for word in words if word)


def _other_brands(reading: Reading, brands: Sequence[str]) -> Iterable[Hit]:
    """Another brand named; beside signs of selling that is certain enough to act."""
    folded = reading.text.folded
    for brand in brands:
        position = folded.find(brand)
        if position >= 0:
            span = reading.text.folded_span(position, position + len(brand))
            yield Hit("cross-brand", brand, *span, 0.85 if reading.sells else 0.6, Severity.MEDIUM)


def _is_own_number(digits: str, message: Message, scene: Scene) -> bool:
    number = digits[-11:]
    person = scene.members.get(message.sender)
    own = " ".join((message.sender, message.sender_name, *(person.all_names() if person else ())))
    return number in own or (person is not None and bool(person.phone) and number in person.phone)


def _is_in_a_name(digits: str, message: Message, scene: Scene) -> bool:
    """Whether the number stands there only as part of a member's name: charters ask for it in nicknames, and a
    mention writes the whole name out."""
    number = digits[-11:]
    said = message.text
    for person in scene.members.values():
        for name in person.all_names():
            if number in name and name in said:
                said = said.replace(name, "")
    return said != message.text and number not in said


def own_terms(rule: MessageRule | DutyRule) -> LexiconMatcher | None:
    """The charter's own words and patterns; None where the rule has none."""
    if not rule.terms and not rule.patterns:
        return None
    category = rule.categories[0] if rule.categories else "illegal"
    terms = tuple(Entry(category, rule.severity, 0.85, term) for term in rule.terms)
    patterns = tuple(Entry(category, rule.severity, 0.85, pattern, pattern=True) for pattern in rule.patterns)
    return LexiconMatcher(terms + patterns)
