"""The charts in their grid, filled from Figures; the panel and the full-screen view both show one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from core.base.clock import from_iso, to_datetime
from core.base.dated import Period
from core.base.phrase import Language, P, Phrase
from core.insight.answers import SHOWN_STEPS, MemberAnswers
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.charts.bar_plot import Bar, BarPlot, Mark
from gui.panels.charts.chart_card import ChartCard
from gui.panels.charts.figures import Figures, Stretch, stretches, top_clauses
from gui.panels.charts.hour_map import HourMap
from gui.panels.charts.precision_bars import PrecisionBars, PrecisionRow
from gui.panels.charts.score_dots import ScoreDots
from gui.panels.clauses import clause_number
from gui.panels.tables import PanelTable
from gui.widgets.segment import Segment

TOKENS = ("c1", "c2", "c3", "c4")
WEEKDAYS = (P("Mon"), P("Tue"), P("Wed"), P("Thu"), P("Fri"), P("Sat"), P("Sun"))
_PARTNER = {"activity": "scores", "scores": "activity", "answers": "members", "members": "answers"}
"""Cards that share a place: a segment in the title line switches between the two."""
_NAMES: dict[Language, int] = {"zh": 14, "en": 24}
"""Characters of a clause in the legend: those of Chinese are twice as wide. Larger text leaves fewer."""
_TICKS = 6


class ChartBoard(QWidget):
    """`wanted` carries what a bar stands for: period=, weekday= and hour=, clause=, or group_id=."""

    wanted = Signal(dict)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._figures: Figures | None = None
        self._stretches: tuple[Stretch, ...] = ()
        theme = context.theme
        self.days = BarPlot(theme, TOKENS)
        self.hours = HourMap(theme)
        self.answers = BarPlot(theme, ("c2", "amber-d"))
        self.precision = PrecisionBars(theme)
        self.activity = BarPlot(theme, ("c2",))
        self.scores = ScoreDots(theme)
        self.days.picked.connect(self._day_picked)
        self.hours.picked.connect(self._hour_picked)
        self.precision.picked.connect(self._clause_picked)
        self.scores.picked.connect(self._group_picked)
        self.cards = {
            "days": ChartCard(theme, self.days),
            "hours": ChartCard(theme, self.hours),
            "answers": ChartCard(theme, self.answers, below=True),
            "precision": ChartCard(theme, self.precision, scrolls=True, below=True),
            "activity": ChartCard(theme, self.activity, below=True),
            "scores": ChartCard(theme, self.scores, scrolls=True, below=True),
        }
        self.members = PanelTable(context, _member_columns())
        self.members.activated_id.connect(self._member_picked)
        self.cards["members"] = ChartCard(theme, self.members, below=True)
        self.pairs = {"answers": Segment(theme), "activity": Segment(theme)}
        for segment in self.pairs.values():
            segment.chosen.connect(self._switch)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        grid.addWidget(self.cards["days"], 0, 0, 1, 8)
        grid.addWidget(self.cards["hours"], 0, 8, 1, 4)
        grid.addWidget(self.cards["answers"], 1, 0, 1, 4)
        grid.addWidget(self.cards["members"], 1, 0, 1, 4)
        grid.addWidget(self.cards["precision"], 1, 4, 1, 4)
        grid.addWidget(self.cards["activity"], 1, 8, 1, 4)
        grid.addWidget(self.cards["scores"], 1, 8, 1, 4)
        for column in range(12):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        for key in ("activity", "scores", "answers", "members"):
            self.cards[key].legend.hide()
        for key, segment in self.pairs.items():
            self.cards[_PARTNER[key]].hide()
            self.cards[key].line.addWidget(segment)

    def show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self.retranslate()

    def retranslate(self) -> None:
        say = self.context.tr
        self.pairs["activity"].set_items([("activity", say(P("Activity"))), ("scores", say(P("Score")))])
        self.pairs["answers"].set_items([("answers", say(P("Times"))), ("members", say(P("People")))])
        if self._figures is None:
            return
        self._fill_days(self._figures)
        self._fill_hours(self._figures)
        self._fill_answers(self._figures)
        self._fill_members(self._figures)
        self._fill_precision(self._figures)
        self._fill_activity(self._figures)
        self._fill_scores(self._figures)

    # words

    def clause_words(self, clause: str) -> str:
        """ "8 公告两小时内回应": the number and the text."""
        say = self.context.tr
        if not clause:
            return say(P("others"))
        names = self._figures.names if self._figures else {}
        text = say(names[clause]) if clause in names else ""
        return f"{clause_number(clause)} {text}".strip()

    def _stretch_words(self, stretch: Stretch) -> str:
        say, zone, now = self.context.tr, self.context.zone, self.context.now()
        first = from_iso(stretch.first, zone)
        if stretch.first == stretch.last:
            return say(
                P("{day}, {weekday}", day=i18n.day(first, now, zone), weekday=i18n.weekday(first, zone))
            )
        return say(P("{first} to {last}", first=i18n.day(first, now, zone),
                     last=i18n.day(from_iso(stretch.last, zone), now, zone)))  # fmt: skip

    def _ticks(self, count: int) -> set[int]:
        step = max(1, -(-count // _TICKS))
        return set(range(count - 1, -1, -step))

    # filling

    def _fill_days(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["days"]
        today = to_datetime(figures.asked.now, figures.asked.zone).date().isoformat()
        self._stretches = stretches([row.day for row in figures.days], figures.asked, today)
        top = top_clauses(figures.days)
        order = {clause: place for place, (clause, _) in enumerate(top) if clause}
        ticks = self._ticks(len(self._stretches))
        bars = []
        for place, stretch in enumerate(self._stretches):
            parts = [0] * len(TOKENS)
            for row in figures.days:
                if stretch.first <= row.day <= stretch.last:
                    parts[order.get(row.clause, len(TOKENS) - 1)] += row.count
            most = max(range(len(parts)), key=lambda i: parts[i])
            line = say(P("{n} in all", n=sum(parts)))
            if any(parts) and most < len(top):
                line += " · " + self._short(self.clause_words(top[most][0])) + f" {parts[most]}"
            tick = stretch.first[5:].lstrip("0").replace("-0", "-") if place in ticks else ""
            bars.append(Bar(tuple(parts), (self._stretch_words(stretch), line), tick))
        self.days.show_bars(bars)
        self.days.setAccessibleName(say(P("Violations by day and clause")))
        total = sum(row.count for row in figures.days)
        card.set_words(say(P("Violations by day")), say(P("{n} in all", n=f"{total:,}")))
        places = [order.get(clause, len(TOKENS) - 1) for clause, _ in top]
        card.legend.show_items(
            [(TOKENS[place], f"{self._short(self.clause_words(clause))} {count}")
             for place, (clause, count) in zip(places, top, strict=True)]
        )  # fmt: skip
        card.show_chart(total > 0, say(P("No violations in this period.")))

    def _short(self, words: str) -> str:
        most = int(_NAMES[self.context.language] / self.context.theme.scale**2)
        return words if len(words) <= most else words[: most - 1] + "…"

    def _fill_hours(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["hours"]
        counts = {(row.weekday, row.hour): row.count for row in figures.hours}
        words = (say(P("fewer")), say(P("more")), say(P("{day} {hour}: {count}", day="{day}", hour="{hour}",
                                                        count="{count}")))  # fmt: skip
        self.hours.show_counts(counts, [say(day) for day in WEEKDAYS], words)
        self.hours.setAccessibleName(say(P("Violations by weekday and hour")))
        card.set_words(say(P("When")), say(P("weekday and hour")))
        card.show_chart(bool(counts), say(P("No violations in this period.")))

    def _fill_answers(self, figures: Figures) -> None:
        say, card, times = self.context.tr, self.cards["answers"], figures.answers
        bars = []
        for place, each in enumerate(times.bars):
            end = each.start + times.step
            span = say(P("{first} to {last} min", first=each.start, last=end))
            line = say(P("{n} on time, {late} late", n=each.on_time, late=each.late))
            bars.append(Bar((each.on_time, each.late), (span, line), _answer_tick(place, each.start)))
        marks = []
        if times.median is not None:
            words = say(P("median {n} min", n=times.median))
            marks.append(Mark((times.median + 0.5) / times.step, words, "accent"))
        if times.deadline is not None and times.bars:
            marks.append(
                Mark(times.deadline / times.step, say(P("deadline {n} min", n=times.deadline)), "text", True)
            )
        self.answers.show_bars(bars, [mark for mark in marks if mark.x <= len(bars)], width=0.92)
        self.answers.setAccessibleName(say(P("Answer times")))
        note = P("{n} answers, {late} late, {missing} missing, {unknown} unclear", n=f"{times.answered:,}",
                 late=times.late, missing=times.missing, unknown=times.unknown)  # fmt: skip
        card.set_words(say(P("Answer times")), say(note))
        card.show_chart(times.answered > 0, say(P("Nothing was to be answered in this period.")))

    def _fill_members(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["members"]
        self.members.show_rows(figures.members, lambda row: row.member_id)
        self.members.setAccessibleName(say(P("Answers by member")))
        card.set_words(say(P("Answers by member")))
        card.show_chart(bool(figures.members), say(P("Nothing was to be answered in this period.")))

    def _fill_precision(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["precision"]
        rows = [PrecisionRow(record, self.clause_words(record.clause)) for record in figures.precision]
        self.precision.show_rows(rows)
        self.precision.setAccessibleName(say(P("Precision by clause")))
        card.set_words(say(P("Precision by clause")))
        card.legend.show_items(
            [("c1", say(P("confirmed"))), ("c4", say(P("dismissed"))), ("text", say(P("overturned")))]
        )
        card.show_chart(bool(rows), say(P("No violations in this period.")))

    def _fill_activity(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["activity"]
        messages = {row.day: row for row in figures.activity}
        today = to_datetime(figures.asked.now, figures.asked.zone).date().isoformat()
        spans = stretches(list(messages), figures.asked, today)
        ticks = self._ticks(len(spans))
        bars = []
        for place, stretch in enumerate(spans):
            rows = [row for day, row in messages.items() if stretch.first <= day <= stretch.last]
            count, people = sum(row.messages for row in rows), max((row.members for row in rows), default=0)
            line = say(P("{n} messages, {people} people a day at most", n=f"{count:,}", people=people))
            tick = stretch.first[5:].lstrip("0").replace("-0", "-") if place in ticks else ""
            bars.append(Bar((count,), (self._stretch_words(stretch), line), tick))
        self.activity.show_bars(bars)
        self.activity.setAccessibleName(say(P("Messages by day")))
        total = sum(row.messages for row in figures.activity)
        card.set_words(say(P("Activity")), say(P("{n} messages", n=f"{total:,}")))
        card.show_chart(total > 0, say(P("No messages in this period.")))

    def _fill_scores(self, figures: Figures) -> None:
        say, card = self.context.tr, self.cards["scores"]
        self.scores.show_scores(figures.scores, figures.before)
        self.scores.setAccessibleName(say(P("Score by group")))
        note = P("members of a hundred without a breach; ring: before")
        card.set_words(say(P("Score")), say(note))
        card.show_chart(any(row.score is not None for row in figures.scores), say(P("No members yet.")))

    def _switch(self, key: str) -> None:
        shown, hidden = self.cards[key], self.cards[_PARTNER[key]]
        segment = self.pairs[key] if key in self.pairs else self.pairs[_PARTNER[key]]
        hidden.line.removeWidget(segment)
        shown.line.addWidget(segment)
        hidden.hide()
        shown.show()

    # picking

    def _day_picked(self, place: int) -> None:
        if self._figures is not None:
            self.wanted.emit({"period": self._stretches[place].period(self._figures.asked.zone)})

    def _hour_picked(self, weekday: int, hour: int) -> None:
        self.wanted.emit({"weekday": weekday, "hour": hour})

    def _clause_picked(self, place: int) -> None:
        if self._figures is not None:
            self.wanted.emit({"clause": self._figures.precision[place].clause})

    def _member_picked(self, member_id: object) -> None:
        self.wanted.emit({"member_id": member_id})

    def _group_picked(self, group_id: int) -> None:
        self.wanted.emit({"group_id": group_id})

    @property
    def figures(self) -> Figures | None:
        return self._figures


def _member_columns() -> tuple[Column, ...]:
    def count(value: int, token: str) -> Cell:
        return Cell(str(value), token if value else "text3")

    def median(row: MemberAnswers) -> Cell:
        return Cell("–" if row.median is None else _minutes(row.median), "text2")

    return (
        Column("name", P("Member"), lambda row: Cell(row.name, tip=row.name), sort=lambda row: row.name),
        Column("met", P("In time"), lambda r: count(r.on_time, "text"), 64, True, lambda r: r.on_time),
        Column("late", P("Late"), lambda r: count(r.late, "amber"), 56, True, lambda r: r.late),
        Column("missing", P("Missing"), lambda r: count(r.missing, "red"), 68, True, lambda r: r.missing),
        Column("median", P("Median"), median, 68, True, lambda r: r.median),
    )


def _answer_tick(place: int, start: int) -> str:
    """Every fourth bar by its start; the last that can be shown also holds everything later."""
    if place == SHOWN_STEPS - 1:
        return f"≥{_minutes(start)}"
    return _minutes(start) if place % 4 == 0 and place < SHOWN_STEPS - 3 else ""


def _minutes(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def wanted_title(wanted: dict[str, object], context: WindowContext) -> Phrase:
    """A heading for the rows behind a bar."""
    period = wanted.get("period")
    now, zone = context.now(), context.zone
    if isinstance(period, Period):
        return P("Violations of {day}", day=i18n.day(period.start, now, zone))
    if "weekday" in wanted:
        return P(
            "Violations on {day} at {hour}",
            day=WEEKDAYS[int(str(wanted["weekday"]))],
            hour=f"{wanted['hour']}:00",
        )
    return P("Violations of clause {clause}", clause=clause_number(str(wanted.get("clause", ""))))
