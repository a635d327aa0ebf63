"""The ledger's rows as shown: entries, and growing amounts that are not entered yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from core.base.clock import Instant
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.desk.ledger import Entry, Growing
from gui.panels.clauses import clause_number


class Unit(Enum):
    ALL = "all"
    MONEY = "money"
    POINTS = "points"


class Status(Enum):
    GROWING = "growing"
    CAPPED = "capped"
    DUE = "due"
    PAID = "paid"
    WAIVED = "waived"
    RETURNED = "returned"
    CREDIT = "credit"


STATUS: dict[Status, tuple[Phrase, str, str]] = {
    Status.GROWING: (P("growing"), "amber", "hourglass-medium"),
    Status.CAPPED: (P("at the cap"), "amber", "lock-simple"),
    Status.DUE: (P("to be paid"), "amber", "hourglass-medium"),
    Status.PAID: (P("paid"), "green", "check"),
    Status.WAIVED: (P("let off"), "grey", "prohibit-inset"),
    Status.RETURNED: (P("returned"), "grey", "arrow-counter-clockwise"),
    Status.CREDIT: (P("to give back"), "amber", "arrow-counter-clockwise"),
}
Left = tuple[int, int]
"""What is still owed under a violation, in fen and in points; below zero it is a credit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: of an entry, or of a growing amount (`entry` None). `at` is None while it waits for its start."""

    key: str
    at: Instant | None
    member_name: str
    member_id: int
    reason: Phrase
    fen: int
    points: int
    balance_fen: int | None
    balance_points: int | None
    status: Status
    hash: str
    entry: Entry | None = None
    growing: Growing | None = None
    left: Left = (0, 0)

    @property
    def subject(self) -> str:
        """What paying or waiving is about."""
        if self.growing is not None:
            return self.growing.violation
        return self.entry.id if self.entry is not None else ""

    @property
    def can_settle(self) -> bool:
        return self.status in (Status.GROWING, Status.CAPPED, Status.DUE)

    @property
    def can_refund(self) -> bool:
        """Whether what was assessed and paid can be taken back; what is only due is waived."""
        return self.entry is not None and self.entry.kind == "assessed" and self.status is Status.PAID

    @property
    def can_repay(self) -> bool:
        return self.status is Status.CREDIT


def lines(entries: Sequence[Entry], growing: Iterable[Growing], unit: Unit) -> tuple[Line, ...]:
    """Newest first. A growing amount stands at the time its growth began; before that, on top."""
    settled = _settled(entries)
    found = [_of_entry(entry, settled) for entry in entries if _in_unit(entry.fen, entry.points, unit)]
    rising = [_of_growing(each) for each in growing if _in_unit(each.fen, each.points, unit)]
    seqs = {line.key: line.entry.seq for line in found if line.entry is not None}
    far = max((line.at for line in (*found, *rising) if line.at is not None), default=0) + 1
    ordered = sorted(
        (*found, *rising),
        key=lambda line: (line.at if line.at is not None else far, seqs.get(line.key, 0)),
        reverse=True,
    )
    return tuple(ordered)


def _in_unit(fen: int, points: int, unit: Unit) -> bool:
    return unit is Unit.ALL or (unit is Unit.MONEY and bool(fen)) or (unit is Unit.POINTS and bool(points))


def _settled(entries: Sequence[Entry]) -> dict[str, tuple[Status, Left]]:
    """How the assessed amounts of each violation stand, and what is left of them."""
    left: dict[str, Left] = {}
    kinds: dict[str, set[str]] = {}
    for entry in entries:
        fen, points = left.get(entry.violation, (0, 0))
        left[entry.violation] = (fen + entry.fen, points + entry.points)
        kinds.setdefault(entry.violation, set()).add(entry.kind)
    return {violation: (_stands(owed, kinds[violation]), owed) for violation, owed in left.items()}


def _stands(left: Left, kinds: set[str]) -> Status:
    if max(left) > 0:
        return Status.DUE
    if min(left) < 0:
        return Status.CREDIT
    if "refund" in kinds:
        return Status.RETURNED
    return Status.WAIVED if "waiver" in kinds else Status.PAID


_OWN: dict[str, Status] = {
    "payment": Status.PAID, "waiver": Status.WAIVED, "refund": Status.RETURNED, "repayment": Status.RETURNED,
    "reversal": Status.RETURNED,
}  # fmt: skip
"""Kinds of entries that say of themselves what they did."""


def _of_entry(entry: Entry, settled: dict[str, tuple[Status, Left]]) -> Line:
    stands, left = settled.get(entry.violation, (Status.DUE, (0, 0)))
    return Line(
        entry.id, entry.at, entry.member_name, entry.member_id, entry_reason(entry), entry.fen, entry.points,
        entry.balance_fen, entry.balance_points, _OWN.get(entry.kind, stands), entry.hash, entry=entry, left=left,
    )  # fmt: skip


def _of_growing(each: Growing) -> Line:
    capped = each.fen >= each.growth.cap_fen if each.fen else each.points * 100 >= each.growth.cap_fen
    return Line(
        each.violation, each.starts_at, each.member_name, each.member_id,
        P("Clause {clause}, grows until paid", clause=clause_number(each.clause)), each.fen, each.points, None, None,
        Status.CAPPED if capped else Status.GROWING, "", growing=each,
    )  # fmt: skip


def entry_reason(entry: Entry) -> Phrase:
    clause = clause_number(entry.clause)
    if entry.kind == "payment":
        return P("Payment for clause {clause}: {note}", clause=clause, note=entry.note)
    if entry.kind == "waiver":
        return P("Waived, clause {clause}: {note}", clause=clause, note=entry.note)
    if entry.kind == "repayment":
        return P("Given back, clause {clause}: {note}", clause=clause, note=entry.note)
    if entry.kind == "capped":
        return P("Above the cap of the month, clause {clause}", clause=clause)
    if entry.kind in ("refund", "reversal"):
        return P("Taken back, clause {clause}", clause=clause)
    return P("Clause {clause}", clause=clause)


def signed(fen: int, points: int, sign: bool = True) -> Phrase | str:
    """ "+¥5.00", "−3 points"; both where there are both."""
    parts: list[Phrase | str] = []
    if fen:
        parts.append(f"+{yuan(fen)}" if sign and fen > 0 else yuan(fen))
    if points:
        mark = ("+" if points > 0 and sign else "−" if points < 0 else "") + f"{abs(points):,}"
        parts.append(P("{n} points", n=mark))
    if not parts:
        return "0"
    return parts[0] if len(parts) == 1 else P("{one}, {other}", one=parts[0], other=parts[1])
