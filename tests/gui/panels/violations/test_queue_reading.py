"""What a feed has just found is read alone and takes its place; nothing that comes while all is read is lost."""

from dataclasses import replace
from threading import Event

import pytest

from core.base.phrase import P
from core.base.refusal import Refusal
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


@pytest.fixture
def held(monkeypatch, fake):
    """Readings of one kind (all, or new) come to an answer and stop there, until they are let go."""
    made = Held(fake.find)
    monkeypatch.setattr("core.desk.violations.find", made.find)
    yield made
    made.go.set()


class Held:
    def __init__(self, find):
        self._find, self.kind = find, ""
        self.begun, self.go = Event(), Event()

    def find(self, desk, state="", group="", member="", limit=0, superseded=False, ids=None):
        rows = self._find(desk, state, group, ids=ids)
        if self.kind == ("all" if ids is None else "new"):
            self.begun.set()
            self.go.wait(10)
        return rows


def test_what_came_while_all_was_read_is_not_lost(qtbot, panel, fake, held):
    held.kind = "all"
    panel.refresh(Changes(Noun.VIOLATIONS))
    assert held.begun.wait(10)
    found(panel, fake, 4)
    qtbot.waitUntil(lambda: "v4" in shown(panel), timeout=5_000)
    held.go.set()
    settle(qtbot, panel.context)
    assert sorted(shown(panel)) == ["v1", "v2", "v3", "v4"]


def test_an_answer_from_before_all_was_asked_for_changes_nothing(qtbot, panel, fake, held):
    held.kind = "new"
    found(panel, fake, 4)
    assert held.begun.wait(10)
    del fake.rows["v4"]
    panel.refresh(Changes(Noun.VIOLATIONS))
    qtbot.waitUntil(lambda: fake.asked[-1] is None, timeout=5_000)
    held.go.set()
    settle(qtbot, panel.context)
    assert shown(panel) == ["v1", "v2", "v3"]


def test_what_comes_during_a_reading_is_read_after_it(qtbot, panel, fake, held):
    """In a raid an answer that waited for the latest news would never come."""
    held.kind = "new"
    found(panel, fake, 4)
    assert held.begun.wait(10)
    for number in (5, 6, 7):
        found(panel, fake, number)
        qtbot.wait(10)
    held.go.set()
    settle(qtbot, panel.context)
    assert fake.asked == [{"v4"}, {"v5", "v6", "v7"}]
    assert sorted(shown(panel)) == sorted(fake.rows)


def test_what_is_sought_is_sought_in_all_of_it(qtbot, panel, fake, held):
    """A find that comes first does not hold it, which means nothing."""
    fake.rows["v9"] = violation(9)
    held.kind = "all"
    panel.focus_on(violation="v9")
    assert held.begun.wait(10)
    found(panel, fake, 4)
    qtbot.waitUntil(lambda: "v4" in shown(panel), timeout=5_000)
    held.go.set()
    settle(qtbot, panel.context)
    assert panel.queue.state == "open"
    assert panel.queue.view.current_id() == "v9"


def test_a_find_where_the_question_changed_unasked_brings_all_of_it(qtbot, panel, fake):
    panel.focus_on(clause="1.2")
    settle(qtbot, panel.context)
    panel.focus_on(violation="v2")
    settle(qtbot, panel.context)
    found(panel, fake, 4)
    settle(qtbot, panel.context)
    assert shown(panel) == ["v1", "v2", "v3", "v4"]


@pytest.mark.parametrize("kind", ["all", "new"])
def test_after_a_reading_that_failed_all_is_read(qtbot, panel, fake, monkeypatch, kind):
    complaints = []
    monkeypatch.setattr(panel.context, "complain", complaints.append)
    find = fake.find

    def failing(desk, state="", group="", member="", limit=0, superseded=False, ids=None):
        if kind == ("all" if ids is None else "new"):
            raise Refusal(P("the store is locked."))
        return find(desk, state, group, ids=ids)

    monkeypatch.setattr("core.desk.violations.find", failing)
    found(panel, fake, 4)
    panel.refresh(Changes(Noun.VIOLATIONS)) if kind == "all" else None
    settle(qtbot, panel.context)
    assert len(complaints) == 1
    monkeypatch.setattr("core.desk.violations.find", find)
    found(panel, fake, 5)
    settle(qtbot, panel.context)
    assert sorted(shown(panel)) == sorted(fake.rows)


def test_what_a_clock_ahead_has_stamped_shows_when_it_is_time(qtbot, panel, fake):
    clock = panel.context.desk.clock
    found(panel, fake, 4, at=clock.at + 900)
    settle(qtbot, panel.context, quiet=20)
    assert "v4" not in shown(panel)
    panel.refresh(Changes(Noun.VIOLATIONS))
    settle(qtbot, panel.context, quiet=20)
    assert "v4" not in shown(panel)
    clock.at += 1_000
    qtbot.waitUntil(lambda: "v4" in shown(panel), timeout=5_000)
    assert fake.asked.count(None) == 1


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


def test_a_find_under_another_question_waits_for_its_answer(qtbot, panel, fake, held):
    """The queue was narrowed a moment ago and is still being read: what is found then is in the answer."""
    held.kind = "all"
    panel.focus_on(clause="1.2")
    assert held.begun.wait(10)
    found(panel, fake, 5, clause="1.2")
    qtbot.waitUntil(lambda: fake.asked[-1] is not None, timeout=5_000)
    qtbot.wait(50)
    assert shown(panel) == ["v1", "v2", "v3"]
    held.go.set()
    settle(qtbot, panel.context)
    assert shown(panel) == ["v2", "v5"]
