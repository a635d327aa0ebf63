"""While an import runs: which file, how far, how fast, how long yet."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.progress import Progress
from gui import i18n
from gui.background import Job
from gui.context import WindowContext
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.label import Label

_WHOLE = 1000
_MEGABYTE = 1_000_000


class Running(QWidget):
    """Progress of one job, with Stop."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._job: Job | None = None
        self._started = 0.0
        self._phase = ""
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 24, 48, 24)
        layout.setSpacing(12)
        layout.addStretch(2)
        self.what = Label(theme, "", "heading")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.words.bind(P("Progress of the import"), self.bar.setAccessibleName)
        self.detail = Label(theme, "", "body", "text2")
        self.stop = Button(theme)
        self.words.bind(P("Stop"), self.stop.setText)
        self.stop.clicked.connect(self._stop)
        for widget in (self.what, self.bar, self.detail):
            layout.addWidget(widget)
        layout.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(3)

    def watch(self, job: Job) -> None:
        self._job, self._started, self._phase = job, monotonic(), ""
        self.what.setText(self.context.tr(P("Starting…")))
        self.detail.setText("")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        job.progressed.connect(self._progressed)

    def _progressed(self, progress: Progress) -> None:
        phase = f"{progress.job} {progress.place}"
        if phase != self._phase:
            self._phase, self._started = phase, monotonic()
        say = self.context.tr
        self.what.setText(say(_under_way(progress)))
        if progress.total:
            self.bar.setRange(0, _WHOLE)
            self.bar.setValue(min(_WHOLE, progress.done * _WHOLE // progress.total))
        else:
            self.bar.setRange(0, 0)
        self.detail.setText(say(pace(progress, monotonic() - self._started)))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)
            self.what.setText(self.context.tr(P("Stopping…")))

    def retranslate(self) -> None:
        self.words.say_again()


def _under_way(progress: Progress) -> Phrase:
    if progress.unit != "bytes":
        return P("Judging by the charter")
    name = progress.what or P("pasted text")
    if progress.places > 1:
        return P(
            "Importing {place} of {places}: {name}", place=progress.place, places=progress.places, name=name
        )
    return P("Importing {name}", name=name)


def pace(progress: Progress, seconds: float) -> Phrase:
    """ "12.4 of 80.0 MB · 6.1 MB/s · 11 s left"; without a total only what is done."""
    seconds = max(seconds, 0.001)
    rate = progress.done / seconds
    if progress.unit == "bytes":
        done, per_second = f"{progress.done / _MEGABYTE:.1f} MB", f"{rate / _MEGABYTE:.1f} MB"
        total = f"{progress.total / _MEGABYTE:.1f} MB"
    else:
        done, per_second, total = f"{progress.done:,}", f"{rate:,.0f}", f"{progress.total:,}"
    if not progress.total or rate <= 0:
        return P("{done} · {rate} a second", done=done, rate=per_second)
    left = round((progress.total - progress.done) / rate)
    time = P("{n} s", n=left) if left < 120 else i18n.span(left * 1000)
    return P(
        "{done} of {total} · {rate} a second · {time} left",
        done=done,
        total=total,
        rate=per_second,
        time=time,
    )
