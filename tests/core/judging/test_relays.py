"""接龙: lists that name people, whoever posted them; and lists that only look like it."""

from __future__ import annotations

import pytest

from core.charter.library import load_charter
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from tests.helpers.talk import moment, said, talk

CLAUSE = "drucker-consulting.12"
BULLETIN = said("09:00:00", "boss", "【通知】明天九点例会，收到请接龙", id="b1")


def answered(text: str, sender: str = "li", kind: str = "text") -> set[str]:
    charter = load_charter("drucker-consulting")
    bindings = [Binding(charter, effective_settings(charter, {}, "Asia/Shanghai"))]
    conversation = talk([BULLETIN, said("09:30:00", sender, text, kind=kind)])
    owed = judge(conversation, bindings, moment("18:00:00")).obligations
    return {o.member for o in owed if o.clause == CLAUSE and o.met_at}


@pytest.mark.parametrize(
    "text",
    [
        "#接龙\n例会\n1. 李明\n2. 钱进", "接龙\n1、李明\n2、钱进", "收到请往下接：\n1 李明\n2 钱进", "明天例会报名\n①李明\n②钱进",
        "回执\n1. 李明 收到\n2. 钱进（代）", "已阅名单：\n1）李明\n2）钱进",
    ],
)  # fmt: skip
def test_a_list_names_who_acknowledged(text: str):
    assert answered(text) == {"li", "qian"}


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("还没接龙的：\n1. 赵敏\n2. 钱进", "boss"), ("未签收名单\n1. 赵敏\n2. 钱进", "zhao"), ("报名名单\n1. 赵敏\n2. 钱进", "boss"),
        ("今天要办的事：\n1. 赵敏的合同\n2. 钱进的发票", "zhao"),
    ],
)  # fmt: skip
def test_lists_of_those_who_did_not_or_should_answer_are_none(text: str, sender: str):
    assert answered(text, sender) == set()
