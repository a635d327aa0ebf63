"""Commands that open windows: `window` (the default), `demo`, `self-test`. Qt is imported when one runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from core.base.clock import SystemClock
from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.options import Db, Lang, Now, clock
from core.cli.output import default_store, language, open_desk, say
from gui.loading import has_display, require_display, require_qt

Operator = Annotated[str, typer.Option("--operator", help="Your name, as it stands in the record.")]
Shot = Annotated[
    Path | None, typer.Option("--shot", help="Write pictures of every panel into this folder and exit.")
]


def register(app: typer.Typer) -> None:
    app.command()(window)
    app.command()(demo)
    app.command("self-test")(self_test)


def window(db: Db = "", lang: Lang = "", now: Now = "", operator: Operator = "") -> None:
    """Open the window (also without any command)."""
    require_display()
    require_qt()
    from gui.app import run

    try:
        with open_desk(db, clock(now), operator) as desk:
            code = run(desk, language() if lang else None)
    except Refusal as refusal:
        from gui.without_terminal import is_without_terminal, show_refusal

        if not is_without_terminal():
            raise
        show_refusal(refusal, language())
        code = 2
    raise typer.Exit(code)


Live = Annotated[
    bool, typer.Option("--live", help="Let a bot play the community, for the feed to hear; Ctrl-C ends it.")
]


def demo(db: Db = "", lang: Lang = "", shot: Shot = None, live: Live = False) -> None:
    """Open the window on the bundled sample, in a store of its own."""
    from core.desk.demo import build_demo

    target = Path(db) if db else default_store().with_name("demo.db")
    if target.resolve() == default_store().resolve():
        raise Refusal(
            P("the sample never goes into your own store."), str(target), P("Name another file with --db.")
        )
    if shot is None and not has_display():
        _live_in_terminal(target) if live else _in_terminal(target)
        return
    require_qt()
    if shot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    desk = build_demo(target)
    try:
        if shot is not None:
            _pictures(desk, shot)
            return
        from gui.app import run

        if live:
            # What is said now is said after the sample's last moment: the clock must go on.
            desk = desk.at(SystemClock())
        code = run(desk, language() if lang else None, live)
    finally:
        desk.store.close()
    raise typer.Exit(code)


def _live_in_terminal(target: Path) -> None:
    """No display: what the bot says and what is found in it, line by line, until Ctrl-C."""
    import asyncio
    from contextlib import suppress

    from core.cli.demo_feed import tell_live
    from core.desk.demo import build_demo

    desk = build_demo(target)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(tell_live(desk))
    finally:
        desk.store.close()


def _pictures(desk: Any, folder: Path) -> None:
    """Draw every panel at `desk` into `folder`."""
    from gui.app import build
    from gui.shots import render

    context, shell = build(desk, remember=False)
    try:
        written = render(context, folder)
    finally:
        context.close()
        shell.deleteLater()
    say(P("{n} pictures in {folder}", n=len(written), folder=str(folder)))


def _in_terminal(target: Path) -> None:
    """No display: the same job as lines of text, and pictures where Qt can draw without a screen."""
    from core.cli.demo_text import tell_demo
    from core.desk.demo import build_demo

    say(P("There is no display here: this is the sample in the terminal."))
    desk = build_demo(target)
    try:
        tell_demo(desk)
        try:
            require_qt()
        except Refusal as refusal:
            say(refusal.line(language()))
            return
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _pictures(desk, target.with_name("demo-pictures"))
    finally:
        desk.store.close()


def self_test() -> None:
    """Import everything, migrate a temporary store, open every panel."""
    require_qt()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.self_test import run

    run()
