"""The ledger: entries, balances, payment and waiver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.amounts import Amount
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.lifecycle import ViolationState
from core.charter.model import Growth
from core.desk.approving import approver, check_passphrase
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.deciding import Found, find_to_decide, must_be_confirmed
from core.desk.desk import Desk
from core.store import ledger as stored
from core.store.cases import case_id_of
from core.store.decisions import record_decision
from core.store.groups import find_group
from core.store.ledger import Places, StoredEntry, made_by, read_entries
from core.store.lookup import find_id
from core.store.people import members_called, read_people
from core.store.persons import person_rows
from core.store.tables import LedgerRow, ObligationRow, ViolationRow
from core.store.violations import (
    ViolationRecord,
    Wanted,
    mirror,
    mirrors_serve,
    read_violations,
    violations_of,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `balance_fen` and `balance_points` are the member's balance in that group after it."""

    seq: int
    id: str
    at: Instant
    group: str
    group_id: int
    member: str
    member_id: int
    member_name: str
    case: str
    violation: str
    clause: str
    kind: str
    fen: int
    points: int
    balance_fen: int
    balance_points: int
    arithmetic: Phrase | None
    note: str
    approved_by: str
    hash: str


@dataclass(frozen=True, slots=True)
class Growing:
    """A growing amount that is confirmed and not yet in the ledger, as of the desk's clock.

    `starts_at` is None while the member was not yet told (and the setting says so).
    """

    violation: str
    case: str
    member: str
    member_id: int
    member_name: str
    group: str
    group_id: int
    clause: str
    growth: Growth
    rounding: str
    start_setting: str
    starts_at: Instant | None
    grace_ends_at: Instant | None
    next_step_at: Instant | None
    fen: int
    points: int
    arithmetic: Phrase


@dataclass(frozen=True, slots=True)
class Totals:
    unpaid_fen: int
    unpaid_points: int
    unpaid_members: int
    paid_fen: int
    paid_points: int
    paid_entries: int
    waived_fen: int
    waived_points: int
    waived_entries: int
    growing_fen: int
    growing_points: int
    growing_members: int


def entries(desk: Desk, group: str = "", member: str = "") -> list[Entry]:
    """In order of entry. Raises Refusal for an unknown group or member."""
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        members = None
        if member:
            members = members_called(session, member, group_id, now)
            if not members:
                raise Refusal(
                    P("there is no such member."), member, P("Give the id or a name from the member list.")
                )
        return _shown(session, read_entries(session, now, group_id, members), now)


def growing(desk: Desk, group: str = "") -> list[Growing]:
    """Confirmed amounts that grow and are neither paid nor waived, in order of time."""
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        state = ViolationState.CONFIRMED.value if mirrors_serve(session, now) else ""
        records = read_violations(session, Wanted(group_id=group_id, state=state, until=now))
        book = Casebook(session, records, now)
        result = []
        for record in records:
            life = book.life(record)
            if life.state is not ViolationState.CONFIRMED or life.settled_at is not None:
                continue
            effect = book.effect(record)
            amount = book.amount(record, effect)
            if effect.grows is None or amount.nothing:
                continue
            settings = book.rules.settings(record)
            result.append(
                Growing(
                    record.id, record.case_at(now), book.member(record).id, book.row(record),
                    book.member(record).shown_name(now), record.group.name, record.group_id, record.clause,
                    effect.grows, settings["red_packet.rounding"], settings["red_packet.start"],
                    amount.starts_at, amount.grace_ends_at, amount.next_step_at, amount.fen, amount.points,
                    amount.arithmetic,
                )
            )  # fmt: skip
    return result


def totals(desk: Desk, group: str = "") -> Totals:
    """Sums as of the desk's clock. Payments and waivers that were taken back do not count."""
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        made = read_entries(session, desk.clock.now(), group_id)
    balances = {entry.person: (entry.balance_fen, entry.balance_points) for entry in made}
    owing = [balance for balance in balances.values() if balance[0] > 0 or balance[1] > 0]
    paid = [e.row for e in made if e.row.kind == stored.PAYMENT and not e.taken_back]
    waived = [e.row for e in made if e.row.kind in (stored.WAIVER, stored.REFUND) and not e.taken_back]
    rising = growing(desk, group)
    return Totals(
        unpaid_fen=sum(max(0, fen) for fen, _ in owing),
        unpaid_points=sum(max(0, points) for _, points in owing),
        unpaid_members=len(owing),
        paid_fen=-sum(row.fen for row in paid),
        paid_points=-sum(row.points for row in paid),
        paid_entries=len(paid),
        waived_fen=-sum(row.fen for row in waived),
        waived_points=-sum(row.points for row in waived),
        waived_entries=len(waived),
        growing_fen=sum(each.fen for each in rising),
        growing_points=sum(each.points for each in rising),
        growing_members=len({each.member_id for each in rising}),
    )


def pay(
    desk: Desk, subject: str, proof: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[list[Entry]]:
    """Pay what is owed under `subject`: a ledger entry, case, obligation or violation id.

    A growing amount is assessed at this moment and then paid. Raises Refusal when nothing is owed.
    """
    check_passphrase(desk, approved_by, passphrase)
    return _settle(desk, subject, DecisionKind.PAY, stored.PAYMENT, proof, approved_by)


def waive(
    desk: Desk, subject: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[list[Entry]]:
    """As `pay`, but nobody pays: the debt is let off."""
    check_passphrase(desk, approved_by, passphrase)
    return _settle(desk, subject, DecisionKind.WAIVE, stored.WAIVER, reason, approved_by)


def refund(
    desk: Desk, subject: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[list[Entry]]:
    """Take back what was assessed under `subject`; what was paid of it becomes a credit of the member.

    Raises Refusal when nothing was assessed, or when it was taken back already.
    """
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        found = find_to_decide(session, _violation_of(session, subject), desk.clock.now())
        must_be_confirmed(found)
        approved = approver(session, desk, approved_by)
        decided, places = _decided(desk, session, found, DecisionKind.REFUND, reason, approved)
        taken = stored.refund(session, desk.clock.now(), places, reason)
        if taken == (0, 0):
            raise Refusal(
                P("nothing is left to refund here."), found.record.id,
                P("Its amount was not entered yet, was waived, or was taken back already."),
            )  # fmt: skip
        rows = _made(session, found.record, decided)
    return _told(desk, found.record, rows, decided)


def repay(
    desk: Desk, subject: str, proof: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[list[Entry]]:
    """Give back what `subject` was paid too much: its credit. Raises Refusal when there is none."""
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        found = find_to_decide(session, _violation_of(session, subject), desk.clock.now())
        fen, points = stored.remaining(session, found.record.id)
        if fen >= 0 and points >= 0:
            raise Refusal(
                P("there is no credit here."), found.record.id, P("Only what was refunded after it was paid.")
            )
        approved = approver(session, desk, approved_by)
        decided, places = _decided(desk, session, found, DecisionKind.REPAY, proof, approved)
        back = places.posting(stored.REPAYMENT, max(0, -fen), max(0, -points), note=proof)
        stored.post(session, desk.clock.now(), back)
        rows = _made(session, found.record, decided)
    return _told(desk, found.record, rows, decided)


def _settle(
    desk: Desk, subject: str, decided: DecisionKind, kind: str, note: str, approved_by: str
) -> Outcome[list[Entry]]:
    now = desk.clock.now()
    with desk.store.write() as session:
        found = find_to_decide(session, _violation_of(session, subject), now)
        must_be_confirmed(found)
        full, owed = _owed(session, found)
        approved = approver(session, desk, approved_by)
        decision, places = _decided(
            desk, session, found, decided, note, approved, {"fen": owed.fen, "points": owed.points}
        )
        if full is not None:
            stored.assess(session, now, places, full, owed)
        stored.post(session, now, places.posting(kind, -owed.fen, -owed.points, note=note))
        rows = _made(session, found.record, decision)
    return _told(desk, found.record, rows, decision)


def _decided(
    desk: Desk,
    session: Session,
    found: Found,
    kind: DecisionKind,
    note: str,
    approved: str,
    details: Mapping[str, Any] | None = None,
) -> tuple[str, Places]:
    """Record the decision; its id, and where its entries go: to the person whose case it is."""
    now, record = desk.clock.now(), found.record
    decision = Decision(
        new_id(now), now, desk.operator, kind, Subject.VIOLATION, record.id, note,
        details={"approved_by": approved, **(details or {})},
    )  # fmt: skip
    record_decision(session, decision, record.group_id)
    mirror(session, record.id)
    member_id = found.finally_.answerable(record)
    return decision.id, Places(record.group_id, member_id, record.case_id, record.id, decision.id, approved)


def _made(session: Session, record: ViolationRecord, decision: str) -> list[Entry]:
    """The entries of a decision, in order."""
    return _shown(session, read_entries(session, END, record.group_id, ids=made_by(session, decision)), END)


def _told(desk: Desk, record: ViolationRecord, rows: list[Entry], decision: str) -> Outcome[list[Entry]]:
    changes = Changes(Noun.LEDGER | Noun.VIOLATIONS | Noun.GROUPS, frozenset({record.group_id}))
    desk.announce(changes)
    return Outcome(rows, changes, decision)


def _owed(session: Session, found: Found) -> tuple[Amount | None, Amount]:
    """(the whole amount where it is yet to be assessed, else None; what is owed within the cap)."""
    record, book = found.record, found.book
    life = found.finally_.life(record)
    fen, points = stored.remaining(session, record.id)
    if fen > 0 or points > 0:
        return None, Amount(fen=max(0, fen), points=max(0, points))
    effect = book.effect(record)
    full = book.full_amount(record, effect)
    if life.settled_at is None and effect.grows is not None and not full.nothing:
        return full, book.within_cap(record, effect, full)
    remedy = P("Its measure costs nothing.")
    if life.settled_at is not None:
        remedy = P("It was paid or waived already.")
    raise Refusal(P("nothing is owed here."), record.id, remedy)


def _violation_of(session: Session, text: str) -> str:
    """The violation behind the number or id of a ledger entry, a case, an obligation or a violation.

    Raises Refusal when there is none.
    """
    text = text.strip()
    entry = (
        stored.entry_by_seq(session, int(text))
        if text.isascii() and text.isdigit() and len(text) < 10
        else None
    )
    if entry is None and (entry_id := find_id(session, LedgerRow, text)):
        entry = stored.entry_by_id(session, entry_id)
    if entry is not None:
        return entry.violation_id
    if violation := find_id(session, ViolationRow, text):
        return violation
    case_id = case_id_of(session, text)
    obligation = find_id(session, ObligationRow, text)
    found = violations_of(session, obligation or "", case_id)
    if found:
        return found[0]
    if obligation:
        raise Refusal(
            P("no violation came of this obligation yet."), obligation, P("Scan the group, then confirm it.")
        )
    raise Refusal(
        P("there is no such entry, case, obligation or violation."), text, P("Copy the id from its list.")
    )


def _shown(session: Session, made: list[StoredEntry], now: Instant) -> list[Entry]:
    """Entries of people who were put together by `now` are those of one person."""
    rows = person_rows(session, now)
    members = read_people(session, {entry.row.member_id for entry in made}, rows)
    return [
        Entry(
            entry.row.seq or 0, entry.row.id, entry.row.at, entry.group, entry.row.group_id, members[entry.row.member_id].id,
            rows.stand_in(entry.row.member_id), members[entry.row.member_id].shown_name(entry.row.at), entry.case,
            entry.row.violation_id, entry.clause, entry.row.kind, entry.row.fen, entry.row.points,
            entry.balance_fen, entry.balance_points, entry.arithmetic, entry.row.note,
            entry.row.approved_by, entry.hash,
        )
        for entry in made
    ]  # fmt: skip
