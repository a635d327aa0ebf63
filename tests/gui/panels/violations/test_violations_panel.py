"""The queue by keyboard: moving, deciding, going on, taking back; also with an input method on."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk import violations
from core.desk.changes import Changes, Noun
from core.desk.confirming import Wish
from core.desk.violation_types import Measures
from core.judging.finding import Match
from gui.panels.violations.dialogs import BulkDialog, GraveDialog, KeysDialog
from gui.panels.violations.measure_dialog import MeasureDialog, wants_form
from gui.panels.violations.panel import ViolationsPanel
from tests.helpers.fake_desk import NOW, FakeViolations, violation
from tests.helpers.window import put_in_place, settle, window_context


@pytest.fixture
def fake(monkeypatch):
    rows = [violation(n) for n in (1, 2, 3)]
    rows.append(violation(4, member_id=8, member_name="罗以宁", at=NOW - 90_000_000))
    made = FakeViolations(rows)
    put_in_place(monkeypatch, made)
    return made


@pytest.fixture
def panel(qtbot, fake):
    with window_context() as context:
        made = ViolationsPanel(context)
        made.resize(1264, 800)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def view(panel):
    return panel.queue.view


def press(qtbot, panel, key):
    qtbot.keyClick(view(panel), key)
    settle(qtbot, panel.context)


def dialog_of(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_first_is_selected_and_its_record_shown(panel):
    assert view(panel).current_id() == "v1"
    assert panel.decision.dossier.violation.id == "v1"
    assert [b.evidence for b in panel.conversation.view.bubble_model.bubbles()].count(True) == 1
    assert panel.queue.count_label.text() == "4"


def test_what_was_undone_and_how_sure_stands_below_the_words(qtbot, panel, fake):
    match = Match("薇❤", 0, 2, "m5", "contact", "微信")
    fake.rows["v1"] = replace(fake.rows["v1"], matched=(match,), score=0.88, threshold=0.8)
    panel.refresh(Changes(Noun.VIOLATIONS))
    settle(qtbot, panel.context)
    assert "“薇❤” was read as “微信”" in panel.decision.weighed.text()
    assert "Score 0.88" in panel.decision.weighed.text()


def test_j_and_k_move_over_group_headers(qtbot, panel):
    for expected in ("v2", "v3", "v4", "v4"):
        press(qtbot, panel, Qt.Key.Key_J)
        assert view(panel).current_id() == expected
    press(qtbot, panel, Qt.Key.Key_K)
    assert view(panel).current_id() == "v3"
    assert panel.decision.dossier.violation.id == "v3"


def test_c_confirms_and_goes_on(qtbot, panel, fake):
    notes = []
    panel.context.toast_requested.connect(notes.append)
    press(qtbot, panel, Qt.Key.Key_C)
    assert fake.calls == [("confirmed", "v1", "", "")]
    assert view(panel).current_id() == "v2"
    assert panel.queue.count_label.text() == "3"
    assert notes[-1].decision == "d-v1"


def test_a_note_goes_on_record(qtbot, panel, fake):
    press(qtbot, panel, Qt.Key.Key_N)
    assert panel.decision.note.isVisible()
    panel.decision.note.setText("spoke with him")
    qtbot.keyClick(panel.decision.note, Qt.Key.Key_Return)
    press(qtbot, panel, Qt.Key.Key_C)
    assert fake.calls == [("confirmed", "v1", "spoke with him", "")]
    assert panel.decision.note_text() == ""


def test_d_asks_for_a_reason_and_dismisses(qtbot, panel, fake):
    qtbot.keyClick(view(panel), Qt.Key.Key_D)
    menu = QApplication.activePopupWidget()
    menu.actions()[1].trigger()
    menu.close()
    settle(qtbot, panel.context)
    assert fake.calls == [("dismissed", "v1", "Permitted beforehand")]


def test_e_takes_another_step(qtbot, panel, fake, monkeypatch):
    given = fake.dossier
    allowed = ("oral_warning", "warning", "severe_warning")
    monkeypatch.setattr(violations, "dossier", lambda *words: replace(given(*words), allowed_steps=allowed))
    press(qtbot, panel, Qt.Key.Key_J)
    press(qtbot, panel, Qt.Key.Key_K)
    monkeypatch.setattr("gui.panels.violations.panel.with_approvers", lambda _c, _p, then: then([]))
    press(qtbot, panel, Qt.Key.Key_E)
    dialog = dialog_of(MeasureDialog)
    dialog.steps.choose("other")
    dialog.steps.other.setCurrentIndex(2)
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert fake.calls == [("confirmed", "v1", "", "severe_warning")]
    assert view(panel).current_id() == "v2"


def test_u_takes_back_and_selects_it_again(qtbot, panel, fake, monkeypatch):
    press(qtbot, panel, Qt.Key.Key_C)
    monkeypatch.setattr(violations, "undo", lambda desk, *_words: fake.undo(desk, "d-v1"))
    press(qtbot, panel, Qt.Key.Key_U)
    assert fake.rows["v1"].state == "open"
    assert view(panel).current_id() == "v1"


def test_a_refusal_brings_the_violation_back(qtbot, panel, fake, monkeypatch):
    def refuse(*_args):
        raise Refusal(P("not for customers."), "v1", P("Choose another step."))

    notes = []
    panel.context.toast_requested.connect(notes.append)
    monkeypatch.setattr(violations, "confirm", refuse)
    press(qtbot, panel, Qt.Key.Key_C)
    assert notes[-1].trouble
    assert view(panel).current_id() == "v1"


def test_x_selects_and_b_previews_without_grave_ones(qtbot, panel, fake):
    fake.rows["v2"] = replace(fake.rows["v2"], proposed_step="removal")
    panel.refresh(None)
    settle(qtbot, panel.context)
    press(qtbot, panel, Qt.Key.Key_X)
    press(qtbot, panel, Qt.Key.Key_X)
    press(qtbot, panel, Qt.Key.Key_B)
    dialog = dialog_of(BulkDialog)
    assert [leaf.key for leaf in dialog.ready] == ["v1"]
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert [call[:2] for call in fake.calls] == [("confirmed", "v1")]


def test_removal_asks_and_names_person_clause_and_consequence(qtbot, panel, fake):
    fake.rows["v1"] = replace(fake.rows["v1"], proposed_step="removal")
    panel.refresh(None)
    settle(qtbot, panel.context)
    dossier = replace(panel.decision.dossier, violation=fake.rows["v1"])
    dialog = GraveDialog(panel.context, dossier, "removal", ["白若樵"], "", panel)
    agreed = []
    dialog.agreed.connect(lambda *words: agreed.append(words))
    dialog.open()
    from PySide6.QtWidgets import QLabel

    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "贺知远" in words
    assert "聊天规则 第 8 条" in words
    assert "云杉股东交流群" in words
    assert dialog.passphrase.echoMode() is dialog.passphrase.EchoMode.Password
    dialog.reason.setText("third time")
    dialog.passphrase.setText("水落石出")
    dialog.confirm.click()
    assert agreed == [("third time", "白若樵", "水落石出", 0)]


def test_a_red_packet_without_an_amount_asks_for_one(qtbot, panel, fake):
    settle(qtbot, panel.context)
    dossier = replace(panel.decision.dossier, arithmetic=None)
    dialog = GraveDialog(panel.context, dossier, "red_packet", [], "", panel)
    agreed = []
    dialog.agreed.connect(lambda *words: agreed.append(words))
    dialog.open()
    assert not dialog.confirm.isEnabled()
    for text, fine in (("0", False), ("x", False), ("8.88", True)):
        dialog.amount.setText(text)
        assert dialog.confirm.isEnabled() is fine
    dialog.confirm.click()
    assert agreed == [("", "", "", 888)]


def test_y_copies_the_letter(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_Y)
    assert QGuiApplication.clipboard().text().startswith("@贺知远")


def test_space_uncovers_the_picture_and_enter_opens_the_record(qtbot, panel):
    opened = []
    panel.context.drawer_requested.connect(opened.append)
    kinds = [bubble.kind for bubble in panel.conversation.view.bubble_model.bubbles()]
    assert "cover" in kinds
    press(qtbot, panel, Qt.Key.Key_Space)
    kinds = [bubble.kind for bubble in panel.conversation.view.bubble_model.bubbles()]
    assert "cover" not in kinds
    press(qtbot, panel, Qt.Key.Key_Return)
    assert opened
    opened[0].deleteLater()


def test_question_mark_shows_the_keys(qtbot, panel):
    qtbot.keyClick(view(panel), Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    dialog_of(KeysDialog).accept()


def test_single_keys_work_with_an_input_method_on(qtbot, panel):
    """The view takes no input method, and text that comes all the same means the key."""
    assert not view(panel).testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert view(panel).inputMethodQuery(Qt.InputMethodQuery.ImEnabled) in (False, None)
    event = QInputMethodEvent("j", [])
    QApplication.sendEvent(view(panel), event)
    settle(qtbot, panel.context)
    assert view(panel).current_id() == "v2"
    event = QInputMethodEvent()
    event.setCommitString("ｋ")
    QApplication.sendEvent(view(panel), event)
    assert view(panel).current_id() == "v1"


def test_new_rows_do_not_move_the_selection(qtbot, panel, fake):
    press(qtbot, panel, Qt.Key.Key_J)
    top = view(panel).visualRect(view(panel).currentIndex()).top()
    fake.rows["v0"] = violation(0, id="v0", at=NOW)
    panel.context.changed.emit(Changes(Noun.VIOLATIONS))
    settle(qtbot, panel.context)
    assert view(panel).current_id() == "v2"
    assert panel.queue.count_label.text() == "5"
    assert view(panel).visualRect(view(panel).currentIndex()).top() == pytest.approx(top, abs=60)


def test_empty_queue_says_what_to_do(qtbot, panel, fake):
    fake.rows.clear()
    panel.refresh(None)
    settle(qtbot, panel.context)
    assert panel.queue.empty.isVisible()
    assert panel.queue.empty.sentence()
    assert panel.decision.dossier is None


def test_a_link_to_a_decided_one_finds_it_among_all_states(qtbot, panel, fake):
    fake.rows["v3"] = replace(fake.rows["v3"], state="confirmed", case="股东-0057", step="warning")
    panel.refresh(None)
    settle(qtbot, panel.context)
    panel.focus_on(violation="v3")
    settle(qtbot, panel.context)
    assert view(panel).current_id() == "v3"
    assert panel.decision.buttons["sent"].isVisible()
    assert not panel.decision.buttons["confirm"].isVisible()


def test_narrow_windows_lay_the_decision_over_the_conversation(qtbot, panel):
    panel.resize(900, 700)
    settle(qtbot, panel.context)
    assert not panel.decision.isVisible()
    assert panel.conversation.decide.isVisible()
    panel.conversation.decide.click()
    assert panel.decision.isVisible()
    assert panel.decision.geometry().right() <= panel.width()
    panel.escape()
    assert not panel.decision.isVisible()
    panel.resize(1264, 800)
    settle(qtbot, panel.context)
    assert panel.decision.isVisible()


def test_grouping_by_clause_and_time(qtbot, panel):
    panel.queue.segment.choose("clause")
    settle(qtbot, panel.context)
    assert view(panel).current_id() == "v1"
    panel.queue.segment.choose("time")
    settle(qtbot, panel.context)
    assert view(panel).queue_model.total == 4


@pytest.fixture
def ask(panel, monkeypatch):
    """Opens the form for the first violation with these measures."""

    def opened(measures, others=(), **fields):
        monkeypatch.setattr(
            "gui.panels.violations.panel.with_approvers", lambda _c, _p, then: then(list(others))
        )
        dossier = replace(panel.decision.dossier, measures=measures, **fields)
        panel._measure(dossier)
        return dossier

    return opened


def test_what_the_charter_leaves_open_is_chosen_in_a_form(qtbot, panel, fake, ask):
    dossier = ask(Measures(minor=("warning", "criticism"), free=(True, False)))
    settle(qtbot, panel.context)
    assert wants_form(replace(dossier, violation=replace(dossier.violation, proposed_step="")))
    dialog = dialog_of(MeasureDialog)
    assert not dialog.confirm.isEnabled()
    dialog.steps.own.setText("三天值日")
    assert dialog.wish() == Wish(measure="三天值日")
    dialog.steps.choose("criticism")
    assert dialog.wish() == Wish(step="criticism")
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert fake.calls == [("confirmed", "v1", "", "criticism")]


def test_a_serious_case_offers_its_own_steps_and_wants_a_reason(qtbot, panel, ask):
    ask(Measures(step="warning", minor=("warning",), serious=("demerit", "demotion")))
    settle(qtbot, panel.context)
    dialog = dialog_of(MeasureDialog)
    assert dialog.wish() == Wish(step="warning", tier="minor")
    dialog.tier.choose("serious")
    assert list(dialog.steps.options) == ["demerit", "demotion"]
    assert not dialog.confirm.isEnabled()
    dialog.steps.choose("demotion")
    assert not dialog.confirm.isEnabled()
    dialog.reason.setText("影响恶劣")
    assert dialog.confirm.isEnabled()
    assert dialog.wish() == Wish(step="demotion", tier="serious")
    dialog.reject()


def test_steps_that_combine_are_ticked(qtbot, panel, fake, ask):
    ask(Measures(minor=("warning", "delete_message", "mute"), combines=(True, False)))
    settle(qtbot, panel.context)
    dialog = dialog_of(MeasureDialog)
    dialog.steps.choose("delete_message")
    dialog.steps.choose("mute")
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert fake.calls == [("confirmed", "v1", "", "delete_message+mute")]


def test_money_without_an_amount_and_a_second_person(qtbot, panel, ask):
    measures = Measures(step="red_packet", minor=("red_packet",), unpriced=("red_packet",), by_head=True)
    ask(measures, others=["白若樵"])
    settle(qtbot, panel.context)
    dialog = dialog_of(MeasureDialog)
    assert dialog.amount.isVisible()
    assert dialog.shares.isVisible()
    assert dialog.against.isVisible()
    dialog.amount.setText("8.88")
    dialog.shares.setText("5")
    dialog.against.setText("陈主任")
    assert not dialog.confirm.isEnabled()
    dialog.passphrase.setText("水落石出")
    assert dialog.confirm.isEnabled()
    assert dialog.wish() == Wish(step="red_packet", amount_fen=888, shares=5, against="陈主任")
    dialog.reject()


def test_a_refusal_stands_in_the_form(qtbot, panel, ask, monkeypatch):
    def refuse(*_words, **_names):
        raise Refusal(P("not for customers."), "v1", P("Choose another step."))

    monkeypatch.setattr(violations, "confirm", refuse)
    ask(Measures(step="warning", minor=("warning",)))
    settle(qtbot, panel.context)
    dialog = dialog_of(MeasureDialog)
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert dialog.isVisible()
    assert dialog.error.text() == "Not for customers. Choose another step."
    dialog.reject()
