"""What a feed has just found is read alone and takes its place; nothing that comes while all is read is lost."""

from dataclasses import replace
from threading import Event

import pytest

from core.desk.changes import Changes, Noun
from gui.panels.violations.panel import ViolationsPanel
from tests.helpers.fake_desk import NOW, FakeViolations, violation
from tests.helpers.window import put_in_place, settle, window_context


class Clock:
    """Goes on with every look at it, as real ones do."""

    def __init__(self):
        self.at = NOW

    def now(self):
        self.at += 1
        return self.at


@pytest.fixture
def fake(monkeypatch):
    made = FakeViolations([violation(n) for n in (1, 2, 3)])
    put_in_place(monkeypatch, made)
    return made


@pytest.fixture
def panel(qtbot, fake):
    with window_context() as context:
        context.desk = replace(context.desk, clock=Clock())
        made = ViolationsPanel(context)
        made.resize(1264, 800)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        fake.asked.clear()
        yield made


def shown(panel):
    return [leaf.key for leaf in panel.queue.view.queue_model.leaves()]


def found(panel, fake, *numbers, **fields):
    """A feed files these and tells."""
    rows = {row.id: row for row in (violation(n, **fields) for n in numbers)}
    fake.rows |= rows
    panel.context.changed.emit(Changes(Noun.VIOLATIONS, frozenset({1}), live=True, new=frozenset(rows)))


def test_only_what_is_new_is_read(qtbot, panel, fake):
    found(panel, fake, 4, at=NOW)
    settle(qtbot, panel.context)
    assert shown(panel) == ["v4", "v1", "v2", "v3"]
    assert fake.asked == [frozenset({"v4"})]
    assert panel.queue.count_label.text() == "4"
    assert panel.queue.view.current_id() == "v1", "the selection stays"


def test_several_that_follow_at_once_all_come(qtbot, panel, fake):
    for number in range(4, 20):
        found(panel, fake, number)
    settle(qtbot, panel.context)
    assert sorted(shown(panel)) == sorted(fake.rows)
    assert None not in fake.asked, "and all of it is not read for them"


def test_what_the_queue_is_narrowed_against_stays_out(qtbot, panel, fake):
    panel.focus_on(clause="1.2")
    settle(qtbot, panel.context)
    found(panel, fake, 4)
    found(panel, fake, 5, clause="1.2")
    settle(qtbot, panel.context)
    assert shown(panel) == ["v2", "v5"]


def test_what_came_while_all_was_read_is_not_lost(qtbot, panel, fake, monkeypatch):
    begun, go = Event(), Event()
    find = fake.find

    def slowly(desk, state="", group="", member="", limit=0, superseded=False, ids=None):
        rows = find(desk, state, group, ids=ids)
        if ids is None:
            begun.set()
            go.wait(10)
        return rows

    monkeypatch.setattr("core.desk.violations.find", slowly)
    panel.refresh(Changes(Noun.VIOLATIONS))
    assert begun.wait(10)
    found(panel, fake, 4)
    qtbot.waitUntil(lambda: "v4" in shown(panel), timeout=5_000)
    go.set()
    settle(qtbot, panel.context)
    assert sorted(shown(panel)) == ["v1", "v2", "v3", "v4"]


def test_an_answer_from_before_all_was_asked_for_changes_nothing(qtbot, panel, fake, monkeypatch):
    begun, go = Event(), Event()
    find = fake.find

    def slowly(desk, state="", group="", member="", limit=0, superseded=False, ids=None):
        rows = find(desk, state, group, ids=ids)
        if ids is not None:
            begun.set()
            go.wait(10)
        return rows

    monkeypatch.setattr("core.desk.violations.find", slowly)
    found(panel, fake, 4)
    assert begun.wait(10)
    del fake.rows["v4"]
    panel.refresh(Changes(Noun.VIOLATIONS))
    qtbot.waitUntil(lambda: fake.asked[-1] is None, timeout=5_000)
    go.set()
    settle(qtbot, panel.context)
    assert shown(panel) == ["v1", "v2", "v3"]


def test_arrivals_are_counted_though_time_goes_on(qtbot, panel, fake):
    fake.rows |= {row.id: row for row in (violation(n) for n in range(4, 60))}
    panel.refresh(None)
    settle(qtbot, panel.context)
    panel.queue.view.choose("v50")
    found(panel, fake, 70, at=NOW)
    settle(qtbot, panel.context)
    assert panel.queue.view.arrivals.count == 1
    fake.rows |= {"v71": violation(71, at=NOW)}
    panel.refresh(Changes(Noun.VIOLATIONS))
    settle(qtbot, panel.context)
    assert panel.queue.view.arrivals.count == 2


def test_the_record_shown_counts_what_the_person_did_anew(qtbot, panel, fake, monkeypatch):
    asked = []
    dossier = fake.dossier
    monkeypatch.setattr(
        "core.desk.violations.dossier", lambda desk, key, around=20: asked.append(key) or dossier(desk, key)
    )
    found(panel, fake, 4, member_id=99)
    settle(qtbot, panel.context)
    assert asked == []
    found(panel, fake, 5)
    settle(qtbot, panel.context)
    assert asked == ["v1"]


def test_talk_that_breaks_nothing_leaves_the_queue_alone(qtbot, panel, fake):
    panel.context.changed.emit(Changes(Noun.MESSAGES | Noun.GROUPS | Noun.MEMBERS, live=True))
    settle(qtbot, panel.context)
    assert fake.asked == []
    panel.context.changed.emit(Changes(Noun.MESSAGES | Noun.GROUPS))
    settle(qtbot, panel.context)
    assert fake.asked == [None], "an import is another matter"


def test_a_find_under_another_question_waits_for_its_answer(qtbot, panel, fake, monkeypatch):
    """The queue was narrowed a moment ago and is still being read: what is found then is in the answer."""
    begun, go = Event(), Event()
    find = fake.find

    def slowly(desk, state="", group="", member="", limit=0, superseded=False, ids=None):
        rows = find(desk, state, group, ids=ids)
        if ids is None:
            begun.set()
            go.wait(10)
        return rows

    monkeypatch.setattr("core.desk.violations.find", slowly)
    panel.focus_on(clause="1.2")
    assert begun.wait(10)
    found(panel, fake, 5, clause="1.2")
    qtbot.waitUntil(lambda: fake.asked[-1] is not None, timeout=5_000)
    qtbot.wait(50)
    assert shown(panel) == ["v1", "v2", "v3"]
    go.set()
    settle(qtbot, panel.context)
    assert shown(panel) == ["v2", "v5"]
