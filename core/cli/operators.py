"""Operators of this console: add, list, passphrase, rename, remove."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.cli.options import ApproveAs, Db, Json, Lang, Now, clock
from core.cli.output import emit, open_desk, say, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk.operators import Operator

Name = Annotated[str, typer.Argument(metavar="NAME", help="The operator's name.")]
ROLE_NAMES: dict[str, Phrase] = {
    "owner": P("owner"),
    "admin": P("admin"),
    "supervisor": P("supervisor (reads only)"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(help="Who works at this console, and who approves.", rich_markup_mode=None)
    commands.command("add")(add)
    commands.command("list")(listed)
    commands.command("passphrase")(passphrase)
    commands.command("rename")(rename)
    commands.command("remove")(remove)
    app.add_typer(commands, name="operator")


def add(
    name: Name,
    passphrase_file: PassphraseFile,
    role: Annotated[str, typer.Option("--role", help="owner, admin or supervisor (reads only).")] = "admin",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Somebody works here from now on. With two who decide, money and removals take both."""
    from core.desk.operators import add as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, name, role, read_passphrase(passphrase_file)).value
    _answer([done], json)


def listed(db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """Who works here."""
    from core.desk.operators import operators

    with open_desk(db, clock(now)) as desk:
        found = operators(desk)
    _answer(found, json)


def passphrase(
    name: Name,
    passphrase_file: PassphraseFile,
    old: Annotated[str, typer.Option("--old-passphrase-file", help="File with the one set before.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Set or change a passphrase."""
    from core.desk.operators import set_passphrase

    with open_desk(db, clock(now)) as desk:
        new, before = read_passphrase(passphrase_file), read_passphrase(old, "--old-passphrase-file")
        done = set_passphrase(desk, name, new, before).value
    _answer([done], json)


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name from now on.")],
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Another name for the same person; what they decided stays under the old one."""
    from core.desk.operators import rename as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, name, new, approve_as, read_passphrase(passphrase_file)).value
    _answer([done], json)


def remove(
    name: Name,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Somebody works here no more; what they decided stays."""
    from core.desk.operators import remove as decide

    with open_desk(db, clock(now)) as desk:
        done = decide(desk, name, approve_as, read_passphrase(passphrase_file)).value
    if json:
        emit(_line(done) | {"removed": True})
    else:
        say(P("{name} works here no more.", name=done.name))


def _line(operator: Operator) -> dict[str, Any]:
    return {
        "name": operator.name,
        "role": operator.role,
        "since": iso(operator.since),
        "passphrase": operator.has_passphrase,
        "approves": operator.approves,
    }


def _answer(found: list[Operator], json: bool) -> None:
    if json:
        for operator in found:
            emit(_line(operator))
        return
    if not found:
        say(P("Nobody has worked here yet."))
        return
    table(
        [P("name"), P("role"), P("since"), P("passphrase")],
        ([each.name, ROLE_NAMES.get(each.role, each.role), iso(each.since)[:16].replace("T", " "),
          P("set") if each.has_passphrase else P("none")] for each in found),
    )  # fmt: skip
