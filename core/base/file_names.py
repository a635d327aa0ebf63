"""Names for files that Windows, macOS and Linux all take."""

from __future__ import annotations

import re

LONGEST = 100
"""Characters: in UTF-8 and with an ending that stays below the 255 bytes a name may have anywhere."""
_ODD = re.compile(r"[^\w.-]+")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{sign}" for port in ("com", "lpt") for sign in "0123456789¹²³"]
)
"""What Windows takes for a device, with any ending too."""


def file_stem(wanted: str, otherwise: str) -> str:
    """`wanted` as a file's name without its ending: letters and digits of any script, `_`, `-` and dots inside.

    `otherwise` where nothing is left of it; the name of a device gets an underscore behind it.
    """
    stem = _short(_ODD.sub("-", wanted).strip("-.")).strip("-.") or otherwise
    first, dot, rest = stem.partition(".")
    return f"{first}_{dot}{rest}" if first.lower() in _DEVICES else stem


def is_portable(name: str) -> bool:
    """Whether every system takes `name` as the name of a file."""
    return (
        0 < len(name.encode("utf-8", "replace")) <= 255
        and name[-1] not in " ."
        and not any(sign in '<>:"/\\|?*' or sign < " " for sign in name)
        and name.partition(".")[0].rstrip(" ").lower() not in _DEVICES
    )


def _short(stem: str) -> str:
    """No more than LONGEST characters, nor twice as many bytes (a Chinese one has three)."""
    return stem[:LONGEST].encode("utf-8", "ignore")[: 2 * LONGEST].decode("utf-8", "ignore")
