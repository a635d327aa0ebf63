"""The decision pane: who, which clause, why it fired, what the policy proposes, the letter, the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase, render
from core.casework.conflicts import WORDS as CONFLICTS
from core.casework.letters import PRIVATE, PUBLIC
from core.casework.queueing import Opinion
from core.casework.wording import step_name, type_name
from core.charter.model import Band
from core.chat.member import MemberType
from core.desk.explaining import explained
from core.desk.violations import Dossier, LadderStep
from gui.context import WindowContext
from gui.i18n import amount, clock_time, day
from gui.panels.violations.entries import reference
from gui.panels.violations.law import note as law_note
from gui.panels.violations.marks import MarkedWords, Pips
from gui.theme.tokens import DECISION
from gui.widgets.button import Button
from gui.widgets.ground import Card, Ground
from gui.widgets.label import Label
from gui.widgets.segment import Segment
from gui.widgets.step_ladder import Rung, StepLadder
from gui.widgets.tag import Avatar, Icon, KeyCap, Tag

_SIDE = 20
OPINIONS: dict[str, Phrase] = {
    "confirm": P("would confirm it."), "dismiss": P("would dismiss it."), "unsure": P("is not sure."),
}  # fmt: skip
_WIDEST = 440


def sentence(text: str) -> str:
    """The first letter large, for names of steps that stand alone."""
    return text[:1].upper() + text[1:]


class DecisionPane(Ground):
    """`commanded` carries the command of a button. The note goes on record with the next decision."""

    commanded = Signal(str)
    note_done = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "l", parent)
        self._context = context
        self.dossier: Dossier | None = None
        self.setFixedWidth(min(context.theme.px(DECISION), _WIDEST))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        for section in (self._clause(), self._why(), self._policy(), self._letter()):
            self._body.addWidget(section)
        self._body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._acts())
        self.retranslate()

    # sections

    def _section(self, last: bool = False) -> tuple[QWidget, QVBoxLayout]:
        section = Ground(self._context.theme, "bg", "" if last else "b")
        layout = QVBoxLayout(section)
        layout.setContentsMargins(_SIDE, 14, _SIDE, 14)
        layout.setSpacing(6)
        return section, layout

    def _head(self) -> QWidget:
        theme = self._context.theme
        head = Ground(theme, "bg", "b")
        head.setFixedHeight(theme.px(48))
        row = QHBoxLayout(head)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(12)
        self._avatar = Avatar(theme, "", 32)
        self.person = Label(theme, "", "strong", elide=True)
        self._person_side = Label(theme, "", "small", "text3", elide=True)
        self._confirmed = Label(theme, "", "small", "text2")
        self._open = Label(theme, "", "small", "text3")
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(2)
        left.addStretch()
        left.addWidget(self.person)
        left.addWidget(self._person_side)
        left.addStretch()
        right.addStretch()
        right.addWidget(self._confirmed, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._open, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch()
        row.addWidget(self._avatar)
        row.addLayout(left, 1)
        row.addLayout(right)
        return head

    def _clause(self) -> QWidget:
        theme = self._context.theme
        section, layout = self._section()
        row = QHBoxLayout()
        row.setSpacing(8)
        self._ref = Tag(theme)
        self._charter = Label(theme, "", "small", "text3", elide=True)
        row.addWidget(self._ref)
        row.addWidget(self._charter, 1)
        layout.addLayout(row)
        self.clause = Label(theme, "", "heading", wrap=True)
        layout.addWidget(self.clause)
        return section

    def _why(self) -> QWidget:
        theme = self._context.theme
        section, layout = self._section()
        row = QHBoxLayout()
        self._why_title = Label(theme, "", "small-strong", "text2")
        self._sure = Label(theme, "", "small", "text2")
        self._pips = Pips(theme)
        row.addWidget(self._why_title)
        row.addStretch()
        row.addWidget(self._sure)
        row.addWidget(self._pips)
        layout.addLayout(row)
        self.why = Label(theme, "", wrap=True)
        layout.addLayout(_with_icon(Icon(theme, "check", "text3", 14), self.why))
        self.marks = MarkedWords(theme)
        indent = QHBoxLayout()
        indent.setContentsMargins(22, 0, 0, 0)
        indent.addWidget(self.marks)
        layout.addLayout(indent)
        self.weighed = Label(theme, "", "small", "text3", wrap=True)
        self.weighed.setContentsMargins(22, 2, 0, 0)
        layout.addWidget(self.weighed)
        self._hint = Label(theme, "", token="text2", wrap=True)
        self._hint_row = _row(_with_icon(Icon(theme, "minus", "text3", 14), self._hint))
        layout.addWidget(self._hint_row)
        self._record = Label(theme, "", "small", "text3", wrap=True)
        self.priority = Label(theme, "", "small", "text3", wrap=True)
        self.opinions = Label(theme, "", "small", "amber", wrap=True)
        self.claim = Label(theme, "", "small", "amber", wrap=True)
        for label in (self._record, self.priority, self.claim, self.opinions):
            label.setContentsMargins(22, 2, 0, 0)
            layout.addWidget(label)
        return section

    def _policy(self) -> QWidget:
        theme = self._context.theme
        section, layout = self._section()
        row = QHBoxLayout()
        self._policy_title = Label(theme, "", "small-strong", "text2")
        self._policy_name = Label(theme, "", "small", "text3", elide=True)
        self._policy_name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._policy_title)
        row.addWidget(self._policy_name, 1)
        layout.addLayout(row)
        self.ladder = StepLadder(theme)
        layout.addWidget(self.ladder)
        self._amount = Label(theme, "", "strong", "amber", wrap=True)
        self._remarks = Label(theme, "", "small", "text3", wrap=True)
        self._law = Label(theme, "", "small", "amber", wrap=True)
        self._law_row = _row(_with_icon(Icon(theme, "warning", "amber", 14), self._law))
        layout.addWidget(self._amount)
        layout.addWidget(self._remarks)
        layout.addWidget(self._law_row)
        return section

    def _letter(self) -> QWidget:
        theme = self._context.theme
        section, layout = self._section(last=True)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._letter_title = Label(theme, "", "small-strong", "text2")
        self._letter_side = Label(theme, "", "small", "text3", hint=True)
        self.copy_button = Button(theme, "", "link", "copy")
        self.copy_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy_button.clicked.connect(lambda: self.commanded.emit("copy"))
        self.tone = Segment(theme)
        self.tone.chosen.connect(lambda _tone: self._fill_letter())
        row.addWidget(self._letter_title)
        row.addWidget(self._letter_side, 1)
        row.addWidget(self.tone)
        row.addSpacing(4)
        row.addWidget(self.copy_button)
        row.addWidget(KeyCap(theme, "Y"))
        layout.addLayout(row)
        card = Card(theme, "canvas", "line", 6)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        self.letter = Label(theme, "", "small", "text2", wrap=True)
        inside.addWidget(self.letter)
        layout.addWidget(card)
        self._after = Label(theme, "", "small", "text3", wrap=True)
        self._after_row = _row(_with_icon(Icon(theme, "info", "text3", 14), self._after))
        layout.addWidget(self._after_row)
        self.notes = Label(theme, "", "small", "text2", wrap=True)
        self._notes_row = _row(_with_icon(Icon(theme, "note", "text3", 14), self.notes))
        layout.addWidget(self._notes_row)
        return section

    def _acts(self) -> QWidget:
        theme = self._context.theme
        acts = Ground(theme, "bg", "t")
        column = QVBoxLayout(acts)
        column.setContentsMargins(_SIDE, 12, _SIDE, 16)
        column.setSpacing(8)
        self.note = QLineEdit()
        self.note.returnPressed.connect(self.note_done)
        self.note.hide()
        self.conflict = Label(theme, "", "small-strong", "red", wrap=True)
        self._conflict_row = _row(_with_icon(Icon(theme, "warning", "red", 14), self.conflict))
        column.addWidget(self._conflict_row)
        column.addWidget(self.note)
        rows = {place: QHBoxLayout() for place in (1, 2, 3, 4)}
        for row in rows.values():
            row.setSpacing(8)
            column.addLayout(row)
        self.buttons: dict[str, Button] = {}
        for command, kind, key, place in (
            ("confirm", "primary", "C", 1),
            ("dismiss", "", "D", 2),
            ("escalate", "", "E", 2),
            ("note", "", "N", 2),
            ("pending", "danger", "", 1),
            ("take-up", "", "", 1),
            ("sent", "primary", "", 1),
            ("given", "", "", 4),
            ("refused", "", "", 4),
            ("undo-this", "", "", 2),
            ("appeal", "", "L", 2),
            ("case", "", "F", 3),
            ("example", "", "T", 3),
        ):
            button = Button(theme, "", kind, keys=(key,) if key else ())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, name=command: self.commanded.emit(name))
            rows[place].addWidget(button, 1)
            self.buttons[command] = button
        self.decided = Label(theme, "", "small", "text2", wrap=True)
        column.addWidget(self.decided)
        return acts

    # filling

    def show_dossier(self, dossier: Dossier | None) -> None:
        """None: nothing is selected."""
        if dossier is None or self.dossier is None or dossier.violation.id != self.dossier.violation.id:
            self.note.clear()
            self.note.hide()
        self.dossier = dossier
        self._fill()

    def retranslate(self) -> None:
        tr = self._context.tr
        self._why_title.setText(tr(P("Why it fired")))
        self._policy_title.setText(tr(P("Sanction policy")))
        self._letter_title.setText(tr(P("Letter")))
        self._letter_side.setText(
            tr(P("as the group will read it")) if self._context.language == "en" else ""
        )
        self.tone.set_items([(PUBLIC, tr(P("Public"))), (PRIVATE, tr(P("Private")))])
        self.copy_button.setText(tr(P("Copy")))
        self.note.setPlaceholderText(tr(P("Note, goes on record with the decision")))
        self.note.setAccessibleName(tr(P("Note")))
        for command, words in (
            ("confirm", P("Confirm and next")), ("dismiss", P("Dismiss")), ("escalate", P("Escalate")),
            ("note", P("Note")), ("sent", P("Mark the letter as sent")), ("given", P("Apologised")),
            ("refused", P("Refused")), ("undo-this", P("Take back")), ("example", P("As an example")),
            ("case", P("Case file")), ("appeal", P("Appeal…")), ("take-up", P("Take up")),
        ):  # fmt: skip
            self.buttons[command].setText(tr(words))
        self._fill()

    def note_text(self) -> str:
        return self.note.text().strip()

    def ask_note(self, text: str = "") -> None:
        """`text`: a template to fill, in place of what was typed."""
        if text:
            self.note.setText(text)
        self.note.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        dossier = self.dossier
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.setVisible(dossier is not None)
        if dossier is None:
            return
        self._fill_head(dossier)
        self._fill_why(dossier)
        self._fill_policy(dossier)
        self._fill_acts(dossier)

    def _fill_head(self, dossier: Dossier) -> None:
        tr, violation = self._context.tr, dossier.violation
        self._avatar.set_text(violation.member_name)
        self.person.setText(violation.member_name)
        kind = tr(type_name(MemberType(dossier.member_type))) if dossier.member_type else ""
        since = (
            tr(P("joined {day}", day=day(dossier.joined_at, self._context.now(), self._context.zone)))
            if dossier.joined_at
            else violation.group
        )
        self._person_side.setText(sentence(f"{kind} · {since}" if kind else since))
        self._confirmed.setText(tr(P("{n} confirmed in 90 days", n=dossier.confirmed_90_days)))
        self._open.setText(tr(P("{n} open", n=dossier.open_of_person)))
        self._ref.set_text(tr(reference(dossier.clause_ref or violation.clause)))
        title = P("{charter} v{n}, in force then", charter=dossier.charter_title, n=dossier.charter_version)
        self._charter.setText(tr(title))
        self.clause.setText(tr(dossier.clause_text) or violation.clause)

    def _fill_why(self, dossier: Dossier) -> None:
        tr, violation = self._context.tr, dossier.violation
        certain = violation.band is Band.ACT
        self._sure.setText(tr(P("High confidence") if certain else P("Not certain")))
        self._pips.set_filled(3 if certain else 1)
        self.why.setText(tr(violation.why))
        self.marks.set_words([match.text for match in violation.matched])
        weighed = "\n".join(tr(each) for each in explained(violation))
        self.weighed.setText(weighed)
        self.weighed.setVisible(bool(weighed))
        self._hint.setText(tr(P("Only a hint: read the record before you decide.")))
        self._hint_row.setVisible(not certain)
        self._record.setText(
            tr(
                P(
                    "This clause, 30 days: {confirmed} confirmed, {dismissed} dismissed, {overturned} overturned",
                    confirmed=dossier.clause_confirmed, dismissed=dossier.clause_dismissed,
                    overturned=dossier.clause_overturned,
                )
            )
        )  # fmt: skip
        self.priority.setText(tr(violation.priority_why) if violation.priority_why is not None else "")
        self.priority.setVisible(violation.priority_why is not None)
        queue = violation.queue
        until = clock_time(queue.claimed_until, self._context.zone)
        own = queue.claimed_by == self._context.desk.operator
        claimed = (
            P("You work on it until {time}; G gives it back.", time=until)
            if own
            else P("{name} works on it until {time} and decides it alone.", name=queue.claimed_by, time=until)
        )
        self.claim.setText(tr(claimed))
        self.claim.setVisible(bool(queue.claimed_by))
        said = [tr(self._opinion(each)) for each in violation.queue.opinions]
        self.opinions.setText("\n".join(said))
        self.opinions.setVisible(bool(said))

    def _opinion(self, opinion: Opinion) -> Phrase:
        if opinion.verdict:
            words = OPINIONS[opinion.verdict]
            return P("{name}: {verdict} {text}", name=opinion.by, verdict=words, text=opinion.text)
        if opinion.asked_of:
            return P("{name} was asked: {text}", name=opinion.asked_of, text=opinion.question)
        return P("Anybody was asked: {text}", text=opinion.question)

    def _fill_policy(self, dossier: Dossier) -> None:
        tr, violation = self._context.tr, dossier.violation
        self._policy_name.setText(tr(dossier.policy_title) if dossier.policy_title else "")
        self.ladder.set_rungs([self._rung(step) for step in dossier.ladder])
        self.ladder.setVisible(bool(dossier.ladder))
        owed = dossier.amount_fen or dossier.amount_points
        words = amount(dossier.amount_fen, dossier.amount_points)
        arithmetic = tr(dossier.arithmetic) if dossier.arithmetic else ""
        self._amount.setText(f"{tr(words)}  {arithmetic}".strip() if owed else "")
        self._amount.setVisible(bool(owed))
        remarks = [tr(violation.proposal_note)] if violation.proposal_note else []
        if dossier.measures.serious:
            names = tuple(step_name(step) for step in dossier.measures.serious)
            remarks.append(tr(P("In a serious case: {steps}. Choose it with E and say why.", steps=names)))
        if dossier.silent_on:
            remarks.append(tr(P("The text leaves open, set by you: {items}.", items=dossier.silent_on)))
        if not dossier.ladder and not remarks:
            remarks.append(tr(P("The charter names no sanction for this clause.")))
        self._remarks.setText("\n".join(remarks))
        self._remarks.setVisible(bool(remarks))
        self._law.setText("\n".join(tr(law_note(key)) for key in dossier.law))
        self._law_row.setVisible(bool(dossier.law))
        self._fill_letter()
        self._after.setText(tr(self._consequence(dossier)))
        self.notes.setText("\n".join(f"{note.operator}: {note.text}" for note in dossier.notes))
        self._notes_row.setVisible(bool(dossier.notes))

    def letter_of(self, dossier: Dossier) -> Phrase:
        """The letter in the tone chosen."""
        private = self.tone.current() == PRIVATE and bool(dossier.private_letter.msgid)
        return dossier.private_letter if private else dossier.letter

    def _fill_letter(self) -> None:
        # The group reads Chinese, whatever the language of the window.
        if self.dossier is not None:
            self.letter.setText(render(self.letter_of(self.dossier), "zh"))

    def _consequence(self, dossier: Dossier) -> Phrase:
        violation = dossier.violation
        if violation.state == "confirmed":
            return (
                P("The letter was marked as sent.")
                if violation.notified_at
                else P("The letter still waits to be sent: copy it, post it, then mark it.")
            )
        return P("Confirming opens a case and is written to the record; it can be undone.")

    def _rung(self, step: LadderStep) -> Rung:
        tr = self._context.tr
        side = tr(step.note)
        if step.at is not None:
            side = tr(day(step.at, self._context.now(), self._context.zone))
            side = f"{side} · {step.case}" if step.case else side
        tag = tr(P("Proposed")) if step.mark == "proposed" else ""
        words = sentence(tr(step_name(step.step)))
        if step.silent and not tag:
            side = side or tr(P("set by you"))
        return Rung(words, step.mark, side, tag)

    def _fill_acts(self, dossier: Dossier) -> None:
        tr, violation = self._context.tr, dossier.violation
        is_open, confirmed = violation.state == "open", violation.state == "confirmed"
        unsent = confirmed and violation.notified_at is None
        apology = confirmed and violation.step == "apology" and not dossier.life.apology
        pending = (
            P("{step}…", step=step_name(dossier.measures.pending)) if dossier.measures.pending else P("")
        )
        self.buttons["pending"].setText(sentence(tr(pending)))
        for command, shown in (
            ("confirm", is_open), ("dismiss", is_open), ("escalate", is_open), ("note", True), ("sent", unsent),
            ("given", apology), ("refused", apology), ("pending", confirmed and bool(dossier.measures.pending)),
            ("take-up", confirmed and bool(dossier.measures.second_stage)), ("undo-this", confirmed or violation.state == "dismissed"),
            ("example", confirmed or violation.state == "dismissed"), ("case", not is_open and bool(violation.case)),
            ("appeal", confirmed),
        ):  # fmt: skip
            self.buttons[command].setVisible(shown)
        self.conflict.setText("\n".join(tr(CONFLICTS[each]) for each in violation.conflicts))
        self._conflict_row.setVisible(is_open and bool(violation.conflicts))
        self.decided.setVisible(not is_open)
        state = {
            "confirmed": P(
                "Confirmed as {case}: {step}.", case=violation.case, step=step_name(violation.step)
            )
            if violation.step
            else P("Confirmed as {case}; the charter names no sanction.", case=violation.case),
            "dismissed": P("Dismissed."),
            "overturned": P("Overturned on appeal."),
            "superseded": P("No longer found: later data or an excuse removed it."),
        }.get(violation.state, P(""))
        self.decided.setText(tr(state))


def _with_icon(icon: Icon, label: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    holder = QVBoxLayout()
    holder.setContentsMargins(0, 3, 0, 0)
    holder.addWidget(icon)
    holder.addStretch()
    row.addLayout(holder)
    row.addWidget(label, 1)
    return row


def _row(layout: QHBoxLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget
