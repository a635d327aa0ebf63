"""As whom a command decides: who is named in the environment, else the store's own first operator."""

from __future__ import annotations

import os
from dataclasses import replace

from core.base.clock import SystemClock
from core.cli.passphrase_files import read_passphrase
from core.desk.desk import Desk

NAME, FILE = "QUNZHANG_OPERATOR", "QUNZHANG_PASSPHRASE_FILE"
"""Environment variables: the operator who works, and the file with their passphrase."""


def acting_operator(desk: Desk) -> Desk:
    """The same desk with its operator. Raises Refusal for a name that does not work here, and for a wrong
    passphrase of one who has set one."""
    from core.desk.approving import verify_operator
    from core.store.operators import SUPERVISOR, find_operator, operators

    named = os.environ.get(NAME, "").strip()
    with desk.store.read() as session:
        known = operators(session)
        if named and known:
            known = [find_operator(session, named)]
    if not known:
        return replace(desk, operator=named) if named else desk
    if not named:
        deciding = [row for row in known if row.role != SUPERVISOR]
        own = next((row for row in deciding if row.name == desk.operator), None)
        first = own or min(deciding or known, key=lambda row: (row.created_at, row.id))
        return replace(desk, operator=first.name)
    if known[0].passphrase:
        verify_operator(desk, named, read_passphrase(os.environ.get(FILE, ""), FILE), SystemClock().now())
    return replace(desk, operator=named)
