"""The adoption dialog: which charter a group follows, from when, with which settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.library import charter_ids, load_charter
from core.charter.model import Charter
from core.chat.group import GroupKind
from core.desk import adoption, groups, roster
from core.desk.adoption import AdoptionRecord
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.groups import GroupSummary
from core.desk.progress import Cancelled
from core.desk.roster import RosterRow
from gui import i18n
from gui.context import WindowContext
from gui.jobs import Judged, LookBack
from gui.panels.adoption.form import AdoptionForm
from gui.panels.adoption.look_back import DAYS, LookBackPane
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.ground import Hairline
from gui.widgets.label import Label

_SIZE, _SIDE = (1160, 760), 440
KINDS: dict[GroupKind, Phrase] = {
    GroupKind.STAFF: P("staff group"),
    GroupKind.SALES: P("sales group"),
    GroupKind.SHAREHOLDER: P("shareholder group"),
    GroupKind.CHAMBER: P("chamber of commerce"),
    GroupKind.OTHER: P("other group"),
}


class AdoptionDialog(QDialog):
    """Opened without blocking; everything is read off the GUI thread."""

    def __init__(self, context: WindowContext, group_id: int | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self._wanted = group_id
        self._groups: tuple[GroupSummary, ...] = ()
        self._charters: dict[str, Charter] = {}
        self._members: list[RosterRow] = []
        self.form: AdoptionForm | None = None
        self.setWindowTitle(context.tr(P("Follow a charter")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableGeometry()
        self.resize(
            min(context.theme.px(_SIZE[0]), room.width() - 40),
            min(context.theme.px(_SIZE[1]), room.height() - 40),
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._left(), 1)
        self.look_back = LookBackPane(context)
        self.look_back.setFixedWidth(context.theme.px(_SIDE))
        self.look_back.asked.connect(self._look_back)
        whole.addWidget(self.look_back)
        context.read(self, "open", _library_and_groups, self._opened)

    def _left(self) -> QVBoxLayout:
        theme, say = self.context.theme, self.context.tr
        layout = QVBoxLayout()
        layout.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(32, 16, 32, 12)
        inner.setSpacing(8)
        inner.addWidget(Label(theme, say(P("Group and charter")), "heading"))
        where, what = QHBoxLayout(), QHBoxLayout()
        self.group, self.kind, self.charter = Choice(theme), Choice(theme), Choice(theme)
        for kind, words in KINDS.items():
            self.kind.addItem(say(words), kind)
        for line, box, words, stretch in (
            (where, self.group, P("Group"), 2),
            (where, self.kind, P("Kind of group"), 1),
            (what, self.charter, P("Charter"), 1),
        ):
            line.setSpacing(8)
            box.setAccessibleName(say(words))
            box.setToolTip(say(words))
            box.setMinimumWidth(theme.px(120))
            line.addWidget(box, stretch)
        self.file = Button(theme, say(P("From a file…")), "quiet", "file-text", small=True)
        self.file.clicked.connect(self._ask_file)
        what.addWidget(self.file)
        inner.addLayout(where)
        inner.addLayout(what)
        layout.addLayout(inner)
        self.group.activated.connect(self._group_chosen)
        self.charter.activated.connect(self._charter_chosen)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setMinimumWidth(theme.px(534))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.area, 1)
        layout.addWidget(Hairline(theme))
        layout.addLayout(self._foot())
        return layout

    def _foot(self) -> QHBoxLayout:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setContentsMargins(32, 12, 32, 12)
        line.setSpacing(8)
        self.problem = Label(theme, "", "small", "red", wrap=True)
        cancel = Button(theme, say(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.adopt = Button(theme, say(P("Adopt")), "primary")
        self.adopt.clicked.connect(self._adopt)
        self.adopt.setEnabled(False)
        line.addWidget(self.problem, 1)
        line.addWidget(cancel)
        line.addWidget(self.adopt)
        return line

    # filling

    def _opened(self, answer: tuple[dict[str, Charter], tuple[GroupSummary, ...]]) -> None:
        self._charters, self._groups = answer
        for group in self._groups:
            self.group.addItem(
                self.context.tr(P("{group}, {n} members", group=group.name, n=group.members)), group.id
            )
        for key, charter in self._charters.items():
            self.charter.addItem(self.context.tr(charter.title), key)
        self.group.setCurrentIndex(max(0, self.group.findData(self._wanted)))
        if not self._groups:
            self._say(P("Import a chat first: then there is a group to adopt for."))
        self._group_chosen()

    def _group(self) -> GroupSummary | None:
        return next((group for group in self._groups if group.id == self.group.currentData()), None)

    def _group_chosen(self) -> None:
        """Another group: its kind, its members, and its charter: in force, chosen on the first screen, or suited."""
        group = self._group()
        if group is None:
            return
        self.kind.setCurrentIndex(self.kind.findData(group.kind))
        suited = next(
            (key for key, charter in self._charters.items() if group.kind in charter.group_kinds), None
        )
        in_force = next((key for key in group.charters if key in self._charters), None)
        chosen = self.context.wanted_charter if self.context.wanted_charter in self._charters else None
        wanted = in_force or chosen or suited
        if wanted is not None:
            self.charter.setCurrentIndex(self.charter.findData(wanted))
        group_id = group.id
        self.context.read(self, "members", lambda desk: roster.rows(desk, group_id), self._members_read)
        self._charter_chosen()

    def _members_read(self, members: list[RosterRow]) -> None:
        self._members = sorted(members, key=lambda row: (row.role.value == "member", row.name))
        if self.form is not None:
            self.form.show_members(self._members)

    def _charter_chosen(self) -> None:
        charter, group = self._charters.get(str(self.charter.currentData())), self._group()
        if charter is None:
            return
        self.form = AdoptionForm(self.context, charter, bool(group and group.charters))
        self.form.changed.connect(self._changed)
        self.form.show_members(self._members)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(32, 0, 32, 16)
        layout.addWidget(self.form)
        layout.addStretch(1)
        self.area.setWidget(holder)
        self._changed()

    def _changed(self) -> None:
        self.problem.setText("")
        self.look_back.clear()
        self.look_back.button.setEnabled(self.form is not None and self._group() is not None)
        self.adopt.setEnabled(self.form is not None and self._group() is not None and self.form.complete)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Choose a charter")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("YAML (*.yaml *.yml)")
        dialog.fileSelected.connect(self.load_file)
        dialog.open()

    def load_file(self, path: str) -> None:
        """A charter of one's own; its mistakes are named by line."""

        def then(charter: Charter) -> None:
            self._charters[path] = charter
            self.charter.addItem(self.context.tr(charter.title), path)
            self.charter.setCurrentIndex(self.charter.findData(path))
            self._charter_chosen()

        self.context.read(self, "file", lambda _desk: load_charter(path), then, self._failed)

    # doing

    def _settings(self) -> dict[str, str]:
        """With the people named, as settings: what a look-back takes."""
        assert self.form is not None
        answers = self.form.answers()
        settings = dict(answers.settings)
        if answers.leaders:
            settings["leaders"] = ",".join(answers.leaders)
        if answers.owner:
            settings["owner"] = answers.owner
        return settings

    def _look_back(self) -> None:
        group = self._group()
        if self.form is None or group is None:
            return
        self.look_back.wait()
        arguments = {
            "group": group.room_id, "charter": str(self.charter.currentData()), "days": DAYS,
            "settings": self._settings(),
        }  # fmt: skip
        form = self.form

        def then(found: LookBack) -> None:
            # The form may have changed while the job ran; then its answer is about something else.
            if self.form is form and not self.look_back.button.isEnabled():
                self.look_back.show_found(found)

        self.context.run_job(
            P("Looking back"), "gui.jobs:look_back", arguments, _alive(self, then), _alive(self, self._failed),
            Changes(Noun.NOTHING),
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self.look_back.clear()
        if isinstance(error, Refusal):
            self.problem.setText(error.line(self.context.language))
        elif not isinstance(error, Cancelled):
            self.context.complain(error)

    def _say(self, phrase: Phrase) -> None:
        self.problem.setText(self.context.tr(phrase))

    def _adopt(self) -> None:
        group = self._group()
        if self.form is None or group is None:
            return
        answers, charter, kind = (
            self.form.answers(),
            str(self.charter.currentData()),
            GroupKind(self.kind.currentData()),
        )
        self.adopt.setEnabled(False)

        def decide(desk: Desk) -> Outcome[AdoptionRecord]:
            if kind is not group.kind:
                groups.set_kind(desk, group.id, kind)
            return adoption.adopt(
                desk, group.room_id, charter, answers.since, answers.settings, answers.leaders, answers.owner,
                answers.unit, answers.add,
            )  # fmt: skip

        def failed(error: Exception) -> None:
            self._failed(error)
            self.adopt.setEnabled(True)

        self.context.act(
            decide, _alive(self, self._adopted), done=self._adopted_words, failed=_alive(self, failed)
        )

    def _adopted_words(self, outcome: Outcome[AdoptionRecord]) -> Phrase:
        record = outcome.value
        since = i18n.day_and_time(record.since, self.context.now(), self.context.zone)
        if record.messages_before:
            return P(
                "{group} follows the charter from {since} on. {n} messages before that are not judged by it.",
                group=record.group, since=since, n=f"{record.messages_before:,}",
            )  # fmt: skip
        return P("{group} follows the charter from {since} on.", group=record.group, since=since)

    def _adopted(self, outcome: Outcome[AdoptionRecord]) -> None:
        """Judge at once, in a process of its own: the window goes on."""
        context, group = self.context, self._group()

        def judged(found: Judged) -> None:
            context.toast(P("{group} was judged: {new} new findings.", group=found.group, new=found.new))

        if group is not None:
            context.run_job(P("Judging"), "gui.jobs:scan", {"group": group.room_id}, judged)
        self.accept()


def _alive(dialog: QDialog, call: Callable[[Any], None]) -> Callable[[Any], None]:
    """`call`, unless the dialog was closed meanwhile."""

    def run(value: Any) -> None:
        if shiboken6.isValid(dialog):
            call(value)

    return run


def _library_and_groups(desk: Desk) -> tuple[dict[str, Charter], tuple[GroupSummary, ...]]:
    """The charters that can be read (a broken one must not close the door to the others), and the groups."""
    found: dict[str, Charter] = {}
    for key in charter_ids():
        try:
            found[key] = load_charter(key)
        except Refusal:
            continue
    return found, tuple(groups.summaries(desk))


def open_adoption(
    context: WindowContext, group_id: int | None = None, parent: QWidget | None = None
) -> AdoptionDialog:
    """Open the dialog over the window, for a group if one is given."""
    dialog = AdoptionDialog(context, group_id, parent or QApplication.activeWindow())
    dialog.open()
    return dialog
