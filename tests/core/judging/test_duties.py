"""Duties: when they arise, what answers them, and their states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR, MINUTE, Instant, from_iso
from core.base.dated import BEGINNING, END, Period
from core.base.phrase import LocalText
from core.charter.model import Charter, Clause, ClauseState, DutyRule
from core.chat.member import Member, MemberType, Role
from core.chat.message import Message
from core.chat.notice import Notice, NoticeEvent
from core.judging.binding import Binding, effective_settings
from core.judging.duties import duties
from core.judging.duty import Confirmed, Duty, DutyState, RegisterEntry
from core.judging.engine import judge
from tests.helpers.talk import STAFF, member, moment, said, talk

ADOPTED = from_iso("2026-03-02T00:00")
NOW = moment("20:00")
GROUP = "g@chatroom"


def rule(on: str, register: str = "training", **more: object) -> DutyRule:
    return DutyRule("c.1", "c.1", on=on, register=register, **more)  # type: ignore[arg-type]


def binding(
    *rules: DutyRule, since: Instant = ADOPTED, until: Instant = END, settings: dict[str, str] | None = None
) -> Binding:
    text = LocalText("文", "text")
    clause = Clause("c.1", "1", text, "process", ClauseState.GUIDED, rules)
    model = Charter("c", 1, text, text, (), (MemberType.EMPLOYEE,), (clause,))
    texts = {key.replace("__", "."): value for key, value in (settings or {}).items()}
    return Binding(model, effective_settings(model, texts, "Asia/Shanghai"), since, until)


def found(
    one: DutyRule,
    messages: Sequence[Message] = (),
    now: Instant = NOW,
    notices: Sequence[Notice] = (),
    members: Sequence[Member] = STAFF,
    entries: Sequence[RegisterEntry] = (),
    confirmed: Sequence[Confirmed] = (),
    since: Instant = ADOPTED,
    **settings: str,
) -> tuple[Duty, ...]:
    conversation = replace(talk(messages, members), notices=tuple(notices))
    return duties(conversation, [binding(one, since=since, settings=settings)], now, entries, confirmed)


def noticed(time: str, event: NoticeEvent, *targets: str, actor: str = "boss") -> Notice:
    return Notice(f"n{time}", moment(time), event, "", actor, targets)


def entry(
    at: str, subject: str = "", register: str = "training", duty: str = "", id: str = "e1"
) -> RegisterEntry:
    return RegisterEntry(id, register, moment(at), subject, duty)


def test_adoption_asks_once_and_any_entry_of_the_register_answers() -> None:
    (one,) = found(rule("adoption"))
    assert (one.arose_at, one.due_at, one.state) == (ADOPTED, ADOPTED + 72 * HOUR, DutyState.OPEN)
    assert (one.member, one.register, one.by, one.charter) == ("", "training", "admin", "c")
    (late,) = found(rule("adoption", hours=2))
    assert late.state is DutyState.OVERDUE
    early = entry("2026-01-01T08:00")
    (done,) = found(rule("adoption", hours=2), entries=[early])
    assert (done.state, done.done_at, done.entry, done.id) == (DutyState.DONE, early.at, "e1", late.id)
    assert found(rule("adoption"), entries=[entry("09:00", register="award")])[0].state is DutyState.OPEN


def test_a_charter_that_always_bound_is_adopted_when_the_record_begins() -> None:
    (one,) = found(rule("adoption"), [said("09:00", "li", "早")], since=BEGINNING)
    assert one.arose_at == moment("09:00")


def test_the_setting_holds_where_the_rule_names_no_hours() -> None:
    (one,) = found(rule("adoption"), duty__hours="5")
    assert one.due_at == ADOPTED + 5 * HOUR


def test_joining_is_asked_once_whether_notice_or_roster_tells() -> None:
    new = replace(member("wu", "吴新"), joined_at=moment("00:00"), present=(Period(moment("10:00")),))
    notices = [noticed("10:00", NoticeEvent.JOIN_INVITE, "wu", "名外人")]
    ones = found(rule("join", "checklist"), notices=notices, members=(*STAFF, new))
    assert [(one.member, one.member_name, one.arose_at) for one in ones] == [
        ("wu", "吴新", moment("10:00")), ("名外人", "名外人", moment("10:00")),
    ]  # fmt: skip
    by_roster = replace(member("wu", "吴新"), joined_at=moment("00:00"))
    (one,) = found(rule("join", "checklist"), members=(*STAFF, by_roster))
    assert one.id == ones[0].id
    assert found(rule("join"), notices=notices, members=(*STAFF, new), since=moment("11:00")) == ()


def test_a_roster_that_comes_days_after_the_notice_tells_nothing_new() -> None:
    now = from_iso("2026-03-20T12:00")
    notices = [noticed("10:00", NoticeEvent.JOIN_QR, "wu")]
    listed = replace(member("wu", "吴新"), present=(Period(moment("2026-03-09T10:00")),))
    (one,) = found(rule("join", "checklist"), now=now, notices=notices, members=(*STAFF, listed))
    assert one.arose_at == moment("10:00")
    gone = noticed("2026-03-05T10:00", NoticeEvent.LEAVE, "wu")
    ones = found(rule("join", "checklist"), now=now, notices=[*notices, gone], members=(*STAFF, listed))
    assert [one.arose_at for one in ones] == [moment("10:00"), moment("2026-03-09T10:00")]


def test_customers_who_join_count_unless_the_rule_names_types() -> None:
    guest = member("ke", "客人", type=MemberType.CUSTOMER)
    notices = [noticed("10:00", NoticeEvent.JOIN_QR, "ke")]
    assert len(found(rule("join"), notices=notices, members=(*STAFF, guest))) == 1
    staff_only = rule("join", types=(MemberType.EMPLOYEE,))
    assert found(staff_only, notices=notices, members=(*STAFF, guest)) == ()


def test_whoever_leaves_or_is_removed_is_handed_over() -> None:
    notices = [
        noticed("10:00", NoticeEvent.LEAVE, actor="li"),
        noticed("11:00", NoticeEvent.KICK, "zhao"),
    ]
    gone = replace(member("wu", "吴新"), present=(Period(end=moment("12:00") - 1),))
    ones = found(rule("leave", "handover"), notices=notices, members=(*STAFF, gone))
    assert [one.member for one in ones] == ["li", "zhao", "wu"]
    assert [one.member for one in found(rule("quit", "handover"), notices=notices)] == ["li"]
    assert [one.member for one in found(rule("removed", "handover"), notices=notices)] == ["zhao"]


def test_an_entry_answers_by_register_subject_and_time_or_by_name() -> None:
    notices = [noticed("10:00", NoticeEvent.JOIN_QR, "li"), noticed("10:00:01", NoticeEvent.JOIN_QR, "zhao")]
    arrival = rule("join", "checklist")

    def states(at: str, subject: str = "", register: str = "checklist", duty: str = "") -> list[DutyState]:
        made = entry(at, subject, register, duty)
        return [one.state for one in found(arrival, notices=notices, entries=[made])]

    first = found(arrival, notices=notices)[0]
    assert states("10:00", "li") == [DutyState.DONE, DutyState.OPEN]
    assert states("09:59:59", "li") == [DutyState.OPEN, DutyState.OPEN]
    assert states("10:30") == [DutyState.OPEN, DutyState.OPEN]
    assert states("21:00", "li") == [DutyState.OPEN, DutyState.OPEN]
    assert states("09:00", register="other", duty=first.id) == [DutyState.DONE, DutyState.OPEN]
    assert states("10:30", "zhao", duty=first.id) == [DutyState.DONE, DutyState.OPEN]


def test_an_entry_about_the_group_answers_whoever_asked_for_it() -> None:
    messages = [said("09:00", "li", "展会圆满结束", id="m1"), said("09:10", "zhao", "展会圆满结束", id="m2")]
    summing_up = rule("message", "evaluation", terms=("圆满结束",))
    ones = found(summing_up, messages, entries=[entry("09:05", register="evaluation")])
    assert [one.state for one in ones] == [DutyState.DONE, DutyState.OPEN]


def test_messages_ask_once_a_day_and_sender() -> None:
    messages = [
        said("09:00", "li", "我要举报赵敏发广告", id="m1"),
        said("09:05", "li", "收到", id="m2"),
        said("15:00", "li", "我要举报钱进发广告", id="m3"),
        said("16:00", "zhao", "欢迎大家举报", id="m4"),
        said("17:00", "qian", "我要举报李明骚扰客户", id="m5"),
    ]
    ones = found(rule("message", "report", intents=("report",)), messages)
    assert [(one.member, one.messages) for one in ones] == [("li", ("m1", "m3")), ("qian", ("m5",))]
    named = rule("message", "report", intents=("report",), roles=(Role.OWNER,))
    assert found(named, messages) == ()


def test_messages_may_be_meant_by_category_term_pattern_or_kind() -> None:
    messages = [
        said("09:00", "li", "都怪你，每次都是你拖后腿", id="m1"),
        said("09:05", "zhao", "[图片]", "image", id="m2"),
        said("09:10", "qian", "合同编号 HT2026 已归档", id="m3"),
    ]

    def asked(**more: object) -> list[str]:
        return [one.messages[0] for one in found(rule("message", "incident", **more), messages)]

    assert asked(categories=("finger-pointing",)) == ["m1"]
    assert asked(kinds=("image",)) == ["m2"]
    assert asked(terms=("归档",)) == ["m3"]
    assert asked(patterns=("ht[0-9]{4}",)) == ["m3"]
    assert asked(terms=("归档",), kinds=("image",)) == []
    assert asked(intents=("appeal",), terms=("归档",)) == ["m3"]


def test_an_acknowledgement_asks_for_nothing() -> None:
    messages = [said("09:00", "li", "收到，谢谢领导", id="m1"), said("09:01", "zhao", "收到", id="m2")]
    assert found(rule("message", kinds=("text",)), messages) == ()


def test_confirmed_violations_of_the_own_charter() -> None:
    facts = [
        Confirmed("v1", "c.1", moment("10:00"), "li"),
        Confirmed("v2", "other.1", moment("10:00"), "li"),
        Confirmed("v3", "c.1", moment("21:00"), "li"),
    ]
    (one,) = found(rule("confirmed", "assessment"), confirmed=facts)
    assert (one.member, one.arose_at) == ("li", moment("10:00"))


@pytest.mark.parametrize(
    ("on", "now", "ends"),
    [
        ("week", "2026-03-20T12:00", ["2026-03-09", "2026-03-16"]),
        ("month", "2026-05-01T00:00", ["2026-05-01"]),
        ("month", "2026-04-30T23:59", []),
        ("quarter", "2026-12-01T00:00", ["2026-07-01", "2026-10-01"]),
        ("year", "2028-02-01T00:00", ["2028-01-01"]),
    ],
)
def test_periods_arise_at_their_end_in_the_zone_of_the_group(on: str, now: str, ends: list[str]) -> None:
    start = from_iso("2026-04-01T00:00") if on == "month" else ADOPTED
    ones = found(rule(on, "spot-check"), now=from_iso(now), since=start)
    assert [one.arose_at for one in ones] == [from_iso(day) for day in ends]


def test_days_of_rest_ask_nothing() -> None:
    ones = found(rule("day", "spot-check"), now=from_iso("2026-03-10T09:00"))
    assert [one.arose_at for one in ones] == [from_iso(f"2026-03-{day:02d}") for day in (3, 4, 5, 6, 7, 10)]
    every = found(rule("day", "spot-check"), now=from_iso("2026-03-10T09:00"), rest="none")
    assert len(every) == 8
    assert len(found(rule("day", "spot-check"), now=from_iso("2026-09-01T00:00"))) == 12


def test_an_entry_within_the_period_answers_it() -> None:
    now = from_iso("2026-03-20T12:00")
    within = RegisterEntry("e1", "spot-check", from_iso("2026-03-11T10:00"))
    ones = found(rule("week", "spot-check", hours=24), now=now, entries=[within])
    assert [one.state for one in ones] == [DutyState.DONE, DutyState.DONE]
    early = replace(within, at=from_iso("2026-03-08T10:00"))
    ones = found(rule("week", "spot-check", hours=24), now=now, entries=[early])
    assert [one.state for one in ones] == [DutyState.DONE, DutyState.OVERDUE]


def test_what_was_not_due_when_the_charter_ceased_to_bind_lapses() -> None:
    conversation = talk([said("09:00", "li", "早")])
    old = binding(rule("adoption", hours=10), until=moment("09:30"))
    assert duties(conversation, [old], NOW) == ()
    assert len(duties(conversation, [old], moment("09:10"))) == 1
    again = binding(rule("adoption", hours=10), since=moment("09:30"), settings={"task__minutes": "5"})
    (one,) = duties(conversation, [old, again], NOW)
    assert one.arose_at == ADOPTED
    overdue = binding(rule("adoption", hours=1), until=moment("09:30"))
    assert [each.state for each in duties(conversation, [overdue], NOW)] == [DutyState.OVERDUE]


def test_settings_adopted_anew_break_no_period() -> None:
    first = binding(rule("month"), since=from_iso("2026-03-01T00:00"), until=from_iso("2026-03-20T00:00"))
    second = binding(rule("month"), since=from_iso("2026-03-20T00:00"), settings={"task__minutes": "5"})
    (one,) = duties(talk([]), [first, second], from_iso("2026-04-02T00:00"))
    assert one.arose_at == from_iso("2026-04-01T00:00")


def test_a_waived_duty_stays_waived_from_then_on() -> None:
    (one,) = found(rule("adoption"))
    bound = [binding(rule("adoption"))]
    waived = {one.id: moment("10:00")}
    assert duties(talk([]), bound, NOW, waived=waived)[0].state is DutyState.WAIVED
    assert duties(talk([]), bound, moment("09:00"), waived=waived)[0].state is DutyState.OPEN


def test_duties_are_no_findings() -> None:
    conversation = talk([said("09:00", "li", "我要举报赵敏发广告", id="m1")])
    bound = binding(rule("message", "report", intents=("report",)), rule("adoption"))
    assert judge(conversation, [bound], NOW).findings == ()


_ENTRIES = st.lists(
    st.builds(
        RegisterEntry,
        id=st.text("abc", min_size=1, max_size=3),
        register=st.sampled_from(["training", "checklist"]),
        at=st.integers(ADOPTED - HOUR, ADOPTED + 100 * HOUR),
        subject=st.sampled_from(["", "li", "zhao"]),
    ),
    max_size=6,
)
_RULES = [rule("adoption"), replace(rule("join", "checklist", hours=3), id="c.1/join"),
          replace(rule("day"), id="c.1/day")]  # fmt: skip
_NOTICES = (
    noticed("09:00", NoticeEvent.JOIN_QR, "li"),
    noticed("2026-03-03T09:00", NoticeEvent.JOIN_QR, "zhao"),
)


@given(_ENTRIES, st.randoms(use_true_random=False), st.integers(0, 100 * 60))
def test_states_follow_from_facts_alone(entries: list[RegisterEntry], random: object, minutes: int) -> None:
    now = ADOPTED + minutes * MINUTE
    conversation = replace(talk([]), notices=_NOTICES)
    bound = [binding(*_RULES)]
    ones = duties(conversation, bound, now, entries)
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert duties(conversation, bound, now, shuffled) == ones
    bare = duties(conversation, bound, now)
    assert [one.id for one in bare] == [one.id for one in ones]
    assert len({one.id for one in ones}) == len(ones)
    assert all(one.state is not DutyState.DONE for one in bare)
    for one in ones:
        assert one.arose_at <= now
        assert (one.state is DutyState.DONE) == (one.entry != "")
        if one.state is DutyState.OPEN:
            assert now <= one.due_at
        if one.done_at is not None:
            assert one.done_at <= now
