"""What operators do about a violation beside deciding it: claim, skip, ask and answer, one decision for all of a
person's, the case file, a note at any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from core.base.phrase import P, Phrase
from core.charter.steps import SECOND_PERSON
from core.desk import cases, notes, violations
from core.desk.desk import Desk
from core.desk.violations import Dossier
from core.store.operators import operator_names
from gui.context import WindowContext
from gui.panels.violations.case_file import CaseFile
from gui.panels.violations.dialogs import TogetherDialog
from gui.panels.violations.entries import Leaf

VERDICTS: tuple[tuple[str, Phrase], ...] = (
    ("confirm", P("I would confirm it")),
    ("dismiss", P("I would dismiss it")),
    ("unsure", P("I am not sure either")),
)


class Sharing:
    """Works on the violation that is shown. `pop` opens a menu over a button, `focus` goes back to the queue,
    `leaves` gives the open violations of a person in the queue."""

    def __init__(
        self,
        context: WindowContext,
        parent: QWidget,
        pop: Callable[[QMenu, str], None],
        focus: Callable[[], None],
        leaves: Callable[[int], Sequence[Leaf]],
        note: Callable[[], str],
    ) -> None:
        self._context, self._parent = context, parent
        self._pop, self._focus, self._leaves, self._note = pop, focus, leaves, note

    def claim(self, dossier: Dossier) -> None:
        """Claim it, or give an own claim back."""
        key, queue = dossier.violation.id, dossier.violation.queue
        if queue.claimed_by == self._context.desk.operator:
            self._context.act(lambda desk: violations.release(desk, key), done=P("Given back"))
        elif dossier.violation.state == "open":
            self._context.act(lambda desk: violations.claim(desk, key), done=P("Yours for ten minutes"))

    def skip(self, dossier: Dossier) -> None:
        key = dossier.violation.id
        if dossier.violation.state == "open":
            self._context.act(lambda desk: violations.skip(desk, key), done=P("Skipped until tomorrow"))

    def opinion(self, dossier: Dossier) -> None:
        """Answer where an opinion was asked of this operator, else ask for one."""
        if dossier.violation.state != "open":
            return
        own = self._context.desk.operator
        asked = [o for o in dossier.violation.queue.opinions if not o.verdict and o.asked_by != own]
        if any(each.asked_of in ("", own) for each in asked):
            self._answer(dossier)
        else:
            self._context.read(self._parent, "operators", _others, lambda names: self._ask(dossier, names))

    def _ask(self, dossier: Dossier, names: Sequence[str]) -> None:
        if not names:
            self._context.toast(P("There is no other operator to ask."))
            return
        key, question, tr = dossier.violation.id, self._note(), self._context.tr
        menu = self._menu()
        for name in ("", *names):
            words = tr(P("Ask {name}", name=name)) if name else tr(P("Ask anybody"))
            action = menu.addAction(words)
            action.triggered.connect(
                lambda _on=False, of=name: self._context.act(
                    lambda desk: violations.ask_opinion(desk, key, question, of), done=P("Asked")
                )
            )
        self._pop(menu, "note")

    def _answer(self, dossier: Dossier) -> None:
        key, words = dossier.violation.id, self._note()
        menu = self._menu()
        for verdict, phrase in VERDICTS:
            action = menu.addAction(self._context.tr(phrase))
            action.triggered.connect(
                lambda _on=False, name=verdict: self._context.act(
                    lambda desk: violations.give_opinion(desk, key, name, words), done=P("Answered")
                )
            )
        self._pop(menu, "note")

    def person(self, dossier: Dossier) -> None:
        """One decision: the selected one is confirmed, the person's others are folded into its case."""
        violation = dossier.violation
        if violation.state != "open":
            return
        others = [leaf for leaf in self._leaves(violation.member_id) if leaf.key != violation.id]
        others = [leaf for leaf in others if leaf.violation.group_id == violation.group_id]
        if not others:
            self._context.toast(P("Nothing else of {name} waits.", name=violation.member_name))
            return
        if violation.proposed_step in SECOND_PERSON:
            self._context.toast(P("Decide money and removals one by one: press C, then link the others."))
            return
        dialog = TogetherDialog(self._context, dossier, others, self._parent)
        dialog.agreed.connect(lambda ids: self._together(dossier, ids))
        dialog.finished.connect(self._focus)
        dialog.open()

    def _together(self, dossier: Dossier, ids: Sequence[str]) -> None:
        key, reason = dossier.violation.id, self._note()
        self._context.act(
            lambda desk: violations.confirm_together(desk, key, ids, reason),
            done=P("One decision: {name}, {n} folded in", name=dossier.violation.member_name, n=len(ids)),
        )

    def case(self, dossier: Dossier) -> None:
        number = dossier.violation.case
        if not number:
            self._context.toast(P("The case opens with the first decision."))
            return
        self._context.read(
            self._parent, "case", lambda desk: cases.case(desk, number),
            lambda found: self._context.open_drawer(CaseFile(self._context, found)),
        )  # fmt: skip

    def keep_note(self, dossier: Dossier, text: str) -> None:
        """A note on what is decided already goes on record at once."""
        key = dossier.violation.id
        self._context.act(lambda desk: notes.add_note(desk, key, text), done=P("Noted."))

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def _others(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return [name for name in operator_names(session) if name != desk.operator]
