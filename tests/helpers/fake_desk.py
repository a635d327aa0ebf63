"""Rows of the desk, made up: what the window shows before there is any store behind it."""

from __future__ import annotations

from collections.abc import Collection

from core.base.clock import HOUR, MINUTE, FixedClock, from_iso
from core.base.phrase import LocalText, P
from core.charter.model import Band, Severity
from core.chat.group import GroupKind
from core.chat.message import Message, MessageKind
from core.chat.notice import Notice, NoticeEvent
from core.desk.bulk import Planned
from core.desk.changes import Changes, Noun, Outcome
from core.desk.confirming import Wish
from core.desk.desk import Desk
from core.desk.groups import GroupSummary
from core.desk.violations import Dossier, LadderStep, Violation
from core.judging.finding import Match

NOW = from_iso("2026-03-12T14:26:00+08:00")
TEXT = "今晚想聊副业的朋友，扫码进「盛合资源互助群」，前 50 名免费，私聊我拉你进去。"


def message(key: str, at: int, name: str, text: str, kind: MessageKind = MessageKind.TEXT) -> Message:
    return Message(key, at, f"wx_{name}", name, kind, text, key)


def conversation() -> tuple[Message | Notice, ...]:
    start = NOW - 15 * MINUTE
    return (
        message("m1", start, "顾清越", "上周路演的纪要整理好了，在群文件里，大家有空看看。"),
        message("m2", start + 2 * MINUTE, "安若溪", "收到，谢谢。第三页的回款节奏能再讲一下吗？"),
        message("m3", start + 3 * MINUTE, "谢观澜", "可以，今晚八点分享时一起说。"),
        Notice("n1", start + 5 * MINUTE, NoticeEvent.JOIN_INVITE, "“安若溪”邀请“周牧”加入了群聊"),
        message("m4", start + 6 * MINUTE, "贺知远", "", MessageKind.IMAGE),
        message("m5", start + 9 * MINUTE, "贺知远", TEXT),
        message("m6", start + 10 * MINUTE, "周牧", "这个群是做什么的？"),
        message("m7", start + 11 * MINUTE, "罗以宁", "股东群不是发这个的地方吧。"),
    )


def violation(number: int = 1, **fields: object) -> Violation:
    matches = tuple(
        Match(part, TEXT.index(part), TEXT.index(part) + len(part), "m5")
        for part in ("扫码进「盛合资源互助群」", "私聊我拉你进去")
    )
    values: dict[str, object] = {
        "id": f"v{number}", "case": "", "charter": "shareholder", "clause": f"1.{number}", "rule": f"1.{number}",
        "category": "poach", "kind": "message", "policy": "SP-05", "member": "wx_贺知远", "member_id": 7,
        "member_name": "贺知远", "group": "云杉股东交流群", "group_id": 1, "at": NOW - 6 * MINUTE - number,
        "filed_at": NOW - 5 * MINUTE, "state": "open", "severity": Severity.HIGH, "band": Band.ACT,
        "messages": ("m5",), "message_keys": ("m5",), "matched": matches, "proposed_step": "warning",
        "proposal_note": None, "step": "", "why": P("Invitation wording: {words}", words="扫码进"),
        "excerpt": TEXT, "notified_at": None,
    }  # fmt: skip
    values.update(fields)
    return Violation(**values)  # type: ignore[arg-type]


def dossier(of: Violation) -> Dossier:
    return Dossier(
        violation=of,
        clause_text=LocalText("不得拉群友去别的群", "Do not draw members into other groups"),
        clause_ref="聊天规则 第 8 条",
        charter_title=LocalText("股东群管理规定", "Shareholder charter"),
        charter_version=2,
        around=conversation(),
        covered=True,
        ladder=(
            LadderStep("oral_warning", "done", NOW - 14 * 24 * HOUR, "股东-0041", LocalText("", ""), False),
            LadderStep("warning", "proposed", None, "", LocalText("", ""), False),
            LadderStep("removal", "later", None, "", LocalText("拒不道歉时", "If refused"), True),
        ),
        policy_title=LocalText("三步处罚", "Three steps"),
        silent_on=(LocalText("制度没有写明「当场」多久。", "“On the spot” is not defined."),),
        letter=P("@{name} your message broke clause 8.", name=of.member_name),
        law=(),
        confirmed_90_days=1,
        open_of_person=3,
        clause_confirmed=21,
        clause_dismissed=2,
        clause_overturned=0,
        member_type="shareholder",
        joined_at=from_iso("2024-06-02"),
        amount_fen=0,
        amount_points=0,
        arithmetic=None,
    )


def group(number: int = 1, **fields: object) -> GroupSummary:
    values: dict[str, object] = {
        "id": number, "room_id": f"room{number}@chatroom", "name": f"华东销售{number}部", "kind": GroupKind.SALES,
        "zone": "Asia/Shanghai", "members": 46, "open_violations": 4, "overdue": 1, "unpaid_fen": 5500,
        "unpaid_points": 0, "out_of_format": 6, "week": (2, 1, 3, 2, 4, 3, 5), "last_message_at": NOW - 2 * MINUTE,
        "charters": ("sales-wechat",),
    }  # fmt: skip
    values.update(fields)
    return GroupSummary(**values)  # type: ignore[arg-type]


class FakeViolations:
    """The queue's operations over a list in memory, with the module's signatures."""

    def __init__(self, rows: list[Violation]) -> None:
        self.rows = {row.id: row for row in rows}
        self.calls: list[tuple[str, ...]] = []
        self.asked: list[Collection[str] | None] = []
        """The ids asked for, None for all, in order."""

    def find(
        self, desk: Desk, state: str = "", group: str = "", member: str = "", limit: int = 0,
        superseded: bool = False, ids: Collection[str] | None = None,
    ):  # fmt: skip
        self.asked.append(ids)
        now = desk.clock.now()
        rows = (row for row in self.rows.values() if (row.at <= now if ids is None else row.id in ids))
        return [row for row in rows if not state or row.state == state]

    def count_open(self, desk: Desk, group_id: int | None = None) -> int:
        return len(self.find(desk, "open"))

    def dossier(self, desk: Desk, violation_id: str, around: int = 20) -> Dossier:
        return dossier(self.rows[violation_id])

    def _decide(self, violation_id: str, state: str, *call: str) -> Outcome[Violation]:
        from dataclasses import replace

        self.calls.append((state, violation_id, *call))
        self.rows[violation_id] = replace(self.rows[violation_id], state=state, case="股东-0057")
        changes = Changes(Noun.VIOLATIONS)
        return Outcome(self.rows[violation_id], changes, f"d-{violation_id}")

    def confirm(
        self, desk: Desk, violation_id: str, reason: str, step: str = "", approved_by: str = "",
        passphrase: str = "", wish: Wish = Wish(),
    ):  # fmt: skip
        return self._decide(violation_id, "confirmed", reason, step or wish.step)

    def dismiss(self, desk: Desk, violation_id: str, reason: str):
        return self._decide(violation_id, "dismissed", reason)

    def confirm_many(self, desk: Desk, violation_ids, reason: str):
        return [self.confirm(desk, name, reason) for name in violation_ids]

    def preview(self, desk: Desk, violation_ids):
        from dataclasses import replace

        rows = [self.rows[name] for name in violation_ids]
        return [Planned(replace(row, step=row.proposed_step)) for row in rows]

    def notified(self, desk: Desk, violation_id: str, reason: str = ""):
        return self._decide(violation_id, "confirmed", reason)

    def undo(self, desk: Desk, decision: str = "", *_words: str):
        from dataclasses import replace

        name = decision.removeprefix("d-")
        self.calls.append(("undo", name))
        self.rows[name] = replace(self.rows[name], state="open", case="")
        return Outcome(name, Changes(Noun.VIOLATIONS))


class NoStore:
    """A store for panels that only read what the fakes give."""

    url = "sqlite:///nowhere.db"

    def close(self) -> None:
        """Nothing to close."""


def desk() -> Desk:
    return Desk(NoStore(), FixedClock(NOW), "沈砚秋")  # type: ignore[arg-type]
