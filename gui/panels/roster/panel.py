"""The Roster panel: members, filters, the person drawer, and member lists in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.base.clock import Instant
from core.base.phrase import P
from core.desk import adoption, roster
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.roster import RosterDifference, RosterRow
from gui.context import WindowContext
from gui.panels.chosen import group_key
from gui.panels.panel import Panel
from gui.panels.roster.columns import roster_columns
from gui.panels.roster.difference_dialog import DifferenceDialog
from gui.panels.roster.filters import NAMES, Filter, leaves, missing
from gui.panels.roster.person_drawer import PersonDrawer
from gui.panels.roster.same_people import SamePeople
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.segment import FilterChip
from gui.widgets.tag import Icon

_LEGEND_FROM = 1040
"""Narrower panels say what the icons of the format mean in tooltips alone."""


@dataclass(frozen=True, slots=True)
class _Members:
    now: Instant
    rows: tuple[RosterRow, ...]
    missing: tuple[str, ...]


class RosterPanel(Panel):
    key: ClassVar[str] = "roster"
    nouns: ClassVar[Noun] = Noun.MEMBERS | Noun.MESSAGES | Noun.VIOLATIONS | Noun.LEDGER | Noun.CHARTERS
    # Everybody's messages are counted for it.
    breath: ClassVar[int] = 8

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.words = Words(context)
        self._members: _Members | None = None
        self._filter = Filter.ALL
        self._wanted = 0
        self._seeks = False
        """Whether the same people are to be looked for once the members are shown."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addLayout(self._chips_line())
        self.absent = Label(context.theme, "", "body", "amber", wrap=True)
        self.absent.setContentsMargins(24, 0, 24, 12)
        self.absent.hide()
        layout.addWidget(self.absent)
        layout.addWidget(Hairline(context.theme))
        self.table = PanelTable(context, roster_columns(context))
        self.words.bind(P("Members"), self.table.setAccessibleName)
        self.table.activated_id.connect(self._open)
        self.table.clicked.connect(self._clicked)
        layout.addWidget(self.table, 1)
        self.empty = EmptyState(context.theme, "users")
        self.empty.acted.connect(self._ask_list)
        self.empty.hide()
        layout.addWidget(self.empty, 1)
        self.same = SamePeople(context)
        self.same.counted.connect(self.chips[Filter.SAME].set_count)
        self.same.hide()
        layout.addWidget(self.same, 1)
        self.legend.hide()
        self.retranslate()

    def _head(self) -> QHBoxLayout:
        theme, line = self.context.theme, QHBoxLayout()
        line.setContentsMargins(24, 12, 24, 8)
        line.setSpacing(12)
        name = Label(theme, "", "heading")
        self.words.bind(P("Roster"), name.setText)
        self.where = Label(theme, "", "body", "text3", elide=True)
        self.bring = Button(theme, "", "", "download-simple", small=True)
        self.words.bind(P("Import a member list…"), self.bring.setText)
        self.bring.clicked.connect(self._ask_list)
        self.choose_columns = Button(theme, "", "", "columns", small=True)
        self.words.bind(P("Columns"), self.choose_columns.setText)
        self.choose_columns.clicked.connect(self._columns)
        self.export = Button(theme, "", "", "export", small=True)
        self.words.bind(P("Export…"), self.export.setText)
        self.export.clicked.connect(self._export)
        line.addWidget(name)
        line.addWidget(self.where, 1)
        for button in (self.bring, self.choose_columns, self.export):
            line.addWidget(button)
        return line

    def _chips_line(self) -> QHBoxLayout:
        theme, line = self.context.theme, QHBoxLayout()
        line.setContentsMargins(24, 0, 24, 12)
        line.setSpacing(8)
        self.chips: dict[Filter, FilterChip] = {}
        for each, phrase in NAMES.items():
            chip = self.chips[each] = FilterChip(theme)
            self.words.bind(phrase, chip.setText)
            chip.setChecked(each is self._filter)
            chip.clicked.connect(lambda _on=False, wanted=each: self.filter_by(wanted))
            line.addWidget(chip)
        line.addSpacing(8)
        self.legend = QWidget()
        legend = QHBoxLayout(self.legend)
        legend.setContentsMargins(0, 0, 0, 0)
        legend.setSpacing(8)
        for icon, token, phrase in (
            ("check", "green", P("in format")),
            ("x-circle", "red", P("not in format")),
            ("question", "text3", P("not known")),
        ):
            label = Label(theme, "", "small", "text2")
            self.words.bind(phrase, label.setText)
            legend.addWidget(Icon(theme, icon, token, 14))
            legend.addWidget(label)
        line.addWidget(self.legend)
        line.addStretch(1)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= self.context.theme.px(_LEGEND_FROM))

    # reading

    def refresh(self, changes: Changes | None) -> None:
        group_id = self.context.group_id
        # Who may be one person is not looked for anew with every message that a bot tells.
        self._seeks = self._seeks or (
            changes is None or (not changes.live and bool(changes.nouns & (Noun.MEMBERS | Noun.MESSAGES)))
        )

        def ask(desk: Desk) -> _Members:
            rows = tuple(roster.rows(desk, group_id))
            now = desk.clock.now()
            required: dict[int, list[str]] = {}
            for record in adoption.adoptions(desk, group_id):
                text = record.settings.get("required.members", "")
                in_force = record.since <= now and (record.until is None or now < record.until)
                if text and in_force:
                    names = [name.strip() for name in text.split(",") if name.strip()]
                    required.setdefault(record.group_id, []).extend(names)
            return _Members(now, rows, missing(rows, required))

        self.context.read(self, "members", ask, self._show)

    def _show(self, members: _Members) -> None:
        self._members = members
        for each, chip in self.chips.items():
            if each is Filter.SAME:
                continue
            if each is Filter.MANDATORY:
                chip.set_count(len(members.missing))
            else:
                chip.set_count(sum(1 for row in members.rows if leaves(row, each, members.now)))
        self.set_badge(sum(1 for row in members.rows if row.present and row.format_ok is False))
        self.table.setColumnHidden(4, self.context.group_id is not None)
        self._fill()
        if self._wanted:
            wanted, self._wanted = self._wanted, 0
            self._open(wanted)
        if self._seeks:
            self._seeks = False
            self.context.background.once_painted(self, self.same.refresh)

    def _fill(self) -> None:
        members, say = self._members, self.context.tr
        if members is None:
            return
        present = sum(1 for row in members.rows if row.present)
        group = self.context.group(self.context.group_id)
        where = group.name if group else say(P("all groups"))
        self.where.setText(say(P("{group} · {n} members", group=where, n=present)))
        shown = [row for row in members.rows if leaves(row, self._filter, members.now)]
        mandatory = self._filter is Filter.MANDATORY
        self.absent.setVisible(mandatory and bool(members.missing))
        self.absent.setText(say(P("Not in the group: {names}", names=members.missing)))
        pairs = self._filter is Filter.SAME
        self.same.setVisible(pairs)
        self.choose_columns.setEnabled(not pairs)
        self.export.setEnabled(not pairs)
        self.table.setVisible(bool(shown) and not pairs)
        self.empty.setVisible(not shown and not pairs)
        if not members.rows:
            text = P("No members yet. They come with a chat, or from a member list.")
            self.empty.set_texts(say(text), say(P("Import a member list…")))
        elif mandatory and not members.missing:
            text = P("Everybody who must be here is. Who must be is said when a group adopts a charter.")
            self.empty.set_texts(say(text))
        else:
            self.empty.set_texts(say(P("Nobody here with this filter.")) if not mandatory else "")
        self.table.show_rows(shown, lambda row: row.member_id)

    def filter_by(self, wanted: Filter) -> None:
        self._filter = wanted
        for each, chip in self.chips.items():
            chip.setChecked(each is wanted)
        self._fill()
        if wanted is Filter.SAME:
            self.same.table.setFocus()

    # choosing and doing

    def _clicked(self, _index: QModelIndex) -> None:
        self._open(self.table.current_id())

    def _open(self, member_id: object) -> None:
        if isinstance(member_id, int):
            self.context.open_drawer(PersonDrawer(self.context, member_id))

    def focus_on(self, **focus: object) -> None:
        """`member_id=` opens the drawer, `filter=` (format, zero, silent, mandatory, left, same) filters."""
        wanted = focus.get("filter")
        if isinstance(wanted, str) and wanted in [each.value for each in Filter]:
            self.filter_by(Filter(wanted))
        member_id = focus.get("member_id")
        if isinstance(member_id, int):
            self.table.choose(member_id)
            if self._members is None:
                self._wanted = member_id
            else:
                self._open(member_id)

    def _columns(self) -> None:
        menu = self.table.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.choose_columns.mapToGlobal(self.choose_columns.rect().bottomLeft()))

    def _export(self) -> None:
        self.table.ask_where_to_export()

    def _ask_list(self) -> None:
        if self.context.group_id is None and len(self.context.groups) != 1:
            self.context.toast(P("Choose a group at the top first: a member list belongs to one group."))
            return
        dialog = QFileDialog(self, self.context.tr(P("Choose a member list")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.context.tr(P("Tables")) + " (*.csv *.xlsx *.json *.txt)")
        dialog.fileSelected.connect(self.import_list)
        dialog.open()

    def import_list(self, path: str) -> None:
        """A member list for the group chosen; what it changed is shown."""
        group_id = self.context.group_id
        if group_id is None and len(self.context.groups) == 1:
            group_id = self.context.groups[0].id

        def bring(desk: Desk) -> RosterDifference:
            return roster.import_roster(desk, Path(path), group_key(desk, group_id))

        def then(found: RosterDifference) -> None:
            group = self.context.group(group_id)
            DifferenceDialog(self.context, found, group.name if group else "", self).open()

        done = P("Member list imported.")
        self.context.act(bring, then, done=done, undo=False, changes=Changes(Noun.MEMBERS | Noun.GROUPS))

    def retranslate(self) -> None:
        self.words.say_again()
        self.same.retranslate()
        for chip in self.chips.values():
            chip.updateGeometry()
        self._fill()
