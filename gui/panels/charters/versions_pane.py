"""Every text of the chosen charter, and the difference between any two of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.charter_versions import Difference, Version, compare, versions
from core.desk.desk import Desk
from gui.context import WindowContext
from gui.i18n import day, day_and_time
from gui.widgets.blocks import Block, BlockView
from gui.widgets.button import Button, IconButton
from gui.widgets.choice import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.lead_focus import FocusLead
from gui.widgets.segment import Segment

LIST = 300
MOST_LINES = 2_000
_TONES: dict[str, tuple[Phrase, str, str]] = {
    "bundled": (P("bundled"), "grey", "book-bookmark"),
    "adopted": (P("adopted"), "accent", "check-circle"),
    "draft": (P("draft"), "amber", "pencil-simple"),
}


class VersionsPane(QWidget):
    """`opened` comes with the key of a version that should become a draft."""

    opened = Signal(str)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._charter, self._current = "", ""
        self._versions: tuple[Version, ...] = ()
        self._difference: Difference | None = None
        theme = context.theme
        self.aside = aside = Ground(theme, "bg", "r")
        left = QVBoxLayout(aside)
        left.setContentsMargins(0, 12, 1, 12)
        left.setSpacing(4)
        self.title = Label(theme, "", "small-strong", "text2")
        self.title.setContentsMargins(20, 0, 0, 0)
        left.addWidget(self.title)
        self.list = BlockView(theme, margin=20)
        self.list.chosen.connect(self._listed)
        left.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        self.open = Button(theme, "", "", "pencil-simple", small=True)
        self.open.clicked.connect(lambda: self.opened.emit(self.list.current_key()))
        foot.addWidget(self.open)
        foot.addStretch(1)
        left.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(aside)
        layout.addLayout(self._right(), 1)
        FocusLead(self, self.list)
        self.retranslate()

    def _right(self) -> QVBoxLayout:
        theme = self.context.theme
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 24, 10)
        head.setSpacing(8)
        self.old, self.new = Choice(theme), Choice(theme)
        self.swap = IconButton(theme, "arrows-left-right")
        self.swap.clicked.connect(self._swap)
        for box in (self.old, self.new):
            box.activated.connect(self._compare)
        self.look = Segment(theme)
        self.look.chosen.connect(self._tab)
        head.addWidget(self.old, 1)
        head.addWidget(self.swap)
        head.addWidget(self.new, 1)
        head.addSpacing(8)
        head.addWidget(self.look)
        right.addLayout(head)
        self.words = BlockView(theme, margin=24, column=24)
        self.lines = BlockView(theme, margin=16, column=48)
        self.empty = EmptyState(theme, "git-diff")
        self.pages = QStackedWidget()
        for page in (self.words, self.lines, self.empty):
            self.pages.addWidget(page)
        right.addWidget(self.pages, 1)
        return right

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(min(self.context.theme.px(LIST), self.width() // 2))

    # reading

    def show_charter(self, charter: str, current: str) -> None:
        """The charter by its id, and the key of the text shown elsewhere in the panel."""
        if (charter, current) != (self._charter, self._current):
            self._versions = ()
        self._charter, self._current = charter, current
        self.refresh()

    def refresh(self) -> None:
        charter = self._charter
        if charter:
            self.context.read(self, "versions", lambda desk: versions(desk, charter), self._show)

    def _show(self, found: tuple[Version, ...]) -> None:
        before = self.old.currentData(), self.new.currentData()
        fresh = not self._versions
        self._versions = found
        self._fill_list()
        keys = [version.key for version in found]
        if fresh or any(key not in keys for key in before):
            before = self._first_pair()
        for box, key in zip((self.old, self.new), before, strict=True):
            box.clear()
            for version in found:
                box.addItem(self._name(version), version.key)
            box.setCurrentIndex(max(0, box.findData(key)))
        self._compare()

    def _first_pair(self) -> tuple[str, str]:
        """What is shown against what is in force, else against the one before it."""
        now = self.context.now()
        shown = next((v for v in self._versions if v.key == self._current), self._versions[0])
        force = next((v for v in self._versions if v.in_force(now) and v is not shown), None)
        others = [v for v in self._versions if v is not shown]
        return (force or (others[0] if others else shown)).key, shown.key

    def _swap(self) -> None:
        old, new = self.old.currentIndex(), self.new.currentIndex()
        self.old.setCurrentIndex(new)
        self.new.setCurrentIndex(old)
        self._compare()

    def _compare(self) -> None:
        old, new = str(self.old.currentData() or ""), str(self.new.currentData() or "")
        if old and new:
            self.context.read(self, "compare", _comparing(old, new), self._show_difference)

    def _show_difference(self, difference: Difference) -> None:
        self._difference = difference
        self._fill_difference()

    # filling

    def _name(self, version: Version) -> str:
        words, _, _ = _TONES[version.kind]
        name = f" {version.name}" if version.name and version.name != version.charter else ""
        at = (
            f" · {self.context.tr(day(version.at, self.context.now(), self.context.zone))}"
            if version.at
            else ""
        )
        return f"v{version.version} {self.context.tr(words)}{name}{at}"

    def _fill_list(self) -> None:
        tr = self.context.tr
        self.list.show_blocks([self._block(version) for version in self._versions], keep=True)
        if not self.list.current_key():
            self.list.choose(self._current, quiet=True)
        self.title.setText(tr(P("{n} texts of this charter", n=len(self._versions))))

    def _block(self, version: Version) -> Block:
        tr, now, zone = self.context.tr, self.context.now(), self.context.zone
        words, tone, icon = _TONES[version.kind]
        below: list[str] = []
        if version.at is not None:
            below.append(
                tr(day_and_time(version.at, now if version.kind != "draft" else self._today(), zone))
            )
        for each in version.groups:
            since = day(each.since, now, zone)
            said = (
                P("{group} since {day}", group=each.group, day=since)
                if each.until is None or each.until > now
                else P(
                    "{group} from {day} to {end}", group=each.group, day=since, end=day(each.until, now, zone)
                )
            )
            below.append(tr(said))
        if version.kind == "bundled":
            below.append(tr(P("comes with the console")))
        name = f"  {version.name}" if version.name and version.name != version.charter else ""
        return Block(
            "row", f"v{version.version}{name}", "strong", key=version.key, below="\n".join(below),
            tags=((tr(words), tone, icon),), line=True,
        )  # fmt: skip

    def _today(self) -> int:
        return max(self.context.now(), max((v.at or 0 for v in self._versions), default=0))

    def _listed(self, key: str) -> None:
        """A version chosen in the list is the newer side."""
        place = self.new.findData(key)
        if place >= 0 and place != self.new.currentIndex():
            if self.old.currentData() == key:
                self.old.setCurrentIndex(self.new.currentIndex())
            self.new.setCurrentIndex(place)
            self._compare()

    def _fill_difference(self) -> None:
        difference, tr = self._difference, self.context.tr
        if difference is None:
            return
        blocks = []
        if difference.problem is not None:
            line = difference.problem.line(self.context.language)
            words = tr(P("One of the two cannot be read as a charter. {problem}", problem=line))
            blocks.append(Block("text", words, icon="warning", icon_token="amber"))
        for said in difference.words:
            text = tr(said.text)
            if said.mark == "#":
                blocks.append(Block("heading", text, "strong"))
            else:
                blocks.append(_changed(said.mark, text, "body", said.mark.replace("-", "−")))
        self.words.show_blocks(blocks)
        lines = [
            Block("row", "⋯", "mono", "text3") if line.mark == "@"
            else _changed(line.mark, line.text or " ", "mono", str(line.number))
            for line in difference.lines[:MOST_LINES]
        ]  # fmt: skip
        self.lines.show_blocks(lines)
        self.empty.set_texts(tr(self._nothing(difference)))
        self._tab(self.look.current())

    def _nothing(self, difference: Difference) -> Phrase:
        if len(self._versions) < 2:
            return P("There is only this text of it. A draft or an adoption adds another.")
        if difference.lines:
            return P("The rules are the same; only the text differs.")
        return P("Both say the same.")

    def _tab(self, key: str) -> None:
        difference = self._difference
        if difference is None:
            return
        nothing = not difference.lines if key == "lines" else not (difference.words or difference.problem)
        self.pages.setCurrentWidget(self.empty if nothing else self.lines if key == "lines" else self.words)

    def difference(self) -> Difference | None:
        return self._difference

    def retranslate(self) -> None:
        tr = self.context.tr
        self.look.set_items([("words", tr(P("In words"))), ("lines", tr(P("Source text")))])
        self.old.setAccessibleName(tr(P("Older text")))
        self.new.setAccessibleName(tr(P("Newer text")))
        self.swap.set_name(tr(P("Swap the two")))
        self.open.setText(tr(P("Copy to edit")))
        self.list.setAccessibleName(tr(P("Versions")))
        if self._versions:
            self._show(self._versions)


def _changed(mark: str, text: str, role: str, side: str) -> Block:
    ground = {"-": "red-w", "+": "green-w"}.get(mark, "")
    return Block("row", text, role, "text" if ground or role == "body" else "text2", side=side, ground=ground)


def _comparing(old: str, new: str) -> Callable[[Desk], Difference]:
    return lambda desk: compare(desk, old, new)
