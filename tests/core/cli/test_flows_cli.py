"""Leave, permits, the inbox, reports and appeals as typed, from an imported chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store.store import open_store
from tests.helpers.chats import write_chat
from tests.helpers.console import Console

STAFF = [
    {"id": "wxid_lead", "name": "张经理", "role": "owner"},
    {"id": "wxid_li", "name": "李明"},
    {"id": "wxid_wang", "name": "王五"},
    {"id": "wxid_lin", "name": "林三"},
]
CHAT = [
    ("2026-03-02T09:00:00", "wxid_lead", "@李明 报价单发我", 0, "m1"),
    ("2026-03-02T09:10:00", "wxid_wang", "明天请假一天，家里有事", 0, "m2"),
    ("2026-03-02T09:20:00", "wxid_lin", "我要举报王五，他私底下卖假货给群友", 0, "m3"),
    ("2026-03-02T09:30:00", "wxid_lin", "建议管理员每月把财务简报发到群里", 0, "m4"),
    ("2026-03-02T15:00:00", "wxid_wang", "大家下午好", 0, "m5"),
]
NOW = "2026-03-02T16:00:00+08:00"


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    typed = Console(store_path, capsys)
    typed("import", write_chat(tmp_path / "a.jsonl", CHAT, STAFF))
    typed("adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--leader", "张经理",
          "--unit", "cny", "--now", NOW)  # fmt: skip
    typed("scan", "--now", NOW)
    return typed


def test_leave_afterwards_excuses_drops_and_refunds(console: Console) -> None:
    (owed,) = console("obligations", "--now", NOW)
    assert owed["state"] == "missing"
    (found,) = [row for row in console("violations", "--now", NOW) if row["clause"] == owed["clause"]]
    (done,) = console("confirm", found["id"], "--reason", "no answer", "--now", NOW)
    assert done["step"]
    charged = sum(row["fen"] for row in console("ledger", "--now", NOW))
    span = ("--from", "2026-03-02", "--to", "2026-03-02")
    (leave,) = console(
        "leave", "add", "--group", "管理群", "--member", "李明", *span, "--reason", "病假", "--now", NOW
    )
    assert (leave["state"], leave["retroactive"]) == ("granted", True)
    assert (leave["excused"], leave["refunded"]) == ([owed["id"]], [found["id"]])
    assert console("obligations", "--now", NOW)[0]["state"] == "excused"
    assert console("violations", "--now", NOW)[0]["state"] == "overturned"
    assert sum(row["fen"] for row in console("ledger", "--now", NOW)) == 0
    console("undo", leave["id"], "--now", NOW)
    assert console("leave", "list", "--now", NOW) == []
    assert console("obligations", "--now", NOW)[0]["state"] == "missing"
    (again,) = console("violations", "--now", NOW, "--state", "confirmed")
    assert again["id"] == found["id"]
    assert sum(row["fen"] for row in console("ledger", "--now", NOW)) == charged
    assert console("verify")[0]["ok"] is True


def test_leave_out_of_the_chat_is_asked_granted_and_joined(console: Console) -> None:
    (draft,) = console("leave", "list", "--drafts", "--now", NOW)
    assert (draft["member_name"], draft["from"][:10]) == ("王五", "2026-03-03")
    (asked,) = console("leave", "add", "--draft", draft["draft"], "--ask", "--now", NOW)
    assert (asked["state"], asked["from"][:10], asked["to"][:10]) == ("open", "2026-03-03", "2026-03-03")
    assert console("leave", "list", "--drafts", "--now", NOW) == []
    assert [row["kind"] for row in console("waiting", "--now", NOW) if row["id"] == asked["id"]] == ["leave"]
    (granted,) = console("leave", "approve", asked["id"], "--now", NOW)
    assert granted["state"] == "granted"
    console("leave", "approve", asked["id"], "--now", NOW, code=2)
    (more,) = console("leave", "add", "--group", "管理群", "--member", "wxid_wang", "--from", "2026-03-03T18:00",
                      "--to", "2026-03-05", "--now", NOW)  # fmt: skip
    assert more["joined"] == [asked["id"]]
    (refused,) = console("leave", "add", "--group", "管理群", "--member", "林三", "--from", "2026-03-09", "--to",
                         "2026-03-09", "--ask", "--now", NOW)  # fmt: skip
    console("leave", "refuse", refused["id"], "--reason", "人手不够", "--now", NOW)
    assert [row["state"] for row in console("leave", "list", "--member", "林三", "--now", NOW)] == ["refused"]
    console("leave", "add", "--group", "管理群", "--member", "林三", "--from", "2026-03-09", "--to", "2026-03-08",
            "--now", NOW, code=2)  # fmt: skip
    console("leave", "add", "--group", "管理群", "--member", "林三", "--now", NOW, code=2)


def test_the_inbox_is_filled_from_the_chat_and_by_hand(console: Console) -> None:
    (draft,) = [
        row for row in console("inbox", "list", "--drafts", "--now", NOW) if row["flow"] == "suggestion"
    ]
    (made,) = console("inbox", "add", "--draft", draft["draft"], "--now", NOW)
    assert (made["kind"], made["member_name"], made["state"]) == ("suggestion", "林三", "open")
    (private,) = console("inbox", "add", "--group", "管理群", "--kind", "complaint", "--text", "客服态度差", "--by",
                         "王五", "--private", "--now", NOW)  # fmt: skip
    assert (
        console("inbox", "answer", made["id"], "--text", "下月起发", "--now", NOW)[0]["state"] == "answered"
    )
    console("inbox", "answer", made["id"], "--text", "again", "--now", NOW, code=2)
    assert (
        console("inbox", "close", private["id"], "--reason", "已当面说明", "--now", NOW)[0]["state"]
        == "closed"
    )
    console("inbox", "add", "--group", "管理群", "--kind", "gossip", "--text", "x", "--now", NOW, code=2)
    rest = console("inbox", "list", "--drafts", "--now", NOW)
    for each in rest:
        console("inbox", "aside", each["draft"], "--reason", "闲聊", "--now", NOW)
    assert console("inbox", "list", "--drafts", "--now", NOW) == []
    assert {row["state"] for row in console("inbox", "list", "--now", NOW)} == {"answered", "closed"}


def test_permits_expire_are_withdrawn_and_consulted(console: Console, store_path: Path) -> None:
    (ads,) = console("permit", "add", "--kind", "ads", "--group", "管理群", "--member", "王五", "--from",
                     "2026-03-02T15:00", "--to", "2026-03-02T18:00", "--now", NOW)  # fmt: skip
    assert ads["state"] == "granted"
    assert console("permit", "list", "--now", "2026-03-03T09:00:00+08:00")[0]["state"] == "expired"
    (guest,) = console(
        "permit",
        "add",
        "--kind",
        "invite",
        "--group",
        "管理群",
        "--member",
        "新人小周",
        "--ask",
        "--now",
        NOW,
    )
    console("permit", "approve", guest["id"], "--now", NOW)
    store = open_store(store_path)
    from core.store.decided_facts import decided_facts

    with store.read() as session:
        facts = decided_facts(session, 1)
    store.close()
    assert facts["invite.approved"] == ("新人小周",)
    assert [each.subject for each in facts["permit.ads"]] == ["wxid_wang"]
    later = "2026-03-02T17:00:00+08:00"
    (gone,) = console("permit", "revoke", ads["id"], "--reason", "刷屏", "--now", later)
    assert gone["state"] == "revoked"
    console("permit", "revoke", ads["id"], "--reason", "again", "--now", later, code=2)
    console("permit", "add", "--kind", "ads", "--group", "管理群", "--now", NOW, code=2)


def test_an_appeal_as_typed(console: Console) -> None:
    (found,) = console("violations", "--now", NOW, "--state", "open", "--member", "李明")
    console("confirm", found["id"], "--reason", "no answer", "--now", NOW)
    (made,) = console("appeal", "open", found["id"], "--by", "李明", "--text", "手机没电", "--now", NOW)
    assert (made["state"], made["due"]) == ("open", "2026-03-05T16:00:00+08:00")
    console("appeal", "open", made["case"], "--by", "李明", "--text", "再来", "--now", NOW, code=2)
    assert console("waiting", "--now", NOW)[-1]["kind"] in ("appeal", "draft")
    (done,) = console(
        "appeal", "decide", made["case"], "--outcome", "upheld", "--reason", "属实", "--now", NOW
    )
    assert (done["state"], done["same_person"]) == ("upheld", True)
    assert "销售" in done["letter"] or done["case"] in done["letter"]
    console("appeal", "decide", made["id"], "--outcome", "rejected", "--reason", "x", "--now", NOW, code=2)
    console("appeal", "open", found["id"], "--by", "李明", "--text", "again", "--now", NOW, code=2)
