"""What the window's worker judges after an import."""

from pathlib import Path

from core.base.clock import FixedClock, from_iso
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.pieces import Piece
from core.desk.progress import silent
from core.store.store import Store
from gui.jobs import import_pieces
from tests.helpers.chats import STAFF, write_chat

SECRET = "下季度给海棠烘焙的报价底线是每套三万二，先不要告诉任何客户"


def test_a_copy_in_the_group_just_imported_is_found_for_the_group_it_came_from(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, FixedClock(from_iso("2026-03-03T12:00:00")))
    inside = write_chat(tmp_path / "a.jsonl", [("2026-03-02T09:00:00", "wxid_zhao", SECRET)], STAFF)
    import_pieces(desk, silent, [Piece(path=str(inside))])
    adopt(desk, "管理群", "drucker-consulting", since="first")
    people = ({"id": "wxid_li", "name": "小李"}, {"id": "wxid_x", "name": "外人"})
    lines = [("2026-03-02T10:00:00", "wxid_li", SECRET), ("2026-03-02T10:01:00", "wxid_x", "谢谢")]
    outside = write_chat(tmp_path / "b.jsonl", lines, people, name="同学群", room="200@chatroom")
    brought = import_pieces(desk, silent, [Piece(path=str(outside))])
    assert [(judged.group, judged.new > 0) for judged in brought.judged] == [("管理群", True)]
    assert [name for _, name in brought.without_charter] == ["同学群"]
