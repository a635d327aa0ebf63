"""Starting from the command line: what is missing is told in one line; a build can test itself."""

import builtins
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.base.refusal import Refusal
from gui import loading

ROOT = Path(__file__).resolve().parents[2]


def start(*args, **env):
    return subprocess.run(
        [sys.executable, "main.py", *args],
        cwd=ROOT,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )


def without_display():
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {key: value for key, value in os.environ.items() if key not in names}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a display")
def test_without_a_display_the_window_says_so_and_how():
    answer = start("window", **without_display())
    assert answer.returncode == 2
    assert answer.stdout == ""
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1
    assert "QT_QPA_PLATFORM" in lines[0]


def test_missing_libraries_are_named(monkeypatch):
    real = builtins.__import__

    def broken(name, *args, **rest):
        if name.startswith("PySide6"):
            raise ImportError("libEGL.so.1: cannot open shared object file")
        return real(name, *args, **rest)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(Refusal) as caught:
        loading.require_qt()
    line = caught.value.line("en")
    for package in ("libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libxcb-cursor0"):
        assert package in line


def test_self_test_opens_every_panel():
    answer = start("self-test", **os.environ)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip().endswith("ok")
    for key in ("overview", "violations"):
        assert f"opened {key} (zh)" in answer.stdout


def test_demo_never_touches_the_user_s_own_store(monkeypatch, tmp_path):
    from core.cli.output import default_store

    answer = start("demo", "--db", str(default_store()), **os.environ)
    assert answer.returncode == 2
    assert "own store" in answer.stderr
