from __future__ import annotations

import pytest

from gui.widgets.key_names import key_name, keys_text


@pytest.mark.parametrize(
    ("system", "key", "line"),
    [("darwin", "⌘", "⌘K"), ("win32", "Ctrl", "Ctrl+K"), ("linux", "Ctrl", "Ctrl+K")],
)
def test_keys_have_the_names_of_the_computer(system: str, key: str, line: str) -> None:
    assert key_name("Ctrl", system) == key
    assert key_name("K", system) == "K"
    assert keys_text("Ctrl+K", system) == line
