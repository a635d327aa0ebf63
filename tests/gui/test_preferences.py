"""Preferences survive, and a broken file is no reason not to start."""

import pytest

from gui.preferences import Preferences, load, save


def test_round_trip(tmp_path):
    wanted = Preferences("zh", "dark", 1.25)
    save(wanted, tmp_path / "folder" / "preferences.toml")
    assert load(tmp_path / "folder" / "preferences.toml") == wanted


@pytest.mark.parametrize(
    "text", ["", "not toml [", 'theme = "purple"', 'scale = "big"', "scale = 9.0", "\x00"]
)
def test_whatever_is_broken_is_the_default(tmp_path, text):
    path = tmp_path / "preferences.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path) == Preferences()


def test_no_file_is_the_default(tmp_path):
    assert load(tmp_path / "none.toml") == Preferences()
    assert Preferences().chosen_language() is None
    assert Preferences("en").chosen_language() == "en"
