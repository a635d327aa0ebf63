"""One trigger in full: its words, when the answers came, who still owes, and the reminder to copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.clock import Instant
from core.base.phrase import P, render
from core.desk.obligations import Owed
from core.judging.obligation import ObligationState
from gui import i18n
from gui.context import WindowContext
from gui.panels.obligations import sentences
from gui.panels.obligations.answer_histogram import AnswerHistogram, answers
from gui.panels.obligations.board import Card, Grouping
from gui.panels.obligations.draft_text import DraftText
from gui.panels.obligations.people_list import TICKABLE, PeopleHeading, PeopleList, PersonWords
from gui.panels.words import Words
from gui.widgets.button import Button, IconButton
from gui.widgets.ground import Card as Box
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Avatar, Icon, Pill

S = ObligationState
_ORDER = (S.MISSING, S.UNKNOWN, S.OPEN, S.LATE, S.EXCUSED, S.MET, S.VOID)
_FOLDED_AT_FIRST = frozenset({S.EXCUSED, S.MET, S.VOID})
_WIDTH = 432
_TEXT_SHOWN = 400


class ObligationDetail(Ground):
    """`excuse_asked` carries the Owed ticked; `closed` when the pane was sent away."""

    excuse_asked = Signal(list)
    closed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "l", parent)
        self.context = context
        self._card: Card | None = None
        self._grouping = Grouping.DEADLINE
        self._now: Instant = 0
        self._folded = set(_FOLDED_AT_FIRST)
        self.words = Words(context)
        self.setMinimumWidth(context.theme.px(320))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(Hairline(context.theme))
        layout.addWidget(self._times())
        layout.addWidget(Hairline(context.theme))
        self.people = PeopleList(context.theme, self._person)
        self.words.bind(P("People and their answers"), self.people.setAccessibleName)
        self.people.folded.connect(self._fold)
        self.people.opened.connect(self._open)
        self.people.people.ticked.connect(self._ticked)
        layout.addWidget(self.people, 1)
        layout.addWidget(Hairline(context.theme))
        layout.addWidget(self._foot())

    def sizeHint(self) -> QSize:
        return QSize(self.context.theme.px(_WIDTH), 600)

    # building

    def _head(self) -> QWidget:
        theme, box = self.context.theme, QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(20, 14, 16, 14)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.pill = Pill(theme)
        self.where = Label(theme, "", "body", "text2", elide=True)
        self.shut = IconButton(theme, "x")
        self.words.bind(P("Close"), self.shut.set_name)
        self.shut.clicked.connect(self.closed)
        for widget in (self.pill, self.where, self.shut):
            top.addWidget(widget, 1 if widget is self.where else 0)
        layout.addLayout(top)
        said = QHBoxLayout()
        said.setSpacing(12)
        self.avatar = Avatar(theme, "", 32)
        said.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(4)
        self.speaker = Label(theme, "", "small", "text3")
        self.text = Label(theme, "", "chat", wrap=True)
        lines.addWidget(self.speaker)
        lines.addWidget(self.text)
        said.addLayout(lines, 1)
        layout.addLayout(said)
        self.clause = Label(theme, "", "small", "text2", wrap=True)
        layout.addWidget(self.clause)
        return box

    def _times(self) -> QWidget:
        theme = self.context.theme
        self.times = QWidget()
        layout = QVBoxLayout(self.times)
        layout.setContentsMargins(20, 12, 20, 12)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(6)
        heading = Label(theme, "", "small-strong", "text2")
        self.words.bind(P("Answer times"), heading.setText)
        self.cover_icon = Icon(theme, "check-circle", "green", 14)
        self.cover = Label(theme, "", "small", "green")
        line.addWidget(heading, 1)
        line.addWidget(self.cover_icon)
        line.addWidget(self.cover)
        layout.addLayout(line)
        self.histogram = AnswerHistogram(theme, self.context.zone)
        self.words.bind(P("Answer times"), self.histogram.setAccessibleName)
        layout.addWidget(self.histogram)
        self.complete = Button(theme, "", "link")
        self.words.bind(P("Import the missing part…"), self.complete.setText)
        self.complete.clicked.connect(self._to_intake)
        layout.addWidget(self.complete, 0, Qt.AlignmentFlag.AlignLeft)
        return self.times

    def _foot(self) -> QWidget:
        theme, box = self.context.theme, QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(20, 12, 20, 14)
        layout.setSpacing(10)
        self.draft_box = Box(theme, "canvas", "line", 6)
        inside = QVBoxLayout(self.draft_box)
        inside.setContentsMargins(8, 6, 4, 6)
        self.draft = DraftText()
        self.words.bind(P("Reminder to copy"), self.draft.setAccessibleName)
        inside.addWidget(self.draft)
        layout.addWidget(self.draft_box)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.copy = Button(theme, "", "primary", "copy", ("R",))
        self.words.bind(P("Copy reminder"), self.copy.setText)
        self.copy.clicked.connect(self.copy_reminder)
        self.excuse = Button(theme, "", "", "", ("V",))
        self.words.bind(P("Excuse…"), self.excuse.setText)
        self.excuse.clicked.connect(self.ask_excuse)
        self.chosen = Label(theme, "", "small", "text3")
        line.addWidget(self.copy)
        line.addWidget(self.excuse)
        line.addStretch(1)
        line.addWidget(self.chosen)
        layout.addLayout(line)
        return box

    # showing

    def show_card(self, card: Card, now: Instant, grouping: Grouping) -> None:
        """Another card forgets the ticks: everybody who has not answered is ticked anew."""
        fresh = self._card is None or self._card.key != card.key
        self._card, self._now, self._grouping = card, now, grouping
        if fresh:
            self._folded = set(_FOLDED_AT_FIRST)
        self._fill()
        if fresh:
            wanted = (S.MISSING,) if card.count(S.MISSING) else (S.OPEN,)
            self.people.people.set_ticks(e.id for e in card.owed if e.state in wanted)

    def _fill(self) -> None:
        card, say = self._card, self.context.tr
        if card is None:
            return
        zone, first = self.context.zone, card.first
        words, tone, icon = sentences.chip(card, self._now, zone)
        self.pill.set_text(say(words))
        self.pill.set_tone(tone, icon)
        due = i18n.day_and_time(card.due, self._now, zone)
        self.where.setText(say(P("{group} · due {due}", group=first.group, due=due)))
        single = self._grouping is Grouping.DEADLINE
        who = first.trigger_by if single else say(sentences.title(card, self._grouping))
        self.avatar.set_text(who)
        self.speaker.setText(
            say(P("{name} · {at}", name=who, at=i18n.day_and_time(first.opened, self._now, zone)))
            if single
            else who
        )
        text = first.trigger_text.strip() if single else say(sentences.clause_line(card, self._grouping))
        self.text.setText(text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + "…")
        self.clause.setText(say(sentences.clause_line(card, Grouping.DEADLINE)))
        self.clause.setVisible(single)
        self.times.setVisible(single)
        if single:
            self._fill_times(card)
        self._fill_people(card)

    def _fill_times(self, card: Card) -> None:
        say, zone = self.context.tr, self.context.zone
        gap = any(entry.state is S.UNKNOWN and not entry.unclear_kind for entry in card.owed)
        start = i18n.day_and_time(card.first.opened, self._now, zone)
        self.cover.setText(
            say(P("the record has a gap here") if gap else P("record complete since {time}", time=start))
        )
        self.cover.set_token("amber" if gap else "green")
        self.cover_icon.set_icon("warning" if gap else "check-circle", "amber" if gap else "green")
        self.complete.setVisible(gap)
        due = say(P("due {due}", due=i18n.clock_time(card.first.due, zone)))
        self.histogram.show_answers(answers(card.owed, self._now), due)

    def _fill_people(self, card: Card) -> None:
        sections = []
        for state in _ORDER:
            people = [entry for entry in card.owed if entry.state is state]
            if not people:
                continue
            name, icon, token = sentences.STATE_NAMES[state]
            heading = PeopleHeading(
                state, self.context.tr(name), self._note(state, people), len(people), icon, token,
                state in self._folded,
            )  # fmt: skip
            sections.append((heading, people))
        self.people.people.show(sections)

    def _note(self, state: ObligationState, people: list[Owed]) -> str:
        if state is S.UNKNOWN and any(entry.unclear_kind for entry in people):
            return self.context.tr(P("for a person to decide"))
        if state is S.MISSING:
            waiting = sum(1 for entry in people if entry.violation and not entry.decided)
            return self.context.tr(P("{n} in the queue", n=waiting)) if waiting else ""
        return ""

    def _person(self, entry: Owed) -> PersonWords:
        say = self.context.tr
        side, token = sentences.person_side(entry, self._now, self.context.zone)
        note = sentences.person_note(entry)
        if self._grouping is not Grouping.DEADLINE:
            note = sentences.first_line(entry.trigger_text)
        return PersonWords(say(note), say(side), token)

    def retranslate(self) -> None:
        self.words.say_again()
        self._fill()
        self._ticked()

    # doing

    def _fold(self, state: ObligationState) -> None:
        self._folded ^= {state}
        if self._card is not None:
            ticks = self.people.people.ticks()
            self._fill_people(self._card)
            self.people.people.set_ticks(ticks)

    def ticked(self) -> list[Owed]:
        ids = self.people.people.ticks()
        owed = self._card.owed if self._card is not None else ()
        return [entry for entry in owed if entry.id in ids and entry.state in TICKABLE]

    def reminder_text(self) -> str:
        """In the group's own language, whatever the window's is."""
        entries = self.ticked()
        if not entries:
            return ""
        phrase = sentences.reminder(entries, self._now, self.context.zone)
        return render(phrase, sentences.language_of(entries[0].trigger_text))

    def _ticked(self) -> None:
        entries = self.ticked()
        self.draft.setPlainText(self.reminder_text())
        self.draft_box.setVisible(bool(entries))
        self.copy.setEnabled(bool(entries))
        self.excuse.setEnabled(bool(entries))
        self.chosen.setText(self.context.tr(P("{n} chosen", n=len(entries))))

    def copy_reminder(self) -> None:
        text = self.reminder_text()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.context.toast(P("Reminder copied. Paste it into the group."))

    def ask_excuse(self) -> None:
        entries = self.ticked()
        if entries:
            self.excuse_asked.emit(entries)

    def _open(self, entry: Owed) -> None:
        if entry.violation:
            self.context.go("violations", violation=entry.violation)
        else:
            self.context.go("roster", member_id=entry.member_id)

    def _to_intake(self) -> None:
        self.context.go("intake")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
