"""While a bot talks a panel does not read without end; what a person did is read at once."""

from time import sleep

import pytest

from core.desk.changes import Changes, Noun
from gui.panels.panel import Panel
from tests.helpers.window import settle, window_context

TOLD = Changes(Noun.VIOLATIONS, live=True)


class Slow(Panel):
    """Takes a tenth of a second to read."""

    breath = 3

    def __init__(self, context):
        super().__init__(context)
        self.read = []

    def refresh(self, changes):
        self.read.append(changes)
        self.context.read(self, "all", lambda _desk: sleep(0.1), lambda _answer: None)


@pytest.fixture
def panel(qtbot):
    with window_context() as context:
        made = Slow(context)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def test_it_is_read_once_when_it_comes_into_sight(qtbot, panel):
    assert panel.read == [None]


def test_what_follows_at_once_is_read_together_after_a_rest(qtbot, panel):
    panel.context.changed.emit(TOLD)
    settle(qtbot, panel.context)
    for _ in range(5):
        panel.context.changed.emit(TOLD)
    assert panel.read == [None, TOLD]
    qtbot.waitUntil(lambda: len(panel.read) == 3, timeout=5_000)
    assert panel.read[-1].nouns == Noun.VIOLATIONS
    settle(qtbot, panel.context)
    qtbot.wait(400)
    assert len(panel.read) == 3


def test_what_a_person_did_is_read_at_once(qtbot, panel):
    panel.context.changed.emit(TOLD)
    done = Changes(Noun.VIOLATIONS)
    panel.context.changed.emit(done)
    assert panel.read == [None, TOLD, done]
    settle(qtbot, panel.context)


def test_nothing_is_read_before_it_is_painted(qtbot):
    with window_context() as context:
        made = Slow(context)
        qtbot.addWidget(made)
        made.show()
        assert made.read == []
        assert not context.idle, "what was promised is still to come"
        qtbot.waitUntil(lambda: made.read == [None], timeout=5_000)
        settle(qtbot, context)


def test_out_of_sight_it_is_read_when_it_comes_back(qtbot, panel):
    panel.hide()
    panel.context.changed.emit(TOLD)
    assert panel.read == [None]
    panel.show()
    settle(qtbot, panel.context)
    assert panel.read == [None, None]
