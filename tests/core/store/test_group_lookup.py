from __future__ import annotations

import pytest

from core.base.refusal import Refusal
from core.store.groups import case_prefix, find_group, find_member, guess_kind
from core.store.store import Store
from tests.helpers.exports import bring, jsonl, said


@pytest.fixture
def two_groups(store: Store) -> Store:
    bring(
        store,
        jsonl(
            [said(0, "x", accountName="张三"), said(1, "x", "wxid_b", accountName="李四")], name="销售一群"
        ),
    )
    bring(store, jsonl([said(0, "x")], name="股东群", groupId="2@chatroom"))
    return store


@pytest.mark.parametrize("text", ["销售一群", "1@chatroom", "1", "销售", "一群"])
def test_groups_by_name_id_or_part(two_groups: Store, text: str) -> None:
    with two_groups.read() as session:
        assert find_group(session, text).name == "销售一群"


@pytest.mark.parametrize(("text", "line"), [("群", "2@chatroom"), ("销售二群", "销售一群")])
def test_unclear_groups_are_refused_with_what_is_known(two_groups: Store, text: str, line: str) -> None:
    with two_groups.read() as session, pytest.raises(Refusal, match=line):
        find_group(session, text)


@pytest.mark.parametrize("text", ["wxid_b", "李四", "@李四", "2"])
def test_members_by_id_or_name(two_groups: Store, text: str) -> None:
    with two_groups.read() as session:
        assert find_member(session, 1, text).platform_id == "wxid_b"


def test_unknown_members_are_refused(two_groups: Store) -> None:
    with two_groups.read() as session, pytest.raises(Refusal, match="张三"):
        find_member(session, 1, "张三三")


@pytest.mark.parametrize(
    ("name", "kind", "prefix"),
    [
        ("大股东群", "shareholder", "股东"), ("销售部工作群", "staff", "销售"), ("销售一群", "sales", "销售"),
        ("VIP客户福利群", "sales", "客户"), ("某某商会", "chamber", "商会"), ("干净群", "other", "干净"),
        ("咨询管理群", "staff", "咨询"), ("社区团购", "sales", "社区"), ("", "other", ""),
    ],
)  # fmt: skip
def test_what_a_name_suggests(name: str, kind: str, prefix: str) -> None:
    assert (guess_kind(name), case_prefix(name)) == (kind, prefix)
