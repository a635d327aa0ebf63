"""Font families: the Latin family first (narrow digits and middle dot), then the Chinese one."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from core.base.paths import RESOURCES
from gui.theme.tokens import TYPE

LATIN: dict[str, tuple[str, ...]] = {
    "win32": ("Segoe UI",),
    "darwin": (".AppleSystemUIFont", "Helvetica Neue"),
    "linux": ("Inter", "Noto Sans", "Source Sans 3"),
}
CHINESE: tuple[str, ...] = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Noto Sans SC",
    "Source Han Sans SC", "WenQuanYi Micro Hei", "SimHei", "SimSun",
)  # fmt: skip
MONO: tuple[str, ...] = (
    "Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "Noto Sans Mono", "Courier New",
)  # fmt: skip
_HEAVY_FROM = 15
"""A family without a medium weight is drawn bold from this size on, regular below: small bold Chinese blots."""


@cache
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


@cache
def load_bundled() -> tuple[str, ...]:
    """Load the bundled fonts where the system has no Chinese family; the families that came."""
    if any(family in _installed() for family in CHINESE):
        return ()
    loaded: list[str] = []
    for path in sorted((RESOURCES / "fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            loaded += QFontDatabase.applicationFontFamilies(number)
    _installed.cache_clear()
    return tuple(dict.fromkeys(loaded))


@cache
def families() -> tuple[str, ...]:
    """Installed families in order of preference. Names that are not installed would make Qt search and warn."""
    bundled = load_bundled()
    latin = LATIN.get(sys.platform, LATIN["linux"])
    # Of the Chinese families only the first counts: the rest would mix strokes within a line.
    chinese = [family for family in CHINESE if family in _installed()][:1] or list(bundled)
    return tuple(family for family in latin if family in _installed()) + tuple(chinese)


@cache
def _has_medium() -> bool:
    chosen = families()
    return bool(chosen) and any("Medium" in style for style in QFontDatabase.styles(chosen[-1]))


def font(role: str, scale: float = 1.0) -> QFont:
    """The font of a type role (tokens.TYPE), with tabular digits. Raises KeyError for an unknown role."""
    px, _line, weight = TYPE[role]
    made = QFont()
    chosen = [name for name in MONO if name in _installed()][:1] if role == "mono" else []
    chosen += families()
    if chosen:
        made.setFamilies(chosen)
    made.setPixelSize(max(9, round(px * scale)))
    if weight == 500:
        heavy = QFont.Weight.Bold if px >= _HEAVY_FROM else QFont.Weight.Normal
        made.setWeight(QFont.Weight.Medium if _has_medium() else heavy)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
