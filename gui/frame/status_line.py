"""The status line: what is running, with progress and cancel; the chain; the time."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.desk.changes import Changes
from core.desk.desk import Desk
from core.desk.progress import Progress
from gui.background import Job
from gui.context import WindowContext
from gui.i18n import clock_time, day_and_time, span
from gui.theme.tokens import STATUS
from gui.widgets.button import Button
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.tag import Icon

if TYPE_CHECKING:
    from core.desk.backups import Latest
    from core.keeping.verification import Verdict

log = logging.getLogger("qunzhang.window")
_VERIFY_AFTER_MS = 1_500
_VERIFY_LIVE_MS = 5 * 60_000
"""What a bot brings is sealed into the chain once in an hour; until then there is little to verify anew."""
_REST = 50
"""The chain rests so many times as long as its last check took: a large store that a bot fills is not read all day."""


class StatusLine(Ground):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "rail", "t", parent)
        self._context = context
        self._job: Job | None = None
        self._started = 0.0
        self._last: Progress | None = None
        self._verdict: Verdict | None = None
        self._failure: Exception | None = None
        self._empty = True
        self._rest_until = 0.0
        self.setFixedHeight(STATUS)
        theme = context.theme
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 16, 0)
        layout.setSpacing(8)
        self.words = Label(theme, "", "micro", "text3")
        self._bar = QProgressBar()
        self._bar.setFixedWidth(96)
        self._bar.setTextVisible(False)
        self._left = Label(theme, "", "micro", "text3")
        self._cancel = Button(theme, "", "link")
        self._cancel.clicked.connect(self._stop)
        self._saved_icon = Icon(theme, "hard-drives", "text3", 12)
        self.saved = Label(theme, "", "micro", "text3")
        self._latest: Latest | None = None
        self._chain_icon = Icon(theme, "", "text3", 12)
        self.chain = Label(theme, "", "micro", "text3")
        self._time = Label(theme, "", "micro", "text3")
        for widget in (self.words, self._bar, self._left, self._cancel):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._saved_icon)
        layout.addWidget(self.saved)
        layout.addSpacing(8)
        layout.addWidget(self._chain_icon)
        layout.addWidget(self.chain)
        layout.addSpacing(8)
        layout.addWidget(self._time)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.check_chain)
        self._minute = QTimer(self)
        self._minute.setInterval(5_000)
        self._minute.timeout.connect(self._tell_time)
        self._minute.start()
        context.job_started.connect(self._begin)
        context.job_ended.connect(self._end)
        context.changed.connect(self._chain_may_have_grown)
        self._show_job(False)
        self.retranslate()

    def set_empty(self, empty: bool) -> None:
        """Whether the store holds no group yet."""
        self._empty = empty
        self.retranslate()

    def check_chain(self) -> None:
        """Verify the chain on a reader thread and show its head."""

        def look(desk: Desk) -> Verdict:
            # Imported on the reader thread: the window is drawn before the store's library is loaded.
            from core.keeping.verification import verify

            began = monotonic()
            verdict = verify(desk.store)
            self._rest_until = monotonic() + _REST * (monotonic() - began)
            return verdict

        def saved(desk: Desk) -> Latest | None:
            from core.desk.backups import latest

            return latest(desk)

        self._context.read(self, "chain", look, self._show_chain, self._not_checked)
        self._context.read(self, "backup", saved, self._show_backup, lambda _error: self._show_backup(None))

    def retranslate(self) -> None:
        self._cancel.setText(self._context.tr(P("Cancel")))
        if self._job is None:
            idle = P("No record yet") if self._empty else P("Idle")
            self.words.setText(self._context.tr(idle))
        self._tell_time()
        self._tell_chain()
        self._show_backup(self._latest)

    def _chain_may_have_grown(self, changes: Changes) -> None:
        after = _VERIFY_LIVE_MS if changes.live else _VERIFY_AFTER_MS
        wait = max(after, int((self._rest_until - monotonic()) * 1000))
        if not self._later.isActive() or self._later.remainingTime() > wait:
            self._later.start(wait)

    def _show_backup(self, latest: Latest | None) -> None:
        """When the newest backup was made; nothing where there is none."""
        self._latest = latest
        for widget in (self._saved_icon, self.saved):
            widget.setVisible(latest is not None)
        if latest is not None:
            when = day_and_time(latest.at, self._context.now(), self._context.zone)
            self.saved.setText(self._context.tr(P("Last backup {when}", when=when)))
            self.saved.setToolTip(latest.path)

    def _show_chain(self, verdict: Verdict) -> None:
        self._verdict, self._failure = verdict, None
        self._tell_chain()

    def _not_checked(self, error: Exception) -> None:
        """An earlier "intact" must not stay: nobody knows whether it still holds."""
        if not isinstance(error, Refusal):
            log.error("the chain could not be checked", exc_info=error)
        self._failure = error
        self._tell_chain()

    def _tell_chain(self) -> None:
        verdict, tr = self._verdict, self._context.tr
        self.chain.setToolTip("")
        if self._failure is not None:
            failure = self._failure
            self._chain_icon.set_icon("question", "amber")
            self.chain.set_token("amber")
            self.chain.setText(tr(P("The chain could not be checked")))
            self.chain.setToolTip(
                failure.line(self._context.language) if isinstance(failure, Refusal) else str(failure)
            )
        elif self._empty or verdict is None or not verdict.head:
            self._chain_icon.set_icon("lock-simple", "text3")
            self.chain.set_token("text3")
            self.chain.setText(tr(P("Data stays on this computer")))
        elif verdict.ok:
            self._chain_icon.set_icon("shield-check", "text3")
            self.chain.set_token("text3")
            head = f"{verdict.head[:4]} {verdict.head[4:8]}"
            self.chain.setText(tr(P("Chain intact · {head}", head=head)))
        else:
            self._chain_icon.set_icon("warning", "red")
            self.chain.set_token("red")
            self.chain.setText(tr(P("The chain is broken at {row}", row=verdict.first_bad)))

    def _tell_time(self) -> None:
        self._time.setText(clock_time(self._context.now(), self._context.zone))

    # jobs

    def _begin(self, job: Job) -> None:
        self._job, self._started, self._last = job, monotonic(), None
        self._bar.setRange(0, 0)
        self._left.setText("")
        self.words.setText(self._context.tr(job.name))
        job.progressed.connect(self._progress)
        self._show_job(True)

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._show_job(False)
            self.retranslate()
            self._later.start(_VERIFY_AFTER_MS)

    def _show_job(self, on: bool) -> None:
        for widget in (self._bar, self._left, self._cancel):
            widget.setVisible(on)

    def _progress(self, progress: Progress) -> None:
        if self._job is None:
            return
        tr = self._context.tr
        self._last = progress
        if not progress.total:
            self.words.setText(tr(P("{job} · {done}", job=self._job.name, done=f"{progress.done:,}")))
            return
        done, total = f"{progress.done:,}", f"{progress.total:,}"
        self.words.setText(tr(P("{job} · {done} / {total}", job=self._job.name, done=done, total=total)))
        self._bar.setRange(0, 1000)
        self._bar.setValue(progress.done * 1000 // max(1, progress.total))
        self._left.setText(tr(self._time_left(progress)))

    def _time_left(self, progress: Progress) -> Phrase:
        spent = monotonic() - self._started
        if spent < 1 or not progress.done:
            return P("")
        seconds = round(spent * (progress.total - progress.done) / progress.done)
        return P("{n} s left", n=seconds) if seconds < 90 else P("{span} left", span=span(seconds * 1000))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.words.setText(self._context.tr(P("Stopping…")))
