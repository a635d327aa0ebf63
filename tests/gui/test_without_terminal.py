"""A packed window that cannot start says why in a box, for it has no terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import typer
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from core.base.refusal import Refusal
from gui import without_terminal
from gui.commands import window


@pytest.fixture
def no_store(tmp_path: Path) -> Path:
    path = tmp_path / "no store.db"
    path.write_bytes(b"this is no database at all, only words" * 40)
    return path


def test_the_packed_window_says_it_in_a_box(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, no_store: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(no_store.with_name("Qunzhang-Window.exe")))
    said: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        box.accept()

    QTimer.singleShot(0, close)
    with pytest.raises(typer.Exit) as left:
        window(str(no_store))
    assert left.value.exit_code == 2
    assert str(no_store) in said[0]
    assert "\n" not in said[0]


def test_with_a_terminal_the_refusal_goes_on_to_it(qtbot: QtBot, no_store: Path) -> None:
    with pytest.raises(Refusal):
        window(str(no_store))


def test_a_program_without_streams_has_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not without_terminal.is_without_terminal()
    monkeypatch.setattr(sys, "stderr", None)
    assert without_terminal.is_without_terminal()
