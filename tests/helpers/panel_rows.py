"""Rows for the panels beside the queue, made up as the desk would give them."""

from __future__ import annotations

from core.base.clock import DAY, HOUR, MINUTE, from_iso
from core.base.dated import Period
from core.base.phrase import P
from core.charter.model import Growth
from core.chat.member import MemberType, Role
from core.desk.imports import ImportRecord, ImportReport, Preview, PreviewRow
from core.desk.ledger import Entry, Growing, Totals
from core.desk.obligations import Owed
from core.desk.roster import RosterRow
from core.judging.obligation import ObligationState

NOW = from_iso("2026-03-12T14:26:00")
S = ObligationState
NAMES = (
    "孟令舟", "苏既明", "程向晚", "陆沉", "江照临", "严知行", "方若", "温予白", "许闻溪", "白若樵", "云起时",
    "楚知许", "霍清和", "薛明远", "崔晚棠", "卢寄舟", "余棠溪", "韩疏桐", "裴书白", "阮新竹",
)  # fmt: skip


def owed(number: int, state: ObligationState, **fields: object) -> Owed:
    opened = NOW - 7 * HOUR - 11 * MINUTE
    values: dict[str, object] = {
        "id": f"o{number}", "clause": "8", "rule": "8", "trigger": "m1", "trigger_key": "m1",
        "trigger_text": "@所有人 晨会改到 8:30 三楼，收到请回复。", "trigger_by": "顾南亭", "group": "华东销售一部",
        "group_id": 1, "member": f"wxid_{number}", "member_id": number,
        "member_name": NAMES[number % len(NAMES)], "opened": opened, "due": opened + 2 * HOUR, "state": state,
        "met_at": None, "answer": "", "late_by_s": 0, "owed_fen": 0, "owed_points": 0, "severity": "medium",
        "band": "act", "violation": "", "excuse": "", "unclear_kind": "",
    }  # fmt: skip
    if state is S.MET:
        values["met_at"] = opened + (number % 8) ** 2 * MINUTE + MINUTE
        values["answer"] = "收到"
    if state is S.LATE:
        values.update(met_at=opened + 146 * MINUTE, late_by_s=26 * 60, answer="收到，刚下高铁")
    if state is S.MISSING:
        values.update(late_by_s=5 * 3600 + 11 * 60, violation=f"v{number}" if number % 2 else "")
    values.update(fields)
    return Owed(**values)  # type: ignore[arg-type]


def morning_notice() -> list[Owed]:
    states = [S.MISSING] * 4 + [S.UNKNOWN] + [S.LATE] * 2 + [S.EXCUSED] * 3 + [S.MET] * 35
    found = [owed(number, state) for number, state in enumerate(states)]
    found[4] = owed(4, S.UNKNOWN, unclear_kind="voice")
    for number in (7, 8, 9):
        found[number] = owed(number, S.EXCUSED, excuse="leave" if number < 9 else "no-network")
    return found


def trigger(
    key: str, text: str, group: str, due: int, states: list[ObligationState], **fields: object
) -> list[Owed]:
    return [
        owed(
            100 + number, state, id=f"{key}-{number}", trigger=key, trigger_key=key, trigger_text=text,
            group=group, due=due, opened=due - 2 * HOUR, met_at=due - HOUR if state is S.MET else None, **fields,
        )
        for number, state in enumerate(states)
    ]  # fmt: skip


def board() -> list[Owed]:
    """Something in every column."""
    tomorrow = NOW + DAY
    return [
        *morning_notice(),
        *trigger("t2", "请今天下班前把三月预算报我", "管理层事务群", NOW - 52 * MINUTE, [S.MISSING], clause="11",
                 late_by_s=52 * 60),
        *trigger("t3", "夜间停机检修，明早 7 点前确认", "工程部协作群", NOW - 7 * HOUR, [S.MET] * 17 + [S.UNKNOWN] * 12,
                 clause="4.3", group_id=2),
        *trigger("t4", "供应商合同今天要定下来，闻人越跟进", "管理层事务群", NOW + 24 * MINUTE, [S.OPEN], clause="11"),
        *trigger("t5", "客户回访表今天收齐，收到请回复", "华东销售一部", NOW + 99 * MINUTE,
                 [S.MET] * 31 + [S.EXCUSED] * 3 + [S.OPEN] * 11),
        *trigger("t6", "客户问：预售款能换尺码吗", "春禾女装老客一群", NOW + 118 * MINUTE, [S.OPEN], clause="3"),
        *trigger("t7", "春茗座次确认，请各位理事回复人数", "商会理事群", NOW + 214 * MINUTE, [S.MET] * 22 + [S.OPEN] * 18),
        *trigger("t8", "每天两条朋友圈，转发不算", "华东销售一部", NOW + 570 * MINUTE, [S.MET] * 19 + [S.OPEN] * 26),
        *trigger("t9", "下周培训名单，周五前报", "华东销售一部", tomorrow, [S.OPEN] * 5),
        *trigger("t10", "昨天的日报请补交", "华东销售一部", NOW - 5 * HOUR, [S.MET] * 12),
        *trigger("t11", "上周的复盘", "华东销售一部", NOW - 3 * DAY, [S.MET] * 12 + [S.LATE]),
    ]  # fmt: skip


def member(number: int, **fields: object) -> RosterRow:
    values: dict[str, object] = {
        "member_id": number, "platform_id": f"wxid_{number}", "group_id": 1, "group": "华东销售一部",
        "name": NAMES[number % len(NAMES)], "nickname": f"金穗-{NAMES[number % len(NAMES)]}-138…{4000 + number}",
        "role": Role.MEMBER, "type": MemberType.EMPLOYEE, "joined_at": from_iso("2024-02-19") + number * DAY,
        "invited_by": "白若樵", "last_spoke_at": NOW - number * HOUR, "messages": 18 + number, "present": True,
        "format_ok": True, "suggestion": "", "violations": 0, "owed_points": 0, "owed_fen": 0, "on_leave": False,
    }  # fmt: skip
    values.update(fields)
    return RosterRow(**values)  # type: ignore[arg-type]


def members() -> list[RosterRow]:
    found = [member(number) for number in range(46)]
    found[0] = member(0, role=Role.OWNER)
    found[1] = member(1, role=Role.ADMIN)
    found[2] = member(
        2,
        nickname="小孟 金穗",
        format_ok=False,
        suggestion="金穗-孟令舟-138…4702",
        violations=4,
        owed_fen=1000,
    )
    found[5] = member(
        5, nickname="A 金穗建材 陆沉 免费量房", format_ok=False, suggestion="金穗-陆沉-177…9036"
    )
    found[8] = member(8, format_ok=None)
    found[10] = member(10, messages=0, last_spoke_at=None)
    found[12] = member(12, last_spoke_at=NOW - 8 * DAY, on_leave=True)
    found[14] = member(14, present=False)
    return found


def entry(seq: int, fen: int, kind: str = "assessed", **fields: object) -> Entry:
    values: dict[str, object] = {
        "seq": seq, "id": f"e{seq}", "at": NOW - seq * 5 * HOUR, "group": "华东销售一部", "group_id": 1,
        "member": f"wxid_{seq % 7}", "member_id": seq % 7, "member_name": NAMES[seq % 7], "case": f"销售-{50 + seq:04d}",
        "violation": f"v{seq}", "clause": "8", "kind": kind, "fen": fen, "points": 0, "balance_fen": max(fen, 0),
        "balance_points": 0, "arithmetic": P("fixed: {amount}", amount="5"), "note": "", "approved_by": "沈砚秋",
        "hash": f"{seq * 7919:08x}",
    }  # fmt: skip
    values.update(fields)
    return Entry(**values)  # type: ignore[arg-type]


def entries() -> list[Entry]:
    return [
        entry(8, 500),
        entry(7, 1000),
        entry(6, -1000, "payment", note="红包凭证 17:31"),
        entry(5, 5000),
        entry(4, -500, "waiver", note="当时没有网络"),
        entry(3, 500),
        entry(2, -1000, "refund", note="申诉成立"),
        entry(1, 1000, points=0),
    ]


GROWTH = Growth(base_fen=500, grace_minutes=120, step_fen=500, step_minutes=60, cap_fen=5000)


def growing(**fields: object) -> Growing:
    start = from_iso("2026-03-12T11:02:00")
    values: dict[str, object] = {
        "violation": "v57", "case": "销售-0057", "member": "wxid_0", "member_id": 0, "member_name": "孟令舟",
        "group": "华东销售一部", "group_id": 1, "clause": "8", "growth": GROWTH, "rounding": "floor",
        "start_setting": "notified", "starts_at": start, "grace_ends_at": start + 2 * HOUR,
        "next_step_at": start + 4 * HOUR, "fen": 1000, "points": 0,
        "arithmetic": P("{base} + {step} × {n} = {total}, cap {cap}", base="5", step="5", n=1, total="10", cap="50"),
    }  # fmt: skip
    values.update(fields)
    return Growing(**values)  # type: ignore[arg-type]


TOTALS = Totals(5500, 0, 2, 4500, 0, 5, 1500, 0, 2, 1000, 0, 1)


def preview_row(line: int, sender: str, text: str, kind: str = "text", problem: bool = False) -> PreviewRow:
    at = None if problem else NOW - 11 * DAY + line * 9 * MINUTE
    return PreviewRow(line, at, sender, kind, text, P("this row cannot be read.") if problem else None)


def preview(path: str = "工程部协作群_2026-03.csv", **fields: object) -> Preview:
    texts = ("今天三号线做例行保养，九点到十一点停线。", "收到", "收到，通知到班组了", "“祝允文”邀请“尹秋池”加入了群聊",
             "大家好，我是质检尹秋池", "", "二号泵压力偏低，已调到 0.6")  # fmt: skip
    kinds = ("text", "text", "text", "notice", "text", "image", "quote")
    rows = [
        preview_row(line, ("祝允文", "褚星河", "左思齐")[line % 3], texts[line % 7], kinds[line % 7])
        for line in range(2, 26)
    ]
    rows[8] = preview_row(10, "左思齐", "2026/3/1 １０:12 ????", problem=True)
    days = tuple(
        (f"2026-03-{day:02d}", 0 if day in (10, 11) else 200 + day * 17 % 160) for day in range(1, 13)
    )
    values: dict[str, object] = {
        "path": path, "format": "csv", "encoding": "gb18030", "group": "工程部协作群", "group_known": True,
        "zone": "Asia/Shanghai", "start": NOW - 11 * DAY, "end": NOW, "senders": 61, "senders_known": 58,
        "messages": 4118, "messages_new": 3902, "notices": 213, "unparsed": 1, "rows": tuple(rows), "per_day": days,
    }  # fmt: skip
    values.update(fields)
    return Preview(**values)  # type: ignore[arg-type]


def report(**fields: object) -> ImportReport:
    values: dict[str, object] = {
        "path": "工程部协作群_2026-03.csv", "format": "csv", "group": "工程部协作群", "group_id": 2, "messages_new": 3902,
        "messages_known": 213, "notices": 17, "members_new": 3, "unparsed": 1, "start": NOW - 11 * DAY, "end": NOW,
        "gaps": (Period(NOW - 2 * DAY, NOW - DAY),), "seconds": 1.2,
    }  # fmt: skip
    values.update(fields)
    return ImportReport(**values)  # type: ignore[arg-type]


def history() -> list[ImportRecord]:
    return [
        ImportRecord(number, f"/data/chat-{number}.jsonl" if number > 1 else "-", "chatlab-jsonl", "华东销售一部",
                     NOW - number * DAY, 900 * number, 12, 30, number % 3, NOW - 40 * DAY, NOW - number * DAY)
        for number in range(1, 8)
    ]  # fmt: skip
