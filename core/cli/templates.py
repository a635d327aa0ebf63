"""template list, save, fill, remove: texts with places to fill, for reasons, letters and notes."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P
from core.casework.templates import Template, filled
from core.cli.options import Db, Json, Lang, pairs
from core.cli.output import emit, open_desk, say, table
from core.desk import saved

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the template.")]
Use = Annotated[str, typer.Option("--use", help="confirm, dismiss, letter or note.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Templates of reasons and letters.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help="What is kept.")(_list)
    group.command("save", help="Keep a text; places to fill are written {{like this}}.")(_save)
    group.command("fill", help="The text with its places filled; refused while one is empty.")(_fill)
    group.command("remove", help="Forget a template.")(_remove)
    app.add_typer(group, name="template")


def _list(use: Use = "", db: Db = "", json: Json = False, lang: Lang = "") -> None:
    with open_desk(db) as desk:
        found = saved.templates(desk, use)
    if json:
        for each in found:
            emit(_line(each))
        return
    if not found:
        say(P("No templates."))
        return
    table((P("name"), P("use"), P("text")), ((each.name, each.use, each.text[:60]) for each in found))


def _save(
    name: Name,
    words: Annotated[str, typer.Option("--text", help="Its text.")],
    use: Use = "note",
    db: Db = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db) as desk:
        kept = saved.save_template(desk, Template(name, use, words))
    if json:
        emit(_line(kept))
    else:
        say(P("Kept as “{name}”.", name=kept.name))


def _fill(
    name: Name,
    fields: Annotated[list[str] | None, typer.Option("--field", help="place=value; repeatable.")] = None,
    db: Db = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db) as desk:
        found = saved.template(desk, name)
    text = filled(found, dict(pairs(fields, "--field")))
    if json:
        emit({"name": found.name, "use": found.use, "text": text})
    else:
        say(text)


def _remove(name: Name, db: Db = "", json: Json = False, lang: Lang = "") -> None:
    with open_desk(db) as desk:
        saved.remove_template(desk, name)
    if json:
        emit({"name": name, "removed": True})
    else:
        say(P("Removed."))


def _line(template: Template) -> dict[str, object]:
    return {
        "name": template.name, "use": template.use, "text": template.text, "places": list(template.places)
    }  # fmt: skip
