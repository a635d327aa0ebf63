"""Findings and obligations of people who have several accounts: each keeps the id it has on file.

A finding's id holds the account that it is about. People who are put together are judged as one, by the account
that stands for them; what was filed under another of their accounts stays what it was, with every decision about it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.chat.conversation import Conversation
from core.chat.elsewhere import key_elsewhere
from core.chat.member import Member
from core.judging.engine import Judgement
from core.judging.finding import Finding, finding_id, obligation_id
from core.judging.obligation import Obligation

Ranked = Sequence[Collection[str]]
"""Ids on file, those first that go first where one person has several (decided before open)."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """People with several accounts by the id that stands for them; who wrote a message, by its key, where that
    is another one."""

    people: Mapping[str, Member]
    own: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.people)

    @classmethod
    def of(cls, conversation: Conversation) -> Accounts:
        people = {member.id: member for member in conversation.members.values() if member.others}
        return cls(people, conversation.own if people else {})

    @classmethod
    def of_all(cls, conversations: Iterable[Conversation]) -> Accounts:
        """Those of several groups, messages by their keys elsewhere: for what leaked out of one of them."""
        people: dict[str, Member] = {}
        own: dict[str, str] = {}
        for each in conversations:
            found = cls.of(each)
            people |= found.people
            own |= {key_elsewhere(each.group.id, key): account for key, account in found.own.items()}
        return cls(people, own)

    def possible_ids(
        self, findings: Iterable[Finding], obligations: Iterable[Obligation]
    ) -> tuple[set[str], set[str]]:
        """Ids (of findings, of obligations) under which what was judged may be on file."""
        made = {key for each in findings for key, _ in self._ids(each, self._places(each))}
        return made, {key for each in obligations for key, _ in self._obligation_ids(each)}

    def named(
        self, findings: Iterable[Finding], obligations: Iterable[Obligation], filed: Ranked, clocks: Ranked
    ) -> Judgement:
        """The same with the ids that are on file: `filed` those of findings, `clocks` those of obligations.

        What is on file nowhere goes to the account that wrote the message, else to the one that stands for
        the person.
        """
        owed: dict[str, Obligation] = {}
        for each in obligations:
            key, account = _chosen(self._obligation_ids(each), clocks)
            owed[each.id] = replace(each, id=key, member=account)
        found: dict[str, Finding] = {}
        for finding in findings:
            known = self._finding(finding, owed.get(finding.obligation), filed)
            found.setdefault(known.id, known)
        return Judgement(tuple(found.values()), tuple(owed.values()))

    def judged_id(self, filed: Obligation) -> str:
        """The id that judging gives an obligation on file."""
        for person in self.people.values():
            if any(account.id == filed.member for account in person.others):
                return obligation_id(filed.rule, filed.group, person.id, filed.trigger)
        return filed.id

    def _finding(self, finding: Finding, owed: Obligation | None, filed: Ranked) -> Finding:
        if owed is not None:
            finding = replace(finding, obligation=owed.id)
        places = self._places(finding)
        if not places:
            return finding
        own = owed.member if owed is not None else self.own.get(places[0][1], finding.member)
        places.sort(key=lambda place: place[0] != own)
        key, account = _chosen(self._ids(finding, places), filed)
        return replace(finding, id=key, member=account)

    def _places(self, finding: Finding) -> list[tuple[str, str]]:
        """(account, anchor) under which a finding may be on file; none for people with one account, and for
        what is anchored at no message."""
        person = self.people.get(finding.member)
        if person is None:
            return []
        for key in finding.messages:
            if finding_id(finding.rule, finding.group, person.id, key) == finding.id:
                return [(account.id, key) for account in (person, *person.others)]
        return []

    def _ids(self, finding: Finding, places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [
            (finding_id(finding.rule, finding.group, account, anchor), account) for account, anchor in places
        ]

    def _obligation_ids(self, each: Obligation) -> list[tuple[str, str]]:
        person = self.people.get(each.member)
        if person is None:
            return [(each.id, each.member)]
        return [
            (obligation_id(each.rule, each.group, account.id, each.trigger), account.id)
            for account in (person, *person.others)
        ]


def _chosen(ids: Sequence[tuple[str, str]], filed: Ranked) -> tuple[str, str]:
    for known in filed:
        for key, account in ids:
            if key in known:
                return key, account
    return ids[0]
