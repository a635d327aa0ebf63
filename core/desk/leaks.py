"""Leaks between groups out of the store: what one group's charter keeps in it, and other groups were told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel import Session, select

from core.base.clock import Instant
from core.chat.conversation import Conversation
from core.desk.filed_names import under_filed_ids
from core.desk.judged_group import JudgedGroup
from core.judging.accounts import Accounts
from core.judging.binding import Binding
from core.judging.copies import SHORTEST
from core.judging.engine import with_findings
from core.judging.finding import Finding
from core.judging.leaks import forbids_forwarding, leak_findings
from core.store.conversations import load_texts
from core.store.tables import GroupRow


def with_leaks(session: Session, judged: Sequence[JudgedGroup], now: Instant) -> list[JudgedGroup]:
    """The groups judged, with what leaked out of them. The other groups of the store are read only where a
    charter forbids passing on."""
    if not any(forbids_forwarding(each.bindings) for each in judged):
        return list(judged)
    read = [each for each in judged if each.bindings]
    others = _others(session, {each.group_id for each in read}, now)
    heard = [(each.conversation, each.bindings) for each in read] + [(other, ()) for other in others]
    accounts = Accounts.of_all(conversation for conversation, _ in heard)
    found = under_filed_ids(session, accounts, leak_findings(heard, now)).findings
    sees_others = all(_sees_all(conversation, now) for conversation, _ in heard)
    return [
        replace(
            each,
            judgement=with_findings(
                each.judgement, [leak for leak in found if leak.group == each.conversation.group.id]
            ),
            sees_others=sees_others or not forbids_forwarding(each.bindings),
        )
        for each in judged
    ]


def leaks_of(
    session: Session, group_id: int, conversation: Conversation, binding: Binding, now: Instant
) -> list[Finding]:
    """What leaked out of one group, judged by one charter."""
    if not forbids_forwarding([binding]):
        return []
    others = _others(session, {group_id}, now)
    return leak_findings([(conversation, (binding,)), *((other, ()) for other in others)], now)


def _others(session: Session, read: Collection[int], now: Instant) -> list[Conversation]:
    ids = session.exec(select(GroupRow.id).order_by(GroupRow.id)).all()  # type: ignore[arg-type]
    return [load_texts(session, each, now, SHORTEST) for each in ids if each is not None and each not in read]


def _sees_all(conversation: Conversation, now: Instant) -> bool:
    return conversation.coverage.end is None or conversation.coverage.end <= now
