"""Every kind of decision in any order: undone one by one, each state before it comes back; nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from core.base.clock import MINUTE, FixedClock, from_iso
from core.base.refusal import Refusal
from core.casework.decision import DecisionKind
from core.casework.outbox import REVERSED
from core.desk import (
    adoption,
    appeals,
    carrying_out,
    claims,
    folding,
    inbox,
    ledger,
    notes,
    obligations,
    outbox,
    registers,
    reports,
)
from core.desk import obligation_clock as clock
from core.desk.cases import cases
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.learning import records, set_trust
from core.desk.reports import Told
from core.desk.scanning import scan
from core.desk.violations import (
    apology,
    confirm,
    confirm_many,
    dismiss,
    enter,
    find,
    notified,
    one,
    take_up,
    undo,
)
from core.keeping.verification import verify
from core.store.store import Store, open_store
from core.store.tables import DecisionRow
from tests.helpers.chats import STAFF, write_chat

DAY = "2026-03-02"
GROUP = "管理群"
START = from_iso(f"{DAY}T20:00:00+08:00")
LATE = START + 30 * 60 * MINUTE
CHAT = [
    (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1"),
    (f"{DAY}T10:00:00", "wxid_boss", "@赵敏 今天把会议纪要整理好发给我", 0, "t2"),
    (f"{DAY}T19:00:00", "wxid_qian", "下班", 0, "t3"),
]
BY_THEIR_OWN = {"calibrate", "withdraw", "same-person", "take-apart", "not-same", "operator", "undo"}
"""Decisions about the console, imports and persons, tested beside what makes them."""


AMENDS = frozenset(REVERSED.values())
"""What makes up for a decision that was told and then taken back comes of the undo itself."""


class Room:
    """A group in which two tasks were missed; `apply` does the n-th thing to the n-th subject."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = open_store(folder / "a.db")
        self.minute = count(1)
        desk = self.desk(0)
        import_paths(desk, [write_chat(folder / "a.jsonl", CHAT, STAFF)])
        terms = {"strikes.expire.days": "90"}
        adoption.adopt(desk, GROUP, "drucker-consulting", "first", terms, unit="cny")
        adoption.adopt(desk, GROUP, "group-corp-office", "first", unit="cny", add=True)
        adoption.adopt(desk, GROUP, "yunji-shareholders", "first", unit="cny", add=True)
        scan(desk)
        for who, clause in (("李明", "yunji-shareholders.1.6"), ("李明", "yunji-shareholders.1.6"),
                            ("钱进", "group-corp-office.10")):  # fmt: skip
            enter(desk, GROUP, who, clause, "当面说的")
        found = [(row.clause, row.id) for row in find(desk)]
        self.known = [
            violation for clause in ("drucker-consulting.11", "yunji-shareholders.1.6", "group-corp-office.10")
            for of_clause, violation in found if of_clause == clause
        ]  # fmt: skip
        """Two tasks, two rude remarks, a matter for the appraisal."""
        of_task = {each.violation: each.id for each in obligations.find(desk)}
        self.owed = [of_task[violation] for violation in self.known[:2]]

    def desk(self, minute: int) -> Desk:
        return Desk(self.store, FixedClock(START + minute * MINUTE), "admin")

    def late(self) -> Desk:
        return Desk(self.store, FixedClock(LATE), "admin")

    def derived(self) -> Any:
        """All that follows from decisions, as it will be seen a day later."""
        desk = self.late()
        return (
            [(v.id, v.state, v.step, v.proposed_step, v.agreed, v.queue) for v in find(desk)],
            [(o.id, o.state, o.due, o.owed_fen, o.paused) for o in obligations.find(desk)],
            [(c.number, c.owed_fen, len(c.notes)) for c in cases(desk) if any(v.state != "open" for v in c.violations)],
            [(a.action.id, a.action.state, a.action.confirmed) for a in outbox.find(desk) if a.action.kind not in AMENDS],
            [(a.appeal.id, a.state, len(a.appeal.replies)) for a in appeals.find(desk)],
            [(r.matter.id, r.matter.state) for r in reports.find(desk)],
            [(r.matter.id, r.matter.state) for r in inbox.find(desk)],
            [(e.id, e.fields) for e in registers.entries(desk)],
            [(r.rule, r.trust) for r in records(desk, GROUP)],
            [b.charter.id for b in adoption.bindings(desk, 1) if b.in_force(LATE)],
            sum(e.fen for e in ledger.entries(desk)),
        )  # fmt: skip


def _of(items: list[str], which: int) -> str:
    return items[which % len(items)] if items else "nothing at all"


def _appeal(room: Room, which: int) -> str:
    return _of([a.appeal.id for a in appeals.find(room.late()) if a.is_waiting], which)


def _report(room: Room, which: int) -> str:
    return _of([r.matter.id for r in reports.find(room.late()) if r.matter.is_open], which)


def _matter(room: Room, which: int) -> str:
    return _of([r.matter.id for r in inbox.find(room.late()) if r.matter.is_open], which)


def _action(room: Room, which: int) -> str:
    return _of([a.action.id for a in outbox.find(room.late(), waiting=True)], which)


def _case(room: Room, which: int) -> str:
    return _of([c.number for c in cases(room.late())], which)


ORDERS = (("drucker-consulting", "group-corp-office", "yunji-shareholders"),
          ("yunji-shareholders", "drucker-consulting", "group-corp-office"))  # fmt: skip
Deed = Callable[[Room, Desk, int], object]
DEEDS: dict[str, Deed] = {
    "claim": lambda r, d, n: claims.claim(d, _of(r.known, n)),
    "release": lambda r, d, n: claims.release(d, _of(r.known, n)),
    "skip": lambda r, d, n: claims.skip(d, _of(r.known, n), "later"),
    "ask": lambda r, d, n: claims.ask_opinion(d, _of(r.known, n), "真的吗"),
    "give": lambda r, d, n: claims.give_opinion(replace(d, operator="白若樵"), _of(r.known, n), "unsure", "不好说"),
    "confirm": lambda r, d, n: confirm(d, _of(r.known, n), "查实"),
    "confirm_many": lambda r, d, n: confirm_many(d, [_of(r.known, n), _of(r.known, n + 1)], "查实"),
    "take_up": lambda r, d, n: take_up(d, _of(r.known, n), "采纳"),
    "apology": lambda r, d, n: apology(d, _of(r.known, n), "refused"),
    "notified": lambda r, d, n: notified(d, _of(r.known, n)),
    "approve": lambda r, d, n: outbox.approve(d, _of([a.action.id for a in outbox.find(r.late(), "proposed")], n)),
    "hand": lambda r, d, n: carrying_out.hand_over(d, _action(r, n)),
    "done": lambda r, d, n: outbox.done(d, _action(r, n)),
    "fail": lambda r, d, n: outbox.fail(d, _action(r, n), "不成"),
    "pay": lambda r, d, n: ledger.pay(d, _of(r.known, n), "图"),
    "waive": lambda r, d, n: ledger.waive(d, _of(r.known, n), "初犯"),
    "appeal": lambda r, d, n: appeals.open_appeal(d, _of(r.known, n), "本人", "不服"),
    "reply": lambda r, d, n: appeals.reply(d, _appeal(r, n), "收到"),
    "decide": lambda r, d, n: appeals.decide(d, _appeal(r, n), ("upheld", "rejected", "withdrawn")[n % 3], "复核"),
    "refund": lambda r, d, n: ledger.refund(d, _of(r.known, n), "退"),
    "repay": lambda r, d, n: ledger.repay(d, _of(r.known, n), "图"),
    "link": lambda r, d, n: folding.link(d, _case(r, n), [_of(r.known, n)], "同一件事"),
    "move": lambda r, d, n: folding.link(d, one(d, _of(r.known, n)).case, [_of(r.known, n + 1)], "同一件事"),
    "note": lambda r, d, n: notes.add_note(d, _of(r.known, n), "记一笔"),
    "pause": lambda r, d, n: clock.pause(d, _of(r.owed, n), "断网", START - 11 * 60 * MINUTE),
    "resume": lambda r, d, n: clock.resume(d, _of(r.owed, n), "恢复"),
    "finish": lambda r, d, n: clock.done(d, _of(r.owed, n), "办完"),
    "excuse": lambda r, d, n: obligations.excuse(d, _of(r.owed, n), "elsewhere", "电话里说了"),
    "void": lambda r, d, n: obligations.void(d, _of(r.owed, n), "不是任务"),
    "dismiss": lambda r, d, n: dismiss(d, _of(r.known, n), "误报"),
    "report": lambda r, d, n: reports.add(d, GROUP, Told(f"第{n}次骂人", against=("李明",))),
    "merge": lambda r, d, n: reports.merge(d, _report(r, n), _report(r, n + 1)),
    "uphold": lambda r, d, n: reports.decide(d, _report(r, n), "upheld", "属实", "yunji-shareholders.1.6"),
    "bring": lambda r, d, n: inbox.add(d, GROUP, "suggestion", "多办活动", "李明"),
    "answer": lambda r, d, n: inbox.answer(d, _matter(r, n), "好"),
    "enter": lambda r, d, n: registers.enter(d, "spot-check", GROUP, {"what": "抽查", "outcome": "in_order"}),
    "trust": lambda r, d, n: set_trust(d, GROUP, "yunji-shareholders.1.6", ("hint", "quiet")[n % 2], "太吵"),
    "reorder": lambda r, d, n: adoption.reorder(d, GROUP, ORDERS[n % 2]),
    "adopt": lambda r, d, n: adoption.adopt(d, GROUP, "company-12", "now", add=True),
}  # fmt: skip
SEQUENCE = (
    "claim 0", "release 0", "skip 1", "ask 1", "give 1", "confirm 0", "confirm_many 1", "link 3", "confirm 4", "take_up 4",
    "notified 0", "approve 0", "hand 1", "done 1", "fail 2", "pay 0", "waive 1", "refund 0", "repay 0", "note 0", "appeal 0", "reply 0",
    "decide 0", "report 1", "report 2", "merge 0", "uphold 0", "bring 0", "answer 0", "enter 0", "trust 0", "reorder 1",
    "adopt 0", "pause 1", "resume 1", "finish 1", "excuse 1", "void 1",
)  # fmt: skip
APOLOGY = ("confirm 2", "confirm 3", "apology 3", "confirm 3", "dismiss 4", "move 2", "appeal 3", "decide 1")


def _play(room: Room, what: str, which: int) -> bool:
    try:
        DEEDS[what](room, room.desk(next(room.minute)), which)
    except Refusal:
        return False
    return True


def _holds(room: Room) -> None:
    entries = ledger.entries(room.late())
    running: dict[int, int] = {}
    for entry in entries:
        running[entry.member_id] = running.get(entry.member_id, 0) + entry.fen
        assert entry.balance_fen == running[entry.member_id]
    for violation in room.known:
        own = [e for e in entries if e.violation == violation]
        assert (
            sum(e.fen for e in own if e.kind in ("assessed", "refund", "reversal", "waiver", "capped"))
            <= 10_000
        )
    answered = [
        (v.clause, v.member, v.messages) for v in find(room.late()) if v.messages and v.state == "confirmed"
    ]
    assert len(answered) == len(set(answered))
    assert verify(room.store).ok


STEPS = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 4)), max_size=9)


def _take_all_back(room: Room, before: list[Any]) -> None:
    while len(before) > 1:
        assert room.derived() == before.pop()
        undo(room.desk(next(room.minute)))
    assert room.derived() == before[0]
    _holds(room)


# Without shrinking: a failure is told as it was found, in seconds rather than minutes.
@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(STEPS)
def test_any_decisions_are_taken_back_exactly(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        room = Room(Path(folder))
        before = [room.derived()]
        for what, which in steps:
            if _play(room, what, which):
                before.append(room.derived())
        _holds(room)
        _take_all_back(room, before)
        room.store.close()


def test_every_kind_of_decision_is_among_them() -> None:
    seen: set[str] = set()
    for script in (SEQUENCE, APOLOGY):
        with TemporaryDirectory() as folder:
            room = Room(Path(folder))
            before = [room.derived()]
            for words in script:
                what, _, which = words.partition(" ")
                assert _play(room, what, int(which)), words
                before.append(room.derived())
            with room.store.read() as session:
                seen |= set(session.exec(select(DecisionRow.kind).distinct()))
            _holds(room)
            _take_all_back(room, before)
            room.store.close()
    assert {kind.value for kind in DecisionKind} - BY_THEIR_OWN - seen == set()
