"""`import`: chats in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import DEFAULT_ZONE, Instant, iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.mappings import Dates, Delimiter, Encoding, Header, MapName, MapSave, keep, layout_of
from core.cli.options import Db, Group, Json, Lang, Now, clock, pairs
from core.cli.output import emit, language, open_desk, say, text, to_stderr
from core.cli.progress_bar import Bar
from core.cli.stopping import Stopping
from core.desk import media
from core.desk.desk import Desk
from core.desk.imports import ImportReport
from core.desk.several import import_each
from core.desk.unread import told_unread
from core.desk.watching import Watcher
from core.intake.importing import Asked
from core.store.media import MediaCount

LOOK_EVERY_S = 1.0
"""Between looks at a watched folder."""


def register(app: typer.Typer) -> None:
    app.command("import")(import_)


def import_(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; “-” reads pasted text.", show_default=False)
    ] = None,
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
    watch: Annotated[
        str, typer.Option("--watch", help="Then watch this folder, and import what is put there.")
    ] = "",
    now: Now = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Bring chats in: exports or pasted text. Safe to repeat."""
    if not paths and not watch:
        raise Refusal(P("there is nothing to import."), "PATH", P("Name a file, a folder, or “-”."))
    # Outermost: opening and closing the store must not be torn apart either.
    with Stopping() as stopping, open_desk(db, clock(now)) as desk:
        columns = _columns(map_)
        layout = layout_of(desk, mapping, columns, map_save, header, delimiter, encoding, dates)
        asked = Asked(
            desk.clock.now(), group, "table" if columns or layout else format, zone, date, accept_unreadable,
            columns=() if layout else tuple(columns),
        )  # fmt: skip
        bad = _Bad()

        def tell(report: ImportReport) -> None:
            emit(_record(report, zone)) if as_json else _tell(report, zone)

        with Bar(stopping.check) as bar:
            for path in paths or ():
                before = bad.count
                for report in import_each(desk, [path], asked, bad, bar, layout):
                    bar.clear()
                    tell(report)
                if map_save and layout is not None and bad.count == before:
                    keep(desk, map_save, path, layout)
            if watch:
                _watch(desk, watch, asked, tell, stopping, bar)
    if bad.count:
        raise typer.Exit(2)


class _Bad:
    """Tells of each file that could not be imported, on a line of its own, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, refusal: Refusal) -> None:
        self.count += 1
        to_stderr(refusal.line(language()))


def _watch(
    desk: Desk, folder: str, asked: Asked, tell: Callable[[ImportReport], None], stopping: Stopping, bar: Bar
) -> None:
    """Until somebody stops it, which is how it ends well. Bad files are told and otherwise passed over."""
    watcher = Watcher(Path(folder))
    to_stderr(text(P("Watching {folder}; stop with Ctrl-C.", folder=folder)))
    try:
        while True:
            for report in watcher.bring(desk, replace(asked, now=desk.clock.now()), _Bad(), bar):
                bar.clear()
                tell(report)
                sys.stdout.flush()
            stopping.wait(LOOK_EVERY_S)
    except KeyboardInterrupt:
        bar.clear()


def _columns(texts: list[str] | None) -> list[tuple[str, str]]:
    """field=column pairs, several in one text between commas."""
    return pairs([part for text in texts or () for part in text.split(",")], "--map")


def _moment(at: Instant | None, zone: str) -> str | None:
    return None if at is None else iso(at, zone or DEFAULT_ZONE)


def _record(report: ImportReport, zone: str) -> dict[str, object]:
    return {
        "path": report.path, "format": report.format, "group": report.group,
        "messages_new": report.messages_new, "messages_known": report.messages_known, "notices": report.notices,
        "members_new": report.members_new, "unparsed": report.unparsed,
        "from": _moment(report.start, zone), "to": _moment(report.end, zone),
        "gaps": [{"from": _moment(gap.start, zone), "to": _moment(gap.end, zone)} for gap in report.gaps],
        "seconds": round(report.seconds, 3), **_pictures(report), **media_counts(report.media), **_lost(report),
    }  # fmt: skip


def _pictures(report: ImportReport) -> dict[str, object]:
    """Only where the export has pictures beside it."""
    tally = report.pictures
    if not tally.lines():
        return {}
    unread = tally.unreadable + tally.too_big + tally.left
    return {"pictures": tally.found, "pictures_with_code": tally.with_code, "pictures_unread": unread}


def _lost(report: ImportReport) -> dict[str, object]:
    """Only where something was."""
    told = {"replaced": report.losses.replaced, "private_left_out": report.losses.private}
    return {word: count for word, count in told.items() if count}


def media_counts(count: MediaCount) -> dict[str, object]:
    """Only where messages name files."""
    if not count.found and not count.missing:
        return {}
    return {"media": count.found, "media_missing": count.missing}


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
        print(f"  {text(told_unread(report.unparsed))}")
    for told in (*report.losses.lines(), *report.pictures.lines(), *media.told(report.media)):
        print(f"  {text(told)}")
    for gap in report.gaps:
        line = P(
            "  Nothing is known between {start} and {end}.",
            start=_moment(gap.start, zone),
            end=_moment(gap.end, zone),
        )
        print(text(line))
