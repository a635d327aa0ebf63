"""Obligation rules: clocks opened, answers found, and a finding for each that ran out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.base.clock import Instant, to_datetime
from core.base.phrase import P, Phrase
from core.charter.model import Band, ObligationRule
from core.charter.settings import PersonPeriod
from core.chat.notice import NoticeEvent
from core.judging.answers import Answer, AnswerFinder, Clock
from core.judging.binding import Binding, Facts
from core.judging.finding import Finding, obligation_id
from core.judging.obligation import (
    Marks,
    Obligation,
    ObligationState,
    Reckoning,
    Stage,
    reckon,
)
from core.judging.openings import Opening, openings
from core.judging.scene import Scene
from core.judging.timing import deadline, done_deadline
from core.judging.wording import make_finding


def obligations(scene: Scene, binding: Binding) -> Iterable[tuple[ObligationRule, Obligation]]:
    """Everything owed under `binding`, with the rule that asks for it."""
    opened = [
        (rule, opening, deadline(rule, opening.message.at, binding.settings, scene.group.zone, opening.words))
        for rule in binding.charter.rules()
        if isinstance(rule, ObligationRule)
        for opening in openings(scene, binding, rule)
    ]
    clocks = [Clock(opening.index, frozenset(opening.addressees), due) for _, opening, due in opened]
    clocks.sort(key=lambda clock: clock.index)
    finders: dict[str, AnswerFinder] = {}
    recalled = {notice.detail: notice.at for notice in scene.notices if notice.event is NoticeEvent.RECALL}
    for rule, opening, due in opened:
        withdrawn = recalled.get(opening.message.external_id) if opening.message.external_id else None
        if withdrawn is not None and withdrawn <= due:
            continue
        if rule.id not in finders:
            finders[rule.id] = AnswerFinder(scene, binding, rule, clocks)
        finder = finders[rule.id]
        done_due = done_deadline(rule, opening.message.at, binding.settings, scene.group.zone, opening.words)
        due = due if done_due is None else min(due, done_due)
        leave: tuple[PersonPeriod, ...] = binding.settings["leave"] if "leave" in rule.excuses else ()
        for member in opening.addressees:
            answer, last = finder.answer(opening, member, due), done_due
            if rule.stages:
                answer, last = finder.finished(opening, member, done_due, answer)
            answer = _doubted(scene, opening, member, answer, answer.due or due)
            if answer.met_at is None and _left_before(scene, member, opening.message.at, answer.due or due):
                continue
            yield rule, _obligation(scene, rule, opening, member, due, answer, leave, last)


def _doubted(scene: Scene, opening: Opening, member: str, answer: Answer, due: Instant) -> Answer:
    """An answer that may have come under another name: where a record holds some people by id and some by display
    name only, and nobody put them together, whoever of the other kind spoke in time may be the member."""
    if answer.unclear_at is not None or (answer.met_at is not None and answer.met_at <= due):
        return answer
    at = scene.first_of_other_kind(member, opening.message.at, due)
    return answer if at is None else replace(answer, unclear_at=at)


def _left_before(scene: Scene, member: str, opened: Instant, due: Instant) -> bool:
    """Whether the member left the group before the time was up; nobody answers from outside."""
    return any(period.contains(opened) and period.end < due for period in scene.members[member].present)


def _obligation(
    scene: Scene,
    rule: ObligationRule,
    opening: Opening,
    member: str,
    due: Instant,
    answer: Answer,
    leave: Iterable[PersonPeriod],
    done_due: Instant | None,
) -> Obligation:
    opened = opening.message.at
    moved = answer.due if not rule.stages else None
    last = max(moved or due, done_due or due)
    subjects = scene.subjects(member)
    return Obligation(
        id=obligation_id(rule.id, scene.group.id, member, opening.message.key),
        rule=rule.id,
        clause=rule.clause,
        group=scene.group.id,
        member=member,
        member_name=scene.name(member, opened),
        trigger=opening.message.key,
        opened_at=opened,
        due_at=moved or due,
        met_at=answer.met_at,
        answer=answer.key,
        unclear_at=answer.unclear_at,
        explained_at=answer.explained_at,
        claims_no_network_at=answer.claims_no_network_at,
        on_leave=any(e.subject in subjects and e.period.overlaps(opened, last) for e in leave),
        first_due_at=due if moved is not None else None,
        promised_at=answer.promised_at,
        staged=bool(rule.stages),
        done_due_at=done_due,
        done_at=answer.done_at,
        done_key=answer.done_key,
    )


def obligation_findings(
    scene: Scene, binding: Binding, owed: Iterable[tuple[ObligationRule, Obligation]], facts: Facts
) -> Iterable[Finding]:
    """One finding for each obligation late or missing by now and not closed by a person."""
    for rule, obligation in owed:
        if obligation.id in facts.closed_obligations:
            continue
        reckoning = reckon(obligation, scene.coverage, scene.now, facts.marks.get(obligation.id, Marks()))
        state = reckoning.state
        if state not in (ObligationState.LATE, ObligationState.MISSING):
            continue
        offline = state is ObligationState.LATE and obligation.claims_no_network_at is not None
        excusable = offline and "no-network" in rule.excuses
        yield make_finding(
            binding,
            rule,
            kind="obligation",
            category=rule.trigger,
            group=obligation.group,
            member=obligation.member,
            member_name=obligation.member_name,
            anchor=obligation.trigger,
            at=reckoning.due or obligation.due_at,
            why=_why(scene, obligation, reckoning, excusable),
            messages=tuple(
                dict.fromkeys(
                    key for key in (obligation.trigger, obligation.answer, obligation.done_key) if key
                )
            ),
            band=Band.REVIEW if excusable else Band.ACT,
            obligation=obligation.id,
        )


def _why(scene: Scene, owed: Obligation, reckoning: Reckoning, offline: bool) -> Phrase:
    def clock(at: Instant) -> str:
        return to_datetime(at, scene.group.zone).strftime("%m-%d %H:%M:%S")

    due = reckoning.due or owed.due_at
    places = {"opened": clock(owed.opened_at), "due": clock(due)}
    to_do = owed.staged and reckoning.stage is not Stage.ASKED and due != owed.due_at
    if reckoning.state is ObligationState.MISSING:
        places["end"] = clock(scene.coverage.end or scene.now)
        if to_do:
            return P(
                "Asked at {opened} and acknowledged, to be done by {due}; the record up to {end} does not say"
                " that it was done.",
                **places,
            )
        if owed.promised_at is not None:
            return P(
                "Asked at {opened}, promised for {due}; the record up to {end} holds nothing of it.", **places
            )
        return P("Asked at {opened}, due at {due}; the record up to {end} holds no answer.", **places)
    places |= {"answered": clock(reckoning.met_at or due), "late": _span(reckoning.late_by_s)}
    if offline:
        return P(
            "Asked at {opened}, due at {due}, answered at {answered}, {late} late; the answer says there was no"
            " network, so a person decides.",
            **places,
        )
    if to_do:
        return P("Asked at {opened}, to be done by {due}, done at {answered}: {late} late.", **places)
    return P("Asked at {opened}, due at {due}, answered at {answered}: {late} late.", **places)


def _span(seconds: int) -> str:
    """h:mm:ss, read the same in every language."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
