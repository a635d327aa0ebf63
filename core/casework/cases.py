"""Cases: numbered per group, "销售-0057"."""

from __future__ import annotations

from collections.abc import Collection


def case_number(prefix: str, number: int) -> str:
    return f"{prefix}-{number:04d}"


def parse_case_number(text: str) -> tuple[str, int] | None:
    """Prefix and number of "销售-0057"; None when `text` is no case number."""
    prefix, dash, digits = text.strip().rpartition("-")
    if not dash or not prefix or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return None
    return prefix, int(digits)


def free_prefix(word: str, taken: Collection[str]) -> str:
    """`word`, or `word` with a number where another group's cases already go by it."""
    prefix, count = word, 1
    while prefix in taken:
        count += 1
        prefix = f"{word}{count}"
    return prefix
