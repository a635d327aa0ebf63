"""Violations: the queue, the conversation around each, and the decision; beside it what has to be carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase, render
from core.casework.templates import Template, open_places
from core.casework.wording import step_name
from core.charter.steps import SECOND_PERSON
from core.desk import saved, violations
from core.desk.appeals import AppealRow
from core.desk.bulk import Planned
from core.desk.changes import Changes, Noun, Outcome
from core.desk.confirming import Wish
from core.desk.desk import Desk
from core.desk.violations import Dossier, Violation
from gui.context import WindowContext
from gui.panels.flows.appeals import appeal_against, appeal_flow
from gui.panels.flows.form import FlowForm
from gui.panels.flows.page import FlowPage
from gui.panels.flows.reports import report_flow
from gui.panels.panel import Panel
from gui.panels.signing_in import with_approvers
from gui.panels.violations.conversation_pane import AROUND, WHOLE, ConversationPane, WholeRecord
from gui.panels.violations.decision_pane import DecisionPane
from gui.panels.violations.dialogs import BulkDialog, GraveDialog, KeysDialog
from gui.panels.violations.entering import open_entry
from gui.panels.violations.entries import Leaf, Queue, Wanted, short_number
from gui.panels.violations.measure_dialog import MeasureDialog, wants_form
from gui.panels.violations.outbox_page import OutboxPage
from gui.panels.violations.pages import Pages
from gui.panels.violations.queue_pane import FOOT, QueuePane
from gui.panels.violations.reading import QueueReading
from gui.panels.violations.saved_views import save_view
from gui.panels.violations.sharing import Sharing
from gui.widgets.lead_focus import FocusLead

_TALK = 300
"""Where queue and decision leave the conversation less than that, the decision lies over it."""
_SETTLE_MS = 30
"""A held J key moves faster than records can be read: read what stands still that long."""
_ASIDE_MS = 200
"""What stands behind the queue is counted so long after a change: the queue reads first."""
_QUEUED = Noun.VIOLATIONS | Noun.DUTIES
REASONS: tuple[Phrase, ...] = (
    P("Not a breach"),
    P("Permitted beforehand"),
    P("Quoted or meant as a joke"),
    P("Dealt with already"),
)


class ViolationsPanel(Panel):
    key = "violations"
    nouns = Noun.DUTIES | Noun.VIOLATIONS | Noun.MESSAGES | Noun.MEMBERS | Noun.CHARTERS | Noun.GROUPS
    foot_height = FOOT

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._clause, self._member = "", 0
        self._seek, self._then = "", ""
        self._deciding: set[str] = set()
        self._templates: list[Template] = []
        self.queue = QueuePane(context)
        self.conversation = ConversationPane(context)
        self._page = QWidget()
        self.decision = DecisionPane(context)
        self.outbox = OutboxPage(context)
        self.pages = Pages(context.theme)
        self.pages.add("queue", P("Queue"), self._page)
        self.pages.add("outbox", P("To do"), self.outbox)
        self.flows = {
            "appeals": FlowPage(context, appeal_flow()),
            "reports": FlowPage(context, report_flow()),
        }
        for key, page in self.flows.items():
            self.pages.add(key, page.flow.title, page)
            page.counted.connect(lambda count, key=key: self.pages.set_count(key, count))
        self.pages.turned.connect(self._turned)
        self.outbox.counted.connect(lambda count: self.pages.set_count("outbox", count))
        self.sharing = Sharing(
            context, self, self._pop, self._focus_queue, self.queue.leaves_of, self.decision.note_text
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.pages.bar)
        whole.addWidget(self.pages.stack, 1)
        self._layout = QHBoxLayout(self._page)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        # Narrower than three panes is allowed: the decision then leaves the row.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._layout.addWidget(self.queue)
        self._layout.addWidget(self.conversation, 1)
        self._layout.addWidget(self.decision)
        self._narrow = False
        self._lead = FocusLead(self, self.queue.view)
        self._reading = QueueReading(context, self, self._show_queue)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._read_dossier)
        self._aside = QTimer(self, singleShot=True, interval=_ASIDE_MS)
        self._aside.timeout.connect(self._read_pages)
        self.queue.asked.connect(self._read_queue)
        self.queue.emptied.connect(self._to_intake)
        self.queue.entering.connect(self._enter)
        self.queue.saving.connect(lambda: save_view(self.context, self.queue, self._read_views))
        self.queue.view.moved.connect(self._moved)
        self.queue.view.commanded.connect(self.run)
        self.decision.commanded.connect(self.run)
        self.decision.note_done.connect(self._noted)
        self.conversation.decision_asked.connect(self._toggle_decision)
        self.decision.show_dossier(None)

    # reading

    def take_new(self, changes: Changes) -> bool:
        return self._reading.read_new(self._wanted(), changes.new)

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and changes.live and not changes.nouns & _QUEUED:
            # People talk: that alone brings nothing into the queue, and the conversation may go on.
            self._settled.start()
        else:
            self._read_queue()
        if changes is None:
            self._read_views()
            self._read_pages()
        elif self.pages.current() != "queue":
            self._read_pages()
        elif not self._aside.isActive():
            self._aside.start()

    def _read_pages(self) -> None:
        self.outbox.refresh()
        for page in self.flows.values():
            page.refresh()

    def retranslate(self) -> None:
        self.pages.retranslate(self.context.tr)
        self.outbox.retranslate()
        for page in self.flows.values():
            page.retranslate()
        self.queue.retranslate()
        self.conversation.retranslate()
        self.decision.retranslate()

    def focus_on(self, **focus: Any) -> None:
        """violation= selects one, in whatever state; clause=, member_id= and state= narrow the queue; page=
        turns to another page (outbox, appeals, reports), row= chooses there; then= is a command to run there."""
        self.pages.turn(str(focus.get("page", "queue")))
        if self.pages.current() in self.flows:
            self.flows[self.pages.current()].choose(str(focus.get("row", "")))
            return
        self._clause = str(focus.get("clause", ""))
        self._member = int(focus.get("member_id", 0))
        self._seek, self._then = str(focus.get("violation", "")), str(focus.get("then", ""))
        if self._then and not self._seek:
            self.run(self._then)
            self._then = ""
        self.queue.narrowed = self._clause
        if "state" in focus:
            self.queue.set_state(str(focus["state"]))
        if self._seek and self.queue.view.choose(self._seek):
            self._seek = ""
        else:
            self._read_queue()
        self.setFocus()

    def escape(self) -> None:
        if self._narrow and self.decision.isVisible():
            self.decision.hide()
        elif self.decision.note.isVisible():
            self.decision.note.hide()
            self._focus_queue()
        elif self._clause or self._member:
            self.focus_on()
        else:
            self.queue.view.queue_model.uncheck_all()

    def _read_views(self) -> None:
        def read(desk: Desk) -> tuple[dict[str, Mapping[str, str]], list[Template]]:
            return saved.views(desk), saved.templates(desk, "dismiss")

        self.context.read(self, "views", read, self._show_views, lambda _error: None)

    def _show_views(self, kept: tuple[dict[str, Mapping[str, str]], list[Template]]) -> None:
        views, self._templates = kept
        self.queue.show_views(views)

    def _wanted(self) -> Wanted:
        context = self.context
        chosen = context.group(context.group_id)
        return Wanted(
            self.queue.state, self.queue.grouping, self.queue.order, chosen.room_id if chosen else "",
            context.period_days, self._clause, self._member,
        )  # fmt: skip

    def _read_queue(self) -> None:
        self._reading.read(self._wanted())

    def _show_queue(self, queue: Queue, new: Sequence[Violation] | None) -> None:
        self.queue.show_queue(queue)
        if self._seek and new is None:
            sought, self._seek = self._seek, ""
            if not self.queue.view.choose(sought):
                if self.queue.state:
                    # It was decided meanwhile: look among all states.
                    self._seek = sought
                    self.queue.set_state("")
                    return
                self._then = ""
        if not queue.total:
            self._moved("")
        elif self.queue.view.current_id() and (new is None or self._concerns(new)):
            # What is shown may have been decided elsewhere.
            self._settled.start()

    def _concerns(self, new: Sequence[Violation]) -> bool:
        """Whether what is shown of a violation tells of these too: it counts what is open of the person."""
        shown = self.decision.dossier
        return shown is not None and any(row.member_id == shown.violation.member_id for row in new)

    def _moved(self, key: str) -> None:
        if key:
            self._settled.start()
        else:
            self._show_dossier(None)

    def _read_dossier(self) -> None:
        key = self.queue.view.current_id()
        if key:
            self.context.read(
                self, "dossier", lambda desk: violations.dossier(desk, key, AROUND), self._show_dossier
            )

    def _show_dossier(self, dossier: Dossier | None) -> None:
        if dossier is not None and dossier == self.decision.dossier and not self._then:
            return
        self.conversation.show_dossier(dossier)
        self.decision.show_dossier(dossier)
        if self._then and not self._seek and dossier is not None:
            command, self._then = self._then, ""
            self.run(command)
        if self._narrow:
            self.conversation.decide.setVisible(dossier is not None)
            if dossier is None:
                self.decision.hide()

    # commands

    def run(self, command: str) -> None:
        """A key or a button. What needs the record waits until it is the selected one's."""
        simple: dict[str, Callable[[], None]] = {
            "undo": self._undo, "help": self._help, "bulk": self._bulk, "checked": self._say_checked,
            "enter": self._enter,
        }  # fmt: skip
        if command in simple:
            simple[command]()
            return
        dossier = self._current()
        if dossier is None:
            return
        about: dict[str, Callable[[Dossier], None]] = {
            "confirm": self._confirm, "dismiss": self._dismiss, "escalate": self._measure, "copy": self._copy,
            "pending": self._pending, "take-up": self._take_up,
            "open": self._open_record, "sent": self._sent, "undo-this": self._undo_this,
            "example": self._example, "appeal": self._appeal, "person": self.sharing.person, "claim": self.sharing.claim,
            "skip": self.sharing.skip, "opinion": self.sharing.opinion, "case": self.sharing.case,
        }  # fmt: skip
        if command in about:
            about[command](dossier)
        elif command == "note":
            self._show_decision()
            self.decision.ask_note()
        elif command == "show":
            self.conversation.show_picture()
        elif command in ("given", "refused"):
            self._apology(dossier.violation, command)

    def _current(self) -> Dossier | None:
        dossier = self.decision.dossier
        if dossier is None or dossier.violation.id != self.queue.view.current_id():
            return None
        return None if dossier.violation.id in self._deciding else dossier

    def _confirm(self, dossier: Dossier) -> None:
        violation = dossier.violation
        if violation.state != "open":
            return
        # A hint proposes nothing, and yet what the policy says follows once it is confirmed.
        step = violation.proposed_step or dossier.measures.step
        if wants_form(dossier):
            self._measure(dossier)
        elif step in SECOND_PERSON:
            self._ask_grave(dossier, step)
        else:
            reason = self.decision.note_text()
            done = P("Confirmed: {name} · {clause}", name=violation.member_name, clause=_number(violation))
            self._decide(violation, lambda desk: violations.confirm(desk, violation.id, reason, ""), done)

    def _measure(self, dossier: Dossier) -> None:
        """Tier, step, amount, own words: in a form that decides by itself."""
        if dossier.violation.state != "open":
            return
        following = self.queue.view.following()

        def decided(_outcome: Any) -> None:
            if following:
                self.queue.view.choose(following)

        def ask(others: list[str]) -> None:
            reason = self.decision.note_text()
            dialog = MeasureDialog(self.context, dossier, others, reason, decided, self)
            dialog.finished.connect(self._focus_queue)
            dialog.open()

        with_approvers(self.context, self, ask)

    def _ask_grave(self, dossier: Dossier, step: str) -> None:
        violation, note = dossier.violation, self.decision.note_text()

        def decide(why: str, approver: str, secret: str, fen: int) -> None:
            wish = Wish(step=step, amount_fen=fen or None)
            self._decide(
                violation,
                lambda desk: violations.confirm(
                    desk, violation.id, why, "", approver, passphrase=secret, wish=wish
                ),
                P("Confirmed: {name} · {step}", name=violation.member_name, step=step_name(step)),
            )

        def ask(others: list[str]) -> None:
            dialog = GraveDialog(self.context, dossier, step, others, note, self)
            dialog.agreed.connect(decide)
            dialog.finished.connect(self._focus_queue)
            dialog.open()

        with_approvers(self.context, self, ask)

    def _pending(self, dossier: Dossier) -> None:
        """What follows a refused apology."""
        if dossier.measures.pending:
            self._ask_grave(dossier, dossier.measures.pending)

    def _take_up(self, dossier: Dossier) -> None:
        key, reason = dossier.violation.id, self.decision.note_text()
        if dossier.measures.second_stage:
            self.context.act_approved(
                lambda desk, approver, secret: violations.take_up(desk, key, reason, approver, secret),
                done=P("Taken up: {name}", name=dossier.violation.member_name),
            )

    def _dismiss(self, dossier: Dossier) -> None:
        violation = dossier.violation
        if violation.state != "open":
            return
        typed = self.decision.note_text()
        if typed:
            self._dismiss_for(violation, typed)
            return
        self._ask_reason(violation)

    def _ask_reason(self, violation: Violation) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        reasons = [self.context.tr(reason) for reason in REASONS] + [each.text for each in self._templates]
        for number, words in enumerate(reasons, 1):
            shown = words if len(words) <= 40 else words[:39] + "…"
            action = menu.addAction(f"&{number}  {shown}")
            action.triggered.connect(lambda _on=False, why=words: self._dismiss_or_fill(violation, why))
        self._pop(menu, "dismiss")

    def _dismiss_or_fill(self, violation: Violation, reason: str) -> None:
        """A template with empty places goes into the note first."""
        if open_places(reason):
            self._show_decision()
            self.decision.ask_note(reason)
        else:
            self._dismiss_for(violation, reason)

    def _dismiss_for(self, violation: Violation, reason: str) -> None:
        self._decide(
            violation,
            lambda desk: violations.dismiss(desk, violation.id, reason),
            P("Dismissed: {name} · {clause}", name=violation.member_name, clause=_number(violation)),
        )

    def _pop(self, menu: QMenu, command: str) -> None:
        button = self.decision.buttons[command]
        over = button if button.isVisible() else self.queue.view
        menu.aboutToHide.connect(self._focus_queue)
        corner = over.mapToGlobal(over.rect().topLeft())
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))
        actions = menu.actions()
        if actions:
            menu.setActiveAction(actions[0])

    def _decide(self, violation: Violation, operation: Callable[[Desk], Any], done: Phrase) -> None:
        """Carry it out and go on to the next at once; a refusal brings the violation back."""
        self._deciding.add(violation.id)
        following = self.queue.view.following()
        if following:
            self.queue.view.choose(following)

        def finished(_outcome: Any) -> None:
            self._deciding.discard(violation.id)

        def refused(error: Exception) -> None:
            self._deciding.discard(violation.id)
            self.queue.view.choose(violation.id)
            self.context.complain(error)

        self.context.act(operation, finished, done=done, failed=refused)
        self._focus_queue()

    def _sent(self, dossier: Dossier) -> None:
        violation = dossier.violation
        self.context.act(
            lambda desk: violations.notified(desk, violation.id),
            done=P("Letter to {name} marked as sent", name=violation.member_name),
        )

    def _apology(self, violation: Violation, outcome: str) -> None:
        words = P("{name} apologised") if outcome == "given" else P("{name} refused to apologise")
        self.context.act(
            lambda desk: violations.apology(desk, violation.id, outcome),
            done=Phrase(words.msgid, (("name", violation.member_name),)),
        )

    def _example(self, dossier: Dossier) -> None:
        # Imported at the first use: it brings in charters and judging.
        from gui.panels.violations.taking_over import take_over

        take_over(self.context, dossier.violation)

    def _appeal(self, dossier: Dossier) -> None:
        violation = dossier.violation
        if violation.state == "confirmed":
            action = appeal_against(violation.id, violation.member_name, violation.case)
            FlowForm(self.context, action, self._appealed, self).open()

    def _appealed(self, outcome: Outcome[AppealRow]) -> None:
        self.focus_on(page="appeals", row=outcome.value.appeal.id)

    def _enter(self) -> None:
        open_entry(self.context, self, lambda entered: self.focus_on(violation=entered.id))

    def _copy(self, dossier: Dossier) -> None:
        QGuiApplication.clipboard().setText(render(self.decision.letter_of(dossier), "zh"))
        self.context.toast(P("Letter copied"))

    def _open_record(self, dossier: Dossier) -> None:
        if self._narrow and not self.decision.isVisible():
            self._show_decision()
            return
        key = dossier.violation.id
        self.context.read(self, "whole", lambda desk: violations.dossier(desk, key, WHOLE), self._open_whole)

    def _open_whole(self, dossier: Dossier) -> None:
        self.context.open_drawer(WholeRecord(self.context, dossier))

    def _undo(self) -> None:
        self._take_back("")

    def _undo_this(self, dossier: Dossier) -> None:
        self._take_back(dossier.violation.id)

    def _take_back(self, key: str) -> None:
        self.context.act_approved(
            lambda desk, approver, secret: violations.undo(desk, key, "", approver, secret),
            self._undone, done=P("Taken back."), undo=False,
        )  # fmt: skip

    def _undone(self, outcome: Outcome[str]) -> None:
        """Select what was taken back, once it is in the queue again."""
        self._seek = outcome.value
        if self.queue.state != "open":
            self.queue.set_state("open")
        else:
            self._read_queue()

    def _bulk(self) -> None:
        leaves = [leaf for leaf in self.queue.view.queue_model.checked() if leaf.violation.state == "open"]
        if not leaves:
            self.context.toast(P("Select some with X first."))
            return
        ids = [leaf.key for leaf in leaves]
        self.context.act(
            lambda desk: violations.preview(desk, ids), lambda planned: self._show_bulk(leaves, planned)
        )

    def _show_bulk(self, leaves: Sequence[Leaf], planned: Sequence[Planned]) -> None:
        dialog = BulkDialog(self.context, leaves, planned, self)
        dialog.agreed.connect(self._confirm_many)
        dialog.finished.connect(self._focus_queue)
        dialog.open()

    def _confirm_many(self, ids: list[str]) -> None:
        reason = self.decision.note_text()
        self.context.act(
            lambda desk: violations.confirm_many(desk, ids, reason),
            self._confirmed_many,
            done=P("Confirmed {n}; U takes back all of them", n=len(ids)),
        )

    def _confirmed_many(self, _outcomes: Any) -> None:
        self.queue.view.queue_model.uncheck_all()
        self._say_checked()

    def _say_checked(self) -> None:
        chosen = len(self.queue.view.queue_model.checked())
        self.queue.narrowed = self.context.tr(P("{n} selected", n=chosen)) if chosen else self._clause
        self.queue.say_count()

    def _help(self) -> None:
        dialog = KeysDialog(self.context, self)
        dialog.finished.connect(self._focus_queue)
        dialog.open()

    def _noted(self) -> None:
        """Enter in the note: with an open one it waits for the decision, else it goes on record."""
        dossier, text = self._current(), self.decision.note_text()
        if dossier is not None and dossier.violation.state != "open" and text:
            self.decision.note.clear()
            self.decision.note.hide()
            self.sharing.keep_note(dossier, text)
        self._focus_queue()

    def _turned(self, key: str) -> None:
        shown = self.flows.get(key) or (self.outbox if key == "outbox" else None)
        self._lead.target = self.queue.view if shown is None else shown.table
        if shown is not None:
            shown.refresh()
            shown.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_queue()

    def _to_intake(self) -> None:
        self.context.go("intake")

    def _focus_queue(self) -> None:
        self.queue.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # width

    def minimumSizeHint(self) -> QSize:
        return QSize(self.queue.width() + 240, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.queue.width() + self.decision.width() + self.context.theme.px(_TALK)
        narrow = self.width() < beside
        if narrow != self._narrow:
            self._narrow = narrow
            if narrow:
                self._layout.removeWidget(self.decision)
                self.decision.hide()
            else:
                self._layout.addWidget(self.decision)
                self.decision.show()
            self.conversation.decide.setVisible(narrow and self.decision.dossier is not None)
        if narrow:
            self._place_decision()

    def _place_decision(self) -> None:
        width, page = self.decision.width(), self._page
        self.decision.setGeometry(self.width() - width, 0, width, page.height())

    def _toggle_decision(self) -> None:
        if self.decision.isVisible():
            self.decision.hide()
        else:
            self._show_decision()

    def _show_decision(self) -> None:
        self.decision.show()
        if self._narrow:
            self._place_decision()
            self.decision.raise_()


def _number(violation: Violation) -> str:
    return short_number(violation.charter, violation.clause)
