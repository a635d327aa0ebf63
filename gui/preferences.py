"""What the operator likes: language, theme, text size, whether the window calls. A small TOML file in the user's settings folder."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from core.base.phrase import LANGUAGES, Language
from gui.theme.theme import MODES, Mode

SCALES = (1.0, 1.1, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class Preferences:
    """ "" for `language` means: as the system is."""

    language: str = ""
    theme: Mode = "system"
    scale: float = 1.0
    alerts: bool = True
    """Whether the window calls for attention when something new waits while one works elsewhere"""
    feed: bool = False
    """Whether the window listens to bots from its start on"""
    feed_port: int = 0
    """0: the usual one"""
    feed_sound: bool = False
    """Whether a violation found in what a bot sent makes a sound"""

    def chosen_language(self) -> Language | None:
        return next((known for known in LANGUAGES if known == self.language), None)


def default_path() -> Path:
    return Path(platformdirs.user_config_dir("Qunzhang", appauthor=False)) / "preferences.toml"


def load(path: Path | None = None) -> Preferences:
    """The saved preferences; whatever is missing or unreadable is the default."""
    try:
        values = tomllib.loads((path or default_path()).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Preferences()
    theme: Mode = next((mode for mode in MODES if mode == values.get("theme")), "system")
    language = values.get("language", "")
    scale, port = values.get("scale", 1.0), values.get("feed_port", 0)
    return Preferences(
        language if language in LANGUAGES else "",
        theme,
        float(scale) if isinstance(scale, int | float) and 0.9 <= scale <= 1.5 else 1.0,
        values.get("alerts") is not False,
        values.get("feed") is True,
        port if isinstance(port, int) and 1024 <= port <= 65_535 else 0,
        values.get("feed_sound") is True,
    )


def save(preferences: Preferences, path: Path | None = None) -> None:
    """Raises OSError."""
    target = path or default_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {_written(value)}" for key, value in asdict(preferences).items()]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def change(path: Path | None = None, **changes: Any) -> None:
    """Save what changed; all else stays. Raises OSError."""
    save(replace(load(path), **changes), path)


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, float) else f'"{value}"'
