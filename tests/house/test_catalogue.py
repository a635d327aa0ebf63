"""The catalogue is complete and fresh: every id in both languages, same places, compiled from the text."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_tool", ROOT / "packaging" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_is_translated_and_none_is_stale(language: str) -> None:
    tool = _tool()
    translations = tool.read(language)
    assert set(translations) == set(tool.message_ids())
    assert [msgid for msgid, text in translations.items() if not text] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_translations_keep_their_places(language: str) -> None:
    for msgid, text in _tool().read(language).items():
        assert set(_places(text)) <= set(_places(msgid)), msgid


@pytest.mark.parametrize("language", ["zh", "en"])
def test_compiled_catalogue_is_fresh(language: str) -> None:
    tool = _tool()
    path = tool.catalogue_path(language).with_suffix(".mo")
    assert path.read_bytes() == tool.compiled(language, tool.read(language))
