"""A window context over made-up rows, and waiting until it has all its answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.desk import (
    appeals,
    groups,
    journal,
    ledger,
    obligations,
    outbox,
    reports,
    roster,
    violations,
    waiting,
)
from core.desk.desk import Desk
from gui.app import application
from gui.context import WindowContext
from gui.theme.theme import Theme
from tests.helpers.fake_desk import FakeViolations, desk, group


@contextmanager
def window_context(at: Desk | None = None) -> Iterator[WindowContext]:
    """A context in English and light; closed afterwards, so that no thread outlives the test."""
    app = application()
    theme = Theme()
    # Panels stand here without the window that would dress them.
    theme.changed.connect(lambda: app.setStyleSheet(theme.sheet))
    theme.apply(app, "light", 1.0)
    context = WindowContext(at or desk(), theme, "en")
    try:
        yield context
    finally:
        context.close()


def settle(qtbot: object, context: WindowContext, quiet: int = 60) -> None:
    """Wait until nothing is asked any more for `quiet` milliseconds."""
    for _ in range(200):
        qtbot.waitUntil(lambda: context.idle, timeout=10_000)  # type: ignore[attr-defined]
        qtbot.wait(quiet)  # type: ignore[attr-defined]
        if context.idle:
            return
    raise AssertionError("the window never comes to rest")


def put_in_place(monkeypatch: pytest.MonkeyPatch, fake: FakeViolations, count: int = 2) -> None:
    """Let the desk's operations answer from `fake`; everything else is empty."""
    for name in (
        "find",
        "count_open",
        "dossier",
        "confirm",
        "dismiss",
        "confirm_many",
        "undo",
        "notified",
        "preview",
    ):
        monkeypatch.setattr(violations, name, getattr(fake, name))
    monkeypatch.setattr(groups, "summaries", lambda _desk: [group(n) for n in range(1, count + 1)])
    monkeypatch.setattr(obligations, "find", lambda *_args, **_names: [])
    for each in (appeals, outbox, reports, waiting):
        monkeypatch.setattr(each, "find", lambda *_args, **_names: [])
    monkeypatch.setattr(waiting, "tallies", lambda *_args, **_names: [])
    monkeypatch.setattr(reports, "drafts", lambda *_args, **_names: [])
    monkeypatch.setattr(outbox, "count_waiting", lambda *_args: 0)
    monkeypatch.setattr(ledger, "growing", lambda *_args: [])
    monkeypatch.setattr(journal, "recent", lambda *_args: [])
    monkeypatch.setattr(roster, "rows", lambda *_args: [])
