"""The charts in the window: keys, call-outs, rows behind a bar, saving, full screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.base.clock import DEFAULT_ZONE
from gui.panels.charts.bar_plot import Bar, BarPlot, _nice_top
from gui.panels.charts.figures import Asked
from gui.panels.charts.panel import ChartsPanel
from gui.panels.charts.rows_drawer import RowsDrawer, matches
from gui.panels.charts.saving import figures_csv
from tests.helpers.fake_desk import violation
from tests.helpers.judged_group import END, judged_desk
from tests.helpers.window import settle, window_context


@pytest.fixture
def panel(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path)) as context:
        context.period_days = 30
        made = ChartsPanel(context)
        made.resize(1264, 828)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 4), (9, 12), (25, 40), (100, 120), (1_999, 2_000)])
def test_axis_ends_on_an_even_figure(most, top):
    assert _nice_top(most) == top


def test_bars_by_keyboard(qtbot):
    with window_context() as context:
        plot = BarPlot(context.theme, ("c1", "c2"))
        qtbot.addWidget(plot)
        plot.show_bars([Bar((2, 1), ("一", "3"), "3-1"), Bar((0, 0), ("二", "0")), Bar((1, 0), ("三", "1"))])
        picked = []
        plot.picked.connect(picked.append)
        plot.show()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End,
                    Qt.Key.Key_Return):  # fmt: skip
            qtbot.keyClick(plot, key)
        assert picked == [0, 2]
        context.set_theme("dark")
        plot.grab()


def test_everything_is_filled(panel):
    board = panel.board
    assert sum(sum(bar.parts) for bar in board.days.bars) == sum(row.count for row in board.figures.days)
    assert sum(sum(bar.parts) for bar in board.answers.bars) == 14
    assert board.cards["days"].legend.accessibleName()
    assert panel.clause.count() >= 2
    board.grab()


def test_a_bar_opens_its_rows(qtbot, panel):
    drawers, gone = [], []
    panel.context.drawer_requested.connect(drawers.append)
    panel.context.go_requested.connect(lambda key, focus: gone.append((key, focus)))
    place = next(i for i, bar in enumerate(panel.board.days.bars) if any(bar.parts))
    panel.board.days.picked.emit(place)
    drawer = drawers[0]
    assert isinstance(drawer, RowsDrawer)
    qtbot.addWidget(drawer)
    settle(qtbot, panel.context)
    model = drawer.table.rows_model
    assert model.rowCount() == sum(panel.board.days.bars[place].parts)
    drawer.table.activated_id.emit(model.id_at(0))
    assert gone[0][0] == "violations"


def test_rows_behind_an_hour_or_a_clause():
    asked = Asked(None, 0, END, DEFAULT_ZONE, ("open",))
    row = violation(1, at=END, clause="c.8")
    assert matches(row, asked, {"weekday": 3, "hour": 20})
    assert not matches(row, asked, {"weekday": 3, "hour": 19})
    assert matches(violation(1, at=END, clause="c.8", state="dismissed"), asked, {"clause": "c.8"})
    assert not matches(violation(1, at=END + 1), asked, {"clause": "1.1"})


def test_saving(qtbot, panel, tmp_path):
    panel.save_picture(str(tmp_path / "charts.png"))
    panel.save_csv(str(tmp_path / "charts.csv"))
    assert (tmp_path / "charts.png").stat().st_size > 5_000
    text = (tmp_path / "charts.csv").read_text(encoding="utf-8-sig")
    assert "Answers by member" in text
    notes = []
    panel.context.toast_requested.connect(notes.append)
    panel.save_csv(str(tmp_path / "no" / "such" / "folder.csv"))
    assert notes[0].trouble


def test_people_and_scores_take_the_place(qtbot, panel):
    panel.board.pairs["answers"].choose("members")
    panel.board.pairs["activity"].choose("scores")
    assert panel.board.cards["members"].isVisible()
    assert not panel.board.cards["answers"].isVisible()
    assert panel.board.members.rows_model.rowCount() == 3
    assert "score" in figures_csv(panel.board.figures, panel.context).lower()
    panel.context.set_language("zh")
    settle(qtbot, panel.context)
    panel.board.grab()


def test_full_screen_opens_and_closes(qtbot, panel):
    qtbot.keyClick(panel, Qt.Key.Key_F11)
    screen = panel.screen_
    assert screen.isVisible()
    assert screen.board.figures is panel.board.figures
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert panel.screen_ is None


def test_filter_by_clause(qtbot, panel):
    panel.clause.setCurrentIndex(1)
    panel.clause.activated.emit(1)
    settle(qtbot, panel.context)
    chosen = panel.clause.currentData()
    assert {row.clause for row in panel.board.figures.days} <= {chosen}
