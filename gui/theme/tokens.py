"""Colours and type of the console, as names; the style sheet and every delegate read them from here."""

from __future__ import annotations

from typing import NamedTuple

_PAIRS: dict[str, tuple[str, str]] = {
    # surfaces
    "bg": ("#FFFFFF", "#1E1D1B"),
    "canvas": ("#FAF9F7", "#191817"),
    "rail": ("#F4F3EF", "#161514"),
    "hover": ("#F1EFEB", "#292825"),
    "sel": ("#E9EFFB", "#232C40"),
    "sel-line": ("#C5D4F3", "#3A4B73"),
    "line": ("#E9E6E0", "#302E2B"),
    "line2": ("#D8D4CC", "#45423D"),
    "over": ("#FFFFFF", "#232220"),
    "grey-w": ("#F1EFEB", "#2A2926"),
    # text
    "text": ("#1F1D1A", "#ECEAE4"),
    "text2": ("#57544E", "#B2AEA5"),
    "text3": ("#6C6860", "#9A968D"),
    "accent": ("#2B56B8", "#8FB0FF"),
    "accent-h": ("#234A9F", "#A6C0FF"),
    "on-accent": ("#FFFFFF", "#10203F"),
    # states: text, wash, line or dot
    "red": ("#B32D1C", "#FF9A86"),
    "red-w": ("#FCEDE9", "#3A221D"),
    "red-l": ("#F0C9C0", "#63372D"),
    "amber": ("#85560A", "#EBBE62"),
    "amber-w": ("#FBF2DD", "#352A15"),
    "amber-d": ("#D08A12", "#D9A23A"),
    "green": ("#256541", "#85CDA0"),
    "green-w": ("#E9F4EC", "#1C2E23"),
    "green-d": ("#3C9262", "#57B07E"),
    # conversation
    "mark": ("#FBDDD5", "#5A2C23"),
    "bubble": ("#FFFFFF", "#2A2926"),
    "kbd": ("#FFFFFF", "#2A2926"),
    "kbd-l": ("#D8D4CC", "#4A4741"),
    # charts and avatars
    "c1": ("#2B56B8", "#8FB0FF"),
    "c2": ("#7E9BDB", "#5F7DC4"),
    "c3": ("#B9C8EA", "#3D5183"),
    "c4": ("#D9D5CC", "#45423D"),
    "av0": ("#E6E9F2", "#2E3445"),
    "av1": ("#EDE8E0", "#3A342A"),
    "av2": ("#E3ECE8", "#2A3833"),
    "av3": ("#F0E6E6", "#3D2E2E"),
    "av4": ("#E9E6F0", "#352F42"),
    # the toast is dark in both
    "toast": ("#2B2926", "#3A3833"),
    "toast-line": ("#2B2926", "#4A4741"),
    "toast-text": ("#F3F1EC", "#F3F1EC"),
    "toast-link": ("#A6C0FF", "#A6C0FF"),
    "toast-kbd": ("#6B675F", "#6B675F"),
}

LIGHT: dict[str, str] = {name: pair[0] for name, pair in _PAIRS.items()}
DARK: dict[str, str] = {name: pair[1] for name, pair in _PAIRS.items()}
AVATARS = ("av0", "av1", "av2", "av3", "av4")


class TypeRole(NamedTuple):
    """Pixel size, line height in pixels, weight."""

    px: int
    line: int
    weight: int


TYPE: dict[str, TypeRole] = {
    "amount": TypeRole(32, 40, 500),
    "figure": TypeRole(24, 32, 500),
    "title": TypeRole(20, 32, 500),
    "heading": TypeRole(15, 24, 500),
    "heading-plain": TypeRole(15, 24, 400),
    "body": TypeRole(13, 20, 400),
    "chat": TypeRole(13, 22, 400),
    "strong": TypeRole(13, 20, 500),
    "small": TypeRole(12, 16, 400),
    "small-strong": TypeRole(12, 16, 500),
    "micro": TypeRole(11, 16, 400),
    "micro-strong": TypeRole(11, 16, 500),
    "mono": TypeRole(12, 18, 400),
}

# measures, in pixels at 100 %
RAIL, TOP, STATUS = 176, 48, 24
ROW, ROW_NEED, ROW_QUEUE = 32, 40, 48
QUEUE, DECISION, DRAWER = 344, 376, 424
R_TAG, R_BUTTON, R_CARD = 4, 6, 8


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
