"""Cases: numbered per group, "销售-0057"."""

from __future__ import annotations

from collections.abc import Collection

from core.chat.group import GroupKind

_WORDS: dict[GroupKind, str] = {
    GroupKind.STAFF: "员工",
    GroupKind.SALES: "销售",
    GroupKind.SHAREHOLDER: "股东",
    GroupKind.CHAMBER: "商会",
}
_LONGEST = 8


def case_number(prefix: str, number: int) -> str:
    return f"{prefix}-{number:04d}"


def parse_case_number(text: str) -> tuple[str, int] | None:
    """Prefix and number of "销售-0057"; None when `text` is no case number."""
    prefix, dash, digits = text.strip().rpartition("-")
    if not dash or not prefix or not digits.isascii() or not digits.isdigit():
        return None
    return prefix, int(digits)


def new_prefix(kind: GroupKind, name: str, taken: Collection[str]) -> str:
    """A prefix that no other group uses: the word for the group's kind, else the beginning of its name."""
    word = _WORDS.get(kind) or name.replace("-", "").strip()[:_LONGEST] or "个案"
    prefix, count = word, 1
    while prefix in taken:
        count += 1
        prefix = f"{word}{count}"
    return prefix
