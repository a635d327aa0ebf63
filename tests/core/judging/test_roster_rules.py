"""Roster rules: names, required members, invitations, silence; and what the data cannot show."""

from __future__ import annotations

from dataclasses import replace

from core.base.clock import DAY
from core.base.dated import Dated, Period
from core.base.phrase import LocalText
from core.charter.model import Band, Charter, Clause, ClauseState, RosterRule
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.member import Member, Role
from core.chat.notice import Notice, NoticeEvent
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding
from tests.helpers.talk import member, moment, said, talk

NAME = RosterRule("c.1", "c.1", check="nickname", pattern="^[一-鿿]{2,}-[一-鿿·]{2,}$", example="销售部-张三")


def found(
    conversation: Conversation, rule: RosterRule, now: str = "12:00:00", **settings: str
) -> tuple[Finding, ...]:
    text = LocalText("文", "text")
    model = Charter(
        "c", 1, text, text, (), (), (Clause("c.1", "1", text, "roster", ClauseState.ENFORCED, (rule,)),)
    )
    texts = {key.replace("__", "."): value for key, value in settings.items()}
    binding = Binding(model, effective_settings(model, texts, "Asia/Shanghai"))
    return judge(conversation, (binding,), moment(now)).findings


def people(*members: Member) -> Conversation:
    return talk([said("09:00:00", members[0].id, "大家早")], members)


def test_a_name_that_breaks_the_pattern() -> None:
    (one,) = found(people(member("a", "销售部-张三"), member("b", "清风明月")), NAME)
    assert one.member == "b"
    assert one.at == moment("09:00:00")


def test_nothing_is_known_without_group_nicknames() -> None:
    unknown = replace(member("b", "清风明月"), nicknames_known=False)
    assert found(people(unknown), NAME) == ()


def test_each_wrong_name_is_found_once_and_the_right_one_is_not() -> None:
    changes = Dated.of(
        ((moment("08:00:00"), "阿三"), (moment("10:00:00"), "销售部-张三"), (moment("11:00:00"), "老三"))
    )
    both = found(people(replace(member("a", "x"), nickname=changes)), NAME)
    assert [f.at for f in both] == [moment("09:00:00"), moment("11:00:00")]


def test_the_directory_decides_and_a_fitting_name_is_suggested() -> None:
    rule = RosterRule("c.1", "c.1", check="nickname", pattern="^[一-鿿·]{2,}$", directory=True)
    wrong = people(member("a", "销售部-张三"))
    (one,) = found(wrong, rule, directory="a:张三")
    assert dict(one.why.args)["suggestion"] == "张三"
    assert found(people(member("a", "张三")), rule, directory="a:张三") == ()
    assert len(found(people(member("a", "张三丰")), rule, directory="a:张三")) == 1


def test_account_names_hold_company_name_and_phone() -> None:
    rule = RosterRule(
        "c.1", "c.1", check="account_name", pattern="^{company}[-+ ]?[一-鿿·]{2,}[-+ ]?1[0-9]{10}$"
    )
    good, bad = member("a", "清泉-张三-13800000001"), member("b", "张三")
    (one,) = found(people(good, bad), rule, company="清泉")
    assert one.member == "b"


def test_internal_ids_are_unknown() -> None:
    rule = RosterRule("c.1", "c.1", check="account_id", pattern="^1[0-9]{10}$")
    (one,) = found(people(member("wxid_a", "甲"), member("zhang88", "乙"), member("13800000001", "丙")), rule)
    assert one.member == "zhang88"


def test_required_members_by_id_or_name() -> None:
    rule = RosterRule("c.1", "c.1", check="required_members")
    (one,) = found(people(member("a", "张三")), rule, required__members="a,张三,王五")
    assert one.member == "王五"


def test_a_required_member_who_left() -> None:
    rule = RosterRule("c.1", "c.1", check="required_members")
    gone = replace(member("b", "李四"), present=(Period(end=moment("10:00:00")),))
    (one,) = found(people(member("a", "张三"), gone), rule, required__members="b")
    assert one.at == moment("10:00:00") + 1


def test_invitations_need_an_admin_or_an_approval() -> None:
    rule = RosterRule("c.1", "c.1", check="invitation")
    base = people(member("o", "群主", Role.OWNER), member("a", "张三"), member("n", "新人"))

    def notice(key: str, actor: str, target: str) -> Notice:
        return Notice(key, moment("09:30:00"), NoticeEvent.JOIN_INVITE, "", actor, (target,))

    notices = (
        notice("n1", "张三", "新人"),
        notice("n2", "o", "别人"),
        notice("n3", "a", "n"),
        notice("n4", "@self", "n"),
    )
    conversation = replace(base, notices=notices)
    assert {f.messages for f in found(conversation, rule)} == {("n1",), ("n3",)}
    assert found(conversation, rule, invite__approved="新人") == ()


def silent(days: int, **more: object) -> Conversation:
    start = moment("09:00:00")
    base = talk(
        [said("09:00:00", "a", "大家早", id="m1")], (member("a", "张三"), member("o", "群主", Role.OWNER))
    )
    return replace(base, coverage=Coverage.of([Period(start, start + days * DAY)]), **more)  # type: ignore[arg-type]


INACTIVE = RosterRule("c.1", "c.1", check="inactivity", days=7)


def test_seven_days_of_silence_to_the_second() -> None:
    (one,) = found(silent(7), INACTIVE, "2026-03-20T00:00:00")
    assert (one.member, one.messages, one.at) == ("a", ("m1",), moment("09:00:00") + 7 * DAY)
    almost = replace(
        silent(7), coverage=Coverage.of([Period(moment("09:00:00"), moment("09:00:00") + 7 * DAY - 1000)])
    )
    assert found(almost, INACTIVE, "2026-03-20T00:00:00") == ()


def test_a_gap_leave_or_a_late_arrival_is_no_silence() -> None:
    start = moment("09:00:00")
    gap = Coverage.of([Period(start, start + 3 * DAY), Period(start + 4 * DAY, start + 9 * DAY)])
    assert found(replace(silent(9), coverage=gap), INACTIVE, "2026-03-20T00:00:00") == ()
    assert found(silent(9), INACTIVE, "2026-03-20T00:00:00", leave="a@2026-03-05/2026-03-06") == ()


def test_a_silence_that_ended_is_a_hint() -> None:
    base = silent(20)
    later = said("2026-03-12T09:00:00", "a", "我回来了", id="m2")
    (one,) = found(replace(base, messages=(*base.messages, later)), INACTIVE, "2026-03-13T00:00:00")
    assert one.band is Band.REVIEW
