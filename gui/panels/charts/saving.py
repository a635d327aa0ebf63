"""Charts as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.models.export import as_csv
from gui.panels.charts.chart_board import WEEKDAYS
from gui.panels.charts.figures import Figures
from gui.panels.clauses import clause_number


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One number: which chart, where on it, which series, how many."""

    chart: Phrase
    place: str
    series: Phrase | str
    count: int | None


def figure_rows(figures: Figures, context: WindowContext) -> Iterator[FigureRow]:
    say = context.tr
    for day in figures.days:
        yield FigureRow(P("Violations by day"), day.day, clause_number(day.clause), day.count)
    for hour in figures.hours:
        place = f"{say(WEEKDAYS[hour.weekday])} {hour.hour}:00"
        yield FigureRow(P("Violations by weekday and hour"), place, "", hour.count)
    for bar in figures.answers.bars:
        place = f"{bar.start}–{bar.start + figures.answers.step} min"
        yield FigureRow(P("Answer times"), place, P("on time"), bar.on_time)
        yield FigureRow(P("Answer times"), place, P("late"), bar.late)
    for member in figures.members:
        for words, count in (
            (P("on time"), member.on_time), (P("late"), member.late), (P("not answered"), member.missing),
            (P("median in minutes"), member.median),
        ):  # fmt: skip
            yield FigureRow(P("Answers by member"), member.name, words, count)
    for record in figures.precision:
        for words, count in (
            (P("confirmed"), record.confirmed), (P("dismissed"), record.dismissed),
            (P("overturned"), record.overturned), (P("open"), record.open),
        ):  # fmt: skip
            yield FigureRow(P("Precision by clause"), clause_number(record.clause), words, count)
    for spoken in figures.activity:
        yield FigureRow(P("Activity"), spoken.day, P("messages"), spoken.messages)
        yield FigureRow(P("Activity"), spoken.day, P("people"), spoken.members)
    for score in figures.scores:
        yield FigureRow(P("Score"), score.name, "", score.score)


_COLUMNS = (
    Column("chart", P("Chart"), lambda row: Cell(row.chart)),
    Column("place", P("Where"), lambda row: Cell(row.place)),
    Column("series", P("What"), lambda row: Cell(row.series)),
    Column("count", P("Number"), lambda row: Cell("" if row.count is None else str(row.count))),
)


def figures_csv(figures: Figures, context: WindowContext) -> str:
    return as_csv(_COLUMNS, figure_rows(figures, context), context.tr)
