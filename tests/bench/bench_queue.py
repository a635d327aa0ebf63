"""How long a queue of 5,000 holds the window up: each way to change it, and the events that follow.

QT_QPA_PLATFORM=offscreen uv run tests/bench/bench_queue.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

ROWS = 5_000
GOAL_MS = 20.0


def main() -> int:
    from PySide6.QtWidgets import QApplication

    from gui.panels.violations.entries import Wanted, arrange, with_new
    from gui.panels.violations.queue_view import QueueView
    from tests.helpers.fake_desk import NOW, violation
    from tests.helpers.window import window_context

    rows = [
        violation(n, member_id=n % 700, member_name=f"人{n % 700}", at=NOW - n * 60_000) for n in range(ROWS)
    ]
    worst = 0.0

    def measure(name: str, change: Callable[[], object]) -> None:
        nonlocal worst
        begin = time.perf_counter()
        change()
        called = time.perf_counter()
        QApplication.processEvents()
        end = time.perf_counter()
        worst = max(worst, (called - begin) * 1000, (end - called) * 1000)
        print(f"{name}: call {(called - begin) * 1000:.1f} ms, events {(end - called) * 1000:.1f} ms")

    with window_context() as context:
        view = QueueView(context)
        view.resize(340, 700)
        view.show()
        view.set_queue(arrange(rows[:20], Wanted("open", "person", "newest"), NOW))
        QApplication.processEvents()
        bar = view.verticalScrollBar()
        for name, queue in (
            ("all of it", arrange(rows, Wanted("open", "person", "newest"), NOW)),
            ("one less", arrange(rows[1:], Wanted("open", "person", "newest"), NOW)),
            ("another order", arrange(rows, Wanted("open", "person", "oldest"), NOW)),
            ("by clause", arrange(rows, Wanted("open", "clause", "oldest"), NOW)),
            ("by time", arrange(rows, Wanted("open", "time", "oldest"), NOW)),
        ):
            measure(name, lambda queue=queue: view.set_queue(queue))  # type: ignore[misc]
        whole = arrange(rows, Wanted("open", "person", "priority"), NOW)
        view.set_queue(whole)
        found = [violation(ROWS + 1, member_id=3, member_name="人3", at=NOW)]
        measure("one that a feed found", lambda: view.set_queue(with_new(whole, found, NOW)))
        measure("to the end", lambda: bar.setValue(bar.maximum()))
        measure("one far down", lambda: view.choose("v0"))
    print(f"worst {worst:.1f} ms (goal {GOAL_MS:.0f})")
    return 0 if worst <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
