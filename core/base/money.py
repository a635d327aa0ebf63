"""Money is integer fen (1 yuan = 100 fen); floats never touch it."""

from __future__ import annotations

FEN_PER_YUAN = 100


def from_yuan(text: str | int) -> int:
    """Fen from a plain decimal amount in yuan ("5", "5.5", "-12.34").

    Raises ValueError for anything else, also for fractions of a fen.
    """
    text = str(text).strip()
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.removeprefix("-").removeprefix("+").partition(".")
    if not whole.isascii() or not whole.isdigit() or len(fraction) > 2:
        raise ValueError(f"not an amount in yuan: {text!r}")
    if fraction and not (fraction.isascii() and fraction.isdigit()):
        raise ValueError(f"not an amount in yuan: {text!r}")
    return sign * (int(whole) * FEN_PER_YUAN + int(fraction.ljust(2, "0") or "0"))


def yuan(fen: int) -> str:
    """ "¥55.00"; a minus sign goes before the currency."""
    sign = "−" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // FEN_PER_YUAN:,}.{abs(fen) % FEN_PER_YUAN:02d}"
