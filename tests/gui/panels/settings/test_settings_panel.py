"""Settings on a real store: who works here, backups, looks; all by what a person presses and types."""

import pytest

from core.base.clock import FixedClock
from core.desk import backups, operators
from core.desk.desk import Desk
from core.keeping.backup import head_of
from core.store.store import open_store
from gui import preferences
from gui.panels.flows.form import FlowForm
from gui.panels.settings import operator_forms
from gui.panels.settings.panel import SettingsPanel
from gui.shell import Shell
from tests.helpers.chained_store import NOON, bring, fill
from tests.helpers.window import settle, window_context


@pytest.fixture
def desk(store):
    fill(store)
    return Desk(store, FixedClock(NOON), "admin")


@pytest.fixture
def panel(qtbot, desk):
    with window_context(desk) as context:
        made = SettingsPanel(context)
        qtbot.addWidget(made)
        made.resize(1104, 700)
        made.show()
        settle(qtbot, context)
        yield made


def form(panel) -> FlowForm:
    return next(each for each in panel.findChildren(FlowForm) if each.isVisible())


def fill_in(qtbot, panel, **values):
    shown = form(panel)
    for key, value in values.items():
        shown.set_value(key, value)
    shown.confirm.click()
    settle(qtbot, panel.context)
    return shown


def enter_first(qtbot, panel):
    panel.people.first.click()
    fill_in(qtbot, panel, name="沈砚秋", role="owner", new="第一人的口令", again="第一人的口令")


def add_second(qtbot, panel):
    panel.people.add.click()
    fill_in(qtbot, panel, name="白若樵", new="第二人的口令", again="第二人的口令")


def test_the_first_one_enters_themself_and_works_from_then_on(qtbot, panel):
    assert panel.people.nobody.isVisible()
    assert not panel.people.add.isVisible()
    enter_first(qtbot, panel)
    [one] = operators.operators(panel.context.desk)
    assert (one.name, one.role, one.has_passphrase) == ("沈砚秋", "owner", True)
    assert panel.context.desk.operator == "沈砚秋"
    assert panel.context.signed_in
    assert not panel.people.nobody.isVisible()
    assert panel.people.alone.isVisible()


def test_passphrases_that_differ_or_are_short_stay_in_the_form(qtbot, panel):
    panel.people.first.click()
    shown = fill_in(qtbot, panel, name="沈砚秋", new="第一人的口令", again="另一个")
    assert "differ" in shown.error.text()
    shown = fill_in(qtbot, panel, new="ab", again="ab")
    assert "at least" in shown.error.text()
    assert operators.operators(panel.context.desk) == []


def test_a_second_one_is_added_and_sits_down_with_their_passphrase(qtbot, panel):
    enter_first(qtbot, panel)
    add_second(qtbot, panel)
    assert [each.name for each in operators.operators(panel.context.desk)] == ["沈砚秋", "白若樵"]
    assert not panel.people.alone.isVisible()
    panel.people.buttons["work-as", "白若樵"].click()
    shown = fill_in(qtbot, panel, secret="falsch falsch")
    assert shown.error.isVisible()
    assert panel.context.desk.operator == "沈砚秋"
    fill_in(qtbot, panel, secret="第二人的口令")
    assert panel.context.desk.operator == "白若樵"


def test_renaming_oneself_and_removing_another_one_with_approval(qtbot, panel):
    enter_first(qtbot, panel)
    add_second(qtbot, panel)
    first, second = operators.operators(panel.context.desk)
    panel.people.asked("rename", first)
    fill_in(qtbot, panel, name="沈岩秋")
    assert panel.context.desk.operator == "沈岩秋"
    panel.people.asked("remove", second)
    shown = fill_in(qtbot, panel, secret="not hers at all")
    assert shown.error.isVisible()
    fill_in(qtbot, panel, secret="第二人的口令")
    assert [each.name for each in operators.operators(panel.context.desk)] == ["沈岩秋"]


def test_changing_a_passphrase_asks_for_the_old_one(qtbot, panel):
    enter_first(qtbot, panel)
    panel.people.buttons["passphrase", "沈砚秋"].click()
    shown = fill_in(qtbot, panel, old="geraten geraten", new="ein neues Wort", again="ein neues Wort")
    assert shown.error.isVisible()
    fill_in(qtbot, panel, old="第一人的口令", new="ein neues Wort", again="ein neues Wort")
    [one] = operators.operators(panel.context.desk)
    panel.people.open_form(operator_forms.work_as(one))
    fill_in(qtbot, panel, secret="ein neues Wort")
    assert panel.context.signed_in


def test_back_up_and_restore(qtbot, panel, tmp_path, desk):
    dialog = panel.data.ask(restores=False)
    dialog.path.setText(str(tmp_path / "one.qzbackup"))
    dialog.passphrase.setText("drei lange Worte")
    dialog.confirm.click()
    assert dialog.error.isVisible()
    dialog.again.setText("drei lange Worte")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: backups.latest(desk) is not None, timeout=30_000)
    settle(qtbot, panel.context)
    assert "one.qzbackup" in panel.data.latest.text()
    before = head_of(desk.store)
    with desk.store.write() as session:
        bring(session, 3)
    assert head_of(desk.store) != before
    dialog = panel.data.ask(restores=True)
    dialog.path.setText(str(tmp_path / "one.qzbackup"))
    dialog.passphrase.setText("drei lange Worte")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: head_of(desk.store) == before, timeout=30_000)
    qtbot.waitUntil(panel.data.back_up.isEnabled, timeout=30_000)
    [kept] = desk.store.path.parent.glob("*.before-restore-*.bak")
    again = open_store(kept)
    assert head_of(again)[0] > before[0]
    again.close()


def test_looks_take_effect_at_once(qtbot, panel):
    look, context = panel.look, panel.context
    look.mode.choose("dark")
    assert context.theme.dark
    look.language.choose("zh")
    settle(qtbot, context)
    assert context.language == "zh"
    look.language.choose("system")
    assert context.language == "en"
    assert look.language.current() == "system"
    look.alerts.click()
    assert not context.alerts
    look.mode.choose("light")
    look.language.choose("en")


def test_a_window_that_remembers_saves_what_one_likes(qtbot, desk):
    with window_context(desk) as context:
        shell = Shell(context, remember=True)
        qtbot.addWidget(shell)
        panel = shell.show_panel("settings")
        shell.show()
        settle(qtbot, context)
        panel.look.alerts.click()
        panel.look.mode.choose("dark")
        assert preferences.load() == preferences.Preferences("", "dark", 1.0, alerts=False)
        panel.look.mode.choose("light")
        shell.menu.actions()
        settle(qtbot, context)


def test_licences_are_shown(qtbot, panel):
    dialog = panel.about.open_licences()
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QPlainTextEdit

    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "MIT" in text
    assert "LGPL" in text
