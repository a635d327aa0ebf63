"""What the QR codes in a picture say, kept behind the text of its message so that detectors can read it.

The words before the mark are the writer's; they alone tell messages apart, whether or not the picture was at hand.
"""

from __future__ import annotations

from collections.abc import Iterable

MARK = "\n[二维码] "
LONGEST = 500
"""Characters kept of one code; more is no address."""
MOST = 4
"""Codes kept of one picture."""


def with_codes(text: str, codes: Iterable[str]) -> str:
    """`text` followed by its codes, each on a line of its own."""
    lines = [" ".join(code.split())[:LONGEST] for code in codes]
    return text + "".join(MARK + line for line in lines[:MOST] if line)


def without_codes(text: str) -> str:
    return text.partition(MARK)[0]


def codes_in(text: str) -> tuple[str, ...]:
    return tuple(text.split(MARK)[1:])
