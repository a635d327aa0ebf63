"""Options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.clock import Clock, FixedClock, SystemClock, from_iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.output import set_language


def _language(value: str) -> str:
    if value:
        set_language(value)
    return value


Db = Annotated[
    str, typer.Option("--db", help="The store: a path or a SQLAlchemy URL. Default: your data folder.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output, and nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="zh or en.", callback=_language, is_eager=True)]
Now = Annotated[str, typer.Option("--now", help="Answer as of this moment (ISO 8601). Default: the clock.")]
Group = Annotated[str, typer.Option("--group", help="Name or id of a group.")]
ApproveAs = Annotated[
    str, typer.Option("--approve-as", help="The second operator who approves money and removals.")
]
For = Annotated[str, typer.Option("--for", help="Whom you act for; kept on record.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept on record.")]
Set = Annotated[list[str] | None, typer.Option("--set", help="A setting or fact, key=value; repeatable.")]


def clock(now: str) -> Clock:
    """The clock that `--now` asks for. Raises Refusal when it is no time."""
    return FixedClock(moment(now, "--now")) if now else SystemClock()


def moment(text: str, where: str) -> int:
    """UTC milliseconds from ISO 8601. Raises Refusal naming the option `where`."""
    try:
        return from_iso(text)
    except (ValueError, OverflowError) as error:
        raise Refusal(
            P("“{text}” is no time.", text=text), where, P("Write it like 2026-03-01T09:30:00+08:00.")
        ) from error


def pairs(texts: list[str] | None, where: str = "--set") -> list[tuple[str, str]]:
    """key=value texts as pairs. Raises Refusal naming the option `where` for a text without "="."""
    result = []
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not equals:
            raise Refusal(
                P("“{text}” is no setting.", text=text), where, P("Write {option} key=value.", option=where)
            )
        result.append((key.strip(), value.strip()))
    return result
