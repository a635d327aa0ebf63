"""Actions that decisions lead to, to be carried out in the group by a person (or later by a bot).

Derived, never stored: what must be done follows from the decisions about a violation, whether it is done from
the decisions about the action. A step that was only confirmed is not served before its actions are done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.base.clock import DAY, Instant
from core.base.ids import digest
from core.casework.decision import Decision, DecisionKind, Subject

EXPIRE_MS = 14 * DAY
GROUNDS = (DecisionKind.CONFIRM, DecisionKind.TAKE_UP)
"""What a step is confirmed by."""
LETTER = "post_letter"
CORRECTION = "post_correction"
OF_STEP: dict[str, str] = {
    "delete_message": "delete_message", "mute": "mute", "removal": "remove", "ban": "ban",
    "criticism": "announce", "demotion": "advise", "pay_deduction": "advise", "termination_advice": "advise",
    "assessment_note": "advise",
}  # fmt: skip
"""What has to be done beside posting the letter."""
REVERSED: dict[str, str] = {LETTER: CORRECTION, "announce": CORRECTION, "remove": "invite_back",
                            "ban": "invite_back", "mute": "unmute"}  # fmt: skip
"""What makes up for an action that was carried out and then lost its ground."""
_SAID = frozenset({LETTER, "announce"})
CAPABILITIES: dict[str, str] = {
    LETTER: "post", CORRECTION: "post", "announce": "announce", "mute": "mute", "unmute": "mute",
    "remove": "remove", "ban": "ban", "invite_back": "invite", "delete_message": "delete", "advise": "",
}  # fmt: skip
"""What whoever carries an action out must be able to do in the group; "" for what happens outside it."""
ACTION_KINDS: tuple[str, ...] = tuple(CAPABILITIES)


class ActionState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    HANDED_OVER = "handed-over"
    """A bot is to carry it out, and has not answered yet."""
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is also the idempotency key: the same ground gives the same id. `ground` is the decision that it
    follows from. `by`, `settled_at` and `reason`: who approved, did or failed it, when, and how."""

    id: str
    kind: str
    violation: str
    step: str
    ground: str
    at: Instant
    expires_at: Instant
    state: ActionState = ActionState.PROPOSED
    by: str = ""
    settled_at: Instant | None = None
    reason: str = ""
    confirmed: bool = True
    """Whether a person confirmed the step; before that nothing of it may be carried out."""

    @property
    def capability(self) -> str:
        return CAPABILITIES[self.kind]


def actions_of(
    about: Sequence[Decision], settled: Iterable[Decision], now: Instant, letter: bool = True
) -> list[Action]:
    """The actions of one violation at `now`. `about`: the decisions about it, `settled`: those about its
    actions, undo decisions among both. Without `letter` no letter has to be posted."""
    made = [each for each in about if each.at <= now]
    undone = {each.undoes: each for each in made if each.kind is DecisionKind.UNDO}
    outcomes = _standing(settled, now)
    overturned = [each for each in made if each.kind is DecisionKind.OVERTURN and each.id not in undone]
    result: list[Action] = []
    confirmations = [each for each in made if each.kind in GROUNDS]
    for place, ground in enumerate(confirmations):
        later = confirmations[place + 1].at if place + 1 < len(confirmations) else None
        told = _told(made, undone, ground, later)
        ended = undone.get(ground.id) or (overturned[-1] if overturned else None)
        milder = None if ended else _in_its_place(confirmations[place + 1 :], undone)
        for action in _grounded(ground, letter):
            if milder is not None and action.kind in _SAID:
                continue
            known = told if action.kind == LETTER else None
            now_ = _settle(action, outcomes.get(action.id, ()), known, now)
            if ended is None and milder is None:
                result.append(now_)
            elif (now_.state is ActionState.DONE or _was_told(made, ground, later, action)) and (
                action.kind in REVERSED
            ):
                back = _action(ended or milder or ground, REVERSED[action.kind], action.step)
                result.append(_settle(back, outcomes.get(back.id, ()), None, now))
    return _once(result + _refused(made, undone, overturned, now))


def _in_its_place(later: Sequence[Decision], undone: dict[str, Decision]) -> Decision | None:
    """The decision about an appeal that put a milder step in the place of an earlier one; it has a letter of its
    own, so what was said needs no correction, only what was done."""
    return next((each for each in later if each.details.get("appeal") and each.id not in undone), None)


def _refused(
    made: Sequence[Decision], undone: dict[str, Decision], overturned: Sequence[Decision], now: Instant
) -> list[Action]:
    """What a refused apology leads to, until a person confirms it: proposed, and not to be carried out yet."""
    stand = [each for each in made if each.kind is not DecisionKind.UNDO and each.id not in undone]
    last = next((each for each in reversed(stand) if each.kind in (*GROUNDS, DecisionKind.APOLOGY)), None)
    if overturned or last is None or last.kind is not DecisionKind.APOLOGY:
        return []
    step = str(last.details.get("leads_to", ""))
    if step not in OF_STEP:
        return []
    return [_settle(replace(_action(last, OF_STEP[step], step), confirmed=False), (), None, now)]


def is_served(actions: Iterable[Action]) -> bool:
    """Whether everything a confirmed step asks for was carried out."""
    return all(each.state is ActionState.DONE for each in actions)


def action_id(ground: str, kind: str) -> str:
    return digest("action", ground, kind)


def _grounded(ground: Decision, letter: bool) -> list[Action]:
    approved = str(ground.details.get("approved_by") or "")
    steps = tuple(ground.details.get("steps") or (ground.step,))
    made = [_action(ground, LETTER, ground.step)] if letter else []
    made += [_action(ground, OF_STEP[step], step) for step in steps if step in OF_STEP]
    if not approved:
        return made
    return [replace(each, state=ActionState.APPROVED, by=approved, settled_at=ground.at) for each in made]


def _action(ground: Decision, kind: str, step: str) -> Action:
    subject = ground.subject if ground.kind is not DecisionKind.UNDO else str(ground.details["subject"])
    return Action(
        action_id(ground.id, kind), kind, subject, step, ground.id, ground.at, ground.at + EXPIRE_MS
    )


def _settle(action: Action, outcomes: Sequence[Decision], told: Decision | None, now: Instant) -> Action:
    for each in outcomes:
        state = {
            DecisionKind.APPROVE: ActionState.APPROVED, DecisionKind.HAND_OVER: ActionState.HANDED_OVER,
            DecisionKind.DONE: ActionState.DONE, DecisionKind.FAIL: ActionState.FAILED,
        }[each.kind]  # fmt: skip
        action = replace(action, state=state, by=each.operator, settled_at=each.at, reason=each.reason)
    if told is not None:
        return replace(
            action, state=ActionState.DONE, by=told.operator, settled_at=told.at, reason=told.reason
        )
    if action.state in (ActionState.PROPOSED, ActionState.APPROVED) and now > action.expires_at:
        return replace(action, state=ActionState.EXPIRED)
    return action


def _told(
    made: Sequence[Decision], undone: dict[str, Decision], ground: Decision, later: Instant | None
) -> Decision | None:
    """The standing mark that the letter of `ground` was sent."""
    return next((each for each in _marks(made, ground, later) if each.id not in undone), None)


def _was_told(made: Sequence[Decision], ground: Decision, later: Instant | None, action: Action) -> bool:
    """Whether the letter was ever marked as sent: a mark has to be taken back before what it is about."""
    return action.kind == LETTER and bool(_marks(made, ground, later))


def _marks(made: Sequence[Decision], ground: Decision, later: Instant | None) -> list[Decision]:
    return [
        each
        for each in made
        if each.kind is DecisionKind.NOTIFIED and each.at >= ground.at and (later is None or each.at < later)
    ]


def _standing(settled: Iterable[Decision], now: Instant) -> dict[str, list[Decision]]:
    made = [each for each in settled if each.at <= now]
    undone = {each.undoes for each in made if each.kind is DecisionKind.UNDO}
    result: dict[str, list[Decision]] = {}
    for each in made:
        if each.subject_kind is Subject.ACTION and each.id not in undone:
            result.setdefault(each.subject, []).append(each)
    return result


def _once(actions: Iterable[Action]) -> list[Action]:
    return list({each.id: each for each in actions}.values())
