"""adopt, scan: which charter binds a group, and judging what the store holds."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import DEFAULT_ZONE, iso
from core.base.money import from_yuan
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.bulletin import bulletin_text
from core.charter.settings import read_settings
from core.cli.adoption_sheet import adoption_line, plan_line, tell_adoption, tell_plan
from core.cli.options import Db, Group, Json, Lang, Now, Set, clock, moment, pairs
from core.cli.output import emit, language, open_desk, say, short_time, table, text, to_stderr
from core.desk.adoption import Terms, adopt, reorder
from core.desk.adoption_plan import Plan, plan
from core.desk.explaining import match_line, weight_line
from core.desk.facts import read_facts
from core.desk.progress import Progress
from core.desk.scanning import ScannedFinding, ScanReport, look_back, scan

Charter = Annotated[str, typer.Option("--charter", help="Id of a bundled charter, or a YAML file.")]


def register(app: typer.Typer) -> None:
    app.command("adopt", help="A group follows a charter from a moment on.")(_adopt)
    app.command("scan", help="Judge what the store holds and file violations.")(_scan)


def _adopt(
    group: Group,
    charter: Charter = "",
    since: Annotated[
        str, typer.Option("--from", help="ISO 8601, now, or first (the first message).")
    ] = "now",
    leader: Annotated[list[str] | None, typer.Option("--leader", help="Name or id; repeatable.")] = None,
    group_owner: Annotated[str, typer.Option("--group-owner", help="Name or id.")] = "",
    settings: Set = None,
    facts: Annotated[Path | None, typer.Option("--facts", help="The same keys in a YAML file.")] = None,
    unit: Annotated[str, typer.Option("--unit", help="points or cny.")] = "points",
    cap: Annotated[str, typer.Option("--cap", help="The most yuan per person and month.")] = "",
    cap_fen: Annotated[int | None, typer.Option("--cap-fen", help="The same in fen.")] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Besides what binds the group, not in its place.")
    ] = False,
    first: Annotated[
        bool, typer.Option("--first", help="With --add: it goes before the charters in force.")
    ] = False,
    order: Annotated[
        str, typer.Option("--order", help="Without --charter: the charters in force in another order, ID,ID.")
    ] = "",
    fallback: Annotated[
        list[str] | None,
        typer.Option("--fallback", help="What happens instead of a step, such as mute=apology; repeatable."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", help="What was agreed where the text is silent, such as SP-06.1=…"),
    ] = None,
    platform: Annotated[str, typer.Option("--platform", help="wechat, wecom or qq.")] = "",
    notice_by: Annotated[str, typer.Option("--notice-by", help="Who gave the group notice.")] = "",
    notice_at: Annotated[str, typer.Option("--notice-at", help="When: ISO 8601 or now.")] = "",
    bulletin: Annotated[
        bool, typer.Option("--bulletin", help="Only print the text to post; adopt nothing.")
    ] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    if order or not charter:
        _adopt_order(group, charter, order, since, now, db, as_json)
        return
    given = [*(read_facts(facts) if facts else ()), *pairs(settings)]
    terms = Terms(
        notice_by=notice_by, notice_at=notice_at, platform=platform,
        fallbacks=dict(_named_pairs(fallback, "--fallback")),
        answers=dict(_named_pairs(answer, "--answer")),
        cap_fen=_cap(cap, cap_fen), place=0 if first else None,
    )  # fmt: skip
    with open_desk(db, clock(now)) as desk:
        asked = (
            desk, group, charter, since, read_settings(given), leader or (), group_owner, unit, add, terms
        )  # fmt: skip
        meant = plan(*asked)
        if bulletin:
            _tell_bulletin(meant, as_json)
            return
        record = adopt(*asked).value
    if as_json:
        emit({**adoption_line(record), **plan_line(meant)})
    else:
        tell_adoption(record)
        tell_plan(meant)
    for conflict in meant.conflicts:
        to_stderr(f"{text(conflict.what)} {text(conflict.then)}")


def _adopt_order(group: str, charter: str, order: str, since: str, now: str, db: str, as_json: bool) -> None:
    if charter or not order:
        raise Refusal(
            P("an adoption names a charter, or the order of those in force."), "adopt",
            P("Give --charter ID, or --order ID,ID."),
        )  # fmt: skip
    names = [name.strip() for name in order.replace("，", ",").split(",") if name.strip()]
    with open_desk(db, clock(now)) as desk:
        records = reorder(desk, group, names, since).value
    for record in records:
        if as_json:
            emit(adoption_line(record))
        else:
            say(P("{place}. {charter}, version {version}", place=record.position + 1,
                  charter=record.charter_id, version=record.version))  # fmt: skip


def _named_pairs(texts: list[str] | None, option: str) -> list[tuple[str, str]]:
    """name=value texts as pairs. Raises Refusal naming the option."""
    found = []
    for each in texts or ():
        name, equals, value = (part.strip() for part in each.partition("="))
        if not (name and equals and value):
            raise Refusal(P("“{text}” is no pair.", text=each), option, P("Write it like name=value."))
        found.append((name, value))
    return found


def _cap(yuan_text: str, fen: int | None) -> int | None:
    if not yuan_text:
        return fen
    if fen is not None:
        raise Refusal(P("the cap is given twice."), "--cap-fen", P("Give --cap or --cap-fen."))
    try:
        return from_yuan(yuan_text)
    except ValueError as error:
        raise Refusal(
            P("“{text}” is no amount.", text=yuan_text), "--cap", P("Write it in yuan, like 50 or 49.50.")
        ) from error


def _tell_bulletin(meant: Plan, as_json: bool) -> None:
    words = bulletin_text(meant.bulletin, language())
    if as_json:
        emit({"charter": meant.charter.id, "bulletin": words})
    else:
        print(words)


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
        **weight_line(finding),
        "matched": [match_line(match) for match in finding.matched],
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
