"""The command line put together."""

from __future__ import annotations

import importlib

import pytest
import typer
from alembic.config import Config
from alembic.script import ScriptDirectory

from core.cli.app import COMMANDS, build, run
from core.store.migration import NEWEST, SCRIPTS


def _names(app: typer.Typer) -> set[str]:
    commands = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    return commands | {str(group.name) for group in app.registered_groups}


@pytest.mark.parametrize("module", COMMANDS)
def test_each_module_brings_exactly_its_commands(module: str) -> None:
    app = typer.Typer()
    importlib.import_module(f"core.cli.{module}").register(app)
    assert _names(app) == set(COMMANDS[module])


def test_without_a_command_all_are_there() -> None:
    assert _names(build()) == {name for names in COMMANDS.values() for name in names}


def test_help_of_all_and_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    for names in COMMANDS.values():
        for name in names:
            assert run([name, "--help"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_the_newest_migration_is_the_one_written_down() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST
