"""obligations, excuse, void, done, pause, resume: who owes what until when, and the decisions about it."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.clock import Instant, iso
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.cli.options import ApproveAs, Db, Group, Json, Lang, Now, Reason, clock, moment
from core.cli.output import emit, open_desk, say, short_time, table, text
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk import obligation_clock
from core.desk.obligations import Owed, excuse, find, void
from core.judging.obligation import ObligationState, Stage

Named = Annotated[
    str, typer.Argument(metavar="ID", help="Id of an obligation, or of the violation it led to.")
]
At = Annotated[str, typer.Option("--at", help="The moment it happened (ISO 8601). Default: now.")]
STATES: dict[ObligationState, Phrase] = {
    ObligationState.OPEN: P("still open"),
    ObligationState.MET: P("met"),
    ObligationState.LATE: P("late"),
    ObligationState.MISSING: P("missing"),
    ObligationState.EXCUSED: P("excused"),
    ObligationState.UNKNOWN: P("unknown"),
    ObligationState.VOID: P("void"),
}


def register(app: typer.Typer) -> None:
    app.command("obligations", help="Who owes what until when.")(_obligations)
    app.command("excuse", help="Excuse an obligation: leave, no network, explained, answered elsewhere.")(
        _excuse
    )
    app.command("void", help="Declare that it was no obligation at all.")(_void)
    app.command("done", help="Mark that what was asked for is done.")(_done)
    app.command("pause", help="Let the clock of an obligation stand still: no network, say.")(_pause)
    app.command("resume", help="Let the clock of an obligation go on.")(_resume)


def _obligations(
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="Only those in this state.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        found = find(desk, group, state)
    if as_json:
        for each in found:
            emit(_line(each))
        return
    _tell(found)


def _excuse(
    named: Named,
    kind: Annotated[str, typer.Option("--kind", help="leave, no-network, explained or elsewhere.")],
    reason: Reason,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = excuse(desk, named, kind, reason, approve_as, read_passphrase(passphrase_file)).value
    _decided(value, as_json)


def _void(
    named: Named,
    reason: Reason,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = void(desk, named, reason, approve_as, read_passphrase(passphrase_file)).value
    _decided(value, as_json)


def _done(
    named: Named,
    reason: Reason,
    at: At = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        value = obligation_clock.done(desk, named, reason, _moment(at, "--at"), approve_as, secret).value
    _decided(value, as_json)


def _pause(
    named: Named,
    reason: Reason,
    start: Annotated[str, typer.Option("--from", help="From when (ISO 8601). Default: now.")] = "",
    end: Annotated[str, typer.Option("--to", help="Until when. Default: until it is resumed.")] = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = obligation_clock.pause(
            desk, named, reason, _moment(start, "--from"), _moment(end, "--to"), approve_as,
            read_passphrase(passphrase_file),
        ).value  # fmt: skip
    _decided(value, as_json)


def _resume(
    named: Named,
    reason: Reason,
    at: At = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = obligation_clock.resume(desk, named, reason, _moment(at, "--at")).value
    _decided(value, as_json)


def _moment(text: str, where: str) -> Instant | None:
    return moment(text, where) if text else None


def _decided(value: Owed, as_json: bool) -> None:
    if as_json:
        emit(_line(value))
        return
    say(
        P(
            "{name}, {clause}: {state}.",
            name=value.member_name,
            clause=value.clause,
            state=STATES[value.state],
        )
    )
    if value.decided and value.state in (ObligationState.MET, ObligationState.EXCUSED, ObligationState.VOID):
        say(
            P(
                "Violation {id} is held against nobody any more; what was booked for it is taken back.",
                id=value.violation,
            )
        )
    elif value.decided:
        say(
            P(
                "Violation {id} was decided before; that decision stands until it is taken back.",
                id=value.violation,
            )
        )


def _line(each: Owed) -> dict[str, object]:
    return {
        "id": each.id,
        "clause": each.clause,
        "rule": each.rule,
        "trigger": each.trigger,
        "group": each.group,
        "member": each.member,
        "member_name": each.member_name,
        "at": iso(each.opened, each.zone),
        "opened": iso(each.opened, each.zone),
        "due": iso(each.due, each.zone),
        "state": each.state.value,
        "met_at": None if each.met_at is None else iso(each.met_at, each.zone),
        "late_by_s": each.late_by_s,
        "owed_fen": each.owed_fen,
        "owed_points": each.owed_points,
        "severity": each.severity,
        "band": each.band,
        "stage": each.stage.value,
        "first_due": _iso(each.first_due, each.zone),
        "promised_at": _iso(each.promised_at, each.zone),
        "acknowledged_at": _iso(each.acknowledged_at, each.zone),
        "done_at": _iso(each.done_at, each.zone),
        "done_due": _iso(each.done_due, each.zone),
        "paused": each.paused,
        "excuse": each.excuse,
    }


def _iso(at: Instant | None, zone: str) -> str | None:
    return None if at is None else iso(at, zone)


def _tell(found: list[Owed]) -> None:
    if not found:
        say(P("Nothing is owed."))
        return
    headers = (P("Id"), P("Group"), P("Clause"), P("Member"), P("Asked"), P("Due"), P("State"), P("Late by"),
               P("Owed"))  # fmt: skip
    table(
        headers,
        (
            (
                each.id[:8],
                each.group,
                each.clause,
                each.member_name,
                short_time(each.opened, each.zone),
                short_time(each.due, each.zone),
                _state(each),
                _span(each.late_by_s),
                yuan(each.owed_fen) if each.owed_fen else _points(each.owed_points),
            )
            for each in found
        ),
    )


def _state(each: Owed) -> Phrase:
    if each.paused and each.state is ObligationState.OPEN:
        return P("paused")
    if each.state is ObligationState.OPEN and each.stage is Stage.ACKNOWLEDGED:
        return P("acknowledged, to be done")
    return STATES[each.state]


def _span(seconds: int) -> str:
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _points(points: int) -> str:
    return text(P("{count} points", count=points)) if points else ""
