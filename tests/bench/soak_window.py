"""The window while a bot talks: does it ever stand still, and when is what was found painted?

    uv run tests/bench/soak_window.py [--minutes 10] [--rate 50] [--kills 2] [--breaches 200] [--stored 50000]
                                      [--turn 30]

The whole window with its feed switched on, turned from one panel to another every half minute (`--turn 0`: the queue
stays in sight); the bot is a process of its own, killed without warning and started again. Prints one JSON line. A stall is a gap of more than 100 ms
between two ticks of a 5-ms timer on the GUI thread; the same timer runs before, while nothing comes in. `painted`:
from the sending of a message to the painting of the queue that shows its violation, of those sent while the queue was
in sight.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402

from core.desk.feeding import token_path  # noqa: E402
from core.feed.settings import LOOPBACK, FeedSettings  # noqa: E402
from core.feed.tokens import ensure_token  # noqa: E402
from gui.context import WindowContext  # noqa: E402
from gui.feed import Feed  # noqa: E402
from gui.panels.registry import load_panels  # noqa: E402
from gui.panels.violations.queue_pane import QueuePane  # noqa: E402
from gui.shell import Shell  # noqa: E402
from tests.bench.bench_feed import prepare  # noqa: E402
from tests.bench.soak_feed import bot, memory_mb  # noqa: E402

STALL_MS = 100
PANELS = (
    "violations", "feed", "overview", "violations", "obligations", "roster", "violations", "ledger", "charts",
    "violations", "charters", "intake", "settings",
)  # fmt: skip


class Ticks:
    """Gaps between the ticks of a timer on the GUI thread, and the thread's own time in them. Counted by tenths of a
    millisecond: millions of numbers would look as if the window's memory grew."""

    def __init__(self) -> None:
        self.gaps: Counter[int] = Counter()
        self.most_busy = self.longest = 0.0
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        gap, busy = ((here - before) * 1000 for here, before in zip(now, self._last, strict=True))
        self._last = now
        self.gaps[round(gap * 10)] += 1
        self.longest, self.most_busy = max(self.longest, gap), max(self.most_busy, busy)
        if gap > STALL_MS:
            at = time.strftime("%H:%M:%S")
            print(f"{at} stood {gap:.0f} ms, {busy:.0f} of them busy", file=sys.stderr, flush=True)

    def _at(self, share: float) -> float:
        left = self.gaps.total() * share
        for tenths in sorted(self.gaps):
            left -= self.gaps[tenths]
            if left < 0:
                return tenths / 10
        return self.longest

    def end(self) -> dict[str, object]:
        self._timer.stop()
        return {
            "ticks": self.gaps.total(), "median_ms": self._at(0.5), "p999_ms": self._at(0.999),
            "longest_ms": round(self.longest, 1), "most_busy_ms": round(self.most_busy, 1),
            "stalls": sum(count for tenths, count in self.gaps.items() if tenths > STALL_MS * 10),
        }  # fmt: skip


class Painting(QObject):
    """When each violation was first painted, by its id, and since when the queue was in sight then."""

    def __init__(self, queue: QueuePane) -> None:
        super().__init__()
        self.seen: dict[str, tuple[float, float]] = {}
        self.since = time.time()
        self._view = queue.view
        # What arrives above or below the part in sight is told by the count and by the button at its edge.
        for shown in (queue.view.viewport(), queue.view.arrivals.pill, queue.count_label):
            shown.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        now = time.time()
        for leaf in self._view.queue_model.leaves():
            self.seen.setdefault(leaf.key, (now, self.since))

    def waits_ms(self, db: Path, sent: Mapping[int, float]) -> list[float]:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as raw:
            rows = raw.execute("SELECT id, messages FROM violation WHERE kind = 'message'").fetchall()
        found = []
        for ident, messages in rows:
            name = json.loads(messages)[0].removeprefix("id:s")
            when, since = self.seen.get(ident, (0.0, float("inf")))
            if name.isdigit() and sent.get(int(name), 0.0) > since:
                found.append((when - sent[int(name)]) * 1000)
        return sorted(found)


def wait(until: Callable[[], bool], seconds: float) -> None:
    """As the window runs: in Qt's own loop."""
    end = time.monotonic() + seconds
    loop, look = QEventLoop(), QTimer(interval=100)
    look.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
    look.start()
    loop.exec()
    look.stop()


class Sender:
    """The bot's process; killed at even distances, and started again."""

    def __init__(self, url: str, token: str, log: Path, asked: argparse.Namespace) -> None:
        self.total, self.killed = int(asked.minutes * 60 * asked.rate), 0
        self._given = (url, token, str(log), asked.rate, self.total, asked.breaches)
        self._every = asked.minutes * 60 / (asked.kills + 1)
        self._kills = asked.kills
        self._start()

    def _start(self) -> None:
        self._process = multiprocessing.get_context("spawn").Process(target=bot, args=self._given)
        self._process.start()

    def is_done(self, passed: float) -> bool:
        """Looked at often; `passed`: seconds since it began to talk."""
        if self.killed < self._kills and passed > (self.killed + 1) * self._every:
            self._process.kill()
            self._process.join()
            self.killed += 1
        if not self._process.is_alive() and self._process.exitcode != 0:
            self._start()
        return not self._process.is_alive()


def soak(folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    from core.desk.desk import Desk
    from core.store.store import open_store
    from gui.app import application, build
    from gui.tidying import Tidying

    db, log = folder / "window.db", folder / "sent.log"
    prepare(db, asked.stored, "sales-group-charter")
    log.write_text("")
    app = application()
    context, shell = build(Desk(open_store(db)), "zh", remember=False)
    shell.resize(1440, 900)
    shell.show_panel("violations")
    shell.show()
    shell.activateWindow()
    # Somebody works in it all the time: it is never left alone.
    tidying = Tidying(app, away_ms=24 * 3_600_000)
    load_panels(lambda: True)
    shell.make_ahead()
    wait(lambda: False, 5)
    idle = Ticks()
    wait(lambda: False, 10)
    found = {"minutes": asked.minutes, "rate": asked.rate, "idle": idle.end()}
    found |= talked_to(context, shell, log, asked)
    context.close()
    shell.close()
    tidying.end()
    context.desk.store.close()
    return found


def talked_to(
    context: WindowContext, shell: Shell, log: Path, asked: argparse.Namespace
) -> dict[str, object]:
    feed, token = listening(context)
    queue = shell.show_panel("violations").queue  # type: ignore[attr-defined]
    queue._reorder("newest")
    painting = Painting(queue)
    sender = Sender(f"http://{LOOPBACK}:{feed.state.port}", token, log, asked)
    wait(lambda: log.stat().st_size > 0, 30)
    began, memory, ticks, turned = time.monotonic(), [0], Ticks(), 0

    def follow() -> bool:
        nonlocal turned
        passed = time.monotonic() - began
        if asked.turn and int(passed // asked.turn) > turned:
            turned = int(passed // asked.turn)
            shell.show_panel(PANELS[turned % len(PANELS)])
            print(time.strftime("%H:%M:%S"), PANELS[turned % len(PANELS)], file=sys.stderr, flush=True)
            painting.since = time.time()
        memory.append(memory_mb(os.getpid()))
        return sender.is_done(passed)

    wait(follow, asked.minutes * 60 + 300)
    wait(lambda: False, 3)
    busy = ticks.end()
    lines = (line.split() for line in log.read_text("utf-8").splitlines())
    db = context.desk.store.path
    assert db is not None
    waits = painting.waits_ms(db, {int(number): float(at) for number, at in lines})
    at = lambda share: round(waits[min(len(waits) - 1, int(len(waits) * share))]) if waits else None  # noqa: E731
    with sqlite3.connect(db) as raw:
        stored = raw.execute(
            "SELECT count(*), count(DISTINCT external_id) FROM message WHERE external_id LIKE 's%'"
        ).fetchone()
    third = max(1, len(memory) // 3)
    return {
        "sent": sender.total, "stored": stored[0], "different": stored[1], "kills": sender.killed,
        "while it talks": busy,
        "painted": {"count": len(waits), "p50_ms": at(0.5), "p95_ms": at(0.95), "most_ms": at(1.0)},
        "memory_early_mb": max(memory[third : 2 * third]), "memory_late_mb": max(memory[-third:]),
        "load": [round(load, 2) for load in os.getloadavg()],
    }  # fmt: skip


def listening(context: WindowContext) -> tuple[Feed, str]:
    """The feed of the window, switched on at any free port, and its token."""
    token, _ = ensure_token(token_path(context.desk, FeedSettings()))
    feed = context.kept(Feed)
    assert feed is not None
    feed.played = True
    feed.start()
    wait(lambda: feed.state.running, 30)
    return feed, token


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--breaches", type=int, default=200, help="one message in so many breaks a rule")
    parser.add_argument("--stored", type=int, default=50_000)
    parser.add_argument(
        "--turn", type=float, default=30, help="seconds that one panel is in sight; 0: the queue stays"
    )
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(soak(Path(folder), parser.parse_args())))


if __name__ == "__main__":
    main()
