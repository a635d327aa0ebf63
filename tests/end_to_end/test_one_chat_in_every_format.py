"""One chat as ChatLab, WeFlow, MemoTrace and pasted text, in every encoding: the same is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base.clock import from_iso
from tests.helpers.console import Console

LINES = [
    ("09:00:00", "wxid_boss", "王总", "@李明 今天把客户报价单整理好发给我", "s1"),
    ("09:30:01", "wxid_li", "李明", "收到", "s2"),
    ("10:00:00", "wxid_zhao", "赵敏", "澳门赌场上线，首存送彩金，百家乐下注 www.88bet.vip", "s3"),
    ("11:30:00", "wxid_qian", "钱进", "合同寄出了", "s4"),
]
NAME = "管理群"
ROOM = "100@chatroom"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def seconds(time: str) -> int:
    return from_iso(f"2026-03-02T{time}") // 1000


def chatlab() -> str:
    meta = {"name": NAME, "platform": "wechat", "type": "group", "groupId": ROOM}
    messages = [
        {"sender": who, "accountName": name, "timestamp": seconds(at), "type": 0, "content": text,
         "platformMessageId": ident}
        for at, who, name, text, ident in LINES
    ]  # fmt: skip
    members = [{"platformId": who, "accountName": name} for _, who, name, _, _ in LINES]
    whole = {"chatlab": {"version": "0.0.2"}, "meta": meta, "members": members, "messages": messages}
    return json.dumps(whole, ensure_ascii=False)


def weflow() -> str:
    session = {"wxid": ROOM, "nickname": NAME, "remark": "", "displayName": NAME, "type": "群聊"}
    messages = [
        {"localId": number, "createTime": seconds(at), "formattedTime": f"2026-03-02 {at}", "type": "文本消息",
         "localType": 1, "content": text, "isSend": 0, "senderUsername": who, "senderDisplayName": name,
         "source": "", "platformMessageId": ident}
        for number, (at, who, name, text, ident) in enumerate(LINES, start=1)
    ]  # fmt: skip
    whole = {"weflow": {"version": "1.0", "generator": "WeFlow"}, "session": session, "messages": messages}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def memotrace() -> str:
    head = (
        "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender"
    )
    rows = [
        f"{number},1,1,0,0,{seconds(at)},2,{text},2026-03-02 {at},,{name},{who}"
        for number, (at, who, name, text, _) in enumerate(LINES, start=1)
    ]
    return "\r\n".join([head, *rows, ""])


def pasted() -> str:
    return "\n".join(f"{name} 2026-03-02 {at}\n{text}\n" for at, _, name, text, _ in LINES)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("write", "file", "known_by_id"),
    [(chatlab, f"{NAME}.json", True), (weflow, f"{NAME}.json", True), (memotrace, f"{NAME}.csv", True),
     (pasted, f"{NAME}.txt", False)],
)  # fmt: skip
def test_judging_and_scanning_agree(
    console: Console, tmp_path: Path, write: Callable[[], str], file: str, known_by_id: bool, encoding: str
) -> None:
    path = tmp_path / file
    path.write_bytes(write().encode(encoding))
    how = ("--charter", "drucker-consulting", "--leader", "王总")
    judged = console("judge", path, *how, store=False)
    assert [(each["clause"], each["member_name"], each["at"]) for each in judged] == [
        ("drucker-consulting.11", "李明", "2026-03-02T09:30:00+08:00"),
        ("drucker-consulting.7", "赵敏", "2026-03-02T10:00:00+08:00"),
        ("drucker-consulting.9", "赵敏", "2026-03-02T10:00:00+08:00"),
    ]
    if known_by_id:
        assert [each["member"] for each in judged] == ["wxid_li", "wxid_zhao", "wxid_zhao"]
    if file.endswith(".json"):
        assert [each["messages"] for each in judged] == [["s1", "s2"], ["s3"], ["s3"]]
    (report,) = console("import", path, "--group", NAME)
    assert (report["group"], report["messages_new"], report["unparsed"]) == (NAME, 4, 0)
    assert console("import", path, "--group", NAME)[0]["messages_known"] == 4
    console("adopt", "--group", NAME, *how, "--from", "first")
    assert [each["id"] for each in console("scan")] == [each["id"] for each in judged]
