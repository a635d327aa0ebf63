"""WeFlow's Markdown; and rows whose writers do not say who spoke."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.importing import Asked, import_source, scratch
from core.intake.reading import read_conversations
from core.intake.source import Source
from core.intake.weflow_markdown import recognises
from tests.helpers.exports import NOW, conversation

HEAD = """# 干净群\\_一

- 会话ID: `34757816141@chatroom`
- 会话类型: 群聊
- 消息数量: 9
- 导出时间: 2026\\-01\\-02 10:00:00
- 导出工具: WeFlow

---

"""
ROWS = (
    ("2026-01-01 12:00:00", "张三", "大家好，\\*很\\* 好\n第二行"),
    ("2026-01-01 12:01:00", "干净群\\_一", '"张三"邀请"李四"加入了群聊'),
    ("2026\\-01\\-01 12:02:00", "李\\#四", "> 张三: 大家好\n> 第二行\n\n同意"),
    ("2026-01-01 12:03:00", "李\\#四", "![图片](media/a%20b.png)"),
    ("2026-01-01 12:04:00", "张三", "[语音文件](media/1.wav)"),
    ("2026-01-01 12:05:00", "张三", "[群规.docx](media/群规.docx)\n\n\\[文件\\] 群规.docx"),
    ("2026-01-01 12:06:00", "张三", "[限时领券](https://evil.example/a)"),
    ("2026-01-01 12:07:00", "张三", "\\## 2026-01-01 12:00:00 不是标题\n\\> 也不是引用"),
    ("2026-01-01 12:08:00", "张三", "[红包]"),
)
EXPECTED = [
    ("张三", "text", "大家好，*很* 好\n第二行"), ("李#四", "quote", "同意"), ("李#四", "image", "[图片]"),
    ("张三", "voice", "[语音]"), ("张三", "file", "[文件] 群规.docx"), ("张三", "link", "[链接] 限时领券 https://evil.example/a"),
    ("张三", "text", "## 2026-01-01 12:00:00 不是标题\n> 也不是引用"), ("张三", "red_packet", "[红包]"),
]  # fmt: skip


def _export(path: Path) -> Path:
    path.write_text(
        HEAD + "".join(f"## {at} {name}\n\n{body}\n\n" for at, name, body in ROWS), encoding="utf-8"
    )
    return path


def test_every_message_comes_in_as_it_was_said(tmp_path: Path) -> None:
    (found,) = read_conversations(_export(tmp_path / "干净群.md"))
    assert (found.group.id, found.group.name) == ("34757816141@chatroom", "干净群_一")
    assert [(each.sender_name, each.kind.value, each.text) for each in found.messages] == EXPECTED
    (joined,) = found.notices
    assert joined.event.value.startswith("join")
    (again,) = read_conversations(tmp_path)
    assert len(again.messages) == len(EXPECTED)


def test_files_beside_it_are_found(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a b.png").write_bytes(b"x")
    with scratch() as store:
        import_source(store, Source(str(_export(tmp_path / "a.md"))), Asked(NOW))
        from core.store.media import media_count

        with store.read() as session:
            count = media_count(session, 1)
    assert (count.found, count.missing) == (1, 2)


def test_other_markdown_is_none_of_it() -> None:
    assert not recognises("# 会议记录\n\n- 导出工具: 别的\n\n## 2026-01-01 12:00:00 张三\n")
    assert not recognises("## 2026-01-01 12:00:00 张三\n\n- 导出工具: WeFlow\n")


@given(st.text(max_size=400))
def test_no_text_below_the_head_breaks_it(text: str) -> None:
    source = Source("x.md", (HEAD + "## 2026-01-01 12:00:00 张三\n\n" + text).encode("utf-8", "replace"))
    from core.chat.incoming import Reading
    from core.intake.weflow_markdown import read

    room, *items = read(source, Reading())
    assert items


@pytest.mark.parametrize(("sender", "name", "read"), [("", "", 0), ("", "李四", 1), ("wxid_a", "", 1)])
def test_a_row_of_nobody_is_no_member(tmp_path: Path, sender: str, name: str, read: int) -> None:
    """Else all of them would be one person called nothing."""
    rows = [
        {"localId": 1, "createTime": 1767240000, "type": "文本消息", "localType": 1, "content": "早", "senderUsername": "wxid_b",
         "senderDisplayName": "乙"},
        {"localId": 2, "createTime": 1767240001, "type": "文本消息", "localType": 1, "content": "谁说的", "senderUsername": sender,
         "senderDisplayName": name},
    ]  # fmt: skip
    head = {
        "weflow": {"version": "1"},
        "session": {"wxid": "1@chatroom", "displayName": "群", "type": "群聊"},
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**head, "messages": rows}), encoding="utf-8")
    with scratch() as store:
        row = import_source(store, Source(str(path)), Asked(NOW, accept_unreadable=True)).row
        found = conversation(store)
    assert (len(found.messages), row.unparsed) == (1 + read, 1 - read)
    assert "name:" not in found.members


@pytest.mark.parametrize(
    ("is_sender", "said", "sender", "text"),
    [
        ("1", "我说的", "name:我", "我说的"),
        ("0", "wxid_li:\n收到", "wxid_li", "收到"),
        ("0", "收到", "", ""),
        ("0", "注意:\n明天开会", "", ""),
    ],
)
def test_unknown_senders_of_pywxdump(
    tmp_path: Path, is_sender: str, said: str, sender: str, text: str
) -> None:
    head = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime"
    rows = [f"{n},{n}1,文本,0,wxid_a,1@chatroom,早{n},,2026-01-01 12:00:{n:02d}" for n in range(10, 40)]
    path = tmp_path / "1@chatroom_0_9.csv"
    path.write_text(
        "\n".join([head, *rows, f'99,991,文本,{is_sender},未知,1@chatroom,"{said}",,2026-01-01 12:01:00'])
        + "\n",
        encoding="utf-8",
    )
    with scratch() as store:
        row = import_source(store, Source(str(path)), Asked(NOW)).row
        found = conversation(store)
    if sender:
        assert (found.messages[-1].sender, found.messages[-1].text, row.unparsed) == (sender, text, 0)
    else:
        assert (len(found.messages), row.unparsed) == (30, 1)
