"""The same words in another group: whose they were first, who posted the copy, and what is no leak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import render
from core.charter.library import load_charter
from core.charter.model import Band, Charter, MessageRule
from core.chat.conversation import Conversation
from core.chat.elsewhere import home_of, key_elsewhere
from core.chat.member import Role
from core.chat.message import Message
from core.judging.binding import Binding, effective_settings
from core.judging.finding import Finding
from core.judging.leaks import leak_findings
from tests.helpers.talk import STAFF, member, moment, said, talk

SECRET = "川流货运二期合同价定在86.5万，底线78万，底稿只存共享盘"
SHORT = "底价七十八万，谁来问都不说"
DRUCKER = load_charter("drucker-consulting")
OUTSIDERS = (member("li", "小李子"), member("wang", "老王", Role.OWNER))
NOW = moment("23:00:00")


def bound(charter: Charter = DRUCKER, since: str = "", until: str = "", **settings: str) -> Binding:
    binding = Binding(charter, effective_settings(charter, settings, "Asia/Shanghai"))
    return replace(
        binding,
        since=moment(since) if since else binding.since,
        until=moment(until) if until else binding.until,
    )


def forceful() -> Charter:
    """The charter with the cap of its rule taken off."""
    clauses = tuple(
        replace(clause, rules=tuple(replace(rule, band=Band.ACT) for rule in clause.rules))
        if clause.id == "drucker-consulting.8"
        else clause
        for clause in DRUCKER.clauses
    )
    return replace(DRUCKER, clauses=clauses)


def room(name: str, *messages: Message, members: Sequence = OUTSIDERS) -> Conversation:
    conversation = talk(messages, members)
    return replace(conversation, group=replace(conversation.group, id=f"{name}@chatroom", name=name))


def leaks(
    inside: Sequence[Message],
    *outside: Sequence[Message],
    binding: Binding | None = None,
    now: int = NOW,
    backwards: bool = False,
) -> list[Finding]:
    heard = [(room("管理群", *inside, members=STAFF), (binding or bound(),))]
    heard += [(room(f"外群{number}", *messages), ()) for number, messages in enumerate(outside, 1)]
    return leak_findings(heard[::-1] if backwards else heard, now)


def test_a_copy_is_found_against_who_posted_it() -> None:
    original = said("09:00:00", "boss", SECRET, id="o1")
    copy = said("10:00:00", "li", SECRET, id="c1")
    (found,) = leaks([original], [copy])
    assert (found.rule, found.category, found.group) == (
        "drucker-consulting.8", "leak-forward", "管理群@chatroom",
    )  # fmt: skip
    assert (found.member, found.member_name, found.at) == ("li", "李明", copy.at)
    assert [home_of(key) for key in found.messages] == [("外群1@chatroom", "c1"), ("", "o1")]
    assert [(m.text, m.message) for m in found.matched] == [(SECRET, found.messages[0])]
    why = render(found.why, "en")
    assert all(word in why for word in ("管理群", "外群1", "09:00:00", "10:00:00"))
    assert "not known" not in why


def test_the_order_of_the_groups_changes_nothing() -> None:
    chats = [said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", SECRET)]
    assert leaks(*chats) == leaks(*chats, backwards=True)


def test_a_stranger_who_posts_the_copy_is_named_by_the_other_group() -> None:
    (found,) = leaks([said("09:00:00", "boss", SECRET)], [said("10:00:00", "wang", SECRET)])
    assert found.member == "wang"
    assert "not known as a member" in render(found.why, "en")


@pytest.mark.parametrize(
    ("text", "charter", "band"),
    [
        (SECRET, DRUCKER, Band.REVIEW),
        (SECRET, forceful(), Band.ACT),
        (SHORT, forceful(), Band.REVIEW),
    ],
)
def test_long_copies_are_strong_unless_the_rule_is_for_review(
    text: str, charter: Charter, band: Band
) -> None:
    chats = [said("09:00:00", "boss", text)], [said("10:00:00", "li", text)]
    (found,) = leaks(*chats, binding=bound(charter))
    assert found.band is band


@pytest.mark.parametrize(
    "copy",
    [
        "川流貨運二期合同價定在８６.５萬 底線７８萬 底稿只存共享盤！",
        f"转发：{SECRET}",
        f"@王总 {SECRET}",
        f"【转】{SECRET}",
    ],
)
def test_folding_and_what_stands_before_hide_nothing(copy: str) -> None:
    assert len(leaks([said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", copy)])) == 1


def test_a_line_of_a_forwarded_record_counts() -> None:
    record = f"[聊天记录]\n王总: {SECRET}\n李明: 收到"
    (found,) = leaks(
        [said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", record, kind="forward", id="c1")]
    )
    (match,) = found.matched
    assert match.text == SECRET == record[match.start : match.end]


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        pytest.param([("09:00:00", "boss")], [("08:59:59", "wang")], id="known outside before"),
        pytest.param([("09:00:00", "boss")], [("09:00:00", "li")], id="nobody knows who was first"),
        pytest.param([("09:00:00", "li")], [("08:00:00", "li")], id="brought in from elsewhere"),
        pytest.param([("09:00:00", "boss")], [("10:00:00", "boss")], id="a leader's own words"),
    ],
)
def test_the_first_appearance_decides(inside: list, outside: list) -> None:
    chats = ([said(*at, SECRET) for at in side] for side in (inside, outside))
    assert leaks(*chats) == []


def test_an_ordinary_member_may_not_pass_on_their_own_words_either() -> None:
    (found,) = leaks([said("09:00:00", "zhao", SECRET)], [said("10:00:00", "zhao", SECRET)])
    assert found.member == "zhao"


def test_one_finding_for_each_other_group() -> None:
    copies = [said("10:00:00", "li", SECRET), said("10:05:00", "wang", SECRET)]
    found = leaks([said("09:00:00", "boss", SECRET)], copies, [said("11:00:00", "li", SECRET)])
    assert [each.at for each in found] == [moment("10:00:00"), moment("11:00:00")]
    assert len({each.id for each in found}) == 2


def test_what_four_groups_know_is_public() -> None:
    copies = [[said(f"1{hour}:00:00", "li", SECRET)] for hour in range(3)]
    assert leaks([said("09:00:00", "boss", SECRET)], *copies) == []


def test_what_everybody_says_is_a_manner_of_speaking() -> None:
    inside = [said("09:00:00", "boss", SHORT), said("09:01:00", "zhao", SHORT)]
    assert leaks(inside, [said("10:00:00", "li", SHORT)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "底价七十八万",
        "收到，马上执行，谢谢王总，大家辛苦了",
        "祝大家新年快乐，万事如意，阖家幸福安康",
        "各位同事早上好",
        "公司官网的新闻大家可以转发到朋友圈",
        "【通知】本周六门店开放日，请各位转发给自己的客户",
        "https://www.xinhuanet.com/politics/2026-03/02/index.htm",
        "[该消息暂不支持在此版本显示，请在手机上查看]",
    ],
)
def test_no_secret(text: str) -> None:
    assert leaks([said("09:00:00", "boss", text)], [said("10:00:00", "li", text)]) == []


@pytest.mark.parametrize(
    "text", ["合同底价七十八万，请勿转发给任何客户", "这份底价表仅内部分享，不可以转发到外群"]
)
def test_a_ban_on_passing_on_is_no_invitation(text: str) -> None:
    assert len(leaks([said("09:00:00", "boss", text)], [said("10:00:00", "li", text)])) == 1


@pytest.mark.parametrize("kind", ["red_packet", "link", "file", "sticker"])
def test_other_kinds_are_not_compared(kind: str) -> None:
    chats = [said("09:00:00", "boss", SECRET, kind)], [said("10:00:00", "li", SECRET, kind)]
    assert leaks(*chats) == []


def test_the_charter_must_be_in_force_when_the_words_were_said() -> None:
    chats = [said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", SECRET)]
    assert leaks(*chats, binding=bound(since="09:00:01")) == []
    assert leaks(*chats, binding=bound(until="09:00:00")) == []
    assert len(leaks(*chats, binding=bound(since="09:00:00"))) == 1


def test_a_charter_without_such_a_rule_keeps_nothing_in() -> None:
    chats = [said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", SECRET)]
    assert leaks(*chats, binding=bound(load_charter("sales-2016-007"))) == []


def test_what_is_said_after_now_does_not_exist() -> None:
    chats = [said("09:00:00", "boss", SECRET)], [said("10:00:00", "li", SECRET)]
    assert leaks(*chats, now=moment("09:59:59")) == []
    assert len(leaks(*chats, now=moment("10:00:00"))) == 1


def test_admins_may_be_exempt() -> None:
    clauses = tuple(
        replace(
            clause,
            rules=tuple(
                replace(rule, exempt=("admins",)) if isinstance(rule, MessageRule) else rule
                for rule in clause.rules
            ),
        )
        for clause in DRUCKER.clauses
    )
    chats = [said("09:00:00", "zhao", SECRET)], [said("10:00:00", "boss", SECRET)]
    assert len(leaks(*chats)) == 1
    assert leaks(*chats, binding=bound(replace(DRUCKER, clauses=clauses))) == []


@given(st.text(st.characters(exclude_characters="\x1f\n"), min_size=1), st.text(min_size=1))
def test_keys_elsewhere_come_back(group: str, key: str) -> None:
    assert home_of(key_elsewhere(group, key)) == (group, key)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(inside: str, outside: str) -> None:
    kinds = [said("10:00:00", "li", outside, kind) for kind in ("text", "forward")]
    for found in leaks([said("09:00:00", "boss", inside)], kinds):
        for match in found.matched:
            assert match.text == outside[match.start : match.end] != ""
