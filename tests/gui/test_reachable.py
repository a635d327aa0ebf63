"""Everything by keyboard and by name: what can be pressed or typed into says what it is, and can be reached."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.desk import violations
from gui.shell import Shell
from gui.widgets.segment import Segment
from tests.helpers.docket import Docket
from tests.helpers.window import settle, window_context

PRESSED = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, Segment)
OWN = ("violations", "obligations", "ledger", "settings", "overview")


@pytest.fixture
def shell(qtbot, store):
    docket = Docket(store)
    member = docket.member(docket.group("drucker-consulting"))
    first, _ = (docket.violation(1, member, hours=hour) for hour in range(2))
    violations.confirm(docket.desk(), first, "x")
    with window_context(docket.desk()) as context:
        made = Shell(context, remember=False)
        qtbot.addWidget(made)
        made.resize(1280, 800)
        made.show_panel("overview")
        made.show()
        settle(qtbot, context)
        yield made


def pages(panel):
    """A panel with each of its pages in view, one after the other."""
    yield "", panel
    segment = panel.pages.segment if hasattr(panel, "pages") else getattr(panel, "segment", None)
    if segment is None:
        return
    for key, _ in segment._items:
        segment.choose(key)
        yield key, panel


def inner(widget: QWidget) -> bool:
    """Parts that Qt makes itself: the line of a combo box, buttons of scroll bars, a table's corner."""
    names = ("qt_", "ScrollLeft", "ScrollRight")
    return widget.objectName().startswith(names) or isinstance(widget.parent(), QComboBox | QAbstractItemView)


def said(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


@pytest.mark.parametrize("place", OWN)
def test_whatever_can_be_used_has_a_name(qtbot, shell, place):
    panel = shell.show_panel(place)
    settle(qtbot, shell.context)
    nameless = []
    for page, shown in pages(panel):
        settle(qtbot, shell.context)
        nameless += [
            (page, type(each).__name__)
            for kind in PRESSED
            for each in shown.findChildren(kind)
            if each.isVisible() and not inner(each) and not said(each)
        ]
    assert nameless == []


@pytest.mark.parametrize("place", OWN)
def test_tab_goes_round_and_reaches_every_button(qtbot, shell, place):
    panel = shell.show_panel(place)
    settle(qtbot, shell.context)
    for _, shown in pages(panel):
        settle(qtbot, shell.context)
        reached = set()
        panel.setFocus(Qt.FocusReason.OtherFocusReason)
        for _step in range(400):
            now = shell.focusWidget()
            if now in reached:
                break
            reached.add(now)
            qtbot.keyClick(now or shell, Qt.Key.Key_Tab)
        buttons = [
            each
            for each in shown.findChildren(QAbstractButton)
            if each.isVisible()
            and each.isEnabled()
            and not inner(each)
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        missed = [said(each) for each in buttons if each not in reached]
        assert missed == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", OWN)
def test_no_label_is_cut_at_125_percent(qtbot, shell, place, language):
    context = shell.context
    context.set_theme("light", 1.25)
    context.set_language(language)
    panel = shell.show_panel(place)
    settle(qtbot, context)
    cut = [
        each.text()
        for each in panel.findChildren(QLabel)
        if each.isVisible()
        and not each.wordWrap()
        and not getattr(each, "_elide", False)
        and each.text()
        and each.fontMetrics().horizontalAdvance(each.text()) > each.width() + 1
    ]
    context.set_theme("light", 1.0)
    assert cut == []
