"""The reminder's box is as high as its words."""

from __future__ import annotations

from gui.panels.obligations.draft_text import DraftText


def test_height_follows_the_words(qtbot):
    box = DraftText()
    qtbot.addWidget(box)
    box.resize(200, 40)
    box.show()
    box.setPlainText("一行")
    one = box.height()
    heights = []
    for count in (2, 3, 5):
        box.setPlainText("\n".join(["请尽快回复"] * count))
        heights.append(box.height())
        assert box.verticalScrollBar().maximum() == 0
    assert one < heights[0] < heights[1] < heights[2]
    box.setPlainText("字" * 2000)
    assert box.height() == heights[2]
    assert box.verticalScrollBar().maximum() > 0
