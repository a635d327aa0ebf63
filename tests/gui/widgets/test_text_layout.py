"""Marks stand where the match is, also behind emoji; long words wrap."""

import hypothesis.strategies as st
from hypothesis import given, settings
from PySide6.QtGui import QFont

from gui.widgets.text_layout import Mark, Paragraph, utf16


def test_places_behind_emoji_are_moved_into_utf16():
    assert utf16("😀😀扫码", 2) == 4
    assert utf16("扫码", 1) == 1


@settings(deadline=None, max_examples=50)
@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_any_mark_can_be_laid_out(qapp, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    paragraph = Paragraph(text, QFont(), 120, 22, [Mark(start, end)])
    assert paragraph.size.height() == 22 * paragraph.lines()


def test_a_long_word_wraps(qapp):
    paragraph = Paragraph("a" * 400, QFont(), 120, 22)
    assert paragraph.lines() > 5
    assert paragraph.size.width() <= 121


def test_lines_of_the_text_are_lines_of_the_bubble(qapp):
    assert Paragraph("one\ntwo\r\nthree", QFont(), 400, 22).lines() == 3
