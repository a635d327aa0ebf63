"""Formats are shown by the names people know."""

from __future__ import annotations

from core.intake.formats import FORMATS
from gui.panels.intake.format_names import NAMES, format_name


def test_every_format_has_a_name():
    assert set(NAMES) == {form.name for form in FORMATS} | {"excel", "table"}
    assert format_name("chatlab-jsonl") == "ChatLab JSONL"
    assert format_name("of tomorrow") == "of tomorrow"
