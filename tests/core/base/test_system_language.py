from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from core.base.system_language import mac_language, system_language


@pytest.mark.parametrize(
    ("name", "value", "language"),
    [
        ("LANG", "zh_CN.UTF-8", "zh"),
        ("LANG", "C", "en"),
        ("LC_ALL", "zh_TW", "zh"),
        ("LC_ALL", "de_DE", "en"),
    ],
)
def test_the_environment_says_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, language: str
) -> None:
    monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(
    ("languages", "language"),
    [(["zh-Hans-CN", "en-CN"], "zh"), (["en-CN", "zh-Hans-CN"], "en"), ([], "en"), (None, "en")],
)
def test_macos_says_it_in_the_preferences(tmp_path: Path, languages: list[str] | None, language: str) -> None:
    path = tmp_path / ".GlobalPreferences.plist"
    with path.open("wb") as file:
        plistlib.dump({} if languages is None else {"AppleLanguages": languages}, file,
                      fmt=plistlib.FMT_BINARY)  # fmt: skip
    assert mac_language(path) == language


@pytest.mark.parametrize("content", [None, b"", b"bplist00", b"<plist><array/></plist>", b"{"])
def test_preferences_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "preferences.plist"
    if content is not None:
        path.write_bytes(content)
    assert mac_language(path) == "en"
