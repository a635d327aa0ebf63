"""Text that core writes, kept as message id and arguments, and rendered late in the reader's language.

One gettext catalogue (resources/i18n) serves core and gui. `P("…", name=…)` marks a message id for
extraction; arguments fill `{name}` places after translation.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from core.base.paths import RESOURCES
from core.base.singular import singular

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text that somebody wrote in both languages (charters, bundled data)."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


Argument = "str | int | LocalText | Phrase | tuple[Argument, ...]"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message id (English, with {places}) and its arguments."""

    msgid: str
    args: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return render(self, "en")


def P(msgid: str, **args: Any) -> Phrase:
    return Phrase(msgid, tuple(args.items()))


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("qunzhang", RESOURCES / "i18n", [language], fallback=True)


def render(phrase: Phrase | LocalText | str, language: Language) -> str:
    """The phrase in `language`; an unknown id stands as written."""
    if isinstance(phrase, str):
        return phrase
    if isinstance(phrase, LocalText):
        return phrase.in_language(language)
    text = _catalogue(language).gettext(phrase.msgid) if phrase.msgid else ""
    if not phrase.args:
        return text
    values = {name: _argument(value, language) for name, value in phrase.args}
    return (singular(text, values) if language == "en" else text).format(**values)


def _argument(value: Any, language: Language) -> str | int:
    if isinstance(value, Phrase | LocalText):
        return render(value, language)
    if isinstance(value, tuple | list):
        return ("、" if language == "zh" else ", ").join(str(_argument(item, language)) for item in value)
    return value


def to_plain(value: Any) -> Any:
    """A JSON-ready form of a phrase, local text or argument; `from_plain` reads it back."""
    if isinstance(value, Phrase):
        return {"msgid": value.msgid, "args": {name: to_plain(item) for name, item in value.args}}
    if isinstance(value, LocalText):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def from_plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "msgid" in value:
            return Phrase(value["msgid"], tuple((k, from_plain(v)) for k, v in value["args"].items()))
        return LocalText(value.get("zh", ""), value.get("en", ""))
    if isinstance(value, list):
        return tuple(from_plain(item) for item in value)
    return value
