"""Rules as sentences that an admin can check against the written charter."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import LocalText, P, Phrase
from core.charter.categories import CATEGORIES
from core.charter.law import LAW_NOTES as LAW_NOTES
from core.charter.model import (
    AnyRule,
    Band,
    BehaviourRule,
    Charter,
    ClauseState,
    DutyRule,
    MessageRule,
    ObligationRule,
    RosterRule,
)
from core.charter.registers import REGISTERS
from core.charter.settings import KEYS
from core.chat.member import MemberType, Role

STATE_NAMES: dict[ClauseState, Phrase] = {
    ClauseState.ENFORCED: P("enforced by a rule"),
    ClauseState.GUIDED: P("carried out by a person"),
    ClauseState.RECORDED: P("kept in a register"),
    ClauseState.ADVICE: P("advice, not judged"),
}
_TYPES: dict[MemberType, Phrase] = {
    MemberType.EMPLOYEE: P("employee"),
    MemberType.AGENT: P("agent"),
    MemberType.PARTNER: P("partner"),
    MemberType.CUSTOMER: P("customer"),
    MemberType.SHAREHOLDER: P("shareholder"),
    MemberType.CHAMBER_MEMBER: P("chamber member"),
    MemberType.GUEST: P("guest"),
}
_ROLES: dict[Role, Phrase] = {
    Role.OWNER: P("owner"),
    Role.ADMIN: P("admin"),
    Role.SUPERVISOR: P("supervisor"),
    Role.LEADER: P("leader"),
    Role.MEMBER: P("member"),
}
_EXEMPT: dict[str, Phrase] = {
    "permits": P("holders of a permit"),
    "own-brands": P("the group's own goods"),
    "own-contact": P("the sender's own issued number"),
    "customers": P("customers"),
    "admins": P("owner and admins"),
}
_EXCUSES: dict[str, Phrase] = {
    "leave": P("approved leave"),
    "no-network": P("no network"),
    "explained": P("a special case explained in time"),
    "elsewhere": P("an answer by phone or in another chat"),
}


def category_name(category: str) -> LocalText:
    return CATEGORIES.get(category) or LocalText(category, category)


def rule_sentences(rule: AnyRule, charter: Charter) -> tuple[Phrase, ...]:
    """What the rule does, in whole sentences; numbers are the charter's values or the defaults."""
    if isinstance(rule, MessageRule):
        said = _message(rule)
    elif isinstance(rule, BehaviourRule):
        said = (_behaviour(rule, charter), *_times(rule))
    elif isinstance(rule, RosterRule):
        said = _roster(rule)
    elif isinstance(rule, DutyRule):
        said = _duty(rule, charter)
    else:
        said = _obligation(rule, charter)
    said = (*said, *_concerns(rule))
    if rule.band is Band.REVIEW:
        return (*said, P("A hit is only a hint; a person decides."))
    return said


def _concerns(rule: AnyRule) -> tuple[Phrase, ...]:
    """Whom the rule is about, where it does not concern everybody."""
    types = tuple(_TYPES[each] for each in rule.types)
    roles = tuple(_ROLES[each] for each in rule.roles)
    said: tuple[Phrase, ...] = (P("Concerns only: {who}.", who=types),) if types else ()
    if isinstance(rule, RosterRule) and rule.check == "eligible":
        said = (P("These may be in the group: {who}.", who=types),) if types else ()
    return (*said, P("Concerns only the roles: {who}.", who=roles)) if roles else said


def _message(rule: MessageRule) -> tuple[Phrase, ...]:
    names = tuple(category_name(category) for category in rule.categories)
    match rule.during:
        case "work":
            said = [P("Looks for this in messages in working hours: {categories}.", categories=names)]
        case "off-hours":
            said = [P("Looks for this in messages outside working hours: {categories}.", categories=names)]
        case "session":
            said = [P("Looks for this in messages during sharing sessions: {categories}.", categories=names)]
        case "restricted":
            said = [P("Looks for this in messages at restricted times: {categories}.", categories=names)]
        case _:
            said = [P("Looks for this in messages: {categories}.", categories=names)]
    own = len(rule.terms) + len(rule.patterns)
    if own:
        said.append(P("The charter adds {count} words and patterns of its own.", count=own))
    if rule.exempt:
        said.append(P("Leaves alone: {who}.", who=tuple(_EXEMPT[word] for word in rule.exempt)))
    return tuple(said)


_TIMES: dict[str, Phrase] = {
    "session": P("Only during sharing sessions."),
    "restricted": P("Only at restricted times."),
    "work": P("Only in working hours."),
    "off-hours": P("Only outside working hours."),
}
_CLOCKS: dict[str, Phrase] = {
    "session": P("Only what is asked during a sharing session counts."),
    "work": P("The clock runs in working hours only."),
}


def _times(rule: BehaviourRule) -> tuple[Phrase, ...]:
    return (_TIMES[rule.during],) if rule.during in _TIMES else ()


def threshold_name(rule: BehaviourRule) -> str:
    """Under which name the settings hold the rule's numbers: idle chatter is counted like flooding, insults in a
    quarrel like repeats."""
    return {"watery": "flood", "quarrel": "repeat"}.get(rule.window, rule.window)


def _behaviour(rule: BehaviourRule, charter: Charter) -> Phrase:
    name = threshold_name(rule)
    seconds = _value(charter, f"{name}.seconds")
    count = _value(charter, f"{name}.count")
    match rule.window:
        case "flood":
            return P("{count} messages of one member within {seconds} seconds count as flooding.", count=count,
                     seconds=seconds)  # fmt: skip
        case "repeat":
            return P("The same text {count} times within {seconds} seconds counts as repeating.", count=count,
                     seconds=seconds)  # fmt: skip
        case "image":
            return P("{count} images of one member within {seconds} seconds are too many.", count=count,
                     seconds=seconds)  # fmt: skip
        case "voice":
            return P("{count} voice messages of one member within {seconds} seconds are too many.", count=count,
                     seconds=seconds)  # fmt: skip
        case "quarrel":
            return P("{count} insults going back and forth within {seconds} seconds are a quarrel.", count=count,
                     seconds=seconds)  # fmt: skip
        case "busy":
            return P("An image while {speakers} members talked within {seconds} seconds disturbs.",
                     speakers=_value(charter, "busy.speakers"), seconds=seconds)  # fmt: skip
        case _:
            return P("{count} idle remarks of one member within {seconds} seconds are too many.", count=count,
                     seconds=seconds)  # fmt: skip


def _roster(rule: RosterRule) -> tuple[Phrase, ...]:
    match rule.check:
        case "nickname" | "account_name" if not rule.pattern:
            said = []
        case "nickname":
            said = [P("Group nicknames must look like “{example}”.", example=rule.example or "…")]
        case "account_name":
            said = [P("Account names must look like “{example}”.", example=rule.example or "…")]
        case "account_id":
            said = [P("WeChat ids must look like “{example}”; internal ids tell nothing.",
                      example=rule.example or "…")]  # fmt: skip
        case "required_members":
            said = [P("Whoever is on the list of required members must be in the group.")]
        case "eligible":
            said = [P("Only those who belong here may be in the group.")]
        case "invitation":
            said = [P("Whoever was brought in by a member needs an approval.")]
        case _:
            said = [P("Whoever says nothing for {days} days without leave is listed.", days=rule.days)]
    if rule.directory:
        said.append(P("The name must agree with the directory."))
    return tuple(said)


def _obligation(rule: ObligationRule, charter: Charter) -> tuple[Phrase, ...]:
    minutes = _value(charter, rule.minutes)
    match rule.trigger:
        case "task":
            said = P(
                "A leader's task must be answered by those it names within {minutes} minutes.",
                minutes=minutes,
            )
        case "bulletin":
            said = P(
                "A notice must be acknowledged by everybody present within {minutes} minutes.",
                minutes=minutes,
            )
        case "question":
            said = P("A customer's question must be answered within {minutes} minutes.", minutes=minutes)
        case "activity":
            said = P("A roll call must be answered within {minutes} minutes.", minutes=minutes)
        case _:
            said = P(
                "A problem raised in the group must be taken up within {minutes} minutes.", minutes=minutes
            )
    clock = (*((_CLOCKS[rule.during],) if rule.during in _CLOCKS else ()), *_moves(rule))
    if not rule.excuses:
        return said, *clock
    return said, *clock, P("Excused by: {excuses}.", excuses=tuple(_EXCUSES[word] for word in rule.excuses))


def _moves(rule: ObligationRule) -> Iterator[Phrase]:
    """What else decides about the deadline."""
    if rule.stages:
        yield P(
            "An answer only acknowledges: it is due by the time that the message names, until it is done."
        )
    elif rule.due == "named":
        yield P("A time that the message names takes the place of these minutes.")
    if rule.promise:
        yield P("A time promised in an answer replaces the deadline.")


_OCCASIONS: dict[str, Phrase] = {
    "adoption": P("when the charter is adopted"),
    "join": P("when somebody joins"),
    "leave": P("when somebody leaves"),
    "quit": P("when somebody leaves by themselves"),
    "removed": P("when somebody was removed"),
    "message": P("when a message asks for it"),
    "confirmed": P("when a violation is confirmed"),
    "day": P("every day"),
    "week": P("every week"),
    "month": P("every month"),
    "quarter": P("every quarter"),
    "year": P("every year"),
}
_INTENTS: dict[str, Phrase] = {
    "report": P("reporting somebody"),
    "appeal": P("an appeal"),
    "complaint": P("a complaint"),
    "suggestion": P("a suggestion"),
    "leave-request": P("asking for leave"),
    "no-network": P("having no network"),
    "apology": P("an apology"),
    "thanks": P("thanks"),
    "approval-request": P("asking for approval"),
    "anomaly": P("something wrong with an account or data"),
    "resignation": P("leaving the company or the post"),
    "question": P("a question"),
}
_PERIODS: dict[str, Phrase] = {
    "day": P("a day"),
    "working-day": P("a working day"),
    "week": P("a week"),
    "month": P("a month"),
    "campaign": P("in each campaign"),
}
_OFFICES: dict[str, Phrase] = {
    "owner": P("the owner"),
    "admin": P("an admin"),
    "supervisor": P("a supervisor"),
    "leader": P("a leader"),
}


def _duty(rule: DutyRule, charter: Charter) -> tuple[Phrase, ...]:
    asked = (
        P("Asks {who} for an entry in “{register}” {occasion}, within {hours} hours.", who=_OFFICES[rule.by],
          register=REGISTERS[rule.register], occasion=_OCCASIONS[rule.on],
          hours=rule.hours or _value(charter, "duty.hours")),
    )  # fmt: skip
    meant = (*(_INTENTS[word] for word in rule.intents), *(category_name(word) for word in rule.categories))
    said = (P("Messages that count: {what}.", what=meant),) if meant else ()
    own = len(rule.terms) + len(rule.patterns)
    words = (P("The charter adds {count} words and patterns of its own.", count=own),) if own else ()
    each = (P("Each member is to reach {count} {period}, as counted in the register.", count=rule.quota,
              period=_PERIODS[rule.per]),) if rule.quota else ()  # fmt: skip
    counts = (P("What a member says in the group counts, until somebody entered it."),) if rule.counts else ()
    return *asked, *said, *words, *each, *counts


def _value(charter: Charter, key: str) -> str:
    declared = {setting.key: setting.value for setting in charter.settings}
    known = KEYS.get(key)
    return declared.get(key) or (known.default if known else None) or "…"
