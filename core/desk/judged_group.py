"""One group judged by what the store holds: what scanning files and what obligations are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from core.base.clock import Instant
from core.casework.decision import standing
from core.casework.obligation_marks import facts_of
from core.charter.model import Charter, ObligationRule
from core.chat.conversation import Conversation
from core.desk.adoption import group_bindings
from core.desk.desk import Desk
from core.desk.filed_names import facts_by_judged_ids, under_filed_ids
from core.desk.trusting import hinting, trust_of_rules
from core.judging.accounts import Accounts
from core.judging.binding import Binding
from core.judging.duty import Duty
from core.judging.engine import Judgement, judge
from core.judging.obligation import Obligation
from core.store.conversations import load_conversation
from core.store.findings import on_file
from core.store.heard import Heard
from core.store.obligations import (
    ObligationChanges,
    closing_decisions,
    judged_marker,
    judging_marker,
    obligation_changes,
    set_judged_marker,
)
from core.store.tables import GroupRow

Filed = tuple[Instant | None, str | None]
"""The moment last judged at, and the marker of what the obligations on file were judged from."""


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """`sees_all`: nothing that the store holds lies after the moment judged at. `marker` names the state of
    the store that was judged. Where nothing binds the group, `conversation` has no messages."""

    group_id: int
    conversation: Conversation
    bindings: tuple[Binding, ...]
    judgement: Judgement
    sees_all: bool
    marker: str
    sees_others: bool = True
    """The same for the other groups, where the judgement depends on them."""
    raised: tuple[Duty, ...] = ()
    """Duties that messages raise; left out where obligations alone were judged."""
    heard: tuple[Heard, ...] = ()
    """Messages that want a flow of their own; left out likewise."""
    on_file: frozenset[str] = frozenset()
    """Ids of the violations that were on file when the conversation was read."""
    filed: Filed = (None, None)
    """What was last filed when the conversation was read."""


def judge_group(desk: Desk, group_id: int, now: Instant) -> JudgedGroup:
    """Judge everything up to `now` by what binds the group."""
    with desk.store.read() as session:
        return _judged(session, group_id, now, group_bindings(session, group_id, now))


def judge_obligations(desk: Desk, group_id: int, now: Instant) -> JudgedGroup:
    """As `judge_group`, by the obligation rules alone, which is far less work."""
    with desk.store.read() as session:
        bindings = group_bindings(session, group_id, now)
        timed = tuple(replace(each, charter=_obligations_only(each.charter)) for each in bindings)
        return _judged(session, group_id, now, timed)


def overtaken(session: Session, judged: JudgedGroup) -> bool:
    """Whether another judgement was filed since the conversation was read: it may have seen more than this one."""
    return _filed(session, judged.group_id) != judged.filed


def changed_obligations(session: Session, judged: JudgedGroup, now: Instant) -> ObligationChanges:
    """What brings the obligations on file up to date with a judgement."""
    return obligation_changes(
        session,
        judged.group_id,
        judged.judgement.obligations,
        lambda each: charter_of(judged.bindings, each),
        now,
        judged.sees_all and not overtaken(session, judged),
    )


def file_obligations(session: Session, judged: JudgedGroup, changes: ObligationChanges) -> None:
    """Write them, and note what state of the store they were judged from."""
    untouched = judging_marker(session, judged.group_id) == judged.marker
    newest = not overtaken(session, judged)
    changes.write(session)
    if judged.sees_all and newest:
        # Filing may add members; unless somebody else changed the store meanwhile, that is no news.
        marker = judging_marker(session, judged.group_id) if untouched else judged.marker
        set_judged_marker(session, judged.group_id, marker)


def binding_of(bindings: Sequence[Binding], obligation: Obligation) -> Binding | None:
    """The binding whose rule opened the obligation."""
    for binding in bindings:
        if binding.in_force(obligation.opened_at) and any(
            clause.id == obligation.clause for clause in binding.charter.clauses
        ):
            return binding
    return None


def charter_of(bindings: Sequence[Binding], obligation: Obligation) -> str:
    binding = binding_of(bindings, obligation)
    return binding.charter.id if binding else ""


def _judged(session: Session, group_id: int, now: Instant, bindings: tuple[Binding, ...]) -> JudgedGroup:
    marker, filed = judging_marker(session, group_id), _filed(session, group_id)
    known = on_file(session, group_id)
    conversation = load_conversation(session, group_id, until=now, since=None if bindings else now + 1)
    end = conversation.coverage.end
    closed = standing(closing_decisions(session, group_id), now)
    facts = replace(
        facts_of(closed),
        trust=trust_of_rules(session, group_id, now),
        thresholds=hinting(session, group_id, now),
    )
    accounts = Accounts.of(conversation)
    facts = facts_by_judged_ids(session, accounts, facts)
    judgement = judge(conversation, bindings, now, facts) if bindings else Judgement((), ())
    judgement = under_filed_ids(session, accounts, judgement.findings, judgement.obligations)
    sees_all = end is None or end <= now
    return JudgedGroup(
        group_id, conversation, bindings, judgement, sees_all, marker, on_file=known, filed=filed
    )


def _filed(session: Session, group_id: int) -> Filed:
    return session.get_one(GroupRow, group_id).judged_at, judged_marker(session, group_id)


def _obligations_only(charter: Charter) -> Charter:
    clauses = (
        replace(clause, rules=tuple(rule for rule in clause.rules if isinstance(rule, ObligationRule)))
        for clause in charter.clauses
    )
    return replace(charter, clauses=tuple(clauses))
