"""Where charters that bind one group contradict each other, and what their order does about it.

Nothing is invented: both texts stand as written. Where they contradict, the charter that goes first decides,
and what the later one's clause finds there is a hint for a person, never a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from core.base.phrase import LocalText, P, Phrase
from core.charter.categories import CATEGORIES
from core.charter.model import (
    AnyRule,
    BehaviourRule,
    Charter,
    DutyRule,
    MessageRule,
    ObligationRule,
    RosterRule,
    SanctionPolicy,
)
from core.charter.patterns import COMPANY, compiled
from core.charter.settings import KEYS

_ANY_COMPANY = "[0-9A-Za-z一-鿿]{2,}"
_NAMES: Mapping[str, Phrase] = {
    "nickname": P("group nicknames"),
    "account_name": P("account names"),
    "account_id": P("WeChat ids"),
}
_TRIGGERS: Mapping[str, Phrase] = {
    "task": P("a leader's task"),
    "bulletin": P("a notice"),
    "question": P("a customer's question"),
    "issue": P("a problem raised"),
    "activity": P("a roll call"),
}
_REMOVING = frozenset({"removal", "ban"})
_APPROVAL = "approval"
"""The register in which the duty to approve of somebody's joining is entered."""
_ADS_ANY = "ads-any"
_ADS_SOME = frozenset({"ads-irrelevant", "ads-timed", "restricted-time"})


class Matter(StrEnum):
    DEADLINE = "deadline"
    NAME = "name"
    ADS = "ads"
    LADDER = "ladder"
    MEMBERSHIP = "membership"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Party:
    """A charter as it binds or would bind a group; `values` are the settings of its adoption, as texts."""

    charter: Charter
    values: Mapping[str, str] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """What holds: the adoption's value, else the charter's, else the console's default."""
        own = next((setting.value for setting in self.charter.settings if setting.key == key), None)
        spec = KEYS.get(key)
        return self.values.get(key) or own or (spec.default if spec else None) or ""

    def words(self, key: str) -> frozenset[str]:
        return frozenset(word.strip() for word in self.value(key).split(",") if word.strip())


@dataclass(frozen=True, slots=True)
class Conflict:
    """`first` and `second` are clause ids, that of the charter that goes first in front.

    `yields`: rules of the later charter whose findings become hints, each with the rule it gives way to.
    `same_deed`: only where that other rule found the same deed. `only`: only for these members (ids or names).
    """

    matter: Matter
    first: str
    second: str
    what: Phrase
    then: Phrase
    yields: tuple[tuple[str, str], ...] = ()
    same_deed: bool = False
    only: frozenset[str] = frozenset()


def conflicts(parties: Sequence[Party]) -> tuple[Conflict, ...]:
    """All contradictions between each two of `parties`, which stand in their order."""
    return tuple(
        conflict
        for first, second in combinations(parties, 2)
        if first.charter.id != second.charter.id
        for conflict in between(first, second)
    )


def between(first: Party, second: Party) -> Iterator[Conflict]:
    """What `first`, which goes first, and `second` say differently of the same matter."""
    yield from _deadlines(first, second)
    yield from _names(first, second)
    yield from _ads(first, second)
    yield from _membership(first, second)
    yield from _invitations(first, second)
    yield from _ladders(first, second)


def _conflict(
    matter: Matter,
    first: AnyRule,
    second: AnyRule,
    what: Phrase,
    only: frozenset[str] = frozenset(),
) -> Conflict:
    then = P(
        "Clause {first} goes first and decides; what clause {second} finds is a hint only. Change the order if"
        " it should be the other way round.",
        first=first.clause, second=second.clause,
    )  # fmt: skip
    return Conflict(
        matter, first.clause, second.clause, what, then, ((second.id, first.id),), False, only
    )  # fmt: skip


def _of(party: Party, kind: type[AnyRule]) -> list[AnyRule]:
    return [rule for rule in party.charter.rules() if isinstance(rule, kind)]


def _meet(one: AnyRule, other: AnyRule) -> bool:
    """Whether some member may be concerned by both rules; nobody named means everybody."""
    types = not one.types or not other.types or bool(set(one.types) & set(other.types))
    roles = not one.roles or not other.roles or bool(set(one.roles) & set(other.roles))
    return types and roles


def _deadlines(first: Party, second: Party) -> Iterator[Conflict]:
    for one in _of(first, ObligationRule):
        for other in _of(second, ObligationRule):
            assert isinstance(one, ObligationRule)
            assert isinstance(other, ObligationRule)
            if one.trigger != other.trigger or not _meet(one, other):
                continue
            here, there = first.value(one.minutes), second.value(other.minutes)
            if here != there:
                what = P(
                    "Different deadlines for {trigger}: {here} minutes by clause {first}, {there} minutes by clause"
                    " {second}.",
                    trigger=_TRIGGERS[one.trigger], here=here, there=there, first=one.clause, second=other.clause,
                )  # fmt: skip
                yield _conflict(Matter.DEADLINE, one, other, what)


def _names(first: Party, second: Party) -> Iterator[Conflict]:
    for one in _of(first, RosterRule):
        for other in _of(second, RosterRule):
            assert isinstance(one, RosterRule)
            assert isinstance(other, RosterRule)
            asked = one.check in _NAMES and one.check == other.check and _meet(one, other)
            if not asked or not (one.pattern and one.example and other.pattern and other.example):
                continue
            if not _fits(one.pattern, other.example) and not _fits(other.pattern, one.example):
                what = P(
                    "No name fits both: {names} look like “{here}” by clause {first} and like “{there}” by clause"
                    " {second}.",
                    names=_NAMES[one.check], here=one.example, there=other.example, first=one.clause,
                    second=other.clause,
                )  # fmt: skip
                yield _conflict(Matter.NAME, one, other, what)


def _fits(pattern: str, name: str) -> bool:
    return compiled(pattern.replace(COMPANY, _ANY_COMPANY)).fullmatch(name) is not None


def _ads(first: Party, second: Party) -> Iterator[Conflict]:
    """One bans all advertising, the other leaves some of it alone."""
    for bans, permits, ban_first in ((first, second, True), (second, first, False)):
        ban = next((rule for rule in _of(bans, MessageRule) if _bans_all(rule)), None)
        leave = [rule for rule in _of(permits, MessageRule) if _about_ads(rule)]
        if ban is None or not leave or any(_bans_all(rule) for rule in leave):
            continue
        what = P(
            "Clause {ban} bans all advertising; clause {leave} leaves some of it alone (with a permit, at other"
            " times, or for what the group is about).",
            ban=ban.clause, leave=leave[0].clause,
        )  # fmt: skip
        if ban_first:
            then = P(
                "Clause {ban} goes first: the ban holds for all, and a permit changes nothing.",
                ban=ban.clause,
            )
            yield Conflict(Matter.ADS, ban.clause, leave[0].clause, what, then)
        else:
            yield _conflict(Matter.ADS, leave[0], ban, what)


def _bans_all(rule: AnyRule) -> bool:
    return (
        isinstance(rule, MessageRule)
        and _ADS_ANY in rule.categories
        and rule.during == "always"
        and "permits" not in rule.exempt
        and not rule.types
        and not rule.roles
    )


def _about_ads(rule: AnyRule) -> bool:
    return isinstance(rule, MessageRule) and bool({_ADS_ANY, *_ADS_SOME} & set(rule.categories))


def _membership(first: Party, second: Party) -> Iterator[Conflict]:
    """Somebody must be in the group, and is removed for saying nothing."""
    for must, idle, must_first in ((first, second, True), (second, first, False)):
        required = next((rule for rule in _of(must, RosterRule) if _checks(rule, "required_members")), None)
        silent = next(
            (rule for rule in _of(idle, RosterRule) if _checks(rule, "inactivity") and _removes(idle.charter, rule)),
            None,
        )  # fmt: skip
        if required is None or silent is None:
            continue
        what = P(
            "By clause {required} certain members must be in the group; by clause {silent} those who say nothing"
            " may be removed.",
            required=required.clause, silent=silent.clause,
        )  # fmt: skip
        ahead, behind = (required, silent) if must_first else (silent, required)
        yield _conflict(Matter.MEMBERSHIP, ahead, behind, what, must.words("required.members"))


def _checks(rule: AnyRule, check: str) -> bool:
    return isinstance(rule, RosterRule) and rule.check == check


def _removes(charter: Charter, rule: AnyRule) -> bool:
    policy = charter.policies.get(charter.clause(rule.clause).policy)
    return policy is not None and bool(_REMOVING & set(steps_of(policy)))


def _invitations(first: Party, second: Party) -> Iterator[Conflict]:
    """Different people may invite, or approve of invitations."""
    for one in first.charter.rules():
        for other in second.charter.rules():
            if _checks(one, "invitation") and _checks(other, "invitation"):
                here, there = first.words("invite.approved"), second.words("invite.approved")
                differ = one.roles != other.roles or one.types != other.types or here != there
            elif isinstance(one, DutyRule) and isinstance(other, DutyRule) and one.on == other.on == "join":
                differ = one.register == other.register == _APPROVAL and one.by != other.by
            else:
                continue
            if differ and isinstance(one, DutyRule):
                yield _two_duties(one, other)
            elif differ:
                what = P(
                    "Clauses {first} and {second} leave invitations to different people.",
                    first=one.clause, second=other.clause,
                )  # fmt: skip
                yield _conflict(Matter.INVITATION, one, other, what)


def _two_duties(one: AnyRule, other: AnyRule) -> Conflict:
    what = P(
        "Clauses {first} and {second} leave newcomers to different people.",
        first=one.clause, second=other.clause,
    )  # fmt: skip
    then = P("Both ask for their entry, that of clause {first} first; agree who enters it.", first=one.clause)
    return Conflict(Matter.INVITATION, one.clause, other.clause, what, then)


def _ladders(first: Party, second: Party) -> Iterator[Conflict]:
    """The same deed, two ladders: one conflict for each two clauses."""
    found: dict[tuple[str, str], list[tuple[AnyRule, AnyRule, LocalText | Phrase]]] = {}
    for one in first.charter.rules():
        for other in second.charter.rules():
            if not _meet(one, other) or not _two_ladders(first.charter, second.charter, one, other):
                continue
            for name in _shared(one, other):
                found.setdefault((one.clause, other.clause), []).append((one, other, name))
    for (here, there), pairs in found.items():
        ladder, other_ladder = (
            party.charter.policies[party.charter.clause(clause).policy].title
            for party, clause in ((first, here), (second, there))
        )
        what = P(
            "Two ladders for {deeds}: “{ladder}” by clause {first}, “{other}” by clause {second}.",
            deeds=tuple(dict.fromkeys(name for *_, name in pairs)), ladder=ladder, other=other_ladder,
            first=here, second=there,
        )  # fmt: skip
        then = P(
            "One deed is punished once: where both find it, clause {first} goes first and proposes, and clause"
            " {second} gives a hint only.",
            first=here, second=there,
        )  # fmt: skip
        yields = tuple(dict.fromkeys((other.id, one.id) for one, other, _ in pairs))
        yield Conflict(Matter.LADDER, here, there, what, then, yields, same_deed=True)


def _two_ladders(first: Charter, second: Charter, one: AnyRule, other: AnyRule) -> bool:
    here = first.policies.get(first.clause(one.clause).policy)
    there = second.policies.get(second.clause(other.clause).policy)
    return here is not None and there is not None and here.transitions != there.transitions


def _shared(one: AnyRule, other: AnyRule) -> Iterable[LocalText | Phrase]:
    """What both rules look for, in words."""
    if isinstance(one, MessageRule) and isinstance(other, MessageRule):
        return [
            CATEGORIES[name] for name in one.categories if name in other.categories and name in CATEGORIES
        ]
    if isinstance(one, BehaviourRule) and isinstance(other, BehaviourRule):
        return [CATEGORIES[one.category]] if one.category == other.category else []
    if isinstance(one, ObligationRule) and isinstance(other, ObligationRule):
        return [_TRIGGERS[one.trigger]] if one.trigger == other.trigger else []
    if isinstance(one, RosterRule) and isinstance(other, RosterRule) and one.check == other.check:
        return [_NAMES[one.check]] if one.check in _NAMES else []
    return []


def steps_of(policy: SanctionPolicy) -> tuple[str, ...]:
    """Every step that the policy may propose, in order of its transitions."""
    found = (step for t in policy.transitions for step in (t.effect.step, *t.effect.choices))
    return tuple(dict.fromkeys(step for step in found if step))
