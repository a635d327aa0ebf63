"""mapping list, show, remove: what columns of unknown tables hold, as it was said once; and the options that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.options import Db, Json, Lang
from core.cli.output import emit, open_desk, say, table
from core.desk import mappings
from core.desk.desk import Desk
from core.desk.mappings import TableMapping
from core.intake.layout import HEADERLESS, Layout
from core.intake.source import Source, checked_encoding
from core.intake.table_layout import DELIMITERS, header

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the mapping.")]
MapName = Annotated[str, typer.Option("--mapping", help="A mapping saved before, by its name.")]
MapSave = Annotated[str, typer.Option("--map-save", help="Save the mapping under this name.")]
Header = Annotated[str, typer.Option("--header", help="The row that names a table's columns, or none.")]
Delimiter = Annotated[str, typer.Option("--delimiter", help="What cuts a table's rows: , ; | or tab.")]
Encoding = Annotated[str, typer.Option("--encoding", help="How a table is encoded: utf-8, gb18030 …")]
Dates = Annotated[str, typer.Option("--dates", help="The order in a table's dates: ymd, dmy or mdy.")]
_ORDERS = ("ymd", "dmy", "mdy")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What columns of tables hold.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help="The mappings that were saved.")(_list)
    group.command("remove", help="Forget a mapping.")(_remove)
    app.add_typer(group, name="mapping")


def layout_of(
    desk: Desk, name: str, pairs: Sequence[tuple[str, str]], save: str, header: str, delimiter: str, encoding: str,
    dates: str,
) -> Layout | None:  # fmt: skip
    """What the options say; None where they say nothing but which column holds what.

    Raises Refusal for a value that is none.
    """
    known = mappings.named(desk, name).layout if name else Layout()
    if not (name or save or header or delimiter or encoding or dates):
        return None
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter.lower(), delimiter)
    if delimiter and delimiter not in DELIMITERS:
        raise Refusal(P("“{word}” is not known here.", word=delimiter), "--delimiter", P("Use , ; | or tab."))
    if dates and dates not in _ORDERS:
        raise Refusal(
            P("“{word}” is not known here.", word=dates),
            "--dates",
            P("Choose one of {names}.", names=_ORDERS),
        )
    return Layout(
        (*known.columns, *pairs), _row(header) if header else known.header, delimiter or known.delimiter,
        checked_encoding(encoding, "--encoding") or known.encoding, dates or known.dates,
    )  # fmt: skip


def _row(text: str) -> int:
    if text.strip().lower() == "none":
        return HEADERLESS
    if not text.strip().isdecimal() or not 0 < int(text) <= 1000:
        raise Refusal(P("“{text}” is no row.", text=text), "--header", P("Give its number from 1, or none."))
    return int(text)


def keep(desk: Desk, name: str, path: str, layout: Layout) -> TableMapping:
    """Save under `name` how the table at `path` is laid out. Raises Refusal."""
    at, names = header(Source(path, layout=layout))
    return mappings.save(desk, name, tuple(names), replace(layout, header=at)).value


def _list(db: Db = "", json: Json = False, lang: Lang = "") -> None:
    with open_desk(db) as desk:
        found = mappings.saved(desk)
    if json:
        for each in found:
            emit({
                "name": each.name, "columns": each.columns, "of": list(each.names),
                "header": each.layout.header, "delimiter": each.layout.delimiter,
                "encoding": each.layout.encoding, "dates": each.layout.dates,
            })  # fmt: skip
        return
    if not found:
        say(P("No mappings were saved."))
        return
    table(
        (P("name"), P("columns")),
        (
            (each.name, ", ".join(f"{field}={column}" for field, column in each.columns.items()))
            for each in found
        ),
    )


def _remove(name: Name, db: Db = "", json: Json = False, lang: Lang = "") -> None:
    with open_desk(db) as desk:
        gone = mappings.forget(desk, name).value
    emit({"name": gone.name}) if json else say(P("“{name}” is forgotten.", name=gone.name))
