"""What every panel of the window shares: the desk, the look, the language, the filters and the ways to
read, write and speak. Panels know nothing of the window itself; they ask here, by signals."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.base.clock import DAY, DEFAULT_ZONE, FixedClock, Instant
from core.base.phrase import Language, LocalText, P, Phrase
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.progress import Cancelled
from gui import preferences
from gui.background import Background, Job
from gui.i18n import QtTranslation, say
from gui.job_process import Place
from gui.theme.theme import Mode, Theme

if TYPE_CHECKING:
    from core.desk.groups import GroupSummary

log = logging.getLogger("qunzhang.window")
Failed = Callable[[Exception], None]
Companion = TypeVar("Companion", bound=QObject)


@dataclass(frozen=True, slots=True)
class Note:
    """A toast: what was done and, where it can be taken back, the decision that undo names.

    `trouble` marks a refusal: it stays longer and carries a warning sign.
    """

    text: Phrase
    decision: str = ""
    trouble: bool = False


class WindowContext(QObject):
    """Owned by the window; lives on the GUI thread. Only `read`, `act` and `run_job` leave it."""

    changed = Signal(object)
    """Changes, after any operation of this window."""
    filters_changed = Signal()
    language_changed = Signal()
    theme_changed = Signal()
    toast_requested = Signal(object)
    """Note"""
    drawer_requested = Signal(object)
    """QWidget to show, or None to close"""
    go_requested = Signal(str, dict)
    sample_requested = Signal()
    """Show the bundled sample in a window of its own"""
    job_started = Signal(object)
    """Job"""
    job_ended = Signal(object)
    operator_changed = Signal()
    closing = Signal()
    """The window goes: what runs beside it ends now."""
    approval_asked = Signal(object)
    """Call it with (who approves, their passphrase) once a second person agreed."""

    def __init__(
        self, desk: Desk, theme: Theme, language: Language = "en", background: Background | None = None
    ) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self.language: Language = language
        self.group_id: int | None = None
        self.period_days = 7
        self.remembers = False
        """Whether what one likes is saved; a sample's window and a test leave no trace."""
        self.alerts = True
        """Whether the window calls when something new waits."""
        self.signed_in = False
        """Whether the operator has shown their own passphrase since the window opened."""
        self.wanted_charter = ""
        """Id of the charter chosen on the first screen, for the adoption after the first import."""
        self._kept: dict[type[QObject], QObject] = {}
        self.groups: tuple[GroupSummary, ...] = ()
        """Every group, as last read; the window keeps it up to date."""
        self.background = background or Background(self)
        self._asked: WeakKeyDictionary[QObject, dict[str, int]] = WeakKeyDictionary()
        self._took: WeakKeyDictionary[QObject, dict[str, float]] = WeakKeyDictionary()
        self._heard: list[Changes] = []
        self._qt_words = QtTranslation()
        desk.listeners.append(self._heard.append)
        theme.changed.connect(self.theme_changed)

    # words

    def tr(self, phrase: Phrase | LocalText | str) -> str:  # type: ignore[override]
        """`phrase` in the language of the window."""
        return say(phrase, self.language)

    def set_language(self, language: Language) -> None:
        app = QApplication.instance()
        if app is not None:
            self._qt_words.use(app, language)
        if language != self.language:
            self.language = language
            self.language_changed.emit()

    def set_theme(self, mode: Mode, scale: float | None = None) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.theme.apply(app, mode, scale)

    def set_operator(self, name: str, signed_in: bool = False) -> None:
        """Who decides from now on."""
        self.signed_in = signed_in or (self.signed_in and name == self.desk.operator)
        if name != self.desk.operator:
            self.desk = replace(self.desk, operator=name)
            self.operator_changed.emit()

    def like(self, **changes: Any) -> None:
        """Remember a preference (fields of gui.preferences), where this window remembers any."""
        if not self.remembers:
            return
        try:
            preferences.change(**changes)
        except OSError as error:
            why = str(error.strerror)
            self.toast(P("The choice holds until you close the window: {why}.", why=why))

    # filters

    def set_filters(self, group_id: int | None, period_days: int) -> None:
        if (group_id, period_days) != (self.group_id, self.period_days):
            self.group_id, self.period_days = group_id, period_days
            self.filters_changed.emit()

    def group(self, group_id: int | None) -> GroupSummary | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def now(self) -> Instant:
        return self.desk.clock.now()

    def since(self) -> Instant:
        """Start of the period chosen in the top bar; 0 days means "all time"."""
        return self.now() - self.period_days * DAY if self.period_days else 0

    @property
    def zone(self) -> str:
        return DEFAULT_ZONE

    # reading and writing

    @property
    def idle(self) -> bool:
        """Whether every question asked so far is answered."""
        return self.background.idle

    def read(
        self,
        owner: QObject,
        purpose: str,
        fn: Callable[[Desk], Any],
        then: Callable[[Any], None],
        failed: Failed | None = None,
    ) -> None:
        """Run `fn(desk)` on a reader thread and `then(result)` on the GUI thread.

        An answer is dropped when `owner` is gone or has asked again for the same `purpose`.
        """
        turns, took = self._asked.setdefault(owner, {}), self._took.setdefault(owner, {})
        turn = turns[purpose] = turns.get(purpose, 0) + 1
        desk = self.desk

        def current() -> bool:
            return turns.get(purpose) == turn and shiboken6.isValid(owner)

        def work() -> Any:
            if turns.get(purpose) != turn:
                return None
            began = perf_counter()
            try:
                return fn(desk)
            finally:
                took[purpose] = perf_counter() - began

        def done(value: Any, error: Exception | None) -> None:
            if not current():
                return
            if error is not None:
                (failed or self.complain)(error)
            else:
                then(value)

        self.background.read(work, done)

    def reading_took(self, owner: QObject) -> float:
        """Seconds that everything `owner` reads took the last time."""
        return sum(self._took.get(owner, {}).values())

    def act(
        self,
        fn: Callable[[Desk], Any],
        then: Callable[[Any], None] | None = None,
        *,
        done: Phrase | Callable[[Any], Phrase] | None = None,
        undo: bool = True,
        changes: Changes | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a writing operation on the writer thread, announce what it touched, then toast `done`.

        `fn` answers an Outcome, a list of them, or anything (then `changes` says what it touched).
        Refusals go to `failed`, by default a toast.
        """
        desk = self.desk

        def work() -> tuple[Any, list[Changes]]:
            self._heard.clear()
            value = fn(desk)
            return value, list(self._heard)

        def finished(answer: Any, error: Exception | None) -> None:
            if error is not None:
                (failed or self.complain)(error)
                return
            value, heard = answer
            outcomes = value if isinstance(value, list) else [value]
            touched = list(heard)
            touched += [o.changes for o in outcomes if isinstance(o, Outcome) and o.changes not in heard]
            if changes is not None:
                touched.append(changes)
            if touched:
                self.changed.emit(_merged(touched))
            if then is not None:
                then(value)
            if done is not None:
                decisions = [o.decision for o in outcomes if isinstance(o, Outcome)]
                self.toast(
                    done(value) if callable(done) else done, decisions[-1] if undo and decisions else ""
                )

        self.background.write(work, finished)

    def undo(self, decision: str = "") -> None:
        """Take back a decision with what was decided in one go with it, by default the latest."""
        from core.desk import violations

        self.act_approved(
            lambda desk, approver, secret: violations.undo_batch(desk, decision, "", approver, secret),
            done=P("Taken back."), undo=False,
        )  # fmt: skip

    def act_approved(
        self,
        fn: Callable[[Desk, str, str], Any],
        then: Callable[[Any], None] | None = None,
        *,
        done: Phrase | None = None,
        undo: bool = True,
        failed: Failed | None = None,
    ) -> None:
        """As `act`; where the desk wants a second person, ask for one with passphrase and try again. What that
        person's name and passphrase do not mend goes to `failed`.

        `fn` gets the desk, who approves and their passphrase, both "" at first.
        """

        def again(approver: str, secret: str) -> None:
            self.act(lambda desk: fn(desk, approver, secret), then, done=done, undo=undo, failed=failed)

        def refused(error: Exception) -> None:
            from core.desk.approving import SecondPersonNeeded

            if isinstance(error, SecondPersonNeeded):
                self.approval_asked.emit(again)
            if failed is not None:
                failed(error)
            elif not isinstance(error, SecondPersonNeeded):
                self.complain(error)

        self.act(lambda desk: fn(desk, "", ""), then, done=done, undo=undo, failed=refused)

    def undo_latest(self) -> None:
        self.undo()

    def run_job(
        self,
        name: Phrase,
        target: str,
        arguments: dict[str, Any],
        then: Callable[[Any], None] | None = None,
        failed: Failed | None = None,
        changes: Changes | None = None,
    ) -> Job:
        """Run "module:function" as function(desk, report=…, **arguments) in a process of its own.

        Progress and cancel stand in the status line. Arguments and result must be picklable.
        """
        clock = self.desk.clock
        fixed = clock.at if isinstance(clock, FixedClock) else None
        job = Job(name, Place(self.desk.store.url, self.desk.operator, fixed), target, arguments)

        def ended(value: Any, error: Exception | None) -> None:
            self.job_ended.emit(job)
            if isinstance(error, Cancelled):
                self.toast(P("Stopped. Nothing was kept of the part under way."))
                if failed is not None:
                    failed(error)
            elif error is not None:
                (failed or self.complain)(error)
            else:
                self.changed.emit(changes or Changes(Noun.EVERYTHING))
                if then is not None:
                    then(value)

        self.job_started.emit(job)
        self.background.start_job(job, ended)
        return job

    # speaking to the window

    def toast(self, text: Phrase, decision: str = "") -> None:
        self.toast_requested.emit(Note(text, decision))

    def complain(self, error: Exception) -> None:
        """Show what a user can act on; anything else is a bug and goes to the log."""
        if isinstance(error, Refusal):
            where = P("{where}: ", where=error.where) if error.where else P("")
            text = P("{where}{what} {remedy}", where=where, what=error.what, remedy=error.remedy or P(""))
            self.toast_requested.emit(Note(text, trouble=True))
            return
        log.error("an operation failed", exc_info=error)
        text = P("Something went wrong: {name}. The details are in the log.", name=type(error).__name__)
        self.toast_requested.emit(Note(text, trouble=True))

    def open_drawer(self, widget: QWidget) -> None:
        self.drawer_requested.emit(widget)

    def close_drawer(self) -> None:
        self.drawer_requested.emit(None)

    def go(self, panel: str, **focus: Any) -> None:
        """Show a panel and what `focus` names in it."""
        self.go_requested.emit(panel, focus)

    def keep(self, companion: Companion) -> Companion:
        """Something that lives as long as the window and that several panels ask for, one of its kind."""
        self._kept[type(companion)] = companion
        return companion

    def kept(self, kind: type[Companion]) -> Companion | None:
        found = self._kept.get(kind)
        return found if isinstance(found, kind) else None

    def close(self) -> None:
        self.closing.emit()
        self.background.close()


def _merged(all_changes: list[Changes]) -> Changes:
    nouns = Noun.NOTHING
    groups: set[int] = set()
    anywhere = False
    for changes in all_changes:
        nouns |= changes.nouns
        groups |= changes.groups
        anywhere = anywhere or not changes.groups
    return Changes(nouns, frozenset() if anywhere else frozenset(groups))
