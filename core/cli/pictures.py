"""`ocr`: what a picture says, for the evidence of a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.base.phrase import P
from core.cli.options import Json, Lang
from core.cli.output import emit, say, text, to_stderr
from core.desk import pictures

_NOT_INSTALLED = P("The words were skipped: reading them needs an extra part (uv sync --extra ocr).")


def register(app: typer.Typer) -> None:
    app.command("ocr")(ocr_)


def ocr_(
    path: Annotated[Path, typer.Argument(help="A picture: PNG, JPEG, GIF, WebP or BMP.", show_default=False)],
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Read the QR codes and the words of one picture."""
    look = pictures.look_at(path)
    if as_json:
        words = (
            None if look.words is None else [{"text": line.text, "score": line.score} for line in look.words]
        )
        emit({"path": str(path), "codes": list(look.codes), "words": words})
    else:
        for code in look.codes:
            say(P("QR code: {code}", code=code))
        for line in look.words or ():
            print(line.text)
        if not look.codes and not look.words:
            say(P("Nothing was found in the picture."))
    if look.words is None:
        to_stderr(text(_NOT_INSTALLED))
