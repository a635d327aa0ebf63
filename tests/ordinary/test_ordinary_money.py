"""Ordinary talk costs nobody anything: what each charter of the library would propose for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import DAY, HOUR, MINUTE, from_iso
from core.base.dated import Dated
from core.casework.foreseen import foresee
from core.charter.categories import CONTEXTUAL, MESSAGE_CATEGORIES
from core.charter.library import charter_ids, load_charter
from core.chat.conversation import Conversation
from core.chat.group import Group, GroupKind
from core.chat.member import Member, MemberType
from core.chat.message import Message, MessageKind
from core.judging.binding import Binding, effective_settings, member_type
from core.judging.engine import judge
from core.judging.finding import Finding

TALK = Path(__file__).parent
THIRD = "third-"
MEMBERS = 60
A_DAY = 240
"""Messages of a day, one every two minutes from nine."""
MONDAY = from_iso("2026-03-02T09:00:00+08:00")
MONEY = frozenset({"fine", "red_packet", "pay_deduction"})
MOST_OF_RISKY = 0.004
"""Share of the messages that hold risky words on which a step that costs something is proposed."""


def conversation(lines: list[str]) -> Conversation:
    ids = [f"wx_{number}" for number in range(MEMBERS)]
    members = {
        each: Member(
            each, Dated.always(f"甲{each}"), nickname=Dated.always(f"甲{each}"), nicknames_known=True
        )
        for each in ids
    }
    messages = []
    for place, line in enumerate(lines):
        days, slot = divmod(place, A_DAY)
        at = MONDAY + (days // 5 * 7 + days % 5) * DAY + slot * 2 * MINUTE
        sender = ids[place * 7 % MEMBERS]
        messages.append(Message(f"m{place}", at, sender, f"甲{sender}", MessageKind.TEXT, line, f"m{place}"))
    return Conversation(Group("g", "群", GroupKind.STAFF), tuple(messages), members=members)


def costly(lines: list[str], charter_id: str) -> int:
    """On how many messages the charter, taken with money, proposes a step that costs something because of their words."""
    talk = conversation(lines)
    charter = load_charter(charter_id)
    binding = Binding(charter, effective_settings(charter, {}, talk.group.zone), unit="cny")
    words = [
        finding
        for finding in judge(talk, [binding], talk.messages[-1].at + HOUR).findings
        if finding.category in MESSAGE_CATEGORIES.keys() - CONTEXTUAL
    ]

    def type_of(finding: Finding, bound: Binding) -> MemberType:
        return member_type(talk.members[finding.member], talk.group, bound, finding.at)

    return len(
        {
            each.finding.messages[0]
            for each in foresee(words, [binding], type_of)
            if each.fen or each.step in MONEY
        }
    )


def lines_of(third: bool) -> list[str]:
    paths = [path for path in sorted(TALK.glob("*.txt")) if path.name.startswith(THIRD) is third]
    return [line for path in paths for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("charter", charter_ids())
def test_no_charter_asks_money_for_ordinary_talk(charter: str) -> None:
    assert costly(lines_of(third=False), charter) == 0


@pytest.mark.parametrize("charter", charter_ids())
def test_hardly_any_charter_asks_money_for_risky_words_in_innocent_use(charter: str) -> None:
    lines = lines_of(third=True)
    assert costly(lines, charter) <= MOST_OF_RISKY * len(lines)
