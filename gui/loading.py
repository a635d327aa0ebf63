"""Whether a window can open here at all: Qt's own libraries, and a display."""

from __future__ import annotations

import os
import sys

from core.base.phrase import P
from core.base.refusal import Refusal

DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-shape0 fonts-noto-cjk"
)


def require_qt() -> None:
    """Raises Refusal, naming the packages to install, where Qt cannot be loaded."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - only to see whether its libraries are there
    except ImportError as error:
        raise Refusal(
            P("the window needs libraries that are missing here ({error}).", error=str(error)),
            "Qt",
            P("On Debian or Ubuntu: sudo apt install {packages}", packages=DEBIAN_PACKAGES),
        ) from error


def has_display() -> bool:
    """Whether windows can be shown, or Qt was told which platform to use."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_display() -> None:
    """Raises Refusal where there is no display."""
    if not has_display():
        raise Refusal(
            P("there is no display to open a window on."),
            "DISPLAY",
            P("Log in to a desktop, or set QT_QPA_PLATFORM=offscreen to run without one."),
        )
