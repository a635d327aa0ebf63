"""Pictures show every panel in use: with something chosen that the sample offers."""

import pytest

from core.desk.demo import build_demo
from gui.posing import filters_for, pose
from gui.shell import SIZE, Shell
from gui.shots import settle
from tests.helpers.window import window_context


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    desk = build_demo(tmp_path_factory.mktemp("posed") / "demo.db")
    yield desk
    desk.store.close()


@pytest.fixture
def posed(qtbot, demo, tmp_path):
    with window_context(demo) as context:
        shell = Shell(context, remember=False)
        qtbot.addWidget(shell)
        shell.resize(*SIZE)
        shell.show()

        def show(key):
            context.set_filters(*filters_for(key, demo))
            panel = shell.show_panel(key)
            settle(context)
            pose(panel, context, tmp_path)
            settle(context)
            return panel

        yield show, shell
        context.set_filters(None, 7)
        settle(context)


def test_the_panels_have_something_chosen(posed):
    show, shell = posed
    assert show("obligations").detail.isVisible()
    assert show("ledger").detail.isVisible()
    show("roster")
    assert shell.drawer.content is not None
    show("violations")
    assert shell.drawer.content is None


def test_intake_shows_a_line_that_cannot_be_read(posed):
    show, _shell = posed
    panel = show("intake")
    shown = panel.waiting.current()
    assert shown.preview.unparsed == 1
    assert shown.preview.messages_new > 100
    assert len(panel.waiting) == 5


def test_an_empty_store_is_left_as_it_is(qtbot, store, tmp_path):
    from core.desk.desk import Desk

    with window_context(Desk(store)) as context:
        shell = Shell(context, remember=False)
        qtbot.addWidget(shell)
        for key in ("obligations", "roster", "ledger", "violations"):
            assert filters_for(key, context.desk) == (None, 7)
            pose(shell.show_panel(key), context, tmp_path)
        settle(context)
        assert shell.drawer.content is None
