"""Records that know people by display name only: what needs a real name or an id is unknown, never a breach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.base.clock import DAY
from core.base.dated import Dated, Period
from core.base.phrase import LocalText
from core.charter.library import load_charter
from core.charter.model import Band, Charter, Clause, ClauseState, RosterRule
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.member import Member, MemberType, Role
from core.chat.notice import Notice, NoticeEvent
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding
from core.judging.obligation import ObligationState, obligation_state
from tests.helpers.talk import member, moment, said, talk


def named(name: str, role: Role = Role.MEMBER) -> Member:
    """As an export without ids brings people: a display name, which may be a nickname or a remark."""
    return Member(f"name:{name}", Dated.always(name), role=Dated.always(role))


def listed(name: str, nickname: str) -> Member:
    """As a member list without ids brings people: it tells account name and group nickname apart."""
    return replace(named(name), nickname=Dated.always(nickname), nicknames_known=True)


NICKNAME = RosterRule(
    "c.1", "c.1", check="nickname", pattern="^[一-鿿]{2,}-[一-鿿·]{2,}$", example="销售部-张三"
)
ACCOUNT = RosterRule(
    "c.1", "c.1", check="account_name", pattern="^[一-鿿]{2,}-[一-鿿·]{2,}$", example="销售部-张三"
)
IDS = RosterRule("c.1", "c.1", check="account_id", pattern="^1[0-9]{10}$")
REQUIRED = RosterRule("c.1", "c.1", check="required_members")
INVITES = RosterRule("c.1", "c.1", check="invitation")
SILENCE = RosterRule("c.1", "c.1", check="inactivity", days=7)
ELIGIBLE = RosterRule("c.1", "c.1", check="eligible", types=(MemberType.EMPLOYEE,), directory=True)
CHECKS = (NICKNAME, ACCOUNT, IDS, REQUIRED, INVITES, SILENCE, ELIGIBLE)


def found(
    conversation: Conversation, rule: RosterRule, now: str = "12:00:00", **settings: str
) -> list[Finding]:
    text = LocalText("文", "text")
    clause = Clause("c.1", "1", text, "roster", ClauseState.ENFORCED, (rule,))
    model = Charter("c", 1, text, text, (), (), (clause,))
    texts = {key.replace("__", "."): value for key, value in settings.items()}
    binding = Binding(model, effective_settings(model, texts, "Asia/Shanghai"))
    return list(judge(conversation, (binding,), moment(now)).findings)


def names_only(*more: Member) -> Conversation:
    people = (named("王总"), named("清风明月"), *more)
    start = moment("09:00:00")
    base = talk([said("09:00:00", "name:王总", "大家早"), said("09:01:00", "name:清风明月", "早")], people)
    joined = Notice("n1", moment("09:30:00"), NoticeEvent.JOIN_INVITE, "", "清风明月", ("新人",))
    unknown = Notice("n2", moment("09:40:00"), NoticeEvent.JOIN_INVITE, "", "谁也不认识", ("新人",))
    return replace(
        base, notices=(joined, unknown), coverage=Coverage.of([Period(start, start + 30 * DAY)])
    )  # fmt: skip


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.check)
def test_no_check_calls_a_display_name_a_breach(rule: RosterRule) -> None:
    settings = {
        "required__members": "wxid_boss,李四",
        "directory": "wxid_boss:王建国",
        "invite__approved": "wxid_n",
    }
    findings = found(names_only(), rule, "2026-03-20T00:00:00", **settings)
    assert [each for each in findings if each.band is Band.ACT] == []
    if rule.check not in ("invitation", "inactivity"):
        assert findings == []


def test_a_list_without_ids_tells_both_names() -> None:
    people = names_only(listed("小李", "李四"), listed("小赵", "销售部-赵敏"))
    assert [each.member for each in found(people, NICKNAME)] == ["name:小李"]
    assert {each.member for each in found(people, ACCOUNT)} == {"name:小李", "name:小赵"}


def test_who_is_known_as_admin_by_name_makes_the_others_none() -> None:
    (sure, unsure) = found(names_only(), INVITES, owner="王总")
    assert (sure.messages, sure.band) == (("n1",), Band.ACT)
    assert (unsure.messages, unsure.band, unsure.member) == (("n2",), Band.REVIEW, "name:谁也不认识")


def test_somebody_with_an_id_may_have_spoken_under_a_display_name() -> None:
    quiet = names_only(replace(member("wxid_li", "李四"), joined_at=moment("09:30:00")))
    bands = {each.member: each.band for each in found(quiet, SILENCE, "2026-03-20T00:00:00")}
    assert bands["wxid_li"] is Band.ACT
    spoke = said("2026-03-05T09:00:00", "name:老李", "在")
    doubtful = replace(
        quiet, messages=(*quiet.messages, spoke), members={**quiet.members, "name:老李": named("老李")}
    )  # fmt: skip
    bands = {each.member: each.band for each in found(doubtful, SILENCE, "2026-03-20T00:00:00")}
    assert bands["wxid_li"] is Band.REVIEW


def states(conversation: Conversation, now: str = "15:00:00") -> dict[str, ObligationState]:
    charter = load_charter("drucker-consulting")
    binding = Binding(charter, effective_settings(charter, {}, "Asia/Shanghai"))
    return {
        each.member: obligation_state(each, conversation.coverage, moment(now))
        for each in judge(conversation, (binding,), moment(now)).obligations
        if each.clause == "drucker-consulting.12"
    }


def test_an_answer_under_a_display_name_leaves_the_one_with_an_id_unknown() -> None:
    people = (member("boss", "王总", Role.OWNER), member("wxid_li", "李四"), member("wxid_zhao", "赵敏"))
    asked = said("09:00:00", "boss", "@所有人 通知：下午三点开会，收到请回复")
    assert states(talk([asked, said("09:10:00", "wxid_zhao", "收到")], people)) == {
        "wxid_li": ObligationState.MISSING, "wxid_zhao": ObligationState.MET,
    }  # fmt: skip
    told = talk([asked, said("09:10:00", "name:老李", "收到")], (*people, named("老李")))
    assert states(told) == {
        "wxid_li": ObligationState.UNKNOWN, "wxid_zhao": ObligationState.UNKNOWN, "name:老李": ObligationState.MET,
    }  # fmt: skip


def test_among_display_names_alone_nobody_is_doubted() -> None:
    people = (named("王总", Role.OWNER), named("李四"), named("赵敏"))
    asked = said("09:00:00", "name:王总", "@所有人 通知：下午三点开会，收到请回复")
    found_states = states(talk([asked, said("09:10:00", "name:赵敏", "收到")], people))
    assert found_states == {"name:李四": ObligationState.MISSING, "name:赵敏": ObligationState.MET}
