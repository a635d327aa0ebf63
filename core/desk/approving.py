"""Who approves money and removals: the only operator, or with several a second one, with their passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core.base.clock import MINUTE, Clock, SystemClock
from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.keeping.passphrases import matches
from core.store.ledger import assessed
from core.store.operators import (
    approving_operators,
    ensure_operator,
    find_operator,
    note_failure,
    note_success,
    operator_names,
)

_OPTION = "--approve-as"
TRIES = 5
"""Wrong passphrases in a row before an operator has to wait."""
WAIT = 15 * MINUTE


class SecondPersonNeeded(Refusal):
    """Refused only because nobody else approves yet: with a second person's passphrase it can be asked again."""


def approver(session: Session, desk: Desk, approved_by: str) -> str:
    """The operator who approves, for the record.

    Raises Refusal where several operators approve and no other one than the desk's is named.
    """
    ensure_operator(session, desk.operator, desk.clock.now())
    names = approving_operators(session)
    if approved_by and approved_by not in names:
        raise Refusal(
            P("there is no operator “{name}” who approves.", name=approved_by),
            _OPTION,
            P("Known are: {names}.", names=tuple(names)),
        )
    if len(names) == 1:
        return names[0]
    if not approved_by or approved_by == desk.operator:
        others = tuple(name for name in names if name != desk.operator)
        raise SecondPersonNeeded(
            P("money and removals need a second person here."),
            _OPTION,
            P("Name another operator who approves: {names}.", names=others),
        )
    return approved_by


def approver_of_lifting(
    session: Session, desk: Desk, violation: str, decided: Mapping[str, Any], approved_by: str
) -> str:
    """Who approves that a decision is taken back; "" where it assessed nothing and nobody had approved it.

    `decided`: the details of the confirmation that stands. Raises as `approver`.
    """
    if assessed(session, violation) == (0, 0) and not decided.get("approved_by"):
        return ""
    return approver(session, desk, approved_by)


def check_passphrase(desk: Desk, name: str, passphrase: str, wall: Clock | None = None) -> None:
    """Raises Refusal unless `passphrase` is that of the second operator `name`.

    Nothing is asked of the only operator. What fails is counted, and after TRIES in a row the operator waits:
    by the machine's own clock (`wall`), because --now is for the asking.
    """
    if not name:
        return
    now = (wall or SystemClock()).now()
    with desk.store.read() as session:
        if len(approving_operators(session)) <= 1 or name not in operator_names(session):
            return
    verify_operator(desk, name, passphrase, now)


def verify_operator(desk: Desk, name: str, passphrase: str, now: int) -> None:
    """Raises Refusal unless the operator has this passphrase and may try at `now`."""
    with desk.store.read() as session:
        row = find_operator(session, name)
        stored, failures, failed_at = row.passphrase or "", row.failures, row.failed_at or 0
    if not stored:
        raise Refusal(
            P("{name} has no passphrase yet.", name=name), _OPTION,
            P("Set one in the settings, or with: operator passphrase {name} --passphrase-file F.", name=name),
        )  # fmt: skip
    if failures >= TRIES and now < failed_at + WAIT:
        raise Refusal(
            P("too many wrong passphrases for {name}.", name=name), "--passphrase-file",
            P("Try again in {minutes} min.", minutes=-(-(failed_at + WAIT - now) // MINUTE)),
        )  # fmt: skip
    right = matches(stored, passphrase)
    with desk.store.write() as session:
        note_success(session, name) if right else note_failure(session, name, now)
    if not right:
        raise Refusal(
            P("this is not the passphrase of {name}.", name=name), "--passphrase-file",
            P("After {count} wrong ones in a row one has to wait.", count=TRIES),
        )  # fmt: skip
