"""Examples become conversations: who speaks when, what is known, how far the record reaches."""

from __future__ import annotations

import pytest

from core.base.clock import MINUTE, from_iso
from core.base.refusal import Refusal
from core.charter.library import charter_ids, load_charter
from core.charter.model import Example, ExampleLine
from core.chat.group import GroupKind
from core.chat.member import MemberType, Role
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.desk.charter_examples import named, stage
from core.desk.charters import coverage, run_examples
from core.judging.binding import member_role, member_type

CHARTER = load_charter("yunji-shareholders")
NINE = from_iso("2026-03-04T09:00")


def example(*lines: ExampleLine, **more: object) -> Example:
    return Example("an example", "yunji-shareholders.3", "silent", tuple(lines), **more)  # type: ignore[arg-type]


def test_senders_without_a_roster_row_become_members() -> None:
    staged = stage(
        CHARTER,
        example(ExampleLine("09:00", "王五", "早", role="admin"), ExampleLine("9:05:30", "王五", "好")),
    )
    (member,) = staged.conversation.members.values()
    assert (member.id, member.shown_name(NINE), member.role.latest()) == ("王五", "王五", Role.ADMIN)
    assert not member.nicknames_known
    assert [message.at for message in staged.conversation.messages] == [NINE, NINE + 5 * MINUTE + 30_000]
    assert member_type(member, staged.conversation.group, staged.binding, NINE) is MemberType.SHAREHOLDER
    assert staged.conversation.group.kind is GroupKind.SHAREHOLDER


def test_a_roster_row_answers_to_id_name_and_nickname() -> None:
    rows = ({"id": "wxid_w", "name": "五哥", "nickname": "王五", "role": "owner", "type": "guest",
             "joined_at": "08:00", "invited_by": "wxid_x", "phone": "13800000001"},)  # fmt: skip
    lines = (
        ExampleLine("09:00", "wxid_w", "a"),
        ExampleLine("09:01", "五哥", "b"),
        ExampleLine("09:02", "王五", "c"),
    )
    staged = stage(CHARTER, example(*lines, members=rows))
    (member,) = staged.conversation.members.values()
    assert {message.sender for message in staged.conversation.messages} == {"wxid_w"}
    assert {message.sender_name for message in staged.conversation.messages} == {"王五"}
    assert member.nicknames_known
    assert member.joined_at == from_iso("2026-03-04T08:00")
    assert not member.is_present(from_iso("2026-03-04T07:59"))
    assert member_role(member, staged.binding, NINE) is Role.OWNER
    assert member_type(member, staged.conversation.group, staged.binding, NINE) is MemberType.GUEST


def test_the_record_reaches_to_now_or_to_the_last_line() -> None:
    line = ExampleLine("09:00", "王五", "早")
    short, long = stage(CHARTER, example(line)), stage(CHARTER, example(line, now="10:00"))
    assert (short.now, short.conversation.coverage.end) == (NINE, NINE)
    assert (long.now, long.conversation.coverage.end) == (NINE + 60 * MINUTE, NINE + 60 * MINUTE)
    assert long.conversation.coverage.start == NINE


def test_an_example_may_have_members_only() -> None:
    staged = stage(CHARTER, example(members=({"name": "王五"},)))
    assert staged.conversation.messages == ()
    assert staged.conversation.coverage.end == staged.now


def test_notices_and_other_kinds() -> None:
    lines = (
        ExampleLine("09:00", "王五", "林三、新人", kind="join.invite"),
        ExampleLine("09:01", "林三", "[图片]", kind="image", id="m1"),
        ExampleLine("09:02", "王五", "好看", kind="quote", reply_to="m1"),
    )
    conversation = stage(CHARTER, example(*lines)).conversation
    (notice,) = conversation.notices
    assert (notice.event, notice.actor, notice.targets) == (NoticeEvent.JOIN_INVITE, "王五", ("林三", "新人"))
    assert [message.kind for message in conversation.messages] == [MessageKind.IMAGE, MessageKind.QUOTE]
    assert conversation.messages[1].reply_to == conversation.messages[0].public_id


def test_settings_of_the_example_go_over_those_of_the_charter() -> None:
    binding = stage(CHARTER, example(settings=(("flood.count", "9"),))).binding
    assert (binding.settings["flood.count"], binding.settings["flood.seconds"]) == (9, 60)


@pytest.mark.parametrize(
    "broken",
    [
        example(ExampleLine("soon", "王五", "早")),
        example(now="25:00"),
        example(settings=(("flood.count", "many"),)),
        example(members=({"id": "a", "joined_at": "soon"},)),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_line(broken: Example) -> None:
    with pytest.raises(Refusal) as refused:
        stage(CHARTER, broken)
    assert refused.value.where == f"{CHARTER.path}:0"


def test_whom_a_finding_names() -> None:
    rows = ({"id": "wxid_w", "name": "五哥", "nickname": "王五"},)
    conversation = stage(CHARTER, example(members=rows)).conversation
    for word in ("", "wxid_w", "五哥", "王五"):
        assert named(word, conversation, "wxid_w", "王五")
    assert not named("林三", conversation, "wxid_w", "王五")
    assert named("wxid_gone", conversation, "wxid_gone", "wxid_gone")


@pytest.mark.parametrize("name", charter_ids())
def test_every_embedded_example_holds(name: str) -> None:
    assert [result for result in run_examples(load_charter(name)) if not result.ok] == []


def test_coverage_names_what_carries_a_clause() -> None:
    names = ("drucker-consulting", "sales-group-three-strikes")
    rows = {row.clause: row for row in coverage([load_charter(name) for name in names])}
    assert rows["drucker-consulting.11"].by == ("drucker-consulting.11",)
    assert rows["drucker-consulting.11"].examples == 13
    assert rows["sales-group-three-strikes.6.1"].by == ("violations", "SP-06")
    assert rows["drucker-consulting.4"].by == ("drucker-consulting.4",)
    assert rows["drucker-consulting.8"].by == ("drucker-consulting.8",)
    assert rows["drucker-consulting.5"].by == ()
