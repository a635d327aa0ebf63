"""`feed`: listen to bots and scripts without a window; `feed replay` and `feed token`."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.base.clock import DEFAULT_ZONE, iso
from core.base.phrase import P, Phrase
from core.cli.options import Db, Json, Lang
from core.cli.output import emit, open_desk, say, text, to_stderr

if TYPE_CHECKING:
    from core.desk.desk import Desk
    from core.feed.recording import Told
    from core.feed.settings import FeedSettings


def register(app: typer.Typer) -> None:
    group = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
    group.callback()(feed)
    group.command("replay")(replay)
    group.command("token")(token)
    app.add_typer(group, name="feed")


Port = Annotated[int, typer.Option("--port", help="Where to listen; 0 takes any free port.")]
TokenFile = Annotated[
    str, typer.Option("--token-file", help="The file that holds the token. Default: beside the store.")
]


def feed(
    context: typer.Context,
    db: Db = "",
    port: Port = 6720,
    token_file: TokenFile = "",
    follow: Annotated[
        list[str] | None,
        typer.Option("--follow", help="A file of JSON lines that a script adds to; repeatable."),
    ] = None,
    archive: Annotated[
        list[str] | None, typer.Option("--archive", help="A WeCom archive file that grows; repeatable.")
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Another address than this machine's own; needs --remote.")
    ] = "127.0.0.1",
    remote: Annotated[bool, typer.Option("--remote", help="Let other machines in, over TLS.")] = False,
    certificate: Annotated[str, typer.Option("--certificate", help="PEM file for TLS.")] = "",
    key: Annotated[str, typer.Option("--key", help="PEM file with the certificate's key.")] = "",
    judge: Annotated[
        bool, typer.Option("--judge/--no-judge", help="Judge what comes in; or only collect.")
    ] = True,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Listen to bots and scripts on this machine, store what is said, and judge it."""
    if context.invoked_subcommand is not None:
        return
    from core.feed.settings import FeedSettings

    settings = FeedSettings(
        port, host, token_file, remote, certificate, key, tuple(follow or ()), tuple(archive or ())
    )
    settings.check()
    with open_desk(db) as desk:
        asyncio.run(_listen(desk, settings, judge, as_json))


async def _listen(desk: Desk, settings: FeedSettings, judge: bool, as_json: bool) -> None:
    from core.desk.feeding import TURN_S, Feeding

    sys.setswitchinterval(TURN_S)
    feeding = Feeding(desk, settings, judges=judge)
    if as_json:
        feeding.on_told = _line
    await feeding.start()
    # Before it says that it listens: whoever reads that may end it at once.
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    state = feeding.server.state
    if feeding.fresh_token:
        _note(P("The token, shown this once: {token}", token=feeding.fresh_token), as_json)
    scheme = "wss" if settings.certificate else "ws"
    line = P(
        "Listening at {address}; bots connect to {address}/onebot/v12/.",
        address=f"{scheme}://{state.place}",
    )
    if as_json:
        emit({"event": "listening", "address": state.address, "port": state.port})
        sys.stdout.flush()
    else:
        _note(line, as_json)
    await stop.wait()
    await feeding.stop()
    state = feeding.server.state
    _note(P("Stored {stored} of {accepted} events.", stored=state.stored, accepted=state.accepted), as_json)


def _note(phrase: Phrase, as_json: bool) -> None:
    """For people; with --json standard output is for programs alone."""
    if as_json:
        to_stderr(text(phrase))
    else:
        say(phrase)
        sys.stdout.flush()


def _line(told: Told) -> None:
    """One event that came in; not what the feed notes for itself."""
    if told.via == "feed":
        return
    emit({
        "event": "unread" if told.problem else "accepted", "at": iso(told.at, DEFAULT_ZONE), "via": told.via, "bot": told.bot,
        "room": told.room, "kind": told.kind, "sender": told.sender, "text": told.text, "id": told.id,
        **({"problem": text(Phrase(told.problem))} if told.problem else {}),
    })  # fmt: skip
    sys.stdout.flush()


def replay(
    db: Db = "",
    journal: Annotated[
        str, typer.Option("--journal", help="The folder of another journal. Default: the store's own.")
    ] = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Store again what the journal holds; what is there already stays."""
    from core.desk.feeding import replay as replay_journal

    with open_desk(db) as desk:
        brought = replay_journal(desk, Path(journal) if journal else None)
    if as_json:
        emit(asdict(brought))
        return
    say(
        P("{entries} entries: {messages} new messages, {known} known, {notices} notices, {unread} that cannot be read.",
          entries=brought.entries, messages=brought.messages, known=brought.known, notices=brought.notices,
          unread=brought.unread)
    )  # fmt: skip


def token(
    db: Db = "",
    token_file: TokenFile = "",
    lang: Lang = "",
) -> None:
    """Make a new token; the old one is worth nothing from the feed's next start on."""
    from core.desk.feeding import token_path
    from core.feed.settings import FeedSettings
    from core.feed.tokens import renew_token

    with open_desk(db) as desk:
        path = token_path(desk, FeedSettings(token_file=token_file))
        say(P("The token, shown this once: {token}", token=renew_token(path)))
