"""outbox; outbox approve, hand-over, done, fail: what people have to carry out in the groups."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.casework.wording import action_name
from core.cli.options import Db, For, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.desk.outbox import OutboxRow, line

Action = Annotated[str, typer.Argument(metavar="ID", help="Id of the action; its beginning will do.")]
ACTION_STATES: dict[str, Phrase] = {
    "proposed": P("proposed"), "approved": P("approved"), "handed-over": P("with the bot"), "done": P("done"), "failed": P("failed"),
    "expired": P("expired"),
}  # fmt: skip


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Actions that people carry out in the groups.", rich_markup_mode=None,
        invoke_without_command=True,
    )  # fmt: skip
    group.callback(invoke_without_command=True)(_outbox)
    group.command("approve", help="The action may be carried out.")(_approve)
    group.command("hand-over", help="A bot that is connected to the feed is to carry it out.")(_hand_over)
    group.command("done", help="It was carried out.")(_done)
    group.command("fail", help="It could not be carried out.")(_fail)
    app.add_typer(group, name="outbox")


def _outbox(
    context: typer.Context,
    state: Annotated[
        str, typer.Option("--state", help="proposed, approved, handed-over, done, failed or expired.")
    ] = "",
    group: Group = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    if context.invoked_subcommand is not None:
        return
    from core.desk.outbox import find

    with open_desk(db, clock(now)) as desk:
        found = find(desk, state, group)
    if json:
        for row in found:
            emit(line(row))
        return
    if not found:
        say(P("Nothing has to be carried out."))
        return
    table(
        (P("id"), P("group"), P("case"), P("member"), P("what to do"), P("state"), P("until"), P("by")),
        (
            (row.action.id[:12], row.group, row.case, row.member_name, action_name(row.action.kind),
             ACTION_STATES[row.action.state.value], short_time(row.action.expires_at, row.zone), row.action.by)
            for row in found
        ),
    )  # fmt: skip
    for row in found:
        if row.is_waiting:
            say(P("{id}: {text}", id=row.action.id[:12], text=row.text))


def _approve(
    action: Action, reason: Reason = "", acting_for: For = "", db: Db = "", now: Now = "", json: Json = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    from core.desk.outbox import approve

    with open_desk(db, clock(now)) as desk:
        _answer(approve(desk.on_behalf_of(acting_for), action, reason).value, json)


def _hand_over(
    action: Action,
    bot: Annotated[
        str, typer.Option("--bot", help="Id of the bot; left out: any that serves the group.")
    ] = "",
    reason: Reason = "",
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.carrying_out import hand_over

    with open_desk(db, clock(now)) as desk:
        _answer(hand_over(desk.on_behalf_of(acting_for), action, bot, reason).value, json)


def _done(
    action: Action,
    reason: Reason = "",
    words: Annotated[str, typer.Option("--text", help="What was posted, where it was other words.")] = "",
    acting_for: For = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.outbox import done

    with open_desk(db, clock(now)) as desk:
        _answer(done(desk.on_behalf_of(acting_for), action, reason, words).value, json)


def _fail(
    action: Action, reason: Reason, acting_for: For = "", db: Db = "", now: Now = "", json: Json = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    from core.desk.outbox import fail

    with open_desk(db, clock(now)) as desk:
        _answer(fail(desk.on_behalf_of(acting_for), action, reason).value, json)


def _answer(row: OutboxRow, json: bool) -> None:
    if json:
        emit(line(row))
        return
    say(P("{name}, {action}: {state}", name=row.member_name, action=action_name(row.action.kind),
          state=ACTION_STATES[row.action.state.value]))  # fmt: skip
