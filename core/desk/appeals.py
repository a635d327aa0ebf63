"""Appeals at the desk: opened inside or outside the group, answered in time, decided by somebody else.

An appeal that is upheld takes the step back (what was assessed is refunded, the strike no longer counts) and
prepares a correction; all of it is undone together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from core.base.clock import HOUR, Instant, from_iso, iso, to_datetime
from core.base.dated import END
from core.base.ids import new_id
from core.base.money import FEN_PER_YUAN
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.amounts import Amount
from core.casework.appeals import OUTCOMES, PARTLY, UPHELD, Appeal, answer, receipt
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.gates import barred, is_allowed
from core.casework.letters import amount_text
from core.casework.lifecycle import ViolationState
from core.casework.wording import step_name
from core.charter.steps import MONEY_STEPS, SECOND_PERSON, STEPS
from core.desk.approving import approver, approver_of_lifting, check_passphrase
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.store.appeals import read_appeals
from core.store.cases import case_id_of
from core.store.decisions import decisions_about, record_decision
from core.store.groups import find_group
from core.store.ledger import Places, assess, assessed, refund
from core.store.lookup import SHORTEST, resolve_id, unknown_id
from core.store.operators import ensure_operator
from core.store.tables import GroupRow, ViolationRow
from core.store.violations import ViolationRecord, Wanted, mirror, read_violations, violations_of

TOUCHED = Noun.VIOLATIONS | Noun.LEDGER | Noun.OBLIGATIONS | Noun.DUTIES | Noun.GROUPS


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal with what it is about. `letter` is what to send now: a receipt, or the answer."""

    appeal: Appeal
    state: str
    group_id: int
    group: str
    zone: str
    case: str
    member: str
    member_name: str
    clauses: tuple[str, ...]
    letter: Phrase

    @property
    def is_waiting(self) -> bool:
        return self.state in ("open", "overdue")


def find(desk: Desk, group: str = "", state: str = "") -> list[AppealRow]:
    """Appeals as of the desk's clock, those that are due first."""
    states = ("open", "overdue", *OUTCOMES)
    if state and state not in states:
        raise Refusal(
            P("“{state}” is no state of an appeal.", state=state), "--state",
            P("Choose one of {names}.", names=states),
        )  # fmt: skip
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = _rows(session, read_appeals(session, now, group_id).values(), now)
    kept = [row for row in found if state in ("", row.state)]
    return sorted(kept, key=lambda row: (not row.is_waiting, row.appeal.due, row.appeal.id))


def open_appeal(
    desk: Desk, named: str, by: str, text: str, behalf: str = "", inside: bool = False, at: str = "",
    hours: int | None = None,
) -> Outcome[AppealRow]:  # fmt: skip
    """`named`: a case (all that is confirmed in it) or a violation. `by`: who appeals; `behalf`: for whom, where
    that is somebody else. `at`: when it was said (ISO 8601, "" for now). `hours`: until the answer, by default
    the setting appeal.hours of what binds the group.

    Raises Refusal where nothing stands that could be appealed against, or another appeal is under way.
    """
    now = desk.clock.now()
    _must_say(by, "--by", P("Write who appeals."))
    _must_say(text, "--text", P("Write what the appeal says."))
    with desk.store.write() as session:
        records = _attacked(session, named, now)
        _must_be_free(session, records, named)
        said = _moment(at, records[0].group.zone, now)
        rules = Casebook(session, records[:1], now).rules
        allowed = rules.settings(records[0])["appeal.hours"] if hours is None else hours
        ensure_operator(session, desk.operator, now)
        head = new_id(now)
        details = {
            "appeal": head, "by": by.strip(), "behalf": behalf.strip(), "text": text.strip(), "inside": inside,
            "said": said, "due": said + allowed * HOUR,
        }  # fmt: skip
        for index, record in enumerate(records):
            more = {} if index == 0 else {"cause": head}
            made = Decision(
                head if index == 0 else new_id(now), now, desk.operator, DecisionKind.APPEAL,
                Subject.VIOLATION, record.id, text.strip(), details={**details, **more},
            )  # fmt: skip
            record_decision(session, made, record.group_id)
            mirror(session, record.id)
        value = _row(session, head, now)
    return _done(desk, value, head)


def reply(desk: Desk, named: str, text: str) -> Outcome[AppealRow]:
    """An answer for the time being, or that the receipt was acknowledged: on record, nothing is decided."""
    now = desk.clock.now()
    _must_say(text, "--text", P("Write what was answered."))
    with desk.store.write() as session:
        appeal = _open_one(session, named, now)
        ensure_operator(session, desk.operator, now)
        made = new_id(now)
        group_id = 0
        for index, record in enumerate(_records(session, appeal)):
            more = {"appeal": appeal.id} | ({} if index == 0 else {"cause": made})
            one = Decision(
                made if index == 0 else new_id(now), now, desk.operator, DecisionKind.REPLY, Subject.VIOLATION,
                record.id, text.strip(), details=more,
            )  # fmt: skip
            group_id = record.group_id
            record_decision(session, one, group_id)
        value = _row(session, appeal.id, now)
    return _done(desk, value, made)


def decide(
    desk: Desk, named: str, outcome: str, reason: str, step: str = "", amount_fen: int | None = None,
    approved_by: str = "", passphrase: str = "",
) -> Outcome[AppealRow]:  # fmt: skip
    """`outcome`: upheld (all is taken back), partly (`step` takes the place of what was decided, with
    `amount_fen` where it is money, a yuan standing for a point where points are counted; an amount alone lowers what
    was assessed), rejected, or withdrawn by
    whoever appealed.

    Decided by whoever had decided before, it says so. Raises Refusal when the appeal is decided already, and for
    a step that does not apply to the member or an amount above what was assessed, and where money is given back
    without the second person who approves it.
    """
    _check(outcome, reason, step, amount_fen)
    check_passphrase(desk, approved_by, passphrase)
    now = desk.clock.now()
    with desk.store.write() as session:
        appeal = _open_one(session, named, now)
        records = _records(session, appeal)
        ensure_operator(session, desk.operator, now)
        amount = _counted(session, records, amount_fen, now)
        if outcome == PARTLY:
            step = _milder(session, records, step, amount, now)
        approved = approver(session, desk, approved_by) if step in SECOND_PERSON else ""
        head = new_id(now)
        for index, record in enumerate(records):
            ruling = _Ruling(
                desk, session, appeal, head, outcome, reason, step, amount, approved, approved_by
            )
            if outcome in (UPHELD, PARTLY):
                ruling.take_back(record)
            ruling.close(record, is_head=index == 0)
            mirror(session, record.id)
        value = _row(session, appeal.id, now)
    return _done(desk, value, head)


@dataclass(frozen=True)
class _Ruling:
    """Writes down what was decided about an appeal. Everything names `head` as its cause, so that undoing the
    decision about the appeal undoes all of it."""

    desk: Desk
    session: Session
    appeal: Appeal
    head: str
    outcome: str
    reason: str
    step: str
    amount: int | None
    """Fen or points, as the group counts."""
    approved: str
    """Who approved the step that takes the place of what stood; "" where it needs nobody."""
    approved_by: str
    """Who approves that money is given back."""

    def take_back(self, record: ViolationRecord) -> None:
        now = self.desk.clock.now()
        life = Casebook(self.session, [record], now).life(record)
        lifted = approver_of_lifting(self.session, self.desk, record.id, life.details, self.approved_by)
        approved = self.approved or lifted
        kind = DecisionKind.OVERTURN if self.outcome == UPHELD else DecisionKind.CONFIRM
        details: dict[str, object] = {"cause": self.head, "appeal": self.appeal.id}
        if self.outcome == PARTLY:
            details = {**life.details, **details}
            for other in ("steps", "batch"):
                details.pop(other, None)
            details["amount_fen"] = self.amount or 0
        details["approved_by"] = approved
        made = Decision(
            new_id(now), now, self.desk.operator, kind, Subject.VIOLATION, record.id, self.reason,
            self.step if self.outcome == PARTLY else "", details=details,
        )  # fmt: skip
        record_decision(self.session, made, record.group_id)
        owner = int(life.details.get("answers_row") or record.member_id)
        places = Places(record.group_id, owner, record.case_id, record.id, made.id, approved)
        refund(self.session, now, places, self.reason)
        if self.outcome == PARTLY and self.amount:
            owed = _owed(Casebook(self.session, [record], now), record, self.amount)
            assess(self.session, now, places, owed, owed, self.reason)

    def close(self, record: ViolationRecord, is_head: bool) -> None:
        now = self.desk.clock.now()
        earlier = standing(decisions_about(self.session, Subject.VIOLATION, [record.id]), now)
        before = [
            each for each in earlier if each.kind is DecisionKind.CONFIRM and "appeal" not in each.details
        ]
        same = any(each.operator == self.desk.operator for each in before)
        details: dict[str, object] = {
            "appeal": self.appeal.id, "outcome": self.outcome, "same_person": same, "step": self.step,
            "amount": self.amount or 0,
        }  # fmt: skip
        if not is_head:
            details["cause"] = self.head
        made = Decision(
            self.head if is_head else new_id(now), now, self.desk.operator, DecisionKind.APPEAL_DECIDED,
            Subject.VIOLATION, record.id, self.reason, details=details,
        )  # fmt: skip
        record_decision(self.session, made, record.group_id)


def line(row: AppealRow) -> dict[str, object]:
    """The appeal as a JSON line."""
    appeal, zone = row.appeal, row.zone
    decided = appeal.decided
    return {
        "id": appeal.id, "case": row.case, "violations": list(appeal.violations), "clauses": list(row.clauses),
        "group": row.group, "member": row.member, "member_name": row.member_name, "by": appeal.by,
        "behalf": appeal.behalf, "inside": appeal.inside, "text": appeal.text,
        "opened": iso(appeal.opened.at, zone), "due": iso(appeal.due, zone), "state": row.state,
        "outcome": appeal.outcome, "reason": decided.reason if decided else "",
        "decided_at": iso(decided.at, zone) if decided else None,
        "decided_by": decided.operator if decided else "", "same_person": appeal.same_person,
        "replies": [{"at": iso(each.at, zone), "by": each.operator, "text": each.reason} for each in appeal.replies],
        "letter": row.letter,
    }  # fmt: skip


def _attacked(session: Session, named: str, now: Instant) -> list[ViolationRecord]:
    """What is confirmed of a case, or the violation. Raises Refusal where nothing is."""
    case_id = case_id_of(session, named.strip())
    ids = (
        violations_of(session, case_id=case_id)
        if case_id is not None
        else [resolve_id(session, ViolationRow, named)]
    )
    records = read_violations(session, Wanted(ids=ids))
    book, finally_ = Casebook(session, records, now), Casebook(session, records, END)
    found = [
        each for each in records
        if book.state(each) is finally_.state(each) is ViolationState.CONFIRMED
    ]  # fmt: skip
    if found:
        return found
    states = {finally_.state(each) for each in records}
    if ViolationState.CONFIRMED in states:
        raise Refusal(P("at this moment it was not confirmed yet."), named, P("Give a later --now."))
    if ViolationState.OVERTURNED in states:
        raise Refusal(
            P("what was decided here was overturned."), named, P("There is nothing to appeal against.")
        )
    raise Refusal(
        P("no decision stands here that could be appealed against."), named,
        P("An appeal attacks a confirmed violation; what was undone or dismissed needs none."),
    )  # fmt: skip


def _must_be_free(session: Session, records: Sequence[ViolationRecord], named: str) -> None:
    cases = {record.case_id for record in records}
    in_cases = {each for case in cases if case is not None for each in violations_of(session, case_id=case)}
    in_cases |= {record.id for record in records}
    for appeal in read_appeals(session, END, records[0].group_id).values():
        if appeal.decided is None and in_cases & set(appeal.violations):
            raise Refusal(
                P("an appeal in this case is under way."), named, P("Decide {id} first.", id=appeal.id)
            )


def _open_one(session: Session, named: str, now: Instant) -> Appeal:
    """Raises Refusal for an unknown appeal, one that is decided or yet to be opened, and one whose decision was
    taken back."""
    appeal = _named(read_appeals(session, END), session, named)
    if now < appeal.opened.at:
        raise Refusal(
            P("at this moment the appeal had not been opened yet."), appeal.id,
            P("It was opened at {time}; give a later --now.", time=iso(appeal.opened.at)),
        )  # fmt: skip
    if appeal.decided is not None:
        raise Refusal(P("this appeal was decided already."), appeal.id, P("Take that back with undo first."))
    records = read_violations(session, Wanted(ids=appeal.violations))
    book = Casebook(session, records, END)
    if not any(book.state(each) is ViolationState.CONFIRMED for each in records):
        raise Refusal(
            P("the decision appealed against no longer stands."), appeal.id, P("There is nothing to decide.")
        )
    return appeal


def _named(found: dict[str, Appeal], session: Session, text: str) -> Appeal:
    """By its id, the case or a violation."""
    text = text.strip()
    if text in found:
        return found[text]
    fitting = [each for key, each in found.items() if len(text) >= SHORTEST and key.startswith(text)]
    case_id = case_id_of(session, text)
    if case_id is not None:
        within = set(violations_of(session, case_id=case_id))
        fitting += [each for each in found.values() if within & set(each.violations)]
    elif not fitting and len(text) >= SHORTEST:
        fitting = [each for each in found.values() if any(v.startswith(text) for v in each.violations)]
    waiting = [each for each in fitting if each.decided is None] or fitting[-1:]
    if not waiting:
        raise unknown_id(text)
    if len(waiting) > 1:
        raise Refusal(P("several ids start like this."), text, P("Write more of it."))
    return waiting[0]


def _records(session: Session, appeal: Appeal) -> list[ViolationRecord]:
    found = {each.id: each for each in read_violations(session, Wanted(ids=appeal.violations))}
    book = Casebook(session, list(found.values()), END)
    kept = [found[each] for each in appeal.violations]
    return [each for each in kept if book.state(each) is ViolationState.CONFIRMED] or kept


def _row(session: Session, appeal_id: str, now: Instant) -> AppealRow:
    return _rows(session, [read_appeals(session, now)[appeal_id]], now)[0]


def _rows(session: Session, found: Iterable[Appeal], now: Instant) -> list[AppealRow]:
    wanted = list(found)
    ids = [violation for appeal in wanted for violation in appeal.violations]
    records = {each.id: each for each in read_violations(session, Wanted(ids=ids))}
    book = Casebook(session, list(records.values()), now)
    return [
        _told(session, appeal, [records[each] for each in appeal.violations], book, now) for appeal in wanted
    ]


def _told(
    session: Session, appeal: Appeal, records: Sequence[ViolationRecord], book: Casebook, now: Instant
) -> AppealRow:
    first = records[0]
    zone = session.get_one(GroupRow, first.group_id).zone
    name = book.member(first).shown_name(first.at)
    case = first.case_at(now) or first.case
    if appeal.decided is None:
        letter = receipt(appeal, name, case, to_datetime(appeal.due, zone).strftime("%Y-%m-%d %H:%M"))
    else:
        letter = answer(appeal, name, case, appeal.decided.reason, _instead(appeal, book, first))
    return AppealRow(
        appeal, appeal.state(now), first.group_id, first.group.name, zone, case, book.member(first).id, name,
        tuple(dict.fromkeys(each.clause for each in records)), letter,
    )  # fmt: skip


def _instead(appeal: Appeal, book: Casebook, record: ViolationRecord) -> Phrase | None:
    held = appeal.decided.details if appeal.decided else {}
    if not held.get("step"):
        return None
    name, amount = step_name(str(held["step"])), int(held.get("amount", 0))
    if not amount:
        return name
    return P("{step}, {amount}", step=name, amount=amount_text(_owed(book, record, amount)))


def _milder(
    session: Session, records: Sequence[ViolationRecord], step: str, amount: int | None, now: Instant
) -> str:
    """The step that takes the place of what stands. Raises Refusal."""
    book = Casebook(session, list(records), now)
    for record in records:
        stands = book.life(record).step
        step = step or (stands if stands in MONEY_STEPS else "")
        if not step:
            raise _no_step()
        if not is_allowed(step, kind := book.member_type(record)):
            raise Refusal(barred(step, kind), "--step", P("Name a milder step."))
        most = max(assessed(session, record.id))
        if stands in MONEY_STEPS and amount and 0 < most < amount:
            raise Refusal(
                P("this is more than was assessed."), "--amount",
                P("At most {amount} may remain.", amount=amount_text(_owed(book, record, most))),
            )  # fmt: skip
    return step


def _counted(
    session: Session, records: Sequence[ViolationRecord], fen: int | None, now: Instant
) -> int | None:
    """An amount in fen as the group counts: fen, or points, one a yuan. Raises Refusal for part of a point."""
    if not fen or Casebook(session, records[:1], now).rules.unit(records[0]) == "cny":
        return fen
    if fen % FEN_PER_YUAN:
        raise Refusal(P("this is no amount."), "--amount", P("Points are whole numbers."))
    return fen // FEN_PER_YUAN


def _owed(book: Casebook, record: ViolationRecord, amount: int) -> Amount:
    return Amount(fen=amount) if book.rules.unit(record) == "cny" else Amount(points=amount)


def _no_step() -> Refusal:
    return Refusal(P("what takes the place of the step is missing."), "--step", P("Name a milder step."))


def _check(outcome: str, reason: str, step: str, amount: int | None) -> None:
    if outcome not in OUTCOMES:
        raise Refusal(
            P("“{outcome}” is no outcome.", outcome=outcome), "--outcome",
            P("Choose one of {names}.", names=OUTCOMES),
        )  # fmt: skip
    _must_say(reason, "--reason", P("Write why it is decided so; whoever appealed reads it."))
    if outcome == PARTLY and not step and not amount:
        raise _no_step()
    if outcome != PARTLY and (step or amount is not None):
        raise Refusal(P("only an appeal upheld in part has another step."), "--step", P("Leave it out."))
    if step and step not in STEPS:
        raise Refusal(
            P("“{step}” is no step.", step=step), "--step", P("Choose one of: {steps}.", steps=STEPS)
        )
    if outcome == PARTLY and step in MONEY_STEPS and not amount:
        raise Refusal(P("the amount is missing."), "--amount", P("Write how much remains, as --amount 20."))
    if amount is not None and (amount < 0 or (step and step not in MONEY_STEPS)):
        raise Refusal(
            P("an amount goes with money."), "--amount", P("Leave it out, or name a fine or points.")
        )


def _must_say(text: str, where: str, remedy: Phrase) -> None:
    if not text.strip():
        raise Refusal(P("something is missing."), where, remedy)


def _moment(text: str, zone: str, now: Instant) -> Instant:
    if not text:
        return now
    try:
        said = from_iso(text, zone)
    except (ValueError, OverflowError) as error:
        raise Refusal(
            P("“{text}” is no time.", text=text), "--at", P("Write it like 2026-03-01T09:30:00+08:00.")
        ) from error
    if said > now:
        raise Refusal(P("that moment has not come yet."), text, P("Enter what has happened."))
    return said


def _done(desk: Desk, value: AppealRow, decision: str) -> Outcome[AppealRow]:
    changes = Changes(TOUCHED, frozenset({value.group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)
