"""Actions of the outbox that a person handed to a bot, from the click to what came of it.

The store is the only way between the two: the hand-over is a decision, and whichever feed listens for the store
carries it out. Before anything is sent, the store says so; where a feed ends between that and the answer, nobody
sends again, and a person is told to look in the group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session, func, select

from core.base.clock import MINUTE, Instant
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P, Phrase, render
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.outbox import CORRECTION, LETTER, ActionState
from core.casework.templates import check_filled
from core.chat.member import NAME_ONLY
from core.desk import outbox
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.outbox import OutboxRow
from core.store.decisions import decision_by_id, decisions_about, record_decision
from core.store.findings import external_ids
from core.store.meta import read_meta, write_meta
from core.store.operators import ensure_operator
from core.store.tables import DecisionRow
from core.store.violations import Wanted, read_violations

TAKEN_WITHIN = 10 * MINUTE
"""A hand-over that no bot took by then has failed: nobody expects it to happen hours later."""
STEPS: dict[str, str] = {
    LETTER: "send", CORRECTION: "send", "announce": "announce", "mute": "mute", "unmute": "mute",
    "remove": "remove", "ban": "remove", "delete_message": "delete",
}  # fmt: skip
"""What a bot can be asked for; everything else is a person's to do."""
_ADDRESSED = frozenset({"mute", "remove"})
_NEEDS_APPROVAL = frozenset({"remove", "ban"})
_OUTCOMES = (DecisionKind.HAND_OVER, DecisionKind.DONE, DecisionKind.FAIL)
_SENT = "feed.sent."
_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Order:
    """What a feed carries out. `id` is the hand-over's, and goes to the bot as the echo; `messages` are the
    platform's ids; `seconds` is how long a mute lasts, 0 lifts it; `bot` "" is any that serves the room."""

    id: str
    action: str
    step: str
    at: Instant
    operator: str
    bot: str
    room: str
    member: str
    messages: tuple[str, ...]
    text: str
    seconds: int


def hand_over(desk: Desk, action: str, bot: str = "", reason: str = "") -> Outcome[OutboxRow]:
    """A bot is to carry the action out. What failed may be handed over again.

    Raises Refusal for what no bot can do, for a removal that nobody approved, for a letter with an empty place,
    and for an action that is settled or with a bot already.
    """
    row = outbox.named(desk, action)
    if row.action.kind not in STEPS:
        raise Refusal(
            P("no bot can do this; a person has to."), row.action.id, P("Do it, then say: outbox done {id}",
                                                                        id=row.action.id[:12]),
        )  # fmt: skip
    if row.action.state in (ActionState.DONE, ActionState.HANDED_OVER) or not row.action.confirmed:
        raise _not_now(row)
    if desk.clock.now() > row.action.expires_at:
        raise Refusal(
            P("this action has expired; nobody in the group expects it any more."), row.action.id,
            P("If it is still right, do it, then say: outbox done {id}", id=row.action.id[:12]),
        )  # fmt: skip
    if STEPS[row.action.kind] in _ADDRESSED and _is_named(row):
        raise Refusal(
            P("only the name of {name} is known, and a bot needs the id.", name=row.member_name), row.action.id,
            P("Do it, then say: outbox done {id}", id=row.action.id[:12]),
        )  # fmt: skip
    check_filled(render(row.text, "zh"))
    now = desk.clock.now()
    with desk.store.write() as session:
        # Again under the lock: somebody else may have clicked meanwhile, and it must not be sent twice.
        if _is_under_way(session, row):
            raise _not_now(replace(row, action=replace(row.action, state=ActionState.HANDED_OVER)))
        if row.action.kind in _NEEDS_APPROVAL and not _is_approved(session, row):
            raise Refusal(
                P("a removal has to be approved before a bot carries it out."), row.action.id,
                P("Approve it first: outbox approve {id}", id=row.action.id[:12]),
            )  # fmt: skip
        ensure_operator(session, desk.operator, now)
        details = {
            "kind": row.action.kind, "violation": row.action.violation, "bot": bot, "for": desk.acting_for,
        }  # fmt: skip
        decision = Decision(
            new_id(now), now, desk.operator, DecisionKind.HAND_OVER, Subject.ACTION, row.action.id, reason,
            details=details,
        )  # fmt: skip
        record_decision(session, decision, row.group_id)
    changes = Changes(Noun.VIOLATIONS, frozenset({row.group_id}))
    desk.announce(changes)
    return Outcome(outbox.named(desk, row.action.id), changes, decision.id)


def times_handed_over(desk: Desk) -> int:
    """How often anything was handed over, ever: cheap enough to ask twice a second, and it only grows, whatever
    a clock does."""
    with desk.store.read() as session:
        query = select(func.count()).where(DecisionRow.kind == DecisionKind.HAND_OVER.value)
        return session.exec(query).one()


def orders(desk: Desk) -> list[Order]:
    """What was handed over and has not been settled, oldest first."""
    rows = outbox.find(desk, ActionState.HANDED_OVER.value)
    with desk.store.read() as session:
        made = [_order(session, row) for row in rows]
    return sorted(made, key=lambda order: order.at)


def begin(desk: Desk, order: Order) -> bool:
    """Note that the order goes out now; False where that was noted before: then it must not go out again."""
    with desk.store.write() as session:
        if read_meta(session, _SENT + order.id) is not None:
            return False
        write_meta(session, _SENT + order.id, str(desk.clock.now()))
    return True


def was_begun(desk: Desk, order: Order) -> bool:
    with desk.store.read() as session:
        return read_meta(session, _SENT + order.id) is not None


def succeeded(desk: Desk, order: Order, bot: str) -> Outcome[OutboxRow]:
    """The bot carried it out; recorded for the person who handed it over."""
    return outbox.done(_as(desk, order), order.action, render(P("carried out by {bot}", bot=bot), "zh"))


def did_not(desk: Desk, order: Order, why: Phrase) -> Outcome[OutboxRow]:
    """It was not carried out, or nobody knows whether it was."""
    return outbox.fail(_as(desk, order), order.action, render(why, "zh"))


def rooms_by_bot(desk: Desk) -> dict[str, set[str]]:
    """The rooms that each bot's feed brought anything from, by the bot's id."""
    from core.store.live_imports import rooms_by_feed

    with desk.store.read() as session:
        return rooms_by_feed(session)


def _as(desk: Desk, order: Order) -> Desk:
    return replace(desk, operator=order.operator)


def _order(session: Session, row: OutboxRow) -> Order:
    handed = _last(session, row, DecisionKind.HAND_OVER)
    assert handed is not None
    step = STEPS[row.action.kind]
    return Order(
        handed.id, row.action.id, step, handed.at, handed.operator, str(handed.details.get("bot") or ""),
        row.room, row.member if step in _ADDRESSED or (row.action.kind == LETTER and not _is_named(row)) else "",
        _messages(session, row) if step == "delete" else (), _words(row), _seconds(session, row),
    )  # fmt: skip


def _is_named(row: OutboxRow) -> bool:
    return row.member.startswith(NAME_ONLY)


def _words(row: OutboxRow) -> str:
    return render(row.text, "zh") if STEPS[row.action.kind] in ("send", "announce") else ""


def _seconds(session: Session, row: OutboxRow) -> int:
    if row.action.kind != "mute":
        return 0
    found = decision_by_id(session, row.action.ground)
    minutes = found[0].details.get("minutes") if found else None
    return 60 * int(minutes or _MINUTES)


def _messages(session: Session, row: OutboxRow) -> tuple[str, ...]:
    """Those that have an id of the platform's; no bot knows the others."""
    (record,) = read_violations(session, Wanted(ids=[row.action.violation]))
    named = external_ids(session, record.group_id, record.messages)
    return tuple(named[key] for key in record.messages if named.get(key, key) != key)


def _is_under_way(session: Session, row: OutboxRow) -> bool:
    """Handed over or done, and not failed since."""
    made = standing(decisions_about(session, Subject.ACTION, [row.action.id]), END)
    kinds = [each.kind for each in made if each.kind in _OUTCOMES]
    return bool(kinds) and kinds[-1] is not DecisionKind.FAIL


def _is_approved(session: Session, row: OutboxRow) -> bool:
    found = decision_by_id(session, row.action.ground)
    by_ground = found is not None and bool(found[0].details.get("approved_by"))
    return by_ground or _last(session, row, DecisionKind.APPROVE) is not None


def _last(session: Session, row: OutboxRow, kind: DecisionKind) -> Decision | None:
    made = standing(decisions_about(session, Subject.ACTION, [row.action.id]), END)
    return next((each for each in reversed(made) if each.kind is kind), None)


def _not_now(row: OutboxRow) -> Refusal:
    if row.action.state is ActionState.HANDED_OVER:
        what = P("this action is with a bot already.")
        return Refusal(
            what, row.action.id, P("Wait for its answer, or say what came of it: outbox done, fail.")
        )
    if row.action.state is ActionState.DONE:
        return Refusal(
            P("this action was carried out already."), row.action.id, P("Take that back with undo first.")
        )
    return Refusal(
        P("this step is only proposed: the apology was refused, and nobody confirmed what follows."),
        row.action.id, P("Confirm it first: confirm {id} --reason …", id=row.action.violation),
    )  # fmt: skip
