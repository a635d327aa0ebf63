"""Rules that concern some members only, and rules that hold at some times only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.base.clock import HOUR
from core.base.dated import Period
from core.base.phrase import LocalText
from core.charter.model import (
    AnyRule,
    BehaviourRule,
    Charter,
    Clause,
    ClauseState,
    MessageRule,
    ObligationRule,
    RosterRule,
)
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import GroupKind
from core.chat.member import MemberType, Role
from core.chat.message import Message
from core.judging.binding import Binding, effective_settings
from core.judging.engine import Judgement, judge
from tests.helpers.talk import STAFF, member, moment, said, talk

CUSTOMER = member("ke", "客人", type=MemberType.CUSTOMER)
GRUDGE = "都怪你，每次都是你拖后腿"
WORK = {"work.hours": "09:00-18:00"}


def judged(
    rule: AnyRule,
    messages: Sequence[Message],
    settings: dict[str, str] | None = None,
    kinds: tuple[GroupKind, ...] = (),
    conversation: Conversation | None = None,
) -> Judgement:
    text = LocalText("文", "text")
    clause = Clause("c.1", "1", text, "message", ClauseState.ENFORCED, (rule,))
    model = Charter("c", 1, text, text, kinds, (MemberType.EMPLOYEE,), (clause,))
    spoken = conversation or talk(messages, (*STAFF, CUSTOMER))
    binding = Binding(model, effective_settings(model, settings or {}, "Asia/Shanghai"))
    return judge(spoken, [binding], messages[-1].at + 9 * HOUR if messages else moment("19:00"))


def who(judgement: Judgement) -> list[str]:
    return [finding.member for finding in judgement.findings]


def test_a_message_rule_for_types_and_roles() -> None:
    messages = [said("09:00", "li", GRUDGE), said("09:10", "ke", GRUDGE), said("09:20", "boss", GRUDGE)]
    rule = MessageRule("c.1", "c.1", categories=("finger-pointing",))
    assert who(judged(rule, messages)) == ["li", "ke", "boss"]
    assert who(judged(replace(rule, types=(MemberType.CUSTOMER,)), messages)) == ["ke"]
    assert who(judged(replace(rule, roles=(Role.OWNER,)), messages)) == ["boss"]
    both = replace(rule, types=(MemberType.EMPLOYEE,), roles=(Role.MEMBER,))
    assert who(judged(both, messages)) == ["li"]


def test_a_message_rule_in_working_hours() -> None:
    times = ("08:59", "09:00", "17:59", "18:00", "2026-03-07T10:00")
    messages = [said(time, "li", GRUDGE, id=time) for time in times]
    rule = MessageRule("c.1", "c.1", categories=("finger-pointing",), during="work")
    found = judged(rule, messages, WORK).findings
    assert [finding.messages[0] for finding in found] == ["09:00", "17:59"]
    assert judged(rule, messages).findings == ()


def test_a_behaviour_rule_for_types_and_times() -> None:
    messages = [
        said(f"{hour}:00:{second:02d}", sender, f"第{second}句话说点什么")
        for hour in ("08", "10")
        for sender in ("li", "ke")
        for second in range(4)
    ]
    rule = BehaviourRule("c.1", "c.1", window="flood", category="flooding")
    few = {"flood.count": "4", **WORK}
    assert sorted(who(judged(rule, messages, few))) == ["ke", "ke", "li", "li"]
    assert who(judged(replace(rule, types=(MemberType.CUSTOMER,)), messages, few)) == ["ke", "ke"]
    at_work = judged(replace(rule, during="work"), messages, few).findings
    assert sorted((each.member, each.at >= moment("10:00")) for each in at_work) == [
        ("ke", True),
        ("li", True),
    ]


def test_a_roster_rule_for_types_goes_beyond_whom_the_charter_binds() -> None:
    messages = [said("09:00", "li", "早")]
    rule = RosterRule("c.1", "c.1", check="nickname", pattern="^金穗-")
    assert who(judged(rule, messages)) == ["boss", "li", "zhao", "qian"]
    assert who(judged(replace(rule, types=(MemberType.CUSTOMER,)), messages)) == ["ke"]
    assert who(judged(replace(rule, roles=(Role.OWNER,)), messages)) == ["boss"]


def test_who_may_be_in_the_group() -> None:
    messages = [said("09:00", "li", "早")]
    rule = RosterRule("c.1", "c.1", check="eligible")
    assert who(judged(rule, messages)) == ["ke"]
    welcome = replace(rule, types=(MemberType.EMPLOYEE, MemberType.CUSTOMER))
    assert who(judged(welcome, messages)) == []
    listed = {"directory": "boss:王总,li:李明,赵敏:赵敏"}
    by_name = replace(rule, directory=True)
    assert who(judged(by_name, messages, listed)) == ["qian", "ke"]
    assert who(judged(by_name, messages)) == ["ke"]


def test_an_obligation_for_types_and_roles() -> None:
    messages = [said("09:00", "boss", "【通知】明天停电检修，收到请回复", id="m1")]
    rule = ObligationRule("c.1", "c.1", trigger="bulletin", minutes="bulletin.minutes")
    assert [owed.member for owed in judged(rule, messages).obligations] == ["li", "qian", "zhao"]
    customers = replace(rule, types=(MemberType.CUSTOMER,))
    assert [owed.member for owed in judged(customers, messages).obligations] == ["ke"]
    assert judged(replace(rule, roles=(Role.ADMIN,)), messages).obligations == ()


def test_a_clock_that_runs_in_working_hours() -> None:
    messages = [said("17:50", "boss", "@李明 今天下班前把报价单发给客户", id="m1")]
    rule = ObligationRule("c.1", "c.1", during="work")
    (owed,) = judged(rule, messages, WORK).obligations
    assert owed.due_at == moment("2026-03-03T09:20")
    (plain,) = judged(rule, messages).obligations
    assert plain.due_at == moment("18:20")


def test_questions_of_a_session_only() -> None:
    spoken = talk(
        [said("09:00", "ke", "这个多少钱？", id="m1"), said("20:10", "ke", "明天能发货吗？", id="m2")],
        (*STAFF, CUSTOMER),
        covered=(("09:00", "23:00"),),
    )
    rule = ObligationRule("c.1", "c.1", trigger="question", minutes="reply.minutes", during="session")
    settings = {"session": "2026-03-02T20:00/2026-03-02T21:00"}
    owed = judged(rule, list(spoken.messages), settings, conversation=spoken).obligations
    assert [(each.member, each.trigger) for each in owed] == [("boss", "m2")]


def test_advertising_in_a_sales_group_that_named_no_goods_is_a_hint() -> None:
    spoken = talk(
        [said("09:00", "li", "限时特价！厂家直销茶叶，加微信 chaye8888 下单包邮", id="m1")],
        (*STAFF, CUSTOMER),
    )
    spoken = replace(spoken, coverage=Coverage.of([Period(moment("09:00"), moment("12:00"))]))
    rule = MessageRule("c.1", "c.1", categories=("ads-irrelevant",))

    def band(kinds: tuple[GroupKind, ...], settings: dict[str, str]) -> str:
        found = judged(rule, list(spoken.messages), settings, kinds, spoken).findings
        return found[0].band.value if found else ""

    assert band((GroupKind.STAFF,), {}) == "act"
    assert band((GroupKind.SALES,), {}) == "review"
    assert band((GroupKind.SALES,), {"own.brands": "咖啡"}) == "act"
    assert band((GroupKind.SALES,), {"own.brands": "茶叶"}) == ""
