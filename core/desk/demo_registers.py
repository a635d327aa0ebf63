"""What the demo's admin entered in the registers at each sitting; a few things were left for later."""

from __future__ import annotations

from collections.abc import Mapping

from core.base.clock import MINUTE, FixedClock, Instant
from core.charter.register_forms import FORMS
from core.desk import duties, registers
from core.desk.desk import Desk
from core.desk.duties import DutyRow

LEFT_OPEN = 6
"""One duty in so many is left for the next time."""
ENTRIES: Mapping[str, Mapping[str, str]] = {
    "agreement": {"document": "入群须知，已在私聊里回复同意"},
    "announcement": {"what": "群规全文", "where": "群公告置顶"},
    "attestation": {"outcome": "in_order", "how": "对照名单看过本人资料"},
    "checklist": {"done": "已介绍群规，改好群昵称"},
    "group-registry": {"owner": "群主本人", "admin": "管理员两名", "purpose": "见群公告"},
    "spot-check": {"what": "翻看了最近一周的聊天", "outcome": "in_order"},
    "suggestion": {"what": "已记下，下次例会讨论", "outcome": "noted"},
}


def keep_registers(desk: Desk, moment: Instant) -> None:
    """Enter what waits at `moment`, a minute for each, all but every sixth."""
    there = desk.at(FixedClock(moment))
    waiting = [row for row in duties.find(there) if row.is_waiting and row.duty.register in ENTRIES]
    for number, row in enumerate(waiting, 1):
        if number % LEFT_OPEN:
            _enter(desk.at(FixedClock(moment + number * MINUTE)), row)


def _enter(desk: Desk, row: DutyRow) -> None:
    duty = row.duty
    about = duty.member if FORMS[duty.register].about_member and duty.member != duty.member_name else ""
    registers.enter(desk, duty.register, row.group, ENTRIES[duty.register], about, duty=duty.id)
