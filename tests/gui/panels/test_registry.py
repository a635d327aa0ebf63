import json
import subprocess
import sys

from gui.panels.registry import PLACES, load_panels

LOADING = """
import json, sys, threading
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gui.panels.registry import load_panels
thread = threading.Thread(target=load_panels, args=(lambda: True,))
thread.start()
thread.join()
print(json.dumps(sorted(sys.modules)))
"""


def test_panels_can_be_loaded_beside_the_gui_thread():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADING], capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert {f"gui.panels.{place.key}.panel" for place in PLACES} <= loaded
    assert done.stderr.replace("This plugin does not support propagateSizeHints()\n", "") == ""


def test_loading_stops_when_nobody_wants_it():
    answers = iter([True, False])
    load_panels(lambda: next(answers))
    assert next(answers, None) is None
