"""The clock of an obligation in a person's hand: standing still, going on, stopped because it is done."""

from __future__ import annotations

from core.base.clock import Instant, iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import DecisionKind
from core.desk import obligations
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.obligations import Owed, decide_about
from core.judging.obligation import ObligationState

_CLOSED = (ObligationState.EXCUSED, ObligationState.VOID)


def done(
    desk: Desk, obligation_id: str, reason: str, at: Instant | None = None, approved_by: str = "",
    passphrase: str = "",
) -> Outcome[Owed]:  # fmt: skip
    """What was asked for is done, `at` that moment (default: now), by the word of a person.

    Raises Refusal when it was met already, is closed, or `at` lies before it was asked for or still to come.
    """
    now = desk.clock.now()
    moment = now if at is None else at

    def details(owed: Owed) -> dict[str, object]:
        _must_run(owed)
        if owed.state is ObligationState.MET:
            raise Refusal(P("this obligation was met already."), owed.id, P("There is nothing to decide."))
        if not owed.opened <= moment <= now:
            raise Refusal(
                P("it cannot have been done then."), "--at",
                P("It was asked for at {time}.", time=iso(owed.opened, owed.zone)),
            )  # fmt: skip
        return {"at": moment}

    return decide_about(desk, obligation_id, DecisionKind.DONE, reason, details, approved_by, passphrase)


def pause(
    desk: Desk, obligation_id: str, reason: str, start: Instant | None = None, end: Instant | None = None,
    approved_by: str = "", passphrase: str = "",
) -> Outcome[Owed]:  # fmt: skip
    """The clock stands still from `start` (default: now) to `end` (default: until it is resumed), as when somebody
    has no network: the deadline moves by that time.

    Raises Refusal when it stands still already, when `end` is not after `start`, or the time was up by then.
    """
    now = desk.clock.now()
    begins = now if start is None else start

    def details(owed: Owed) -> dict[str, object]:
        _must_run(owed)
        if owed.paused:
            raise Refusal(
                P("its clock stands still already."), owed.id, P("Let it go on first, with resume.")
            )
        if end is not None and end <= begins:
            raise Refusal(P("a pause ends after it begins."), "--to", P("Write a later moment."))
        if begins > owed.due:
            raise Refusal(
                P("the time was up before that."), "--from",
                P("It was due at {time}; excuse it, with the reason.", time=iso(owed.due, owed.zone)),
            )  # fmt: skip
        return {"from": begins, "until": end}

    return decide_about(desk, obligation_id, DecisionKind.PAUSE, reason, details, approved_by, passphrase)


def resume(desk: Desk, obligation_id: str, reason: str, at: Instant | None = None) -> Outcome[Owed]:
    """The clock goes on, from `at` (default: now). Raises Refusal when it does not stand still."""
    now = desk.clock.now()
    moment = now if at is None else at

    def details(owed: Owed) -> dict[str, object]:
        if not owed.paused:
            raise Refusal(P("its clock does not stand still."), owed.id, P("There is nothing to let go on."))
        if moment > now:
            raise Refusal(P("that moment is still to come."), "--at", P("Write a moment that has passed."))
        return {"until": moment}

    return decide_about(desk, obligation_id, DecisionKind.RESUME, reason, details)


def settle(
    desk: Desk, obligation_id: str, ground: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[Owed]:
    """What a person decides about it in one word: an excuse, void, done, pause or resume."""
    match ground:
        case "void":
            return obligations.void(desk, obligation_id, reason, approved_by, passphrase)
        case "done":
            return done(desk, obligation_id, reason, None, approved_by, passphrase)
        case "pause":
            return pause(desk, obligation_id, reason, None, None, approved_by, passphrase)
        case "resume":
            return resume(desk, obligation_id, reason)
    return obligations.excuse(desk, obligation_id, ground, reason, approved_by, passphrase)


def _must_run(owed: Owed) -> None:
    if owed.state in _CLOSED:
        raise Refusal(
            P("this obligation is closed: it was excused or declared void."), owed.id,
            P("Take that back with undo first."),
        )  # fmt: skip
