"""calibrate: how far the classifiers hint in a group."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.cli.options import Db, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table
from core.desk.calibrating import Calibration, calibrate, calibration, line, reset, set_threshold
from core.judging.model_hints import FAMILY_NAMES, shown_score
from core.judging.thresholds import InForce

HEADERS = (P("Classifier"), P("Hints from"), P("Default"), P("Confirmed"), P("Dismissed"), P("Why"))


def register(app: typer.Typer) -> None:
    app.command("calibrate", help="Let classifiers hint in a group, from thresholds fitted to its own talk.")(
        _calibrate
    )


def _calibrate(
    group: Annotated[str, typer.Option("--group", help="Name or id of the group.")],
    reason: Reason = "",
    family: Annotated[str, typer.Option("--family", help="ads, offence or negativity.")] = "",
    threshold: Annotated[
        float | None, typer.Option("--threshold", help="With --family: hint from this score on, 0.5 to 1.")
    ] = None,
    back: Annotated[bool, typer.Option("--reset", help="No classifier speaks here any more.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fit and tell only.")] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    if (threshold is None) != (not family) or (back and family):
        raise Refusal(
            P("--family and --threshold go together, and without --reset."), "calibrate",
            P("Give both, or neither to fit all classifiers to the group's talk."),
        )  # fmt: skip
    with open_desk(db, clock(now)) as desk:
        if dry_run and (back or family):
            held = calibration(desk, group)
        elif back:
            held = reset(desk, group, reason).value
        elif threshold is not None:
            held = set_threshold(desk, group, family, threshold, reason).value
        else:
            held = calibrate(desk, group, reason, dry_run).value
    _tell(held, as_json)


def _tell(held: Calibration, as_json: bool) -> None:
    if as_json:
        for each in held.families:
            fitted = held.fitted.get(each.family)
            emit(line(each, held.group) | ({"shown": fitted.shown} if fitted else {}))
        return
    tell_families(held.families)
    for fit in held.fitted.values():
        say(P("{family}: {shown} of {messages} ordinary messages would be shown.",
              family=FAMILY_NAMES[fit.family], shown=fit.shown, messages=fit.messages))  # fmt: skip


def tell_families(families: tuple[InForce, ...]) -> None:
    table(
        HEADERS,
        (
            (FAMILY_NAMES[each.family], _from(each), shown_score(each.default), each.verdicts.confirmed,
             each.verdicts.wrong, each.why)
            for each in families
        ),
    )  # fmt: skip


def _from(each: InForce) -> Phrase | str:
    return shown_score(each.threshold) if each.speaks else P("silent")
