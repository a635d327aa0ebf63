"""adopt, scan: which charter binds a group, and judging what the store holds."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import DEFAULT_ZONE, iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.settings import read_settings
from core.cli.options import Db, Group, Json, Lang, Now, Set, clock, moment, pairs
from core.cli.output import emit, open_desk, say, short_time, table, text, to_stderr
from core.desk.adoption import AdoptionRecord, adopt
from core.desk.facts import read_facts
from core.desk.progress import Progress
from core.desk.scanning import ScannedFinding, ScanReport, look_back, scan

Charter = Annotated[str, typer.Option("--charter", help="Id of a bundled charter, or a YAML file.")]


def register(app: typer.Typer) -> None:
    app.command("adopt", help="A group follows a charter from a moment on.")(_adopt)
    app.command("scan", help="Judge what the store holds and file violations.")(_scan)


def _adopt(
    group: Group,
    charter: Charter,
    since: Annotated[
        str, typer.Option("--from", help="ISO 8601, now, or first (the first message).")
    ] = "now",
    leader: Annotated[list[str] | None, typer.Option("--leader", help="Name or id; repeatable.")] = None,
    group_owner: Annotated[str, typer.Option("--group-owner", help="Name or id.")] = "",
    settings: Set = None,
    facts: Annotated[Path | None, typer.Option("--facts", help="The same keys in a YAML file.")] = None,
    unit: Annotated[str, typer.Option("--unit", help="points or cny.")] = "points",
    add: Annotated[
        bool, typer.Option("--add", help="Besides what binds the group, not in its place.")
    ] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    given = [*(read_facts(facts) if facts else ()), *pairs(settings)]
    with open_desk(db, clock(now)) as desk:
        record = adopt(
            desk, group, charter, since, read_settings(given), leader or (), group_owner, unit, add
        ).value
    if as_json:
        emit(
            {
                "group": record.group,
                "charter": record.charter_id,
                "version": record.version,
                "from": iso(record.since, record.zone),
                "until": None if record.until is None else iso(record.until, record.zone),
                "unit": record.unit,
                "settings": dict(record.settings),
                "messages_before": record.messages_before,
            }
        )
        return
    _tell_adoption(record)


def _tell_adoption(record: AdoptionRecord) -> None:
    since = iso(record.since, record.zone)
    say(
        P(
            "{group} follows {charter}, version {version}, from {time} on.",
            group=record.group,
            charter=record.charter_id,
            version=record.version,
            time=since,
        )
    )
    if record.unit == "cny":
        say(
            P(
                "Amounts are money. Fines on employees are often unlawful in China; have this checked. The console"
                " records amounts, it never collects any."
            )
        )
    if record.messages_before:
        say(
            P(
                "{count} stored messages lie before and are not judged by it. To see what it would find there,"
                " without recording anything: scan --group {group} --look-back 30d --charter {charter}",
                count=record.messages_before,
                group=record.group,
                charter=record.charter_id,
            )
        )


def _scan(
    group: Group = "",
    since: Annotated[str, typer.Option("--since", help="Only findings from this moment on (ISO 8601).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, write nothing.")] = False,
    back: Annotated[
        str, typer.Option("--look-back", help="Judge the last days (7d) by --charter; writes nothing.")
    ] = "",
    charter: Charter = "",
    settings: Set = None,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    start = moment(since, "--since") if since else None
    with open_desk(db, clock(now)) as desk:
        if back or charter:
            days = _days(back)
            if not group or not charter:
                raise Refusal(
                    P("a look-back needs a group and a charter."), "--look-back",
                    P("Add --group NAME and --charter ID."),
                )  # fmt: skip
            result = look_back(desk, group, charter, days, _progress, dict(pairs(settings)))
        else:
            result = scan(desk, group, start, dry_run, _progress)
    for each in result.findings:
        if as_json:
            emit(_line(each, result.zones.get(each.group_name, DEFAULT_ZONE)))
    if not as_json:
        _tell(result, dry_run or bool(back))


def _days(back: str) -> int:
    found = re.fullmatch(r"(\d{1,5})\s*([dw]?)", back.strip())
    if not found or not int(found[1]):
        raise Refusal(P("“{text}” is no number of days.", text=back), "--look-back", P("Write it like 7d."))
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _line(each: ScannedFinding, zone: str) -> dict[str, object]:
    finding = each.finding
    return {
        "id": finding.id,
        "rule": finding.rule,
        "clause": finding.clause,
        "category": finding.category,
        "kind": finding.kind,
        "member": finding.member,
        "member_name": finding.member_name,
        "group": each.group_name,
        "at": iso(finding.at, zone),
        "severity": finding.severity.value,
        "band": finding.band.value,
        "messages": list(each.messages),
        "matched": [{"text": m.text, "start": m.start, "end": m.end} for m in finding.matched],
        "why": finding.why,
        "state": each.state,
    }


def _tell(result: ScanReport, nothing_written: bool) -> None:
    if result.findings:
        headers = (P("Time"), P("Group"), P("Clause"), P("Member"), P("Severity"), P("State"), P("Why"))
        table(
            headers,
            (
                (
                    short_time(each.finding.at, result.zones.get(each.group_name, DEFAULT_ZONE)),
                    each.group_name,
                    each.finding.clause,
                    each.finding.member_name,
                    SEVERITIES[each.finding.severity.value],
                    STATES[each.state],
                    text(each.finding.why),
                )
                for each in result.findings
            ),
        )
    for name in result.unbound:
        say(P("{group} follows no charter yet: adopt one first.", group=name))
    counts = {state: sum(each.state == state for each in result.findings) for state in STATES}
    say(
        P(
            "{messages} messages judged in {seconds} s: {new} new, {known} known, {superseded} superseded.",
            messages=result.messages,
            seconds=f"{result.seconds:.1f}",
            **counts,
        )
    )
    if result.contradicted:
        say(
            P(
                "{count} decided violations are no longer found; the decisions stand until somebody takes them back:"
                " {ids}",
                count=len(result.contradicted),
                ids=result.contradicted,
            )
        )
    if nothing_written:
        say(P("Nothing was written."))


STATES = {"new": P("new"), "known": P("known"), "superseded": P("superseded")}
SEVERITIES = {
    "info": P("info"),
    "low": P("low"),
    "medium": P("medium"),
    "high": P("high"),
    "serious": P("serious"),
}


def _progress(progress: Progress) -> None:
    """One line on a terminal's standard error; nothing elsewhere."""
    if sys.stderr.isatty() and progress.done:
        to_stderr(text(P("{done} messages judged …", done=progress.done)))
