"""The page of appeals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from core.base.money import from_yuan
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.wording import step_name
from core.charter.steps import MONEY_STEPS, STEPS
from core.desk import appeals
from core.desk.appeals import AppealRow
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.store.people import read_members
from core.store.violations import Wanted, read_violations
from gui.panels.flows.flow import APPROVER, SECRET, SETTLED, WAITING, Action, Card, Field, Flow, Row

STATES: Mapping[str, tuple[Phrase, str, str]] = {
    "open": (P("waits for an answer"), "amber-d", "clock"),
    "overdue": (P("answer overdue"), "red", "warning"),
    "upheld": (P("upheld"), "green", "check-circle"),
    "partly": (P("upheld in part"), "green", "check-circle"),
    "rejected": (P("rejected"), "text2", "minus-circle"),
    "withdrawn": (P("withdrawn"), "text3", "minus-circle"),
}
_LOWER = "lower"
_MILDER: Mapping[str, Phrase] = {
    **{step: step_name(step) for step in STEPS if step not in MONEY_STEPS},
    _LOWER: P("the same step, for a lower amount"),
}


def appeal_flow() -> Flow:
    return Flow(
        P("Appeals"),
        P("Anybody may appeal, removed members too, or somebody for them. What grows stands still until the answer."),
        P("Nobody appealed. Enter an appeal here when somebody disagrees with a decision."),
        _read, _count, _new,
    )  # fmt: skip


def _read(desk: Desk, group: str) -> list[Row]:
    return [_row(row) for row in appeals.find(desk, group)]


def _count(desk: Desk, group: str) -> int:
    return sum(row.is_waiting for row in appeals.find(desk, group))


def _row(row: AppealRow) -> Row:
    appeal = row.appeal
    return Row(
        appeal.id, WAITING if row.is_waiting else SETTLED, STATES[row.state],
        P("in the group") if appeal.inside else P("elsewhere"), row.member_name, appeal.text, row.group, row.zone,
        appeal.opened.at, partial(_card, row), appeal.due, row.state == "overdue",
    )  # fmt: skip


def _card(row: AppealRow) -> Card:
    appeal = row.appeal
    told: list[Phrase | str] = [P("{case}, {clauses}", case=row.case, clauses=row.clauses)]
    if appeal.behalf:
        told.append(P("{by} appeals for {name}.", by=appeal.by, name=appeal.behalf))
    told += [P("Answered for now: {text}", text=each.reason) for each in appeal.replies]
    if appeal.decided is not None:
        told.append(
            P("Decided by {name}: {reason}", name=appeal.decided.operator, reason=appeal.decided.reason)
        )
    if appeal.same_person:
        told.append(P("Decided by whoever had made the decision; better let somebody else look."))
    return Card(told, row.letter, _actions(appeal.id) if row.is_waiting else ())


def _actions(key: str) -> tuple[Action, ...]:
    reason = Field("reason", P("Reason; whoever appealed reads it"), "long", required=True)

    def decide(
        desk: Desk, given: Mapping[str, str], outcome: str, step: str = "", fen: int | None = None
    ) -> Outcome[AppealRow]:
        return appeals.decide(desk, key, outcome, given["reason"], step, fen, given[APPROVER], given[SECRET])

    def decided(outcome: str) -> Action:
        words = {"upheld": P("Uphold…"), "rejected": P("Reject…"), "withdrawn": P("Withdrawn…")}[outcome]
        return Action(
            words, lambda desk, given: decide(desk, given, outcome), P("Appeal decided."), (reason,), outcome == "upheld",
            note=P("The step is taken back, what was assessed refunded, and a correction prepared.")
            if outcome == "upheld" else None,
        )  # fmt: skip

    def partly(desk: Desk, given: Mapping[str, str]) -> Outcome[AppealRow]:
        step = given["step"]
        return decide(desk, given, "partly", "" if step == _LOWER else step, _fen(given["amount"]))

    def replied(desk: Desk, given: Mapping[str, str]) -> Outcome[AppealRow]:
        return appeals.reply(desk, key, given["text"])

    step = Field(
        "step",
        P("What takes the place of the step"),
        "choice",
        required=True,
        choices=_MILDER,
        value="warning",
    )
    remains = Field("amount", P("What remains, in yuan or points"), hint="20")
    return (
        decided("withdrawn"),
        Action(P("Answer for now…"), replied, P("Noted."), (Field("text", P("What was answered"), "long", required=True),)),
        decided("rejected"),
        Action(P("Uphold in part…"), partly, P("Appeal decided."), (step, remains, reason)),
        decided("upheld"),
    )  # fmt: skip


def _fen(typed: str) -> int | None:
    """Raises Refusal for what is no amount."""
    if not typed.strip():
        return None
    try:
        return from_yuan(typed)
    except ValueError as error:
        raise Refusal(
            P("“{text}” is no amount.", text=typed), "", P("Write yuan such as 20 or 8.88.")
        ) from error


_SAID = (
    Field("text", P("What the appeal says"), "long", required=True),
    Field("inside", P("Said in the group"), "check"),
    Field("by", P("Who appeals, where it is not the person concerned")),
    Field("behalf", P("For whom, where it is somebody else")),
)


def _new(_groups: Sequence[tuple[str, str]]) -> tuple[Action, ...]:
    named = Field("named", P("Number of the case, or id of the violation"), required=True, hint="销售-0057")
    return (_entering((named, *_SAID)),)


def appeal_against(violation: str, name: str, case: str) -> Action:
    """Entering an appeal of `name` against what was decided about this violation."""
    return _entering(_SAID, violation, P("{name}, {case}", name=name, case=case))


def _entering(fields: tuple[Field, ...], violation: str = "", note: Phrase | None = None) -> Action:
    def opened(desk: Desk, given: Mapping[str, str]) -> Outcome[AppealRow]:
        named = violation or given["named"]
        by = given["by"] or _whose(desk, named)
        return appeals.open_appeal(desk, named, by, given["text"], given["behalf"], bool(given["inside"]))

    return Action(P("Enter an appeal…"), opened, P("Appeal entered."), fields, True, note=note)


def _whose(desk: Desk, named: str) -> str:
    """The name of the person a case or violation is about; "" where it is unknown (then the desk says so)."""
    from core.store.cases import case_id_of
    from core.store.lookup import find_id
    from core.store.tables import ViolationRow
    from core.store.violations import violations_of

    with desk.store.read() as session:
        case = case_id_of(session, named.strip())
        found = (
            violations_of(session, case_id=case)
            if case is not None
            else [find_id(session, ViolationRow, named)]
        )
        records = read_violations(session, Wanted(ids=[each for each in found if each]))
        if not records:
            return "?"
        member = read_members(session, [records[0].member_id])[records[0].member_id]
        return member.shown_name(desk.clock.now())
