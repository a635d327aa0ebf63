"""Commands that open windows: `window` (the default), `demo`, `self-test`. Qt is imported when one runs."""

import typer


def register(app: typer.Typer) -> None:
    """Nothing yet."""
