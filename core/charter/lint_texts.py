"""Lint of words in two languages: both are there, and they are not the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.base.phrase import P
from core.charter.model import Charter
from core.charter.problem import Problem, warning
from core.charter.yaml_loading import Document, Key

_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z]{2}")


def text_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for keys, text in _texts(document.data):
        if not isinstance(text, dict):
            continue
        zh, en = str(text["zh"]), str(text["en"])
        if not zh.strip() or not en.strip():
            yield warning(document, keys, "text-empty", P("the text is empty in one of the languages."),
                          P("Write it in Chinese and in English, or once for both."))  # fmt: skip
        elif zh.strip() == en.strip() and _HAN.search(zh) and _WORD.search(zh) is None:
            yield warning(document, keys, "text-untranslated",
                          P("the text is the same in both languages: “{text}”.", text=_short(zh)),
                          P("Translate it, or write it once, without zh and en."))  # fmt: skip
        elif _HAN.search(en) and not _WORD.search(en):
            yield warning(document, (*keys, "en"), "text-language",
                          P("the English text is written in Chinese: “{text}”.", text=_short(en)),
                          P("Translate it; perhaps zh and en are exchanged."))  # fmt: skip
        elif _WORD.search(zh) and not _HAN.search(zh):
            yield warning(document, (*keys, "zh"), "text-language",
                          P("the Chinese text is written in English: “{text}”.", text=_short(zh)),
                          P("Translate it; perhaps zh and en are exchanged."))  # fmt: skip


def _texts(data: Any) -> Iterator[tuple[tuple[Key, ...], Any]]:
    for key in ("title", "scope", "notice"):
        yield (key,), data.get(key)
    for index, clause in enumerate(data["clauses"]):
        yield ("clauses", index, "text"), clause["text"]
    for name, policy in data.get("policies", {}).items():
        yield ("policies", name, "title"), policy.get("title")
        for number, transition in enumerate(policy.get("transitions", ())):
            yield ("policies", name, "transitions", number, "note"), transition.get("note")
        for number, text in enumerate(policy.get("silent_on", ())):
            yield ("policies", name, "silent_on", number), text


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
