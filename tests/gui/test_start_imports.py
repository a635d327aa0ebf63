"""What may not be loaded before the window is drawn, and never in a job's process."""

import json
import subprocess
import sys

import pytest

from core.store.store import open_store

WINDOW = """
import json, sys
from core.desk.desk import Desk
from core.store.store import open_store
from gui.app import build
context, shell = build(Desk(open_store(sys.argv[1])), "en", remember=False)
shell.show_panel(shell.place_keys()[0])
print(json.dumps(sorted(sys.modules)))
context.close()
"""
JOB = "import json, sys, gui.job_process, gui.jobs; print(json.dumps(sorted(sys.modules)))"


def loaded(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return set(json.loads(done.stdout))


@pytest.fixture
def known_store(tmp_path):
    path = tmp_path / "known.db"
    open_store(path).close()
    return path


def test_the_window_is_drawn_before_heavy_libraries_are_loaded(known_store):
    heavy = {
        "sqlalchemy",
        "pydantic",
        "alembic",
        "pyqtgraph",
        "numpy",
        "ruamel.yaml",
        "yaml",
        "jsonschema",
        "re2",
        "openpyxl",
    }
    assert not heavy & loaded(WINDOW, str(known_store))


def test_a_job_loads_no_qt():
    assert not [
        name for name in loaded(JOB) if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph")
    ]
