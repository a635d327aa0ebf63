"""`import` and `roster`: chats and member lists in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import DEFAULT_ZONE, Instant, iso
from core.base.phrase import P
from core.cli.mappings import Dates, Delimiter, Encoding, Header, MapName, MapSave, keep, layout_of
from core.cli.options import Db, Group, Json, Lang, Now, clock, pairs
from core.cli.output import emit, open_desk, say, text
from core.desk import imports, roster
from core.desk.imports import ImportReport
from core.desk.progress import Progress


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command("roster")(roster_)


def import_(
    paths: Annotated[
        list[str], typer.Argument(help="Files or folders; “-” reads pasted text.", show_default=False)
    ],
    db: Db = "",
    group: Group = "",
    format: Annotated[str, typer.Option("--format", help="Skip sniffing: chatlab-json, weflow-json …")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Time zone of local times, like Asia/Shanghai.")] = "",
    date: Annotated[
        str, typer.Option("--date", help="Day of pasted times without a date, like 2026-03-01.")
    ] = "",
    accept_unreadable: Annotated[
        bool, typer.Option("--accept-unreadable", help="Go on although many rows cannot be read.")
    ] = False,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="What a table's column holds: time=列名; repeatable.")
    ] = None,
    mapping: MapName = "",
    map_save: MapSave = "",
    header: Header = "",
    delimiter: Delimiter = "",
    encoding: Encoding = "",
    dates: Dates = "",
    now: Now = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Bring chats in: exports or pasted text. Safe to repeat."""
    with open_desk(db, clock(now)) as desk:
        columns = _columns(map_)
        layout = layout_of(desk, mapping, columns, map_save, header, delimiter, encoding, dates)
        for path in paths:
            reports = imports.import_paths(
                desk, [path], group, format, zone, _bar if sys.stderr.isatty() else _nothing,
                accept_unreadable=accept_unreadable, date=date,
                columns=() if layout else columns, layout=layout,
            )  # fmt: skip
            if map_save and layout is not None:
                keep(desk, map_save, path, layout)
            if sys.stderr.isatty():
                print("\r\033[K", end="", file=sys.stderr)
            for report in reports:
                emit(_record(report, zone)) if as_json else _tell(report, zone)


def _columns(texts: list[str] | None) -> list[tuple[str, str]]:
    """field=column pairs, several in one text between commas."""
    return pairs([part for text in texts or () for part in text.split(",")], "--map")


def _nothing(_progress: Progress) -> None:
    """Standard error is no terminal: no progress there."""


def _bar(progress: Progress) -> None:
    share = min(progress.done, progress.total) * 100 // progress.total if progress.total else 0
    print(f"\r{share:3d} %", end="", file=sys.stderr, flush=True)


def _moment(at: Instant | None, zone: str) -> str | None:
    return None if at is None else iso(at, zone or DEFAULT_ZONE)


def _record(report: ImportReport, zone: str) -> dict[str, object]:
    return {
        "path": report.path, "format": report.format, "group": report.group,
        "messages_new": report.messages_new, "messages_known": report.messages_known, "notices": report.notices,
        "members_new": report.members_new, "unparsed": report.unparsed,
        "from": _moment(report.start, zone), "to": _moment(report.end, zone),
        "gaps": [{"from": _moment(gap.start, zone), "to": _moment(gap.end, zone)} for gap in report.gaps],
        "seconds": round(report.seconds, 3), **_pictures(report),
    }  # fmt: skip


def _pictures(report: ImportReport) -> dict[str, object]:
    """Only where the export has pictures beside it."""
    tally = report.pictures
    if not tally.lines():
        return {}
    unread = tally.unreadable + tally.too_big + tally.left
    return {"pictures": tally.found, "pictures_with_code": tally.with_code, "pictures_unread": unread}


def _tell(report: ImportReport, zone: str) -> None:
    say(
        P("{path}: {new} new messages, {known} known, {notices} notices, {members} new members, in “{group}”.",
          path=report.path, new=report.messages_new, known=report.messages_known, notices=report.notices,
          members=report.members_new, group=report.group)
    )  # fmt: skip
    if report.start is not None and report.end is not None:
        say(
            P(
                "  It covers {start} to {end}.",
                start=_moment(report.start, zone),
                end=_moment(report.end, zone),
            )
        )
    if report.unparsed:
        say(P("  {count} rows could not be read; they are kept as they were.", count=report.unparsed))
    for told in report.pictures.lines():
        print(f"  {text(told)}")
    for gap in report.gaps:
        line = P(
            "  Nothing is known between {start} and {end}.",
            start=_moment(gap.start, zone),
            end=_moment(gap.end, zone),
        )
        print(text(line))


def roster_(
    path: Annotated[str, typer.Argument(help="A member list: CSV or Excel.", show_default=False)],
    group: Group = "",
    db: Db = "",
    now: Now = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Take a member list in and tell what changed since the last one."""
    with open_desk(db, clock(now)) as desk:
        found = roster.import_roster(desk, Path(path), group)
    renamed = [{"member": member, "from": old, "to": new} for member, old, new in found.renamed]
    if as_json:
        emit({"joined": list(found.joined), "left": list(found.left), "renamed": renamed})
        return
    for line, people in ((P("Joined: {people}.", people=found.joined), found.joined),
                         (P("Left: {people}.", people=found.left), found.left)):  # fmt: skip
        if people:
            say(line)
    for member, old, new in found.renamed:
        say(P("{member} was “{old}” and is now “{new}”.", member=member, old=old, new=new))
    if not (found.joined or found.left or found.renamed):
        say(P("Nothing changed."))
