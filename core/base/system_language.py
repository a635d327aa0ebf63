"""Which language the computer speaks to its user."""

from __future__ import annotations

import locale
import os
import sys
from pathlib import Path

from core.base.phrase import Language

MAC_PREFERENCES = Path("Library/Preferences/.GlobalPreferences.plist")
"""In the user's home; AppleLanguages in it is what System Settings shows, the preferred one first."""
_CHINESE = 0x04
"""Primary language of a Windows language id (its low ten bits)."""


def system_language() -> Language:
    """zh where the system speaks Chinese, else en. What the environment says goes first, as everywhere.

    A program started by a click on macOS has no environment to tell, and a packed one on Windows no locale.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _of(os.environ[name])
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE else "en"
    if sys.platform == "darwin":
        return mac_language(Path.home() / MAC_PREFERENCES)
    return _of(locale.getlocale()[0] or "")


def mac_language(preferences: Path) -> Language:
    """What a property list of macOS asks for; en where it cannot be read."""
    # Of use on one system alone, and every start would pay for it.
    import plistlib

    try:
        with preferences.open("rb") as file:
            asked = plistlib.load(file)
        return _of(str(asked["AppleLanguages"][0]))
    except (OSError, ValueError, LookupError, TypeError):
        return "en"


def _of(name: str) -> Language:
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
