"""The window around the panels: places, words, looks, drawer, Esc, search, toasts."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk import groups, outbox
from core.desk.changes import Changes, Noun
from core.keeping.verification import Verdict
from gui.context import Note
from gui.frame.search_index import Hit, matching
from gui.shell import Shell
from tests.helpers.fake_desk import FakeViolations, violation
from tests.helpers.window import put_in_place, settle, window_context


@pytest.fixture
def shell(qtbot, monkeypatch):
    put_in_place(monkeypatch, FakeViolations([violation(1), violation(2)]))
    with window_context() as context:
        made = Shell(context, remember=False)
        qtbot.addWidget(made)
        made.show_panel("overview")
        made.show()
        settle(qtbot, context)
        yield made


def test_the_rail_opens_panels_and_counts(qtbot, shell):
    assert shell.current == "overview"
    shell.rail.item("violations").click()
    settle(qtbot, shell.context)
    assert shell.current == "violations"
    assert shell.rail.item("violations").count() == 2
    assert shell.rail.item("violations").isChecked()


def test_panels_are_made_ahead_and_read_nothing_before_they_are_seen(qtbot, shell):
    read = []
    ask = shell.context.read
    shell.context.read = lambda owner, *rest, **more: (read.append(owner), ask(owner, *rest, **more))
    shell.make_ahead()
    qtbot.waitUntil(lambda: all(shell.panel(key) for key in shell.place_keys()), timeout=20_000)
    settle(qtbot, shell.context)
    unseen = [shell.panel(key) for key in shell.place_keys() if key != "overview"]
    assert not [owner for owner in read if owner in unseen]
    assert shell.current == "overview"
    shell.show_panel("ledger")
    settle(qtbot, shell.context)
    assert shell.panel("ledger") in read


def test_language_switches_live(qtbot, shell):
    word = shell.rail.item("violations").text()
    assert word == "Violations"
    heard = []
    shell.context.language_changed.connect(lambda: heard.append(1))
    shell.context.set_language("zh")
    settle(qtbot, shell.context)
    assert heard
    assert shell.context.language == "zh"
    shell.context.set_language("en")
    assert shell.rail.item("violations").text() == "Violations"


def test_theme_switches_live(qtbot, shell):
    before = shell.grab().toImage().pixelColor(3, 300).name()
    shell.context.set_theme("dark")
    settle(qtbot, shell.context)
    assert shell.grab().toImage().pixelColor(3, 300).name() != before
    shell.context.set_theme("light")


def test_esc_closes_the_drawer_first(qtbot, shell):
    shell.context.open_drawer(QLabel("somebody"))
    assert shell.drawer.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert not shell.drawer.isVisible()


def test_going_elsewhere_closes_the_drawer(qtbot, shell):
    shell.context.open_drawer(QLabel("somebody"))
    shell.context.go("violations")
    settle(qtbot, shell.context)
    assert not shell.drawer.isVisible()


def test_choosing_a_group_sets_the_filter(qtbot, shell):
    actions = shell.top.group_button.menu().actions()
    assert [action.text() for action in actions] == ["All 2 groups", "华东销售1部", "华东销售2部"]
    actions[2].trigger()
    settle(qtbot, shell.context)
    assert shell.context.group_id == 2
    assert shell.top.group_button.text() == "华东销售2部"


def test_a_group_that_is_gone_is_no_filter_any_more(qtbot, shell, monkeypatch):
    shell.context.set_filters(2, 7)
    monkeypatch.setattr(groups, "summaries", lambda _desk: [])
    shell._count()
    settle(qtbot, shell.context)
    assert shell.context.group_id is None


def test_toast_takes_back_the_decision_it_tells_of(qtbot, shell, monkeypatch):
    taken = []
    monkeypatch.setattr(shell.context, "undo", lambda decision="": taken.append(decision))
    shell.context.toast_requested.emit(Note(P("Confirmed."), "d-9"))
    toast = shell.toasts.current
    assert toast.words.text() == "Confirmed."
    toast.undo_button.click()
    assert taken == ["d-9"]
    assert shell.toasts.current is None


def test_palette_finds_commands_and_goes_there(qtbot, shell):
    palette = shell.open_palette()
    settle(qtbot, shell.context)
    palette.field.setText("violations")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settle(qtbot, shell.context)
    assert shell.current == "violations"


def test_palette_leads_to_pages_inside_places(qtbot, shell):
    palette = shell.open_palette()
    palette.field.setText("举报")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settle(qtbot, shell.context)
    assert shell.current == "violations"
    assert shell.panel("violations").pages.current() == "reports"


def test_what_waits_for_a_person_is_counted_beside_the_bots(qtbot, shell, monkeypatch):
    monkeypatch.setattr(outbox, "count_waiting", lambda *_args: 3)
    shell.context.changed.emit(Changes(Noun.VIOLATIONS))
    qtbot.waitUntil(lambda: shell.rail.item("feed").count() == 3)


def test_files_dropped_anywhere_go_to_intake(shell, tmp_path, monkeypatch):
    gone, path = [], tmp_path / "chat.txt"
    monkeypatch.setattr(shell.context, "go", lambda place, **focus: gone.append((place, focus)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(shell, QDragEnterEvent(QPoint(600, 400), actions, data, left, none))
    QApplication.sendEvent(shell, QDropEvent(QPointF(600, 400), actions, data, left, none))
    assert gone == [("intake", {"paths": [str(path)]})]


def test_everything_in_the_frame_has_a_name(shell):
    for key in shell.place_keys():
        assert shell.rail.item(key).accessibleName()
    for button in (shell.top.search, shell.top.group_button, shell.top.period_button, shell.top.operator):
        assert button.accessibleName()


def test_matching_wants_every_word_and_prefers_the_start():
    hits = [Hit("person", "小王", words="wx_1 王小明"), Hit("person", "王五"), Hit("case", "销售-0001")]
    assert [hit.title for hit in matching(hits, "王")] == ["王五", "小王"]
    assert [hit.title for hit in matching(hits, "王 wx_1")] == ["小王"]
    assert matching(hits, "没有") == []


def test_a_hidden_panel_does_not_speak_for_the_rail(qtbot, shell):
    hidden = shell.show_panel("roster")
    shell.show_panel("overview")
    settle(qtbot, shell.context)
    shell.rail.item("roster").set_count(7)
    hidden.set_badge(3)
    assert shell.rail.item("roster").count() == 7
    shell.show_panel("roster").set_badge(4)
    assert shell.rail.item("roster").count() == 4


def test_a_chain_that_cannot_be_checked_is_not_called_intact(qtbot, shell, monkeypatch):
    status = shell.status
    status.set_empty(False)
    status._show_chain(Verdict(True, 3, "8f3c91ad" * 8, ""))
    assert "intact" in status.chain.text()

    def broken(_store):
        raise Refusal(P("the store cannot be used ({reason}).", reason="malformed"), "group.db")

    monkeypatch.setattr("core.keeping.verification.verify", broken)
    status.check_chain()
    settle(qtbot, shell.context)
    assert "could not be checked" in status.chain.text()
    assert "malformed" in status.chain.toolTip()
