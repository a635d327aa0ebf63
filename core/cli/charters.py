"""charter list, show, lint, test, diff, coverage: the library, and charters from files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.diff import diff
from core.charter.library import charter_ids, load_charter
from core.charter.lint_versions import unraised
from core.charter.model import Charter, ClauseState
from core.charter.problem import SEVERITIES, Problem
from core.charter.sentences import STATE_NAMES
from core.cli.backtest import backtest_command
from core.cli.charter_example import example
from core.cli.charter_sheet import print_charter
from core.cli.options import Json, Lang
from core.cli.output import emit, language, say, table, text, to_stderr

if TYPE_CHECKING:
    from core.desk.charters import ExampleResult

# The detectors are imported where a command judges: listing and showing charters do without them.
Named = Annotated[str, typer.Argument(metavar="ID", help="Id of a bundled charter, or path of a YAML file.")]
SomeNamed = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]…", help="Ids or paths. Default: the whole library.")
]
CHANGES: dict[str, Phrase] = {"added": P("added"), "removed": P("removed"), "changed": P("changed")}
NOUNS: dict[str, Phrase] = {
    "charter": P("charter"),
    "setting": P("setting"),
    "policy": P("sanction policy"),
    "clause": P("clause"),
    "rule": P("rule"),
    "example": P("example"),
}


def register(app: typer.Typer) -> None:
    charter = typer.Typer(help="The library of charters.", no_args_is_help=True, rich_markup_mode=None)
    charter.command("list", help="The bundled charters.")(_list)
    charter.command("show", help="A charter in plain sentences.")(_show)
    charter.command("lint", help="What is wrong with a charter, line by line.")(_lint)
    charter.command("test", help="Run the examples that charters embed.")(_test)
    charter.command("diff", help="What changed from one charter to another.")(_diff)
    charter.command("backtest", help="A draft over stored history, against what was in force.")(
        backtest_command
    )
    charter.command("coverage", help="What carries each clause.")(_coverage)
    charter.command("example", help="Take a decided violation over as an example of its charter.")(example)
    app.add_typer(charter, name="charter")


def _list(as_json: Json = False, lang: Lang = "") -> None:
    charters = _charters(None)
    if as_json:
        for each in charters:
            states = Counter(clause.state.value for clause in each.clauses)
            emit({"charter": each.id, "version": each.version, "title": each.title, "clauses": len(each.clauses),
                  **{state.value: states[state.value] for state in ClauseState}, "rules": len(each.rules())})  # fmt: skip
        return
    table(
        [P("charter"), P("title"), P("clauses"), P("rules")],
        [(each.id, each.title, len(each.clauses), len(each.rules())) for each in charters],
    )


def _show(named: Named, as_json: Json = False, lang: Lang = "") -> None:
    charter = load_charter(named)
    if as_json:
        for clause in charter.clauses:
            emit({"clause": clause.id, "ref": clause.ref, "text": clause.text, "kind": clause.kind,
                  "state": clause.state.value, "rules": [rule.id for rule in clause.rules],
                  "policy": clause.policy, "register": clause.register, "pending": clause.pending,
                  "law": list(clause.law), "examples": len(clause.examples)})  # fmt: skip
        return
    print_charter(charter)


def _lint(
    named: Annotated[
        str,
        typer.Argument(
            metavar="[ID]",
            help="Id of a bundled charter, or path of a YAML file. Default: the whole library.",
        ),
    ] = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Exit 1 when a readable charter has problems, 2 when it cannot be read."""
    from core.desk.charter_lint import lint, lint_library

    problems: list[Problem] = []
    for name, found in lint_library() if not named else [(named, lint(named))]:
        problems += found
        for problem in found:
            _tell(problem, as_json)
        if not found and not as_json:
            say(P("Nothing to complain about in {name}.", name=name))
    if problems:
        raise typer.Exit(1)


def _tell(problem: Problem, as_json: bool) -> None:
    if as_json:
        emit({"where": problem.where, "severity": problem.severity, "kind": problem.kind, "what": problem.what,
              "remedy": problem.remedy})  # fmt: skip
    else:
        line = problem.line(language()).removeprefix(f"{problem.where}: ")
        print(f"{problem.where}: {text(SEVERITIES[problem.severity])}: {line}")


def _test(named: SomeNamed = None, as_json: Json = False, lang: Lang = "") -> None:
    from core.desk.charters import run_examples

    results = [result for charter in _charters(named) for result in run_examples(charter)]
    for result in results:
        if as_json:
            emit({"charter": result.charter, "rule": result.rule, "example": result.example,
                  "expected": result.expected, "got": result.got, "ok": result.ok})  # fmt: skip
        elif not result.ok:
            say(_failure(result))
    failed = sum(not result.ok for result in results)
    if not as_json:
        say(P("{count} examples, {failed} of them failed.", count=len(results), failed=failed))
    if failed:
        raise typer.Exit(1)


def _failure(result: ExampleResult) -> Phrase:
    if result.expected == "fires":
        return P("{where}: “{example}” should fire {rule}, but nothing was found.", where=result.where,
                 example=result.example, rule=result.rule)  # fmt: skip
    return P("{where}: “{example}” should leave {rule} silent, but it fired.", where=result.where,
             example=result.example, rule=result.rule)  # fmt: skip


def _diff(
    old: Annotated[str, typer.Argument(metavar="A", help="Id or path of the older one.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Id or path of the newer one.")],
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    before, after = load_charter(old), load_charter(new)
    changes = diff(before, after)
    if unraised(before, after):
        to_stderr(
            text(P("The text changed, yet both bear version {version}: raise it.", version=after.version))
        )
    if as_json:
        for change in changes:
            emit(
                {"noun": change.noun, "id": change.id, "change": change.change, "fields": list(change.fields)}
            )
        return
    if not changes:
        say(P("Both say the same."))
        return
    table(
        [P("what"), P("id"), P("change"), P("fields")],
        [(NOUNS[c.noun], c.id, CHANGES[c.change], ", ".join(c.fields)) for c in changes],
    )


def _coverage(named: SomeNamed = None, as_json: Json = False, lang: Lang = "") -> None:
    from core.desk.charters import coverage

    rows = coverage(_charters(named))
    if as_json:
        for row in rows:
            emit({"clause": row.clause, "state": row.state, "by": list(row.by), "examples": row.examples})
        return
    table(
        [P("clause"), P("state"), P("carried by"), P("examples")],
        [(row.clause, STATE_NAMES[ClauseState(row.state)], ", ".join(row.by), row.examples) for row in rows],
    )
    counted = Counter(row.state for row in rows)
    say(P("{count} clauses:", count=len(rows)))
    for state in ClauseState:
        print(f"  {text(STATE_NAMES[state])}: {counted[state.value]}")


def _charters(named: list[str] | None) -> list[Charter]:
    """The named charters, or the library. Raises Refusal where there is nothing."""
    charters = [load_charter(name) for name in named or charter_ids()]
    if not charters:
        raise Refusal(P("the library is empty."), "", P("Install the console again."))
    return charters
