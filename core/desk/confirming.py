"""What a confirmation comes to: tier, step or steps, measure in own words, amount, and whose case it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from core.base.clock import MINUTE
from core.base.money import FEN_PER_YUAN
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.gates import barred, is_allowed
from core.casework.ladder import MINOR, ONCE, SERIOUS, Proposal, effect_of, kept_for, tiers
from core.casework.wording import step_name
from core.charter.model import Effect
from core.charter.steps import MONEY_STEPS, SECOND_PERSON, STEPS
from core.desk.casebook import Casebook
from core.desk.heads import head_of
from core.store.violations import ViolationRecord

_BETWEEN = re.compile(r"[+,，、\s]+")
MOST_FEN = 10_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants beside the proposal. `step`: one, or several joined by "+". `tier`: minor | serious.
    `measure`: in own words. `amount_fen` and `shares`: where the charter names none. `against`: id or name of
    who answers for the breach where a head of a department does."""

    step: str = ""
    tier: str = ""
    measure: str = ""
    amount_fen: int | None = None
    shares: int | None = None
    against: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """`steps` has several where they were combined; `step` is the heaviest of them. `member_id`: the row of
    who answers. `details` go on record with the decision."""

    step: str
    steps: tuple[str, ...]
    effect: Effect
    member_id: int
    details: Mapping[str, Any] = field(default_factory=dict)


def measure_of(
    session: Session, record: ViolationRecord, book: Casebook, reason: str, wish: Wish, final: bool
) -> Measure:
    """`final`: what a refused apology leads to, so the tier is settled. Raises Refusal for what the policy, the
    member's type or the clause does not allow, and where a person has yet to choose."""
    steps = parse_steps(wish.step)
    tier = "" if final else _tier(record, book, steps, wish.tier)
    proposal = book.serious(record) if tier == SERIOUS else book.proposal(record)
    _check_steps(record, book, steps, proposal)
    chosen = max(steps, key=STEPS.index) if steps else proposal.step
    _check_choice(record, book, chosen, proposal, wish)
    _check_reason(record, book, reason, tier, chosen, wish)
    effect = effect_of(book.policy(record), proposal, chosen)
    asked = _asked_amount(record, book, chosen, effect, wish)
    if asked:
        effect = replace(effect, amount_fen=asked)
    member_id, answers = head_of(session, record, book, wish.against)
    details: dict[str, Any] = {
        "proposed": proposal.step, "type": book.member_type(record).value,
        "law": list(dict.fromkeys(key for step in steps or (chosen,) for key in book.rules.law(record, step))),
    }  # fmt: skip
    more = {
        "tier": tier, "measure": wish.measure.strip(), "steps": list(steps) if len(steps) > 1 else [],
        "amount_fen": asked, "answers": answers, "answers_row": member_id if answers else 0,
        **_terms(book, record, chosen, effect, wish),
    }  # fmt: skip
    details |= {key: value for key, value in more.items() if value}
    return Measure(chosen, steps or ((chosen,) if chosen else ()), effect, member_id, details)


def parse_steps(text: str) -> tuple[str, ...]:
    """Raises Refusal for a word that is no step."""
    steps = tuple(dict.fromkeys(part for part in _BETWEEN.split(text.strip()) if part))
    for step in steps:
        if step not in STEPS:
            raise Refusal(
                P("“{step}” is no step.", step=step), "--step", P("Choose one of: {steps}.", steps=STEPS)
            )
    return steps


def _tier(record: ViolationRecord, book: Casebook, steps: Sequence[str], wanted: str) -> str:
    if wanted not in ("", MINOR, SERIOUS):
        raise Refusal(P("“{tier}” is no tier.", tier=wanted), "--tier", P("Choose minor or serious."))
    known = tiers(book.policy(record), book.earlier(record), record.clause)
    if wanted == SERIOUS and not known.serious:
        raise Refusal(
            P("the charter knows no serious tier here."), "--tier", P("Leave --tier out, or name a --step.")
        )
    inferred = known.of(max(steps, key=STEPS.index)) if steps else ""
    if wanted == MINOR and inferred == SERIOUS:
        raise Refusal(
            P("{step} belongs to the serious tier.", step=step_name(max(steps, key=STEPS.index))),
            "--tier",
            P("Write --tier serious, or choose one of: {steps}.", steps=known.minor),
        )
    # A step of neither tier overrides the proposal, as it does without a tier: a ban where removal is named.
    if wanted == SERIOUS and any(step in known.minor and step not in known.serious for step in steps):
        raise Refusal(
            P("this is no measure of the serious tier."), "--step",
            P("Choose one of: {steps}.", steps=known.serious),
        )  # fmt: skip
    return (wanted or inferred) if known.serious else ""


def _check_steps(record: ViolationRecord, book: Casebook, steps: Sequence[str], proposal: Proposal) -> None:
    policy, kind = book.policy(record), book.member_type(record)
    for step in steps:
        if not is_allowed(step, kind):
            raise Refusal(
                barred(step, kind), record.id, P("Choose another step, or correct the member's type.")
            )
        if clauses := kept_for(policy, step, record.clause):
            raise Refusal(
                P("{step} is kept for other clauses.", step=step_name(step)), "--step",
                P("It follows on: {clauses}.", clauses=clauses),
            )  # fmt: skip
        if (
            policy is not None
            and policy.scope in ONCE
            and book.earlier(record)
            and step in SECOND_PERSON | MONEY_STEPS
        ):
            raise Refusal(
                P("this measure is taken once only, and it was taken already."), record.id,
                P("Dismiss the violation, or confirm it without --step."),
            )  # fmt: skip
    if len(steps) > 1 and not proposal.effect.combines:
        raise Refusal(P("the charter does not combine measures here."), "--step", P("Choose one of them."))


def _check_choice(
    record: ViolationRecord, book: Casebook, chosen: str, proposal: Proposal, wish: Wish
) -> None:
    if wish.measure.strip():
        if not proposal.effect.free:
            raise Refusal(
                P("the charter leaves no measure to be entered here."), "--measure",
                P("Choose a --step instead, or leave it at the proposal."),
            )  # fmt: skip
        return
    if not chosen and proposal.choices:
        free = proposal.effect.free
        raise Refusal(
            P("the charter leaves the measure to you."), record.id,
            P("Choose with --step: {steps}; or say it with --measure.", steps=proposal.choices) if free
            else P("Choose with --step: {steps}.", steps=proposal.choices),
        )  # fmt: skip


def _check_reason(
    record: ViolationRecord, book: Casebook, reason: str, tier: str, chosen: str, wish: Wish
) -> None:
    """A serious case, a removal without any step before it, and a measure in own words say why."""
    known = tiers(book.policy(record), book.earlier(record), record.clause)
    at_once = bool(chosen) and known.serious == known.minor == (chosen,)
    if not reason.strip() and (tier == SERIOUS or at_once or wish.measure.strip()):
        raise Refusal(
            P("a serious case or a measure of your own needs a reason."), "--reason", P("Write why.")
        )


def _asked_amount(record: ViolationRecord, book: Casebook, chosen: str, effect: Effect, wish: Wish) -> int:
    """The amount in fen where the charter names none; 0 where nothing is asked. Raises Refusal when missing."""
    asks = chosen in MONEY_STEPS and not effect.amount_fen and effect.grows is None
    if not asks:
        if wish.amount_fen is not None:
            raise Refusal(
                P("no amount is asked for here."), "--amount",
                P("The charter names it, or the step costs nothing: leave it out."),
            )  # fmt: skip
        return 0
    fen = wish.amount_fen
    if fen is None and chosen == "red_packet":
        fen = book.rules.settings(record)["red_packet.fen"]
    if fen is None:
        raise Refusal(
            P("the charter names no amount for this step."), record.id,
            P("Agree on one and add --amount 20 (yuan or points), or set red_packet.fen at adoption."),
        )  # fmt: skip
    if not 0 < fen <= MOST_FEN or (book.rules.unit(record) == "points" and fen % FEN_PER_YUAN):
        raise Refusal(
            P("this is no amount."), "--amount",
            P("Write yuan such as 20 or 8.88; points are whole numbers."),
        )  # fmt: skip
    return int(fen)


def _terms(
    book: Casebook, record: ViolationRecord, chosen: str, effect: Effect, wish: Wish
) -> dict[str, Any]:
    """How long a mute lasts, until when a red packet is due and in how many shares: as agreed at adoption."""
    settings = book.rules.settings(record)
    if chosen == "mute":
        return {"minutes": settings["mute.minutes"]}
    if chosen != "red_packet" or effect.grows is not None:
        if wish.shares is not None:
            raise Refusal(
                P("shares go with a red packet of a fixed amount only."), "--shares", P("Leave it out.")
            )
        return {}
    if wish.shares is not None and wish.shares < 1:
        raise Refusal(P("a red packet has one share or more."), "--shares", P("Write a number above zero."))
    minutes = settings["red_packet.minutes"]
    return {
        "shares": wish.shares or settings["red_packet.shares"],
        "pay_by": book.now + minutes * MINUTE if minutes else None,
    }
