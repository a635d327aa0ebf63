"""CSV that stays text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.insight.csv_text import BOM, csv_text


def read(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "−¥5.00"])
def test_formulas_become_text(cell: str) -> None:
    assert read(csv_text(["备注"], [[cell]]))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-10.00", "+5", "5", "孟令舟", "", "a,b\n“c”"])
def test_everything_else_stays(cell: str) -> None:
    assert read(csv_text(["x", "y"], [[cell, None]]))[1] == [cell, ""]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_cell_starts_a_formula(cell: str) -> None:
    found = read(csv_text(["x", "y"], [[cell, "z"]]))[1][0]
    assert found.removeprefix("'") == cell.removeprefix("'")
    if found.startswith(("=", "@")):
        pytest.fail(found)
