"""Who approves money and removals: the only operator, or with several a second one."""

from __future__ import annotations

from sqlmodel import Session

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.store.operators import ensure_operator

_OPTION = "--approve-as"


def approver(session: Session, desk: Desk, approved_by: str) -> str:
    """The operator who approves, for the record.

    Raises Refusal where several operators work and no other one than the desk's is named.
    """
    names = ensure_operator(session, desk.operator, desk.clock.now())
    if approved_by and approved_by not in names:
        raise Refusal(
            P("there is no operator “{name}”.", name=approved_by),
            _OPTION,
            P("Known are: {names}.", names=tuple(names)),
        )
    if len(names) == 1:
        return names[0]
    if not approved_by or approved_by == desk.operator:
        others = tuple(name for name in names if name != desk.operator)
        raise Refusal(
            P("money and removals need a second person here."),
            _OPTION,
            P("Name another operator who approves: {names}.", names=others),
        )
    return approved_by
