"""The window opens and closes with exit code 0, every time: no thread, timer or object outlives it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from PySide6.QtCore import QTimer
import gui.app as app
from core.desk.desk import Desk
from core.store.store import open_store

shown = app.Shell.show

def show_and_close(shell):
    shown(shell)
    for number, key in enumerate(shell.place_keys()):
        QTimer.singleShot(60 * number, lambda name=key: shell.show_panel(name))
    QTimer.singleShot(900, shell.close)

app.Shell.show = show_and_close
sys.exit(app.run(Desk(open_store(sys.argv[1])), "zh"))
"""


@pytest.mark.parametrize("attempt", range(2))
def test_clean_exit(tmp_path, attempt):
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "own.db")],
        cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "Traceback" not in answer.stderr
