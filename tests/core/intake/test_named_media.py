"""Pictures whose path a writer says beside the text: found, read for codes, never outside the export's folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.chat.codes import codes_in
from core.intake.importing import Asked, import_source, scratch
from core.intake.source import Source
from tests.helpers.exports import FIRST, NOW, conversation, jsonl, said
from tests.helpers.pictures import saved, screenshot

CODE = "https://weixin.qq.com/g/AwYAAInvented000"


def _chatlab(path: str) -> bytes:
    return jsonl([said(0, "[图片]", type=1, mediaPath=path, id="1")])


def _chatlab_json(path: str) -> bytes:
    row = said(0, "[图片]", type=1, mediaPath=path, accountName="甲")
    meta = {"name": "测试群", "platform": "wechat", "type": "group", "groupId": "1@chatroom"}
    return json.dumps(
        {"chatlab": {"version": "0.0.2"}, "meta": meta, "members": [], "messages": [row]}
    ).encode()


def _telegram(path: str) -> bytes:
    row = {
        "id": 1,
        "type": "message",
        "date_unixtime": str(FIRST),
        "from": "A",
        "from_id": "user1",
        "photo": path,
        "text": "",
    }
    return json.dumps({"name": "T", "type": "private_group", "id": 5, "messages": [row]}).encode()


def _weclone(path: str) -> bytes:
    head = "id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime"
    return f"{head}\n1,9,image,0,Alice,图片,{path},2026-01-01T04:00:00.000Z\n".encode()


WRITERS: dict[str, Any] = {
    "a.jsonl": _chatlab,
    "a.json": _chatlab_json,
    "t.json": _telegram,
    "w.csv": _weclone,
}


def codes_of_the_picture(folder: Path, name: str, path: str) -> tuple[str, ...]:
    file = folder / name
    file.write_bytes(WRITERS[name](path))
    with scratch() as store:
        import_source(store, Source(str(file)), Asked(NOW, "群"))
        return tuple(codes_in(conversation(store).messages[0].text))


@pytest.mark.parametrize("name", WRITERS)
def test_the_picture_that_a_writer_names_is_looked_at(name: str, tmp_path: Path) -> None:
    export = tmp_path / "export"
    (export / "media").mkdir(parents=True)
    saved(screenshot(CODE), export / "media" / "a.png")
    assert codes_of_the_picture(export, name, "media/a.png") == (CODE,)


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_outside_the_folder_is_opened(name: str, tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    outside = saved(screenshot(CODE), tmp_path / "b.png")
    (export / "link.png").symlink_to(outside)
    for path in ("../b.png", "..\\b.png", str(outside), "link.png"):
        assert (
            codes_of_the_picture(export, name, path.replace("\\", "\\\\") if name != "w.csv" else path) == ()
        )
