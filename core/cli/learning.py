"""rules: what each rule is worth in a group; trust: set by hand; lexicon: word lists as charters of hints."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.cli.calibration import tell_families
from core.cli.options import Db, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table, text
from core.desk import calibrating, learning, wordlists
from core.desk.learning import RuleRecord
from core.judging.trust import Trust

OfGroup = Annotated[str, typer.Option("--group", help="Name or id of the group.")]
TRUST: dict[Trust, Phrase] = {
    Trust.FULL: P("trusted"),
    Trust.HINT: P("only hints"),
    Trust.QUIET: P("not shown"),
}


def register(app: typer.Typer) -> None:
    app.command("rules", help="How often each rule of a group speaks, and how often it was right.")(_rules)
    app.command("trust", help="Trust a rule of a group as you say.")(_trust)
    lists = typer.Typer(help="Word lists of your own.", no_args_is_help=True, rich_markup_mode=None)
    lists.command("import", help="Measure a word list on a group's talk, and let it hint there.")(_import)
    app.add_typer(lists, name="lexicon")


def _rules(group: OfGroup, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = "") -> None:
    with open_desk(db, clock(now)) as desk:
        found = learning.records(desk, group)
        classifiers = calibrating.calibration(desk, group)
    if as_json:
        for each in found:
            emit(learning.line(each))
        for family in classifiers.families:
            emit(calibrating.line(family, classifiers.group))
        return
    if not found:
        say(P("No rule about messages binds this group."))
        return
    table(
        (P("Rule"), P("Per 1,000 messages"), P("Confirmed"), P("Dismissed"), P("Right"), P("Trust"), P("Why")),
        (
            (each.rule, f"{each.hits_per_1000:.2f}", each.verdicts.confirmed, each.verdicts.wrong, _share(each),
             TRUST[each.trust], each.reason)
            for each in found
        ),
    )  # fmt: skip
    say("")
    tell_families(classifiers.families)


def _share(each: RuleRecord) -> str:
    """Of the decided findings, the true ones, with the 95 % interval."""
    precision = each.verdicts.precision
    low, high = each.verdicts.interval
    return "–" if precision is None else f"{100 * precision:.0f} % [{100 * low:.0f}–{100 * high:.0f}]"


def _trust(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of the rule.")],
    group: OfGroup,
    as_: Annotated[str, typer.Option("--as", help="full, hint, quiet, or learned.")],
    reason: Reason,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = learning.set_trust(desk, group, rule, as_, reason).value
    if as_json:
        emit(learning.line(value))
        return
    say(P("{rule}: {trust}.", rule=value.rule, trust=TRUST[value.trust]))


def _import(
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="One word a line, or the first column of a table.")
    ],
    group: OfGroup,
    category: Annotated[str, typer.Option("--category", help="What a hit counts as, such as ads-any.")],
    name: Annotated[str, typer.Option("--name", help="Name of the list. Default: the file's.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure only.")] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        measured = wordlists.bring(desk, path, group, category, name, dry_run)
    if as_json:
        emit(wordlists.line(measured))
        return
    say(P("{terms} words; they hit {hits} of {messages} messages of this group ({rate} per 1,000).",
          terms=measured.terms, hits=measured.hits, messages=measured.messages,
          rate=f"{measured.per_1000:.1f}"))  # fmt: skip
    for word, count in measured.loudest:
        print(f"  {word}: {count}")
    if measured.too_loud:
        say(P("That is too often for a list of hints: most ordinary talk would be marked."))
    if measured.adopted:
        say(P("The list hints in this group from now on; undo takes it away."))
    else:
        print(text(P("Nothing was kept.")))
