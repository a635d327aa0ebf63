"""Reading, writing and jobs: off the GUI thread, and never late."""

import threading
import time

import pytest
from PySide6.QtCore import QObject

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun, Outcome
from tests.helpers.window import settle, window_context


@pytest.fixture
def context(qtbot):
    with window_context() as made:
        yield made


def test_reads_on_another_thread_and_answers_on_this_one(qtbot, context):
    threads = []
    owner = QObject()
    context.read(
        owner,
        "one",
        lambda _desk: threads.append(threading.current_thread()) or 5,
        lambda value: threads.append((value, threading.current_thread())),
    )
    settle(qtbot, context)
    assert threads[0] is not threading.main_thread()
    assert threads[1] == (5, threading.main_thread())


def test_an_answer_to_an_older_question_is_dropped(qtbot, context):
    owner, answers = QObject(), []
    context.read(owner, "same", lambda _desk: time.sleep(0.05) or "old", answers.append)
    context.read(owner, "same", lambda _desk: "new", answers.append)
    settle(qtbot, context)
    assert answers == ["new"]


def test_an_answer_to_somebody_gone_is_dropped(qtbot, context):
    import shiboken6

    owner, answers = QObject(), []
    context.read(owner, "x", lambda _desk: time.sleep(0.05) or 1, answers.append)
    shiboken6.delete(owner)
    settle(qtbot, context)
    assert answers == []


def test_acting_announces_changes_once_and_offers_undo(qtbot, context):
    heard, notes = [], []
    context.changed.connect(heard.append)
    context.toast_requested.connect(notes.append)
    changes = Changes(Noun.VIOLATIONS, frozenset({3}))

    def operation(desk):
        desk.announce(changes)
        return Outcome("v", changes, "decision-1")

    context.act(operation, done=P("Done."))
    settle(qtbot, context)
    assert heard == [changes]
    assert [(str(note.text), note.decision) for note in notes] == [("Done.", "decision-1")]


def test_changes_of_several_operations_are_told_together(qtbot, context):
    heard = []
    context.changed.connect(heard.append)
    context.act(
        lambda _desk: [
            Outcome(1, Changes(Noun.VIOLATIONS, frozenset({1})), "a"),
            Outcome(2, Changes(Noun.LEDGER, frozenset({2})), "b"),
        ]
    )
    settle(qtbot, context)
    assert heard == [Changes(Noun.VIOLATIONS | Noun.LEDGER, frozenset({1, 2}))]


def test_writes_run_one_after_the_other(qtbot, context):
    running, most = [], []

    def operation(_desk):
        running.append(1)
        most.append(len(running))
        time.sleep(0.01)
        running.pop()

    for _ in range(5):
        context.act(operation)
    settle(qtbot, context)
    assert max(most) == 1


def test_a_refusal_is_shown_with_its_remedy(qtbot, context):
    notes = []
    context.toast_requested.connect(notes.append)

    def operation(_desk):
        raise Refusal(P("no such thing."), "x-1", P("Choose another."))

    context.act(operation)
    settle(qtbot, context)
    assert notes[0].trouble
    assert str(notes[0].text) == "x-1: no such thing. Choose another."


def test_a_bug_goes_to_the_log_and_is_told(qtbot, context, caplog):
    notes = []
    context.toast_requested.connect(notes.append)
    context.read(QObject(context), "x", lambda _desk: 1 / 0, notes.append)
    settle(qtbot, context)
    assert notes[0].trouble
    assert "ZeroDivisionError" in caplog.text


def test_a_job_runs_in_its_own_process_with_progress(qtbot, store, store_path):
    from core.base.clock import FixedClock
    from core.desk.desk import Desk

    with window_context(Desk(store, FixedClock(5), "me")) as context:
        done, seen, ended = [], [], []
        context.job_ended.connect(ended.append)
        job = context.run_job(P("Counting"), "tests.helpers.jobs:count", {"upto": 3}, done.append)
        job.progressed.connect(seen.append)
        qtbot.waitUntil(lambda: bool(done), timeout=60_000)
        assert done == [{"operator": "me", "now": 5, "counted": 3}]
        assert seen
        assert ended == [job]


def test_a_job_can_be_cancelled(qtbot, store):
    from core.desk.desk import Desk
    from core.desk.progress import Cancelled

    with window_context(Desk(store)) as context:
        failures = []
        job = context.run_job(
            P("Counting"), "tests.helpers.jobs:count", {"upto": 10_000}, failures.append, failures.append
        )
        qtbot.waitSignal(job.progressed, timeout=60_000).wait()
        job.cancel()
        qtbot.waitUntil(lambda: bool(failures), timeout=60_000)
        assert isinstance(failures[0], Cancelled)


def test_a_job_s_refusal_and_bug_come_back(qtbot, store):
    from core.desk.desk import Desk
    from gui.background import JobFailed

    with window_context(Desk(store)) as context:
        failures = []
        context.run_job(P("x"), "tests.helpers.jobs:refuse", {}, None, failures.append)
        context.run_job(P("x"), "tests.helpers.jobs:break_down", {}, None, failures.append)
        qtbot.waitUntil(lambda: len(failures) == 2, timeout=60_000)
        kinds = {type(error) for error in failures}
        assert kinds == {Refusal, JobFailed}
