"""The letter to a member: what happened, when, which clause, what follows, when it lapses, how to object.

Nothing in it tells who reported; a private one is for the member alone, a public one for the group.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant, to_datetime
from core.base.phrase import LocalText, P, Phrase
from core.casework.amounts import Amount
from core.casework.wording import step_name
from core.charter.model import Growth

QUOTED = 60
"""Characters of the message that a letter quotes."""
PUBLIC, PRIVATE = "public", "private"
TONES = (PUBLIC, PRIVATE)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter says. `quote` is "" where no message is at fault; then `why` tells what happened.
    `growth` is set where the amount grows until it is paid."""

    name: str
    at: Instant
    zone: str
    quote: str
    why: Phrase
    charter: LocalText
    clause_ref: str
    clause_text: LocalText
    step: str
    amount: Amount
    growth: Growth | None = None
    tone: str = PUBLIC
    lapse_days: int | None = None
    """Days after which it no longer counts; None where neither the charter nor the admin says so."""
    appeal_until: Instant | None = None
    carried_out: Phrase | None = None
    """How the step is carried out where the group cannot do it as such."""
    on_behalf_of: str = ""
    """Who broke the clause, where whom the letter addresses answers for it."""
    folded: int = 0
    """Other breaches that this letter settles as well."""


def letter(facts: LetterFacts) -> Phrase:
    words = (
        P(
            "{name}, a word between us. {what} This goes against clause {ref} of “{charter}”: {clause} {follows}"
            " {lapses} {appeal}"
        )
        if facts.tone == PRIVATE
        else P(
            "@{name} {what} This goes against clause {ref} of “{charter}”: {clause} {follows} {lapses} {appeal}"
        )
    )
    args = {
        "name": facts.name, "what": _what(facts), "ref": facts.clause_ref, "charter": facts.charter,
        "clause": facts.clause_text, "follows": _all_that_follows(facts), "lapses": _lapses(facts),
        "appeal": _appeal(facts),
    }  # fmt: skip
    return Phrase(words.msgid, tuple(args.items()))


def correction(facts: LetterFacts) -> Phrase:
    """What to post after a decision that was announced has been taken back."""
    return P(
        "@{name} Correction: what was said here about clause {ref} of “{charter}” ({at}) no longer stands. The"
        " decision was taken back, {step} does not count, and nothing is held against you. We apologise for the"
        " trouble.",
        name=facts.name,
        ref=facts.clause_ref,
        charter=facts.charter,
        at=_day(facts),
        step=step_name(facts.step) if facts.step else P("the entry"),
    )


def _day(facts: LetterFacts) -> str:
    return to_datetime(facts.at, facts.zone).strftime("%Y-%m-%d %H:%M")


def _all_that_follows(facts: LetterFacts) -> Phrase:
    follows = _follows(facts)
    if facts.folded:
        follows = P("{follows} It also settles {n} more of the same kind.", follows=follows, n=facts.folded)
    if facts.carried_out is None:
        return follows
    return P("{follows} {how}", follows=follows, how=facts.carried_out)


def _lapses(facts: LetterFacts) -> Phrase:
    if facts.lapse_days is not None:
        return P("It no longer counts after {n} days without another.", n=facts.lapse_days)
    return P("The charter sets no time after which it lapses.")


def _appeal(facts: LetterFacts) -> Phrase:
    if facts.appeal_until is None:
        return P(
            "If you disagree, tell an admin or the group owner with your reasons; the decision will be looked at again."
        )
    until = to_datetime(facts.appeal_until, facts.zone).strftime("%Y-%m-%d %H:%M")
    return P(
        "If you disagree, tell an admin or the group owner with your reasons until {until}; the decision will be"
        " looked at again.",
        until=until,
    )


def _what(facts: LetterFacts) -> Phrase:
    what = _happened(facts)
    if not facts.on_behalf_of:
        return what
    return P(
        "{what} It concerns {member}, for whose department you answer.", what=what, member=facts.on_behalf_of
    )


def _happened(facts: LetterFacts) -> Phrase:
    at = to_datetime(facts.at, facts.zone).strftime("%Y-%m-%d %H:%M")
    if facts.quote and not facts.on_behalf_of:
        return P("At {at} you wrote “{quote}”.", at=at, quote=_short(facts.quote))
    return P("Recorded at {at}: {why}", at=at, why=facts.why)


def _follows(facts: LetterFacts) -> Phrase:
    if not facts.step:
        return P("It was put on record; no further measure follows now.")
    name = step_name(facts.step)
    if facts.growth is not None:
        return P(
            "What follows: {step} of {amount}, due within {hours}; after that {more} more every {every}, at most {cap}.",
            step=name,
            amount=_money(facts.growth.base_fen, facts.amount),
            hours=_span(facts.growth.grace_minutes),
            more=_money(facts.growth.step_fen, facts.amount),
            every=_span(facts.growth.step_minutes),
            cap=_money(facts.growth.cap_fen, facts.amount),
        )
    if not facts.amount.nothing:
        return P("What follows: {step}, {amount}.", step=name, amount=amount_text(facts.amount))
    if facts.step == "apology":
        return P("What follows: a warning; please apologise in the group.")
    return P("What follows: {step}.", step=name)


def amount_text(amount: Amount) -> Phrase:
    """ "¥55.00" or "55 points"."""
    if amount.points:
        return P("{count} points", count=amount.points)
    return P("{yuan} yuan", yuan=_yuan(amount.fen))


def _money(fen: int, unit_of: Amount) -> Phrase:
    if unit_of.points:
        return P("{count} points", count=fen // 100)
    return P("{yuan} yuan", yuan=_yuan(fen))


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _span(minutes: int) -> Phrase:
    if minutes % 60 == 0:
        return P("{count} h", count=minutes // 60)
    return P("{count} min", count=minutes)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"
