"""The queue and its decisions: violations, confirm, dismiss, apology, notified, undo."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.cli.amounts import AmountFen, in_fen
from core.cli.options import ApproveAs, Db, For, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table, text
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk.explaining import match_line
from core.desk.violation_types import Violation

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the violation; its beginning will do.")]
Amount = Annotated[str, typer.Option("--amount", help="Yuan or points, where the charter names none.")]
STATES: dict[str, Phrase] = {
    "open": P("to review"),
    "confirmed": P("confirmed"),
    "dismissed": P("dismissed"),
    "overturned": P("overturned"),
    "superseded": P("superseded"),
}
_SUBJECTS: dict[str, Phrase] = {
    "obligation": P("the decision about the obligation"),
    "adoption": P("the adoption"),
    "operator": P("the change of operators"),
    "ledger": P("the decision about the entry"),
    "group": P("the order of the charters"),
    "case": P("the change of the case"),
    "note": P("the note"),
    "queue": P("what was done in the queue about"),
    "action": P("what was said of the action"),
}
_SHOWN = 12
"""Characters of an id that the table shows; any command takes them."""


def register(app: typer.Typer) -> None:
    app.command("take-up")(take_up)
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
        ([v.id[:_SHOWN], iso(v.at)[:16].replace("T", " "), v.group, v.member_name, v.clause, STATES[v.state],
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
    step: Annotated[
        str, typer.Option("--step", help="Another step than the proposed one; several joined by +.")
    ] = "",
    tier: Annotated[str, typer.Option("--tier", help="minor or serious, where the charter knows both.")] = "",
    measure: Annotated[str, typer.Option("--measure", help="A measure in your own words.")] = "",
    amount: Amount = "",
    amount_fen: AmountFen = None,
    shares: Annotated[int | None, typer.Option("--shares", help="Shares of a red packet.")] = None,
    against: Annotated[str, typer.Option("--against", help="Head of the department who answers.")] = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Confirm a violation, with the step that the charter proposes or another."""
    from core.desk.confirming import Wish
    from core.desk.violations import confirm as decide

    wish = Wish(step, tier, measure, in_fen(amount, amount_fen), shares, against)
    with open_desk(db, clock(now)) as desk:
        passphrase = read_passphrase(passphrase_file)
        done = decide(
            desk.on_behalf_of(acting_for), violation, reason, "", approve_as, passphrase, wish
        ).value
    answer(done, json)


def take_up(
    violation: Id,
    reason: Reason,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """The second stage of a measure: an opinion on file begins to count."""
    from core.desk.violations import take_up as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, reason, approve_as, read_passphrase(passphrase_file)).value
    answer(done, json)


def dismiss(
    violation: Id,
    reason: Reason,
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Dismiss a violation: it counts for nothing."""
    from core.desk.violations import dismiss as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk.on_behalf_of(acting_for), violation, reason).value
    answer(done, json)


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
    answer(done, json)


def notified(
    violation: Id, reason: Reason = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = ""
) -> None:
    """Record that the letter was sent; a growing amount starts with it."""
    from core.desk.violations import notified as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, violation, reason).value
    answer(done, json)


def undo(
    decision: Annotated[
        str,
        typer.Argument(
            metavar="[ID]", help="A decision, violation or obligation. Default: the latest decision."
        ),
    ] = "",
    reason: Reason = "",
    batch: Annotated[
        bool, typer.Option("--batch", help="With all that was decided in one go with it, as by bulk.")
    ] = False,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Take back the latest decision (a whole batch, where it was one), or the one named; entries of the ledger
    are reversed by new ones."""
    from core.desk.undoing import subject_kind
    from core.desk.violations import one, undo_batch
    from core.desk.violations import undo as take_back

    with open_desk(db, clock(now)) as desk:
        passphrase = read_passphrase(passphrase_file)
        if batch or not decision:
            made = undo_batch(desk, decision, reason, approve_as, passphrase)
        else:
            made = [take_back(desk, decision, reason, approve_as, passphrase)]
        told = []
        for done in made:
            kind = subject_kind(desk, done.decision)
            told.append((done, kind, one(desk, done.value) if kind == "violation" else None))
    for done, kind, violation in told:
        if violation is not None:
            answer(violation, json)
        elif json:
            emit({"id": done.value, "undone": kind, "decision": done.decision})
        else:
            what = _SUBJECTS.get(kind, P("the decision about"))
            say(P("Taken back: {what} {id}.", what=what, id=done.value[:_SHOWN]))


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
        "score": violation.score,
        "threshold": violation.threshold,
        "model": violation.model,
        "matched": [match_line(match) for match in violation.matched],
        "policy": violation.policy,
        "proposed_step": violation.proposed_step,
        "proposal_note": violation.proposal_note,
        "step": violation.step,
        "notified_at": iso(violation.notified_at) if violation.notified_at is not None else None,
        "why": violation.why,
        "law": list(violation.law),
        **_queued(violation),
        **_agreed(violation),
    }


def _agreed(violation: Violation) -> dict[str, Any]:
    agreed = violation.agreed
    return {
        "choices": list(agreed.choices),
        "tier": agreed.tier,
        "steps": list(agreed.steps),
        "measure": agreed.measure,
        "answers": agreed.answers,
        "stage": agreed.stage,
        "apology_due": iso(agreed.apology_due) if agreed.apology_due is not None else None,
        "minutes": agreed.minutes,
        "shares": agreed.shares,
        "pay_by": iso(agreed.pay_by) if agreed.pay_by is not None else None,
        "lapsed": agreed.lapsed,
    }


def _queued(violation: Violation) -> dict[str, Any]:
    queue = violation.queue
    return {
        "priority": violation.priority,
        "priority_why": violation.priority_why,
        "claimed_by": queue.claimed_by,
        "claimed_until": iso(queue.claimed_until) if queue.claimed_by else None,
        "skipped_by": list(queue.skipped_by),
        "opinions": [
            {
                "asked_by": each.asked_by, "asked_of": each.asked_of, "question": each.question,
                "verdict": each.verdict, "by": each.by, "text": each.text,
            }
            for each in queue.opinions
        ],
        "conflicts": [each.value for each in violation.conflicts],
    }  # fmt: skip


def answer(violation: Violation, json: bool) -> None:
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
            state=STATES[violation.state],
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
