"""The command line put together: commands register here; errors become one line and an exit code.

Exit codes: 0 done, 1 the answer is "no", 2 bad input or usage.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.output import language, text, to_stderr

COMMANDS: dict[str, tuple[str, ...]] = {
    "imports": ("import",),
    "roster": ("roster",),
    "people": ("people",),
    "mappings": ("mapping",),
    "import_history": ("imports",),
    "completeness": ("coverage",),
    "charters": ("charter",),
    "judging": ("judge", "classify"),
    "adoption": ("adopt", "scan"),
    "violations": ("violations", "confirm", "take-up", "dismiss", "apology", "notified", "undo"),
    "entering": ("violation",),
    "cases": ("cases", "case"),
    "outbox": ("outbox",),
    "templates": ("template",),
    "queue": ("claim", "release", "skip", "opinion", "together", "bulk"),
    "obligations": ("obligations", "excuse", "void", "done", "pause", "resume"),
    "quotas": ("quotas",),
    "ledger": ("ledger",),
    "operators": ("operator",),
    "registers": ("register", "duties"),
    "learning": ("rules", "trust", "lexicon"),
    "calibration": ("calibrate",),
    "explaining": ("explain",),
    "appeals": ("appeal",),
    "reports": ("report",),
    "absence": ("leave",),
    "permits": ("permit",),
    "inbox": ("inbox", "waiting"),
    "verification": ("verify",),
    "backups": ("backup", "restore"),
    "detection": ("detection-report",),
    "feed": ("feed",),
    "pictures": ("ocr",),
}
"""Which module of this package brings which commands: one command loads only what it needs."""
WINDOW_COMMANDS = ("window", "demo", "self-test")


def build(extra: Sequence[Callable[[typer.Typer], None]] = (), command: str = "") -> typer.Typer:
    """The commands put together; only the module of `command` where it is a known one."""
    app = typer.Typer(
        name="qunzhang", no_args_is_help=False, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )  # fmt: skip
    asked = [module for module, commands in COMMANDS.items() if command in commands]
    for name in asked or ([] if command in WINDOW_COMMANDS else COMMANDS):
        importlib.import_module(f"core.cli.{name}").register(app)
    # With one command alone, typer would take its name for an argument.
    app.callback()(_nothing)
    for register in [] if asked else extra:
        register(app)
    return app


def _nothing() -> None:
    """Turn a group's written charter into live rules: import, judge, review, record, show."""


INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def run(argv: Sequence[str], extra: Sequence[Callable[[typer.Typer], None]] = ()) -> int:
    """Run one command and answer its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = build(extra, argv[0] if argv else "")(
            args=list(argv), prog_name=_program(), standalone_mode=False
        )
    except Refusal as refusal:
        to_stderr(refusal.line(language()))
        return 2
    except typer.Exit as leave:
        return leave.exit_code
    except KeyboardInterrupt:
        result = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        line = _usage_line(error)
        if line is None:
            raise
        to_stderr(line)
        return 2
    if result == INTERRUPTED:
        # From within a command typer hands it back as a number, and says nothing.
        to_stderr(text(P("Stopped; nothing was kept of the part under way.")))
    return result if isinstance(result, int) else 0


def _program() -> str:
    """What people type to get here: a packed program has a name of its own."""
    return Path(sys.executable).stem if getattr(sys, "frozen", False) else "main.py"


def _usage_line(error: Exception) -> str | None:
    """One line for errors of usage that the option parser found, else None.

    Typer carries its own copy of click, so the class is known by its method, not by import.
    """
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    return " ".join(str(describe()).split()) + " " + text(P("See --help."))
