"""Start and smoothness of the window: `uv run python tests/bench/bench_window.py [CHAT.jsonl | --start]`.

Start: from the start of the process to the first painted frame of the main window, against a bare Qt widget
painted by a process started the same way, in the same run. Both from compiled bytecode, as installed programs
start; the store is an existing one. GOAL is the ratio aimed at. Smoothness: a 1-ms timer on the GUI thread
while a chat is imported by the worker process, against the same timer while nothing happens.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROUNDS = 7
GOAL = 3.0
BARE = """
import time
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
widget.resize(1440, 900)
widget.show()
widget.grab()
print(time.time())
"""
WINDOW = """
import sys, time
from core.base.clock import SystemClock
from core.desk.desk import Desk
from core.store.store import open_store
from gui.app import build
context, shell = build(Desk(open_store(sys.argv[1]), SystemClock()), "zh", remember=False)
shell.resize(1440, 900)
shell.show_panel(shell.place_keys()[0])
shell.show()
shell.grab()
print(time.time(), flush=True)
context.close()
"""


def first_paints(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds from starting Python to the first painted frame, of the bare widget and of the window.

    Turn by turn, so that other work on the machine meets both alike. The first turn, which compiles the
    bytecode and makes the store, is not counted.
    """
    surroundings = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }

    def seconds(code: str) -> float:
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / "start.db")],
            cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return float(done.stdout.split()[0]) - begun

    turns = [(seconds(BARE), seconds(WINDOW)) for _ in range(ROUNDS + 1)][1:]
    return [bare for bare, _ in turns], [window for _, window in turns]


def ticks(seconds: float, until: object = None) -> list[float]:
    """Gaps in ms between ticks of a 1-ms timer, for `seconds` or until `until` is set."""
    from PySide6.QtCore import QTimer

    from gui.app import application

    app = application()
    last = time.perf_counter()
    gaps: list[float] = []

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(tick)
    timer.start()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and not (isinstance(until, list) and until):
        app.processEvents()
    timer.stop()
    return gaps


def stalls(chat: Path, folder: Path) -> None:
    from core.base.phrase import P
    from core.desk.desk import Desk
    from core.desk.pieces import Piece
    from core.store.store import open_store
    from gui.app import build

    context, shell = build(Desk(open_store(folder / "window.db")), "zh", remember=False)
    shell.resize(1440, 900)
    shell.show_panel("overview")
    shell.show()
    ticks(1.0)
    report("idle, 5 s", ticks(5.0))
    ended: list[object] = []
    begun = time.perf_counter()
    context.run_job(
        P("Importing"),
        "gui.jobs:import_pieces",
        {"pieces": [Piece(path=str(chat))]},
        ended.append,
        ended.append,
    )
    report("while importing", ticks(600.0, ended))
    took = time.perf_counter() - begun
    print(f"import beside the window: {took:.1f} s; result {type(ended[0]).__name__}")
    context.close()
    shell.close()


def report(name: str, gaps: list[float]) -> None:
    ordered = sorted(gaps)
    print(
        f"{name}: {len(gaps)} ticks, median {statistics.median(gaps):.1f} ms,"
        f" 99.9 % {ordered[int(len(ordered) * 0.999)]:.1f} ms, longest {ordered[-1]:.1f} ms"
    )


def main() -> int:
    from tests.bench.bench_import import made_up

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare, window = first_paints(folder)
        ratio = statistics.median(high / low for low, high in zip(bare, window, strict=True))
        print(
            f"first paint: bare Qt {statistics.median(bare):.2f} s, window {statistics.median(window):.2f} s,"
            f" ratio {ratio:.2f} (goal {GOAL})"
        )
        if "--start" in sys.argv:
            return 0
        chat = Path(sys.argv[1]) if len(sys.argv) > 1 else made_up(folder / "made-up.jsonl")
        stalls(chat, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
