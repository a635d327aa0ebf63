"""claim, release, skip, opinion ask and give, together, bulk: working on the queue with others."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.cli.options import ApproveAs, Db, For, Json, Lang, Now, Reason, clock
from core.cli.output import emit, language, open_desk, say, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.cli.violations import Id, answer, violation_line
from core.desk.bulk import Planned, preview

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of violations.")]


def register(app: typer.Typer) -> None:
    for command in (claim, release, skip, together, bulk):
        app.command()(command)
    opinion = typer.Typer(help="Second opinions.", no_args_is_help=True, rich_markup_mode=None)
    opinion.command("ask", help="Ask another operator.")(_ask)
    opinion.command("give", help="Answer; it decides nothing.")(_give)
    app.add_typer(opinion, name="opinion")


def claim(violation: Id, db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """Work on a violation for ten minutes; others cannot decide it meanwhile."""
    from core.desk import claims

    with open_desk(db, clock(now)) as desk:
        answer(claims.claim(desk, violation).value, json)


def release(violation: Id, db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """Give a claim back."""
    from core.desk import claims

    with open_desk(db, clock(now)) as desk:
        answer(claims.release(desk, violation).value, json)


def skip(
    violation: Id, reason: Reason = "", db: Db = "", now: Now = "", json: Json = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Leave a violation for later: for a day it stands last."""
    from core.desk import claims

    with open_desk(db, clock(now)) as desk:
        answer(claims.skip(desk, violation, reason).value, json)


def together(
    violation: Id,
    others: Annotated[
        list[str], typer.Argument(metavar="OTHER...", help="More violations of the same person.")
    ],
    reason: Reason,
    step: Annotated[str, typer.Option("--step", help="Another step than the proposed one.")] = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """One person, one decision: confirm a violation and fold others into its case."""
    from core.desk.confirming import Wish
    from core.desk.folding import confirm_together

    with open_desk(db, clock(now)) as desk:
        made = confirm_together(
            desk.on_behalf_of(acting_for), violation, others, reason, approve_as,
            read_passphrase(passphrase_file), Wish(step),
        )  # fmt: skip
    for outcome in made:
        answer(outcome.value, json)


def bulk(
    violations: Ids,
    reason: Reason = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would follow.")] = False,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Confirm several with what the charter proposes for each at its turn: all or none; one undo takes them back."""
    from core.desk.violations import confirm_many

    with open_desk(db, clock(now)) as desk:
        if dry_run:
            planned = preview(desk, violations)
        else:
            made = confirm_many(desk, violations, reason, approve_as, read_passphrase(passphrase_file))
            planned = [Planned(outcome.value) for outcome in made]
    if json:
        for each in planned:
            problem = each.problem.line(language()) if each.problem is not None else ""
            emit(violation_line(each.violation) | {"problem": problem})
        return
    table(
        (P("member"), P("clause"), P("step")),
        ((each.violation.member_name, each.violation.clause, _outcome(each)) for each in planned),
    )
    if dry_run:
        say(P("Nothing was decided."))


def _outcome(planned: Planned) -> Phrase | str:
    if planned.problem is not None:
        return planned.problem.line(language())
    return step_name(planned.violation.step) if planned.violation.step else P("no measure")


def _ask(
    violation: Id,
    reason: Reason,
    of: Annotated[str, typer.Option("--of", help="The operator who is asked. Default: anybody.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk import claims

    with open_desk(db, clock(now)) as desk:
        answer(claims.ask_opinion(desk, violation, reason, of).value, json)


def _give(
    violation: Id,
    verdict: Annotated[str, typer.Option("--verdict", help="confirm, dismiss or unsure.")],
    reason: Reason = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk import claims

    with open_desk(db, clock(now)) as desk:
        answer(claims.give_opinion(desk, violation, verdict, reason).value, json)
