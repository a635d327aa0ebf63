"""detection-report: how well detection works on labelled messages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from core.base.paths import RESOURCES
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.cli.options import Json, Lang
from core.cli.output import emit, say, table
from core.desk.detection_report import (
    Alarms,
    DetectionReport,
    Miss,
    detection_report,
    records,
    together,
    total,
)
from core.insight.tally import Share, Tally

GOLD = RESOURCES.parent / "tests" / "gold"
"""The product's own set; it stands in a checkout only."""
_ALARMS = {"rules": P("by the rules"), "classify": P("by classify")}


def register(app: typer.Typer) -> None:
    app.command(
        "detection-report", help="Measure detection on labelled messages: precision, recall, false alarms."
    )(_report)


def _report(
    gold: Annotated[
        Path | None,
        typer.Option("--gold", help="A folder of JSON Lines or CSV (text,label), or one such file."),
    ] = None,
    positive: Annotated[
        str,
        typer.Option(
            "--positive", help="What label 1 of a table of 0 and 1 stands for: a category or family."
        ),
    ] = "",
    misses: Annotated[bool, typer.Option("--misses", help="Also every entry that went wrong.")] = False,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    if gold is None and not GOLD.is_dir():
        raise Refusal(
            P("no labelled messages come with this build."), "--gold", P("Name a folder of your own.")
        )
    report = detection_report(gold or GOLD, positive)
    if as_json:
        for record in records(report):
            emit(record)
    else:
        _tell(report)
    for miss in report.misses if misses else ():
        _tell_miss(miss, as_json)


def _tell(report: DetectionReport) -> None:
    if report.categories:
        whole = {**report.categories, "all": total(report.categories.values())}
        hard = {**report.hard, "all": together(report.hard.values())}
        _tell_tallies(P("Category"), whole, hard)
    for title, tallies in ((P("Family"), report.families), (P("What is wanted"), report.intents)):
        if any(tally.recall.of for tally in tallies.values()):
            _tell_tallies(title, tallies)
    if any(kept.of for kept in report.evasions.values()):
        say("")
        table(
            (P("Evasion"), P("Recall kept"), P("Of")),
            ((name, _percent(kept), kept.of) for name, kept in report.evasions.items()),
        )
    say("")
    for name, alarms in (("rules", report.found), ("classify", report.classified)):
        if alarms.messages:
            say(_alarm_line(_ALARMS[name], alarms))
    if report.deadlines.of:
        say(P("Deadlines: {share} of {count} right; {wrong} of {without} phrases without one read as one.",
              share=_percent(report.deadlines), count=report.deadlines.of, wrong=report.no_deadlines.hits,
              without=report.no_deadlines.of))  # fmt: skip


def _tell_tallies(
    title: Phrase, tallies: Mapping[str, Tally], hard: Mapping[str, Share] | None = None
) -> None:
    """A row each; `hard`: how many look-alikes were taken for it, where that was counted."""
    headers = [title, P("Precision"), P("Recall"), P("F1"), P("Found"), P("False"), P("Missed")]
    say("")
    table(
        [*headers, P("Look-alikes taken for it")] if hard else headers,
        (
            (name, _percent(tally.precision), _percent(tally.recall), _number(tally.f1), tally.found, tally.false,
             tally.missed, _of(hard[name]) if hard and name in hard else "")[: len(headers) + bool(hard)]
            for name, tally in tallies.items()
        ),
    )  # fmt: skip


def _of(share: Share) -> str:
    return f"{share.hits}/{share.of}"


def _alarm_line(source: Phrase, alarms: Alarms) -> Phrase:
    return P(
        "False alarms on {count} ordinary messages, {source}: {act} per 1,000 in act, {review} in review.",
        count=alarms.messages, source=source, act=_per_thousand(alarms.act, alarms.messages),
        review=_per_thousand(alarms.review, alarms.messages),
    )  # fmt: skip


def _tell_miss(miss: Miss, as_json: bool) -> None:
    if as_json:
        emit({"kind": "miss", "name": miss.name, "how": miss.how, "id": miss.id, "text": miss.text})
    else:
        how = P("missed") if miss.how == "missed" else P("false alarm")
        say(
            P(
                "{name}, {how}: {id} {text}",
                name=miss.name,
                how=how,
                id=miss.id,
                text=" ".join(miss.text.split()),
            )
        )


def _per_thousand(count: int, of: int) -> str:
    low, high = Share(count, of).interval
    return f"{1000 * count / of:.1f} [{1000 * low:.1f}–{1000 * high:.1f}]"


def _percent(share: Share) -> str:
    """Share and its 95 % interval, in percent."""
    if share.value is None:
        return "–"
    low, high = share.interval
    return f"{100 * share.value:.1f} [{100 * low:.1f}–{100 * high:.1f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
