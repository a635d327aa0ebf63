"""Violations that a person enters by hand: what no rule can see, such as deleted friends or an outrage in the room.

They wait in the queue like any other; judging again never takes them away."""

from __future__ import annotations

from core.base.ids import digest, new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.desk.bringing import must_say, said_at
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.report_violations import charge, message_named
from core.desk.violation_types import Violation
from core.store.decisions import record_decision
from core.store.findings import ENTERED
from core.store.groups import find_group
from core.store.operators import ensure_operator

CJK_FROM = "\u2e7f"
"""Characters after this one are Chinese, or full-width."""


def enter(
    desk: Desk, group: str, member: str, clause: str, reason: str, at: str = "", message: str = ""
) -> Outcome[Violation]:
    """`clause`: of a charter in force `at` (ISO 8601, "" for now, or the time of `message`, named by the export's
    own id). `reason`: what happened, as the letter will tell it.

    Raises Refusal for an unknown group, member, message or clause, and where the same message is on file for it.
    """
    must_say(reason, "--reason", P("Write what happened."))
    now = desk.clock.now()
    with desk.store.write() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        key, moment = message_named(session, group_id, message, said_at(at, row.zone, now))
        if moment > now:
            raise Refusal(P("that moment has not come yet."), message, P("Enter what has happened."))
        made = new_id(now)
        found = charge(
            session, desk, group_id, member, clause, key, moment, digest("entered", made),
            P("Entered by hand: {reason}", reason=_sentence(reason.strip())), ENTERED,
        )  # fmt: skip
        if not found.new:
            raise Refusal(
                P("this message is on file for that clause already."), found.id, P("Decide that one.")
            )
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            made, now, desk.operator, DecisionKind.RAISE, Subject.VIOLATION, found.id, reason.strip()
        )
        record_decision(session, decision, group_id)
        value = read_one(session, found.id, now)
    changes = Changes(Noun.VIOLATIONS | Noun.GROUPS, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(value, changes, made)


def _sentence(text: str) -> str:
    """Ended as its script ends one: the letter goes on after it."""
    if text[-1] in "。．.!！?？…":
        return text
    return text + ("。" if text[-1] > CJK_FROM else ".")
