"""What keys are called on this computer: what Qt writes as Ctrl is the Command key of a Mac."""

from __future__ import annotations

import sys

_MAC = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧"}


def key_name(key: str, system: str = sys.platform) -> str:
    """The key as its cap shows it, from Qt's name for it."""
    return _MAC.get(key, key) if system == "darwin" else key


def keys_text(keys: str, system: str = sys.platform) -> str:
    """ "Ctrl+K" as a line of text; Macs write keys without a sign between them."""
    if system != "darwin":
        return keys
    return "".join(key_name(key, system) for key in keys.split("+"))
