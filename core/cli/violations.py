"""The queue and its decisions: violations, confirm, dismiss, apology, notified, undo."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table, text
from core.desk.violation_types import Violation

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the violation; its beginning will do.")]
ApproveAs = Annotated[
    str, typer.Option("--approve-as", help="The second operator who approves money and removals.")
]
_STATES: dict[str, Phrase] = {
    "open": P("to review"),
    "confirmed": P("confirmed"),
    "dismissed": P("dismissed"),
    "overturned": P("overturned"),
    "superseded": P("superseded"),
}
_SUBJECTS: dict[str, Phrase] = {
    "obligation": P("the decision about the obligation"),
    "adoption": P("the adoption"),
    "ledger": P("the decision about the entry"),
    "group": P("the order of the charters"),
}
_SHOWN = 12
"""Characters of an id that the table shows; any command takes them."""


def register(app: typer.Typer) -> None:
    for command in (violations, confirm, dismiss, apology, notified, undo):
        app.command()(command)


def violations(
    state: Annotated[
        str, typer.Option("--state", help="open, confirmed, dismissed, overturned or superseded.")
    ] = "",
    group: Group = "",
    member: Annotated[str, typer.Option("--member", help="Name or id of a member.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """The queue: what was found, and what was decided about it."""
    from core.desk.violations import find

    with open_desk(db, clock(now)) as desk:
        found = find(desk, state, group, member, superseded=True)
    if json:
        for violation in found:
            emit(violation_line(violation))
        return
    if not found:
        say(P("No violations."))
        return
    table(
        [P("id"), P("time"), P("group"), P("member"), P("clause"), P("state"), P("step"), P("case"), P("what happened")],
        ([v.id[:_SHOWN], iso(v.at)[:16].replace("T", " "), v.group, v.member_name, v.clause, _STATES[v.state],
          _step(v), v.case, v.excerpt[:30] or text(v.why)[:60]] for v in found),
    )  # fmt: skip
    waiting = sum(violation.state == "open" for violation in found)
    say(P("{count} violations, {open} of them open.", count=len(found), open=waiting))
    noted: dict[Phrase, list[str]] = {}
    for violation in found:
        for note in violation.law if violation.state in ("open", "confirmed") else ():
            noted.setdefault(note, []).append(violation.clause)
    for note, clauses in noted.items():
        say(P("Law: {note} ({clauses})", note=note, clauses=tuple(dict.fromkeys(clauses))))


def confirm(
    violation: Id,
    reason: Reason,
    step: Annotated[str, typer.Option("--step", help="Another step than the proposed one.")] = "",
    approve_as: ApproveAs = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Confirm a violation, with the step that the charter proposes or another."""
    from core.desk.violations import confirm as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, reason, step, approve_as).value
    _answer(done, json)


def dismiss(
    violation: Id, reason: Reason, db: Db = "", now: Now = "", json: Json = False, lang: Lang = ""
) -> None:
    """Dismiss a violation: it counts for nothing."""
    from core.desk.violations import dismiss as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, reason).value
    _answer(done, json)


def apology(
    violation: Id,
    outcome: Annotated[str, typer.Option("--outcome", help="given or refused.")],
    reason: Reason = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Record whether the apology that was asked for was given."""
    from core.desk.violations import apology as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, outcome, reason).value
    _answer(done, json)


def notified(
    violation: Id, reason: Reason = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = ""
) -> None:
    """Record that the letter was sent; a growing amount starts with it."""
    from core.desk.violations import notified as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, reason).value
    _answer(done, json)


def undo(
    decision: Annotated[
        str,
        typer.Argument(
            metavar="[ID]", help="A decision, violation or obligation. Default: the latest decision."
        ),
    ] = "",
    reason: Reason = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Take back the latest decision; entries of the ledger are reversed by new ones."""
    from core.desk.undoing import subject_kind
    from core.desk.violations import one
    from core.desk.violations import undo as take_back

    with open_desk(db, clock(now)) as desk:
        done = take_back(desk, decision, reason)
        kind = subject_kind(desk, done.decision)
        violation = one(desk, done.value) if kind == "violation" else None
    if violation is not None:
        _answer(violation, json)
    elif json:
        emit({"id": done.value, "undone": kind, "decision": done.decision})
    else:
        say(P("Taken back: {what} {id}.", what=_SUBJECTS[kind], id=done.value[:_SHOWN]))


def violation_line(violation: Violation) -> dict[str, Any]:
    """One violation as JSON."""
    return {
        "id": violation.id,
        "case": violation.case,
        "charter": violation.charter,
        "clause": violation.clause,
        "rule": violation.rule,
        "category": violation.category,
        "kind": violation.kind,
        "member": violation.member,
        "member_name": violation.member_name,
        "group": violation.group,
        "at": iso(violation.at),
        "state": violation.state,
        "severity": violation.severity.value,
        "band": violation.band.value,
        "messages": list(violation.messages),
        "matched": [{"text": m.text, "start": m.start, "end": m.end} for m in violation.matched],
        "policy": violation.policy,
        "proposed_step": violation.proposed_step,
        "proposal_note": violation.proposal_note,
        "step": violation.step,
        "notified_at": iso(violation.notified_at) if violation.notified_at is not None else None,
        "why": violation.why,
        "law": list(violation.law),
    }


def _answer(violation: Violation, json: bool) -> None:
    if json:
        emit(violation_line(violation))
        return
    step = step_name(violation.step) if violation.step else P("no measure")
    say(
        P(
            "{case}: {name}, clause {clause}: {state}, {step}.",
            case=violation.case or violation.id[:_SHOWN],
            name=violation.member_name,
            clause=violation.clause,
            state=_STATES[violation.state],
            step=step,
        )
    )
    if violation.proposal_note is not None:
        say(violation.proposal_note)
    for note in violation.law:
        say(P("Law: {note}", note=note))


def _step(violation: Violation) -> Phrase | str:
    if violation.state == "open":
        if not violation.proposed_step:
            return "?"
        return P("{step} (proposed)", step=step_name(violation.proposed_step))
    return step_name(violation.step) if violation.step else ""
