"""The adoption wizard: step by step to a group that follows a charter. Nothing is kept before the last step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.library import charter_ids, load_charter
from core.charter.model import Charter
from core.charter.questions import questions
from core.chat.group import GroupKind
from core.desk import adoption, groups, roster
from core.desk.adoptable import adoptable
from core.desk.adoption import AdoptionRecord
from core.desk.adoption_plan import Plan, plan
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.groups import GroupSummary
from core.desk.progress import Cancelled
from core.desk.roster import RosterRow
from gui import i18n
from gui.context import WindowContext
from gui.jobs import Judged, LookBack
from gui.panels.adoption.answers import Answers
from gui.panels.adoption.charter_page import CharterPage
from gui.panels.adoption.look_back import LookBackPane
from gui.panels.adoption.notice_page import NoticePage
from gui.panels.adoption.page import Page
from gui.panels.adoption.question_pages import MoneyPage, OpenPage, PeoplePage, PlatformPage
from gui.panels.adoption.side_pane import SidePane
from gui.panels.adoption.step_rail import StepRail
from gui.widgets.ground import Ground
from gui.widgets.label import Label

_SIZE, _RAIL, _SIDE = (1320, 840), 248, 344
_PAUSE_MS = 250
"""After the last change of an answer, before the plan is made anew."""
STEPS: tuple[Phrase, ...] = (
    P("Charter"), P("Open questions"), P("People"), P("Money and law"), P("Platform"),
    P("Bulletin and start"), P("Look back"),
)  # fmt: skip


class AdoptionDialog(QDialog):
    """Opened without blocking; everything is read off the GUI thread."""

    def __init__(
        self, context: WindowContext, group_id: int | None, charter_id: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._wanted, self._wanted_charter = group_id, charter_id
        self._groups: tuple[GroupSummary, ...] = ()
        self._charters: dict[str, Charter] = {}
        self._members: list[RosterRow] = []
        self._names = [context.tr(name) for name in STEPS]
        self._place = 0
        self.pages: list[Page] = []
        self.open_page: OpenPage | None = None
        self.people: PeoplePage | None = None
        self.money: MoneyPage | None = None
        self.platform: PlatformPage | None = None
        self.notice: NoticePage | None = None
        self.setWindowTitle(context.tr(P("Adopt a charter")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableGeometry()
        self.resize(
            min(context.theme.px(_SIZE[0]), room.width() - 40),
            min(context.theme.px(_SIZE[1]), room.height() - 40),
        )
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._plan)
        self._build()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._onward)
        self.show_step(0)
        self.group.setFocus()
        context.read(self, "open", _library_and_groups, self._opened)

    def _build(self) -> None:
        theme = self.context.theme
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left())
        self.stack = QStackedWidget()
        self.stack.setMinimumWidth(theme.px(560))
        whole.addWidget(self.stack, 1)
        self.side = SidePane(self.context)
        self.side.setFixedWidth(theme.px(_SIDE))
        whole.addWidget(self.side)
        self.problem, self.adopt = self.side.problem, self.side.adopt
        self.side.next.clicked.connect(lambda: self.show_step(self._place + 1))
        self.side.back.clicked.connect(lambda: self.show_step(self._place - 1))
        self.side.cancel.clicked.connect(self.reject)
        self.adopt.clicked.connect(self._adopt)
        self.charter_page = CharterPage(self.context)
        self.group, self.kind, self.charter = (
            self.charter_page.group, self.charter_page.kind, self.charter_page.charter,
        )  # fmt: skip
        self.group.activated.connect(self._group_chosen)
        self.charter.activated.connect(self._charter_chosen)
        self.charter_page.file_chosen.connect(self.load_file)
        self.charter_page.changed.connect(self._changed)
        self.look_back = LookBackPane(self.context)
        self.look_back.asked.connect(self._look_back)
        self.stack.addWidget(self.charter_page.scrolled())
        self.stack.addWidget(self.look_back)

    def _left(self) -> Ground:
        theme, say = self.context.theme, self.context.tr
        left = Ground(theme, "rail", "r")
        left.setFixedWidth(theme.px(_RAIL))
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 1, 12)
        layout.setSpacing(0)
        title = Label(theme, say(P("Adopt a charter")), "heading")
        title.setContentsMargins(20, 14, 12, 6)
        layout.addWidget(title)
        self.rail = StepRail(theme, self._names)
        self.rail.chosen.connect(self.show_step)
        layout.addWidget(self.rail, 1)
        note = Label(
            theme, say(P("Before you adopt, nothing changes in the group.")), "small", "text3", wrap=True
        )
        note.setContentsMargins(20, 0, 12, 0)
        layout.addWidget(note)
        return left

    # going from step to step

    def show_step(self, place: int) -> None:
        if not 0 <= place < len(self._names) or (place and not self.pages):
            return
        self._place = place
        self.side.say_problem("")
        last = place == len(self._names) - 1
        self.stack.setCurrentIndex(self.stack.count() - 1 if last else place)
        self.side.show_step(place, self._names)
        self._show_state()

    def _onward(self) -> None:
        """Ctrl+Enter: the next step, at the last one the adoption."""
        button = self.adopt if self._place == len(self._names) - 1 else self.side.next
        if button.isEnabled():
            button.click()

    def _show_state(self) -> None:
        sides = ["", *(page.side for page in self.pages), ""]
        sides += [""] * (len(self._names) - len(sides))
        self.rail.show_place(self._place, sides)
        ready = bool(self.pages) and self._group() is not None
        self.side.next.setEnabled(ready)
        self.look_back.button.setEnabled(ready)
        missing = next((page.missing for page in self.pages if page.missing is not None), None)
        self.adopt.setEnabled(ready and missing is None)
        if missing is not None and self._place == len(self._names) - 1:
            self.side.say_problem(self.context.tr(missing))

    # filling

    def _opened(self, answer: tuple[dict[str, Charter], tuple[GroupSummary, ...]]) -> None:
        self._charters, self._groups = answer
        self.charter_page.show_groups(self._groups)
        for key, charter in self._charters.items():
            self.charter.addItem(self.context.tr(charter.title), key)
        self.group.setCurrentIndex(max(0, self.group.findData(self._wanted)))
        if not self._groups:
            words = P("Import a chat first: then there is a group to adopt for.")
            self.side.say_problem(self.context.tr(words))
        self._group_chosen()
        if self._wanted_charter and self.charter.findData(self._wanted_charter) < 0:
            self.load_file(self._wanted_charter)

    def _group(self) -> GroupSummary | None:
        return next((group for group in self._groups if group.id == self.group.currentData()), None)

    def _group_chosen(self) -> None:
        """Another group: its kind, its members, and its charter: asked for, in force, or suited."""
        group = self._group()
        if group is None:
            return
        self.kind.setCurrentIndex(self.kind.findData(group.kind))
        suited = (key for key, charter in self._charters.items() if group.kind in charter.group_kinds)
        wanted = (self._wanted_charter, *group.charters, self.context.wanted_charter, next(suited, ""))
        chosen = next((key for key in wanted if key in self._charters), None)
        if chosen is not None:
            self.charter.setCurrentIndex(self.charter.findData(chosen))
        group_id = group.id
        self.context.read(self, "members", lambda desk: roster.rows(desk, group_id), self._members_read)
        self._charter_chosen()

    def _members_read(self, members: list[RosterRow]) -> None:
        self._members = sorted(members, key=lambda row: (row.role.value == "member", row.name))
        if self.people is not None:
            self.people.show_members(self._members)

    def _charter_chosen(self) -> None:
        charter, group = self._charters.get(str(self.charter.currentData())), self._group()
        if charter is None or group is None:
            return
        self.charter_page.show_charter(charter)
        self._ask(charter, group.platform)
        self._changed()

    def _ask(self, charter: Charter, platform: str) -> None:
        """The pages in the middle, made anew for this charter and platform."""
        asked = questions(charter, platform)
        self.open_page = OpenPage(self.context, asked)
        self.people = PeoplePage(self.context, charter, asked)
        self.money = MoneyPage(self.context, charter, asked)
        self.platform = PlatformPage(self.context, platform, asked)
        self.notice = NoticePage(self.context)
        self.pages = [self.open_page, self.people, self.money, self.platform, self.notice]
        self.people.show_members(self._members)
        self.platform.platform.activated.connect(self._platform_chosen)
        while self.stack.count() > 2:
            self._drop(1)
        for place, page in enumerate(self.pages, 1):
            page.changed.connect(self._changed)
            self.stack.insertWidget(place, page.scrolled())
        self.show_step(self._place)

    def _drop(self, place: int) -> None:
        gone = self.stack.widget(place)
        if gone is not None:
            self.stack.removeWidget(gone)
            gone.deleteLater()

    def _platform_chosen(self) -> None:
        """Another platform cannot do other things: its questions anew, the other answers stay."""
        charter = self._charters.get(str(self.charter.currentData()))
        if charter is None or self.platform is None:
            return
        key = str(self.platform.platform.currentData())
        page = PlatformPage(self.context, key, questions(charter, key))
        page.platform.activated.connect(self._platform_chosen)
        page.changed.connect(self._changed)
        place = self.pages.index(self.platform)
        self.stack.insertWidget(place + 1, page.scrolled())
        self._drop(place + 2)
        self.pages[place] = self.platform = page
        self.show_step(self._place)
        self._changed()

    def _changed(self) -> None:
        self.side.say_problem("")
        self.look_back.clear()
        self._show_state()
        self._later.start()

    def answers(self) -> Answers:
        answers = Answers()
        for page in (self.charter_page, *self.pages):
            page.fill(answers)
        return answers

    def _plan(self) -> None:
        """What the answers so far come to, read beside the window."""
        group = self._group()
        if group is None or not self.pages:
            return
        answers, charter, room = self.answers(), str(self.charter.currentData()), group.room_id
        arguments = answers.arguments()

        def show(found: Plan) -> None:
            self.charter_page.show_plan(found)
            if self.notice is not None:
                self.notice.show_plan(found)
            self.side.show_plan(found, group.name, answers)

        self.context.read(
            self, "plan", lambda desk: plan(desk, room, charter, **arguments), show, self._failed
        )

    def load_file(self, path: str) -> None:
        """A charter of one's own; its mistakes are named by line."""

        def then(charter: Charter) -> None:
            self._charters[path] = charter
            self.charter.addItem(self.context.tr(charter.title), path)
            self.charter.setCurrentIndex(self.charter.findData(path))
            self._charter_chosen()

        self.context.read(self, "file", lambda _desk: adoptable(path)[0], then, self._failed)

    # doing

    def _look_back(self) -> None:
        group = self._group()
        if group is None:
            return
        self.look_back.wait()
        arguments = {
            "group": group.room_id, "charter": str(self.charter.currentData()), "days": self.look_back.days,
            "settings": self.answers().as_settings(),
        }  # fmt: skip

        def then(found: LookBack) -> None:
            # Something may have changed while the job ran; then its answer is about something else.
            if not self.look_back.button.isEnabled():
                self.look_back.show_found(found)

        self.context.run_job(
            P("Looking back"), "gui.jobs:look_back", arguments, _alive(self, then), _alive(self, self._failed),
            Changes(Noun.NOTHING),
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self.look_back.clear()
        self._show_state()
        if isinstance(error, Refusal):
            self.side.say_problem(error.line(self.context.language))
        elif not isinstance(error, Cancelled):
            self.context.complain(error)

    def _adopt(self) -> None:
        group = self._group()
        if group is None:
            return
        charter, kind = str(self.charter.currentData()), GroupKind(self.kind.currentData())
        arguments = self.answers().arguments()
        self.adopt.setEnabled(False)

        def decide(desk: Desk) -> Outcome[AdoptionRecord]:
            done = adoption.adopt(desk, group.room_id, charter, **arguments)
            if kind is not group.kind:
                groups.set_kind(desk, group.id, kind)
            return done

        self.context.act(
            decide, _alive(self, self._adopted), done=self._adopted_words, failed=_alive(self, self._failed)
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
    context: WindowContext,
    group_id: int | None = None,
    parent: QWidget | None = None,
    charter_id: str = "",
) -> AdoptionDialog:
    """Open the wizard over the window: for a group and a charter (an id or a path to YAML) if they are given."""
    dialog = AdoptionDialog(context, group_id, charter_id, parent or QApplication.activeWindow())
    dialog.open()
    return dialog
