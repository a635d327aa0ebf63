"""Findings and obligations of people who have several accounts: each keeps the id it has on file.

A finding's id holds the account that it is about. People who are put together are judged as one, by the account
that stands for them; what was filed under another of their accounts stays what it was, with every decision about it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from core.chat.conversation import Conversation
from core.chat.member import Member
from core.judging.engine import Judgement
from core.judging.finding import Finding, finding_id, obligation_id
from core.judging.obligation import Obligation


def has_accounts(conversation: Conversation) -> bool:
    """Whether anybody here was put together with somebody."""
    return any(member.others for member in conversation.members.values())


def possible_ids(conversation: Conversation, judgement: Judgement) -> tuple[set[str], set[str]]:
    """Ids (of findings, of obligations) under which what was judged may be on file."""
    members = conversation.members
    findings = {
        finding_id(each.rule, each.group, account, anchor)
        for each in judgement.findings
        for account, anchor in _places(members, each)
    }
    obligations = {
        key for each in judgement.obligations for key, _ in _obligation_ids(members, each)
    }  # fmt: skip
    return findings, obligations


def by_account(
    conversation: Conversation,
    judgement: Judgement,
    findings: Sequence[Collection[str]],
    obligations: Sequence[Collection[str]],
) -> Judgement:
    """The judgement with the ids that are on file. `findings` and `obligations`: ids on file, those first that
    go first where one person has several (decided before open).

    What is on file nowhere goes to the account that wrote the message, else to the one that stands for the person.
    """
    members = conversation.members
    owed: dict[str, Obligation] = {}
    made = []
    for each in judgement.obligations:
        key, account = _chosen(_obligation_ids(members, each), obligations)
        owed[each.id] = replace(each, id=key, member=account)
        made.append(owed[each.id])
    found: dict[str, Finding] = {}
    for finding in judgement.findings:
        named = _finding(conversation, finding, owed.get(finding.obligation), findings)
        found.setdefault(named.id, named)
    return Judgement(tuple(found.values()), tuple(made))


def with_accounts(marked: Iterable[tuple[str, Obligation]], members: Mapping[str, Member]) -> dict[str, str]:
    """For obligations on file: the id that judging gives each one, by the id it has."""
    standing = {account.id: member.id for member in members.values() for account in member.others}
    return {
        key: obligation_id(each.rule, each.group, standing[each.member], each.trigger)
        for key, each in marked
        if each.member in standing
    }


def _finding(
    conversation: Conversation, finding: Finding, owed: Obligation | None, filed: Sequence[Collection[str]]
) -> Finding:
    places = list(_places(conversation.members, finding))
    if not places:
        return finding if owed is None else replace(finding, obligation=owed.id)
    preferred = owed.member if owed is not None else conversation.own.get(places[0][1], finding.member)
    places.sort(key=lambda place: place[0] != preferred)
    ids = [(finding_id(finding.rule, finding.group, account, at), account) for account, at in places]
    key, account = _chosen(ids, filed)
    return replace(
        finding, id=key, member=account, obligation=owed.id if owed is not None else finding.obligation
    )


def _places(members: Mapping[str, Member], finding: Finding) -> list[tuple[str, str]]:
    """(account, anchor) under which a finding may be on file; none for people with one account, and for what is
    anchored at no message."""
    person = members.get(finding.member)
    if person is None or not person.others:
        return []
    anchor = next(
        (key for key in finding.messages if finding_id(finding.rule, finding.group, person.id, key) == finding.id),
        None,
    )  # fmt: skip
    return [] if anchor is None else [(account.id, anchor) for account in (person, *person.others)]


def _obligation_ids(members: Mapping[str, Member], each: Obligation) -> list[tuple[str, str]]:
    person = members.get(each.member)
    accounts = [each.member, *(other.id for other in person.others)] if person is not None else [each.member]
    return [(obligation_id(each.rule, each.group, account, each.trigger), account) for account in accounts]


def _chosen(ids: Sequence[tuple[str, str]], filed: Sequence[Collection[str]]) -> tuple[str, str]:
    for known in filed:
        for key, account in ids:
            if key in known:
                return key, account
    return ids[0]
