"""`coverage`: what the record covers of each day, and what is missing or doubtful in it."""

from __future__ import annotations

import typer

from core.base.clock import iso
from core.base.dated import Period
from core.base.phrase import P, Phrase
from core.cli.options import Db, Group, Json, Lang, Now, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.desk.completeness import Day, DayState, Statement, statement, statements

STATES: dict[DayState, Phrase] = {
    DayState.COVERED: P("covered"),
    DayState.PARTLY: P("in part"),
    DayState.GAP: P("gap"),
}


def register(app: typer.Typer) -> None:
    app.command("coverage")(coverage)


def coverage(group: Group = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """Which days the imports cover, where the record has gaps, and what in it is recalled, unreadable or doubtful."""
    with open_desk(db, clock(now)) as desk:
        found = [statement(desk, group)] if group else statements(desk)
    for each in found:
        if json:
            for day in each.days:
                emit(_line(each, day))
        else:
            _tell(each)
    if not json and not any(each.days for each in found):
        say(P("Nothing was imported yet."))


def _line(of: Statement, day: Day) -> dict[str, object]:
    return {
        "group": of.group, "day": day.day, "state": day.state.value, "covered_s": day.covered_s,
        "gaps": [{"from": iso(gap.start, of.zone), "to": iso(gap.end, of.zone)} for gap in day.missing],
        "messages": day.messages, "notices": day.notices, "recalled": day.recalled, "unparsed": day.unparsed,
        "skewed": day.skewed, "skew_s": day.skew_s,
    }  # fmt: skip


def _tell(of: Statement) -> None:
    """A line on the whole, then every day; days without anything to say are put together."""
    if of.start is None or of.end is None:
        return
    counts = {state: sum(day.state is state for day in of.days) for state in DayState}
    say(
        P("“{group}”, {start} to {end}: {covered} days covered, {partly} in part, {gap} not at all.",
          group=of.group, start=short_time(of.start, of.zone), end=short_time(of.end, of.zone),
          covered=counts[DayState.COVERED], partly=counts[DayState.PARTLY], gap=counts[DayState.GAP])
    )  # fmt: skip
    headers = (
        P("Day"), P("State"), P("Messages"), P("Notices"), P("Recalled"), P("Unreadable"), P("Clock skew"),
        P("Missing"),
    )  # fmt: skip
    table(headers, (_cells(run, of.zone) for run in _runs(of.days)))
    if of.undated:
        say(
            P(
                "{count} unreadable rows stand before every readable one: their day is unknown.",
                count=of.undated,
            )
        )


def _runs(days: tuple[Day, ...]) -> list[list[Day]]:
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        plain = day.is_sound or (day.state is DayState.GAP and not (day.unparsed or day.skewed))
        if (
            last is not None
            and plain
            and last.state is day.state
            and (last.is_sound or day.state is DayState.GAP)
        ):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _cells(run: list[Day], zone: str) -> tuple[object, ...]:
    first, last = run[0], run[-1]
    name = first.day if first is last else f"{first.day} … {last.day}"
    missing = Period(first.missing[0].start, last.missing[-1].end) if first.missing and last.missing else None
    gaps = first.missing if first is last else ((missing,) if missing else ())
    skew: object = (
        P("{count} (up to {seconds} s)", count=first.skewed, seconds=first.skew_s) if first.skewed else ""
    )
    return (
        name, STATES[first.state], sum(day.messages for day in run), sum(day.notices for day in run),
        sum(day.recalled for day in run), sum(day.unparsed for day in run), skew,
        "; ".join(f"{_short(gap.start, zone)} – {_short(gap.end, zone)}" for gap in gaps),
    )  # fmt: skip


def _short(at: int, zone: str) -> str:
    return short_time(at, zone)[5:16]
