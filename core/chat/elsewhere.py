"""Keys that name a message of another group, where a finding of this group points there."""

from __future__ import annotations

_MARK, _END = "in:", "\x1f"
"""No message key begins like the mark; no room id holds the end."""


def key_elsewhere(group: str, key: str) -> str:
    """The message with `key` in the group with room id `group`, as seen from any other group."""
    return f"{_MARK}{group}{_END}{key}"


def home_of(key: str) -> tuple[str, str]:
    """(room id, key in that group); the room id is "" for a message of the group itself."""
    if not key.startswith(_MARK):
        return "", key
    group, end, rest = key[len(_MARK) :].partition(_END)
    return (group, rest) if end else ("", key)
