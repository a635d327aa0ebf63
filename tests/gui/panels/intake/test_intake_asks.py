"""What the Intake panel asks a person before anything is written: columns, dates, groups, unreadable rows."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from core.base.clock import FixedClock, from_iso, iso
from core.desk import groups, imports, mappings
from core.desk.desk import Desk
from gui.panels.intake.mapping_words import FIELD_NAMES
from gui.panels.intake.panel import IntakePanel
from gui.panels.intake.pieces import Doubt, PieceState
from gui.panels.roster.difference_dialog import DifferenceDialog
from tests.helpers.judged_group import talk
from tests.helpers.window import settle, window_context

NOW = from_iso("2026-03-04T12:00:00+08:00")
FIELDS = list(FIELD_NAMES)


@pytest.fixture
def panel(qtbot, store):
    with window_context(Desk(store, FixedClock(NOW))) as context:
        made = IntakePanel(context)
        made.resize(1104, 760)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def odd(path, rows=12, names="何时;何人;什么;设备", encoding="gb18030"):
    texts = ("今天三号线做例行保养", "收到", "好的，马上通知到班组", "明天见")
    lines = [names]
    lines += [f"2026-03-01 09:{n:02};{'张李'[n % 2]}某;{texts[n % 4]};PC" for n in range(rows)]
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def choose(panel, column, field):
    choice = panel.mapping.columns.choices[column]
    choice.setCurrentIndex(FIELDS.index(field))
    choice.activated.emit(choice.currentIndex())


def finish(qtbot, panel):
    qtbot.waitUntil(lambda: not panel._running, timeout=120_000)
    settle(qtbot, panel.context)


def test_an_unknown_table_is_explained_remembered_and_imported(qtbot, tmp_path, panel):
    panel.add_paths([str(odd(tmp_path / "项目群.csv"))])
    settle(qtbot, panel.context)
    assert panel.waiting.current().doubts == (Doubt.COLUMNS,)
    form = panel.mapping
    assert panel.stack.currentWidget() is form
    assert form.columns.fields() == {"time": "何时", "sender": "何人", "text": "什么"}
    assert form.table.rows_model.rowCount() == 12
    assert form.agree.isEnabled()
    assert "semicolon" in form.delimiter.currentText()
    assert "gb18030" in form.encoding.currentText()
    assert "row 1" in form.header.currentText()
    choose(panel, "设备", "text")
    settle(qtbot, panel.context)
    assert form.columns.fields()["text"] == "设备"
    assert form.columns.choices["什么"].currentIndex() == 0
    choose(panel, "什么", "text")
    settle(qtbot, panel.context)
    form.name.setText("备份软件")
    qtbot.mouseClick(form.agree, Qt.MouseButton.LeftButton)
    settle(qtbot, panel.context)
    assert [each.name for each in mappings.saved(panel.context.desk)] == ["备份软件"]
    assert panel.stack.currentWidget() is panel.table
    assert panel.waiting.current().preview.messages == 12
    panel.start()
    finish(qtbot, panel)
    assert [record.messages_new for record in imports.history(panel.context.desk)] == [12]
    # The next file of the same shape needs nobody, and can be explained otherwise.
    panel.add_paths([str(odd(tmp_path / "二群.csv", 5))])
    settle(qtbot, panel.context)
    assert panel.waiting.current().state is PieceState.READY
    panel.recognised.columns_asked.emit()
    settle(qtbot, panel.context)
    assert panel.stack.currentWidget() is form
    assert form.columns.fields() == {"time": "何时", "sender": "何人", "text": "什么"}
    form.leave.click()
    assert panel.stack.currentWidget() is panel.table


def test_what_is_missing_is_said_and_nothing_can_be_agreed(qtbot, tmp_path, panel):
    panel.add_paths([str(odd(tmp_path / "项目群.csv"))])
    settle(qtbot, panel.context)
    choose(panel, "何人", "")
    settle(qtbot, panel.context)
    assert "sender" in panel.mapping.state.text()
    assert not panel.mapping.agree.isEnabled()
    panel.context.set_language("zh")
    settle(qtbot, panel.context)
    panel.grab()
    panel.mapping.leave.click()
    assert panel.waiting.all == []


def test_header_delimiter_and_dates_can_be_said(qtbot, tmp_path, panel):
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join(f"0{n}/04/2026 9:00|张某|第 {n} 句话，长短不一{'啊' * n}" for n in range(1, 9)),
        encoding="utf-8",
    )
    panel.add_paths([str(path)])
    settle(qtbot, panel.context)
    form = panel.mapping
    assert "none" in form.header.currentText()
    form.dates.setCurrentIndex(3)
    form.dates.activated.emit(3)
    settle(qtbot, panel.context)
    first = form.table.rows_model.source.rows([0])[0]
    assert iso(first.at)[:10] == "2026-01-04"
    form.delimiter.setCurrentIndex(1)
    form.delimiter.activated.emit(1)
    settle(qtbot, panel.context)
    assert not form.agree.isEnabled()


def test_tables_of_one_shape_are_explained_together(qtbot, tmp_path, panel):
    panel.add_paths([str(odd(tmp_path / "甲.csv")), str(odd(tmp_path / "乙.csv", 4))])
    settle(qtbot, panel.context)
    panel.mapping.keep.setChecked(False)
    panel.mapping.agree.click()
    settle(qtbot, panel.context)
    assert [each.state for each in panel.waiting.all] == [PieceState.READY, PieceState.READY]
    assert mappings.saved(panel.context.desk) == []


def test_each_room_is_a_line_with_a_group_of_its_own(qtbot, tmp_path, panel):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["群名", "时间", "姓名", "内容"])
    for n in range(6):
        sheet.append(["甲群" if n % 2 else "乙群", f"2026-03-01 09:0{n}", "张某", f"第 {n} 句"])
    book.save(tmp_path / "all.xlsx")
    panel.add_paths([str(tmp_path / "all.xlsx")])
    settle(qtbot, panel.context)
    assert [each.preview.group for each in panel.waiting.all] == ["乙群", "甲群"]
    panel.recognised.group.setEditText("丙群")
    panel.recognised._group_set()
    settle(qtbot, panel.context)
    panel.start()
    finish(qtbot, panel)
    assert {group.name for group in groups.summaries(panel.context.desk)} == {"丙群", "甲群"}


def test_times_without_a_date_wait_for_one(qtbot, panel):
    panel.add_text("张三 9:05\n大家好\n\n李四 9:06\n收到\n")
    panel.waiting.answer(group="甲群")
    settle(qtbot, panel.context)
    assert panel.waiting.current().doubts == (Doubt.DATE,)
    assert not panel.go.isEnabled()
    day = panel.recognised.doubts.day
    assert day.date().toString("yyyy-MM-dd") == "2026-03-04"
    day.setDate(day.date().addDays(-3))
    panel.recognised.doubts.that_day.click()
    settle(qtbot, panel.context)
    assert iso(panel.waiting.current().preview.start)[:10] == "2026-03-01"
    assert panel.go.isEnabled()


def test_many_unreadable_rows_are_asked_about(qtbot, tmp_path, panel):
    path = tmp_path / "甲群.csv"
    rows = [f"{'前天' if n % 4 == 0 else f'2026-03-01 09:{n:02}'},张某,第 {n} 句" for n in range(20)]
    path.write_text("时间,发送人,内容\n" + "\n".join(rows), encoding="utf-8")
    panel.add_paths([str(path)])
    settle(qtbot, panel.context)
    asked = panel.recognised.doubts
    assert panel.waiting.current().doubts == (Doubt.UNREADABLE,)
    assert "5 of 20" in asked.unread_note.text()
    assert asked.names_note.isVisibleTo(panel)
    asked.accept.click()
    settle(qtbot, panel.context)
    panel.start()
    finish(qtbot, panel)
    (record,) = imports.history(panel.context.desk)
    assert (record.messages_new, record.unparsed) == (15, 5)
    drawers = []
    panel.context.drawer_requested.connect(drawers.append)
    panel.sources.segment.choose("history")
    panel.history.table.selectRow(0)
    settle(qtbot, panel.context)
    panel.history.unread.click()
    qtbot.addWidget(drawers[0])
    settle(qtbot, panel.context)
    assert drawers[0].table.rows_model.rowCount() == 5


def test_text_is_pasted_put_right_and_read(qtbot, panel):
    panel.sources.text_asked.emit()
    box = panel.paste_box
    assert panel.stack.currentWidget() is box
    assert not box.look.isEnabled()
    qtbot.keyClicks(box.text, "hello")
    box.text.setPlainText("张三 2026-03-01 9:05\n大家好\n\n李四 2026-03-01 9:06\n收到\n")
    qtbot.keyClick(box.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, panel.context)
    assert panel.waiting.current().preview.messages == 2
    panel.edit.click()
    box.text.setPlainText(box.text.toPlainText() + "\n王五 2026-03-01 9:07\n好\n")
    box.give()
    settle(qtbot, panel.context)
    assert panel.waiting.current().preview.messages == 3
    assert len(panel.waiting.all) == 1
    panel.edit.click()
    box.leave.click()
    assert panel.stack.currentWidget() is panel.table


def test_an_import_is_withdrawn_and_brought_back(qtbot, tmp_path, panel):
    desk = panel.context.desk
    imports.import_paths(desk, [talk(tmp_path / "talk.jsonl")])
    panel.refresh(None)
    panel.sources.segment.choose("history")
    settle(qtbot, panel.context)
    panel.history.table.selectRow(0)
    settle(qtbot, panel.context)
    assert "22 messages" in panel.history.effect.text()
    assert not panel.history.withdraw.isEnabled()
    panel.history.reason.setText("错的文件")
    panel.history.withdraw.click()
    settle(qtbot, panel.context)
    assert imports.history(desk)[0].withdrawn_at is not None
    assert panel.history.restore.isVisibleTo(panel)
    panel.history.restore.click()
    settle(qtbot, panel.context)
    assert imports.history(desk)[0].withdrawn_at is None


def test_stopping_leaves_the_rest_to_go_on_with(qtbot, tmp_path, panel):
    panel.add_paths([str(talk(tmp_path / "talk.jsonl"))])
    settle(qtbot, panel.context)
    panel.start()
    panel.running.stop.click()
    finish(qtbot, panel)
    assert len(panel.waiting.all) + len(imports.history(panel.context.desk)) == 1
    if panel.waiting.all:
        assert panel.go.isEnabled()


def test_what_is_all_known_says_so(qtbot, tmp_path, panel):
    path = talk(tmp_path / "talk.jsonl")
    imports.import_paths(panel.context.desk, [path])
    panel.add_paths([str(path)])
    settle(qtbot, panel.context)
    waiting = panel.waiting.current()
    assert waiting.state is PieceState.KNOWN
    assert "in already" in panel.sources.piece_words(waiting).note


def test_a_training_set_is_refused_with_the_reason(qtbot, tmp_path, panel):
    path = tmp_path / "chat_train.json"
    path.write_text('[{"conversations": [{"role": "user", "content": "hi"}]}]', encoding="utf-8")
    panel.add_paths([str(path)])
    settle(qtbot, panel.context)
    assert panel.waiting.current().state is PieceState.REFUSED
    assert "neither times nor senders" in panel.problem.sentence()


def test_a_watched_folder_brings_what_is_put_there(qtbot, tmp_path, panel, monkeypatch):
    watch = panel.sources.watch.watch
    assert not panel.sources.watch.tick.isChecked()
    asked = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: asked.append(dialog.fileMode()))
    panel.sources.watch.tick.click()
    assert asked == [QFileDialog.FileMode.Directory]
    assert not panel.sources.watch.tick.isChecked()
    folder = tmp_path / "来件"
    folder.mkdir()
    watch.set_folder(str(folder))
    settle(qtbot, panel.context)
    assert panel.sources.watch.tick.isChecked()
    watch._watcher.clock = iter(range(0, 10_000, 5)).__next__
    watch._timer.stop()
    talk(folder / "talk.jsonl")
    odd(folder / "odd.csv")
    watch.look()
    settle(qtbot, panel.context)
    watch.look()
    qtbot.waitUntil(lambda: len(imports.history(panel.context.desk)) == 1, timeout=120_000)
    qtbot.waitUntil(lambda: not watch._busy, timeout=60_000)
    settle(qtbot, panel.context)
    assert [each.doubts for each in panel.waiting.all] == [(Doubt.COLUMNS,)]
    panel.sources.watch.tick.click()
    settle(qtbot, panel.context)
    assert watch.folder == ""


def test_a_member_list_among_the_files_is_taken_in_as_one(qtbot, tmp_path, panel):
    path = tmp_path / "名单.csv"
    path.write_text("微信ID,昵称,角色\nwxid_1,张某,群主\nwxid_2,李某,成员\n", encoding="utf-8")
    panel.add_paths([str(path)])
    settle(qtbot, panel.context)
    page = panel.members
    assert panel.stack.currentWidget() is page
    assert "2" in page.title.text()
    assert not page.take.isEnabled()
    page.group.setEditText("甲群")
    page.take.click()
    settle(qtbot, panel.context)
    assert panel.waiting.all == []
    (group,) = groups.summaries(panel.context.desk)
    assert (group.name, group.members) == ("甲群", 2)
    page.findChild(DifferenceDialog).reject()
