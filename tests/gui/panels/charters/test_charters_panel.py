"""The panel over a real store: library, reader, drafts, versions, adoption."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from core.charter.library import charter_ids, charter_text
from core.charter.model import ClauseState
from core.desk import adoption, groups
from core.desk.changes import Changes, Noun
from core.desk.drafts import create, drafts, drafts_folder
from gui.panels.adoption.dialog import AdoptionDialog
from gui.panels.charters.files import DeleteDialog, export
from gui.panels.charters.panel import ChartersPanel
from gui.panels.charters.telling import WHOLE
from tests.helpers.judged_group import GROUP, judged_desk
from tests.helpers.window import settle, window_context

ID = "sales-2016-007"


@pytest.fixture
def context(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path)) as made:
        made.groups = tuple(groups.summaries(made.desk))
        yield made


@pytest.fixture
def panel(qtbot, context):
    made = ChartersPanel(context)
    made.resize(1264, 828)
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    settle(qtbot, context)
    return made


def shown(panel):
    return [row.key for row in panel.library.list.library_model.rows() if row.key]


def draft_of(panel, text=None, name="mine"):
    return create(drafts_folder(panel.context.desk), text or charter_text(ID), name)


def test_the_library_lists_followed_and_bundled(qtbot, panel):
    keys = shown(panel)
    assert keys[0].startswith("adopted:")
    assert keys[1:] == [f"bundled:{name}" for name in charter_ids()]
    first = panel.library.list.library_model.rows()[1]
    assert GROUP in first.side
    assert sum(first.bar) == 19
    assert panel.library.list.current_key() == keys[0]
    assert panel.grab().width() == 1264


def test_search_and_filters(qtbot, panel):
    panel.library.search.setText("shareholders")
    assert shown(panel) == ["bundled:yunji-shareholders"]
    panel.library.search.setText(GROUP)
    assert [key.partition(":")[2] for key in shown(panel)][-1] == ID
    panel.library.search.setText("nothing like this")
    assert panel.library.empty.isVisibleTo(panel)
    panel.library.empty.acted.emit()
    panel.library.kind.setCurrentIndex(panel.library.kind.findData("shareholder"))
    panel.library.kind.activated.emit(0)
    assert "bundled:yunji-shareholders" in shown(panel)
    assert f"bundled:{ID}" not in shown(panel)
    panel.library.clear_filters()
    panel.library.stand.setCurrentIndex(panel.library.stand.findData("truncated"))
    panel.library.stand.activated.emit(0)
    assert 0 < len(shown(panel)) < len(charter_ids())
    panel.escape()


def test_reading_a_charter(qtbot, panel):
    panel.focus_on(charter=f"bundled:{ID}", clause=f"{ID}.8")
    settle(qtbot, panel.context)
    reader = panel.reader
    assert reader.title.text() == "WeChat rules for sales staff (2016, no. 007)"
    assert GROUP in reader.followed.text()
    assert len(reader.contents.blocks()) == 20
    assert reader.current_clause() == f"{ID}.8"
    assert any("120 minutes" in line for line in reader.detail.texts())
    reader.contents.choose(WHOLE)
    settle(qtbot, panel.context)
    assert "The charter as a whole" in reader.detail.texts()


def test_one_kind_of_clause(qtbot, panel):
    chip = panel.reader.chips[ClauseState.ENFORCED]
    chip.click()
    settle(qtbot, panel.context)
    assert len(panel.reader.contents.blocks()) == panel.reader._reading.counts.of(ClauseState.ENFORCED)
    chip.click()
    settle(qtbot, panel.context)
    assert len(panel.reader.contents.blocks()) == 20


def test_examples_run_in_the_background(qtbot, panel):
    panel.reader.run_examples()
    assert not panel.reader.run.isEnabled()
    settle(qtbot, panel.context)
    assert panel.reader.results()
    assert all(result.ok for result in panel.reader.results())
    assert "passed" in panel.reader.tried.text()
    panel.reader.show_clause(f"{ID}.8")
    settle(qtbot, panel.context)
    assert any("passed" in line for line in panel.reader.detail.texts())


def test_copy_to_edit(qtbot, panel):
    assert panel.tabs.current() == "read"
    panel.copy.click()
    settle(qtbot, panel.context)
    folder = drafts_folder(panel.context.desk)
    assert [draft.head.version for draft in drafts(folder)] == [2]
    assert panel.tabs.current() == "edit"
    assert panel.editor.path == folder / f"{ID}.yaml"
    assert panel.library.list.current_key() == f"draft:{ID}"


def test_the_source_text_is_only_read(qtbot, panel):
    panel.tabs.choose("source")
    assert panel.source.code.isReadOnly()
    assert panel.source.code.toPlainText() == charter_text(ID)
    panel.focus_on(charter="drucker-consulting", clause="drucker-consulting.3")
    settle(qtbot, panel.context)
    assert "id: drucker-consulting.3" in panel.source.code.textCursor().block().text()


def test_the_text_opens_at_the_clause_looked_at(qtbot, panel):
    draft_of(panel)
    panel.focus_on(charter="draft:mine", clause=f"{ID}.8")
    settle(qtbot, panel.context)
    panel.tabs.choose("edit")
    settle(qtbot, panel.context)
    assert f"id: {ID}.8" in panel.editor.code.textCursor().block().text()
    assert not panel.editor.dirty


def test_a_broken_draft_can_be_opened(qtbot, panel):
    draft_of(panel, "charter: own\nclauses: [", "broken")
    panel.focus_on(charter="draft:broken")
    settle(qtbot, panel.context)
    assert panel.reader.broken.isVisible()
    assert not panel.adopt.isEnabled()
    row = next(r for r in panel.library.list.library_model.rows() if r.key == "draft:broken")
    assert row.sign == "x-circle"
    panel.reader.broken.acted.emit()
    assert panel.stack.currentWidget() is panel.editor


def test_deleting_a_draft_asks_first(qtbot, panel):
    draft = draft_of(panel)
    panel.focus_on(charter="draft:mine")
    settle(qtbot, panel.context)
    panel._delete()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, DeleteDialog) and w.isVisible())
    assert draft.path.exists()
    dialog.go.click()
    settle(qtbot, panel.context)
    assert not draft.path.exists()
    assert panel.library.list.current_key().startswith("adopted:")


def test_files_in_and_out(qtbot, panel, tmp_path):
    path = tmp_path / "theirs.yaml"
    path.write_text(charter_text("drucker-consulting"), encoding="utf-8")
    panel.import_draft(str(path))
    settle(qtbot, panel.context)
    assert panel.library.list.current_key() == "draft:theirs"
    export(panel.context, panel._reading.text, str(tmp_path / "out.yaml"))
    settle(qtbot, panel.context)
    assert (tmp_path / "out.yaml").read_text(encoding="utf-8") == charter_text("drucker-consulting")
    panel._export()
    dialog = panel.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("drucker-consulting.yaml")
    dialog.reject()


def test_versions_are_compared(qtbot, panel):
    draft_of(panel, charter_text(ID).replace("{value: 120, by: charter}", "{value: 60, by: charter}"))
    panel.focus_on(charter="draft:mine", tab="versions")
    settle(qtbot, panel.context)
    pane = panel.versions
    assert [v.kind for v in pane._versions] == ["draft", "adopted", "bundled"]
    assert str(pane.old.currentData()).startswith("adopted:")
    assert pane.new.currentData() == "draft:mine"
    assert [block.text for block in pane.words.blocks()][:3] == [
        "Setting: Minutes to acknowledge a notice", "120 (the charter says so)", "60 (the charter says so)",
    ]  # fmt: skip
    pane.look.choose("lines")
    assert pane.pages.currentWidget() is pane.lines
    assert {block.ground for block in pane.lines.blocks()} == {"", "red-w", "green-w"}
    pane.swap.click()
    settle(qtbot, panel.context)
    assert pane.words.blocks()[1].text.startswith("60")
    pane.list.choose(f"bundled:{ID}")
    settle(qtbot, panel.context)
    assert pane.new.currentData() == f"bundled:{ID}"
    pane.open.click()
    settle(qtbot, panel.context)
    assert panel.tabs.current() == "edit"


def test_a_charter_of_one_text_says_so(qtbot, panel):
    panel.focus_on(charter="bundled:yunji-shareholders", tab="versions")
    settle(qtbot, panel.context)
    assert panel.versions.pages.currentWidget() is panel.versions.empty
    assert "only this text" in panel.versions.empty.sentence()


def test_adopting_the_draft_shown(qtbot, panel):
    draft = draft_of(panel)
    panel.focus_on(charter="draft:mine")
    settle(qtbot, panel.context)
    panel.adopt.click()
    settle(qtbot, panel.context)
    dialog = next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, AdoptionDialog) and w.isVisible()
    )
    assert dialog.charter.currentData() == str(draft.path)
    dialog.reject()


def test_what_changed_elsewhere_is_read_again(qtbot, panel):
    draft_of(panel)
    panel.context.changed.emit(Changes(Noun.CHARTERS))
    settle(qtbot, panel.context)
    assert "draft:mine" in shown(panel)
    adoption.adopt(panel.context.desk, GROUP, "drucker-consulting", "now", {"company": "金穗"})
    panel.context.changed.emit(Changes(Noun.CHARTERS))
    settle(qtbot, panel.context)
    assert panel.library.list.library_model.rows()[1].text.startswith("Drucker")


def test_unknown_charters_are_told(qtbot, panel):
    told = []
    panel.context.toast_requested.connect(told.append)
    panel.focus_on(charter="nothing")
    settle(qtbot, panel.context)
    assert "nothing" in str(told[0].text)


def test_both_languages_and_themes(qtbot, panel):
    draft_of(panel)
    panel.focus_on(charter="draft:mine")
    settle(qtbot, panel.context)
    for tab in ("read", "edit", "versions", "trial"):
        panel.tabs.choose(tab)
        settle(qtbot, panel.context)
        for language in ("zh", "en"):
            panel.context.set_language(language)
            for theme in ("dark", "light"):
                panel.context.set_theme(theme)
                settle(qtbot, panel.context, 20)
                assert not panel.grab().isNull()


def test_a_narrow_window_shows_a_clause_in_the_drawer(qtbot, panel):
    opened = []
    panel.context.drawer_requested.connect(opened.append)
    panel.resize(784, 540)
    panel.reader.contents.choose(f"{ID}.8")
    settle(qtbot, panel.context)
    assert any("120 minutes" in line for line in opened[0].texts())
    qtbot.addWidget(opened[0])
    head = panel.adopt.parentWidget()
    assert panel.adopt.geometry().right() <= head.width()
    assert panel.copy.geometry().left() > panel.tabs.geometry().right()
    assert not panel.grab().isNull()


def test_more_can_be_done_by_a_menu(qtbot, panel):
    panel.more.click()
    menu = panel.findChild(QMenu)
    assert [action.isEnabled() for action in menu.actions()] == [True, False]
    menu.close()
    panel.library.new.click()
    assert [action.isEnabled() for action in panel.findChildren(QMenu)[-1].actions()] == [True, True]
    panel.findChildren(QMenu)[-1].close()
