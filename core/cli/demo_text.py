"""The demo as text, for machines without a display: groups, violations, who owes what, the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.base.clock import DEFAULT_ZONE, iso
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.cli.obligations import STATES
from core.cli.output import say, short_time, table
from core.desk import groups, ledger, obligations, violations
from core.desk.desk import Desk
from core.desk.ledger import Entry
from core.desk.obligations import Owed
from core.judging.obligation import ObligationState

ROWS = 15
"""Rows of a table; the rest is counted."""
_BREACHES = (ObligationState.LATE, ObligationState.MISSING, ObligationState.UNKNOWN)


def tell_demo(desk: Desk) -> None:
    """Print what the window would show first. The desk is one that `build_demo` gave."""
    say(P("The sample as of {time}", time=iso(desk.clock.now())))
    _groups(desk)
    _violations(desk)
    _obligations(obligations.find(desk, refresh=False))
    _ledger(desk, ledger.entries(desk))


def _groups(desk: Desk) -> None:
    say("")
    table(
        (P("Group"), P("Charter"), P("Members"), P("To review"), P("Overdue")),
        [
            (each.name, ", ".join(each.charters), each.members, each.open_violations, each.overdue)
            for each in groups.summaries(desk)
        ],
    )


def _violations(desk: Desk) -> None:
    found = violations.find(desk)
    counts = Counter(each.state for each in found)
    say("")
    say(
        P(
            "Violations: {n} to review, {confirmed} confirmed, {dismissed} dismissed",
            n=counts["open"], confirmed=counts["confirmed"], dismissed=counts["dismissed"],
        )
    )  # fmt: skip
    waiting = [each for each in found if each.state == "open"]
    rows = [
        (
            short_time(each.at, DEFAULT_ZONE),
            each.group,
            each.member_name,
            each.clause,
            step_name(each.proposed_step),
            each.why,
        )
        for each in waiting[-ROWS:]
    ]
    table((P("Time"), P("Group"), P("Member"), P("Clause"), P("Proposed"), P("Why")), rows)
    _rest(len(waiting))


def _obligations(found: Sequence[Owed]) -> None:
    say("")
    counts = Counter(each.state for each in found)
    say(P("Obligations:"))
    table((P("State"), P("Number")), [(name, counts[state]) for state, name in STATES.items()])
    say("")
    breaches = [each for each in found if each.state in _BREACHES]
    rows = [
        (short_time(each.due, DEFAULT_ZONE), each.group, each.member_name, each.clause, STATES[each.state])
        for each in breaches[-ROWS:]
    ]
    table((P("Due"), P("Group"), P("Member"), P("Clause"), P("State")), rows)
    _rest(len(breaches))


def _ledger(desk: Desk, made: Sequence[Entry]) -> None:
    say("")
    totals = ledger.totals(desk)
    say(
        _sum(
            P("unpaid"), totals.unpaid_fen + totals.growing_fen, totals.unpaid_points + totals.growing_points
        )
    )
    say(_sum(P("paid"), totals.paid_fen, totals.paid_points))
    say(_sum(P("waived"), totals.waived_fen, totals.waived_points))
    rows = [
        (
            each.seq,
            short_time(each.at, DEFAULT_ZONE),
            each.group,
            each.member_name,
            yuan(each.fen),
            each.points,
            each.arithmetic or "",
        )
        for each in made[-ROWS:]
    ]
    table((P("No."), P("Time"), P("Group"), P("Member"), P("Amount"), P("Points"), P("How")), rows)
    _rest(len(made))


def _sum(what: Phrase, fen: int, points: int) -> Phrase:
    return P("Ledger, {what}: {yuan} and {points} points", what=what, yuan=yuan(fen), points=points)


def _rest(number: int) -> None:
    if number > ROWS:
        say(P("… and {n} more", n=number - ROWS))
