"""The sample as text: what was imported, who broke what, who owes what. No Qt."""

from __future__ import annotations

from collections import Counter

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.cli.output import say, table
from core.desk import groups, ledger, obligations, violations
from core.desk.desk import Desk

ROWS = 12


def show(desk: Desk) -> None:
    """Groups, the first violations of the queue, obligations by state and the ledger's totals."""
    known = groups.summaries(desk)
    table(
        (P("Group"), P("Members"), P("Open"), P("Overdue"), P("Bad names")),
        [(g.name, g.members, g.open_violations, g.overdue, g.out_of_format) for g in known],
    )
    waiting = violations.find(desk, "open")
    say(P(""))
    table(
        (P("Time"), P("Group"), P("Member"), P("Clause"), P("Proposed"), P("Why")),
        [
            (iso(v.at)[:16], v.group, v.member_name, v.clause, step_name(v.proposed_step), v.why)
            for v in waiting[-ROWS:]
        ],
    )
    if len(waiting) > ROWS:
        say(P("… and {n} more violations", n=len(waiting) - ROWS))
    say(P(""))
    states = Counter(str(row.state) for row in obligations.find(desk, refresh=False))
    counted = "  ".join(f"{state} {number}" for state, number in sorted(states.items()))
    say(P("Obligations: {counted}", counted=counted))
    say(_owed(desk))


def _owed(desk: Desk) -> Phrase:
    totals = ledger.totals(desk)
    return P(
        "Ledger: unpaid {unpaid} points, paid {paid}, waived {waived}; growing {growing}",
        unpaid=totals.unpaid_points, paid=totals.paid_points, waived=totals.waived_points,
        growing=totals.growing_points,
    )  # fmt: skip
