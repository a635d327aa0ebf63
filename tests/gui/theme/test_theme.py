"""The theme sets an explicit look and counts no references away."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from gui.theme.theme import Theme
from gui.theme.tokens import DARK, LIGHT


def app() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def test_dark_is_dark_without_a_desktop_session(qtbot):
    theme = Theme()
    theme.apply(app(), "dark")
    assert theme.dark
    assert app().palette().color(QPalette.ColorRole.Window).name().upper() == DARK["bg"]
    theme.apply(app(), "light")
    assert not theme.dark
    assert app().palette().color(QPalette.ColorRole.Text).name().upper() == LIGHT["text"]


def test_change_is_told_and_colours_are_new(qtbot):
    theme = Theme()
    theme.apply(app(), "light")
    before = theme.color("bg").name()
    with qtbot.waitSignal(theme.changed):
        theme.apply(app(), "dark")
    assert theme.color("bg").name() != before


def test_two_chinese_characters_are_not_the_same_box(qtbot):
    theme = Theme()
    theme.apply(app(), "light")
    metrics = QFontMetrics(theme.font("body"))
    assert metrics.inFontUcs4(ord("你"))
    assert metrics.inFontUcs4(ord("群"))
    pictures = []
    for text in "你群":
        label = QLabel(text)
        qtbot.addWidget(label)
        label.setFixedSize(20, 20)
        pictures.append(label.grab().toImage())
    assert pictures[0] != pictures[1]


def test_fonts_grow_with_the_text_size(qtbot):
    theme = Theme()
    theme.apply(app(), "light", 1.25)
    assert theme.font("body").pixelSize() == 16
    assert theme.row == 40
    theme.apply(app(), "light", 1.0)
    assert theme.font("body").pixelSize() == 13


def test_icons_are_tinted(qtbot):
    theme = Theme()
    theme.apply(app(), "light")
    image = theme.pixmap("timer", "red", 32).toImage()
    strongest = max(
        (image.pixelColor(x, y) for x in range(32) for y in range(32)), key=lambda colour: colour.alpha()
    )
    assert strongest.name().upper() == LIGHT["red"]


def test_void_calls_do_not_eat_references_to_none(qtbot):
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.blockSignals(False)
        thing.setObjectName("x")
        thing.setParent(None)
    assert abs(sys.getrefcount(None) - before) < 20
