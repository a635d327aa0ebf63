"""Amounts as people type them: yuan, or points, one a yuan."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.money import from_yuan
from core.base.phrase import P
from core.base.refusal import Refusal

AmountFen = Annotated[int | None, typer.Option("--amount-fen", help="As --amount, in fen.")]


def in_fen(amount: str, fen: int | None) -> int | None:
    """Fen from --amount or --amount-fen. Raises Refusal where both are given or the text is no amount."""
    if not amount:
        return fen
    if fen is not None:
        raise Refusal(P("the amount is given twice."), "--amount", P("Give --amount or --amount-fen."))
    try:
        return from_yuan(amount.strip())
    except ValueError as error:
        raise Refusal(
            P("“{text}” is no amount.", text=amount), "--amount", P("Write yuan such as 20 or 8.88.")
        ) from error
