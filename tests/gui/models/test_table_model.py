"""The table asks for what is in view, sorts off the GUI thread and keeps the selection by id."""

from dataclasses import dataclass

import pytest

from core.base.phrase import P
from gui.models.cell import Cell, Column
from gui.models.export import as_csv, as_tabs, guarded
from gui.models.source import RowsSource
from gui.models.table import PAGE, TableModel
from gui.theme.theme import Theme
from gui.widgets.table import TableView


@dataclass(frozen=True)
class Fruit:
    id: int
    name: str
    price: int | None


COLUMNS = (
    Column("name", P("Name"), lambda row: Cell(row.name), sort=lambda row: row.name),
    Column("price", P("Price"), lambda row: Cell(str(row.price)), 80, right=True, sort=lambda row: row.price),
)


def at_once(purpose, work, then):
    then(work())


def source(rows):
    return RowsSource(rows, lambda row: row.id, COLUMNS)


@pytest.fixture
def model(qtbot):
    return TableModel(COLUMNS, at_once, lambda: "en")


def test_is_a_sound_model(model, qtmodeltester):
    model.set_source(source([Fruit(n, f"fruit {n}", n) for n in range(5)]))
    qtmodeltester.check(model)


def test_only_pages_in_view_are_read(qtbot):
    read = []

    class Counting(RowsSource):
        def rows(self, ids):
            read.append(len(ids))
            return super().rows(ids)

    model = TableModel(COLUMNS, at_once, lambda: "en")
    model.set_source(Counting([Fruit(n, f"{n:05}", n) for n in range(10_000)], lambda row: row.id, COLUMNS))
    assert model.rowCount() == 10_000
    assert sum(read) == PAGE
    assert model.data(model.index(5_000, 0)) == "…"
    assert model.data(model.index(5_000, 0)) == "05000"
    assert sum(read) == 2 * PAGE


def test_sorts_numbers_as_numbers_and_unknown_last(model):
    model.set_source(source([Fruit(1, "a", 9), Fruit(2, "b", None), Fruit(3, "c", 10)]))
    model.sort(1)
    assert model.all_ids() == [1, 3, 2]
    from PySide6.QtCore import Qt

    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.all_ids() == [3, 1, 2]
    model.sort(-1)
    assert model.all_ids() == [1, 2, 3]


def test_selection_stays_with_the_row_not_the_place(qtbot, model):
    theme = Theme()
    view = TableView(theme, model)
    qtbot.addWidget(view)
    model.set_source(source([Fruit(1, "b", 1), Fruit(2, "c", 2)]))
    assert view.choose(2)
    model.set_source(source([Fruit(3, "a", 1), Fruit(1, "b", 1), Fruit(2, "c", 2)]))
    assert view.current_id() == 2
    assert view.chosen_ids() == [2]


def test_copy_and_export_guard_formulas(qtbot, model, tmp_path):
    view = TableView(Theme(), model)
    qtbot.addWidget(view)
    model.set_source(source([Fruit(1, "=1+1", -5), Fruit(2, "苹果", 3)]))
    view.export_to(tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    assert text == "Name,Price\r\n'=1+1,-5\r\n苹果,3\r\n"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@here", "'@here"),
        ("-12.5", "-12.5"),
        ("-12.5a", "'-12.5a"),
        ("+86 138", "'+86 138"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_formula_guard(cell, kept):
    assert guarded(cell) == kept


def test_tabs_hold_one_row_a_line():
    rows = [Fruit(1, "two\nlines", 1)]
    assert as_tabs(COLUMNS, rows, str).splitlines()[1] == "two lines\t1"
    assert as_csv(COLUMNS, rows, str).startswith("\ufeff")
