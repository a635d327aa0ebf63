"""Qunzhang: the command line and the window."""

import sys
from multiprocessing import freeze_support

import typer


def main(argv: list[str]) -> int:
    from core.cli.app import run

    def window_commands(app: typer.Typer) -> None:
        from gui.commands import register

        register(app)

    return run(argv or ["window"], extra=[window_commands])


if __name__ == "__main__":
    freeze_support()
    sys.exit(main(sys.argv[1:]))
