"""Passphrases come from files: an argument would stand in the list of processes and in the shell's history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.base.phrase import P
from core.base.refusal import Refusal

PassphraseFile = Annotated[
    str, typer.Option("--passphrase-file", help="File whose first line is the passphrase.")
]
_MOST = 64_000


def read_passphrase(path: str, where: str = "--passphrase-file") -> str:
    """The first line of the file, without the line's end; "" for no path. Raises Refusal where it cannot be read."""
    if not path:
        return ""
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            return file.readline(_MOST).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            P("the file with the passphrase cannot be read."), f"{where} {path}",
            P("Write the passphrase in its first line, as UTF-8."),
        ) from error  # fmt: skip
