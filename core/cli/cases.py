"""cases; case show, note, link, letter: numbered cases with everything that belongs to them."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.casework.wording import action_name, step_name
from core.cli.options import Db, For, Group, Json, Lang, Now, Reason, clock
from core.cli.outbox import ACTION_STATES
from core.cli.output import emit, open_desk, say, short_time, table, text
from core.cli.violations import STATES, violation_line
from core.desk.cases import Case, line, whole_line

Number = Annotated[str, typer.Argument(metavar="CASE", help="Number of the case, such as 销售-0057.")]
_CASE_STATES: dict[str, Phrase] = {"open": P("open"), "closed": P("closed")}


def register(app: typer.Typer) -> None:
    app.command()(cases)
    case = typer.Typer(help="One case.", no_args_is_help=True, rich_markup_mode=None)
    case.command("show", help="Everything about a case, in order of time.")(_show)
    case.command("note", help="Add a note, internal unless --public.")(_note)
    case.command("link", help="Put more violations of the same person into a case.")(_link)
    case.command("letter", help="The letter to the member, ready to paste.")(_letter)
    app.add_typer(case, name="case")


def cases(
    group: Group = "",
    member: Annotated[str, typer.Option("--member", help="Name or id of a member.")] = "",
    state: Annotated[str, typer.Option("--state", help="open or closed.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Cases, numbered per group."""
    from core.desk import cases as desk_cases

    with open_desk(db, clock(now)) as desk:
        found = desk_cases.cases(desk, group, member, state)
    if json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("No cases."))
        return
    table(
        (P("case"), P("group"), P("member"), P("opened"), P("state"), P("violations"), P("step"), P("to do")),
        (
            (c.number, c.group, c.member_name, short_time(c.opened_at, c.zone), _CASE_STATES[c.state],
             len(c.violations), ", ".join(text(step_name(v.step)) for v in c.violations if v.step),
             ", ".join(text(action_name(a.kind)) for a in c.actions if a.state.value in ("proposed", "approved")))
            for c in found
        ),
    )  # fmt: skip


def _show(number: Number, db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    from core.desk import cases as desk_cases

    with open_desk(db, clock(now)) as desk:
        found = desk_cases.case(desk, number)
    if json:
        emit(whole_line(found))
        return
    _tell(found)


def _tell(case: Case) -> None:
    say(P("{case}: {name}, {group}, {state}", case=case.number, name=case.member_name, group=case.group,
          state=_CASE_STATES[case.state]))  # fmt: skip
    table(
        (P("time"), P("what happened"), P("by"), P("reason")),
        (
            (short_time(e.at, case.zone), P("{what} (taken back)", what=e.what) if e.taken_back else e.what,
             P("{name} for {other}", name=e.operator, other=e.acting_for) if e.acting_for else e.operator,
             " ".join(text(e.reason).split())[:60])
            for e in case.timeline
        ),
    )  # fmt: skip
    for action in case.actions:
        say(P("{action}: {state}", action=action_name(action.kind), state=ACTION_STATES[action.state.value]))
    say(P("Evidence kept of {n} violations, {m} messages.", n=len(case.evidence),
          m=sum(len(copy.items) for copy in case.evidence)))  # fmt: skip


def _note(
    about: Annotated[str, typer.Argument(metavar="CASE", help="Number of a case, or id of a violation.")],
    words: Annotated[str, typer.Option("--text", help="The note.")],
    public: Annotated[bool, typer.Option("--public", help="The member may see it.")] = False,
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk import notes

    with open_desk(db, clock(now)) as desk:
        made = notes.add_note(desk.on_behalf_of(acting_for), about, words, public).value
    if json:
        emit(notes.note_line(made, "UTC") | {"about": about})
        return
    say(P("Noted."))


def _link(
    number: Number,
    violations: Annotated[list[str], typer.Argument(metavar="ID...", help="Violations of the same person.")],
    reason: Reason,
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk import folding

    with open_desk(db, clock(now)) as desk:
        made = [outcome.value for outcome in folding.link(desk, number, violations, reason)]
    for violation in made:
        if json:
            emit(violation_line(violation))
        else:
            say(P("{case}: {clause}, {state}.", case=violation.case, clause=violation.clause,
                  state=STATES[violation.state]))  # fmt: skip


def _letter(
    violation: Annotated[str, typer.Argument(metavar="ID", help="Id of a violation.")],
    tone: Annotated[str, typer.Option("--tone", help="public or private.")] = "public",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.base.refusal import Refusal
    from core.casework.letters import PRIVATE, TONES
    from core.desk.violations import dossier

    if tone not in TONES:
        raise Refusal(P("“{tone}” is no tone.", tone=tone), "--tone", P("Choose public or private."))
    with open_desk(db, clock(now)) as desk:
        found = dossier(desk, violation, 0)
    words = found.private_letter if tone == PRIVATE else found.letter
    if json:
        emit({"violation": found.violation.id, "case": found.violation.case, "tone": tone, "text": words})
    else:
        say(words)
