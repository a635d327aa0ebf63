"""Examples of sanction policies: events walked through, and what the policy proposes at the last of them."""

from __future__ import annotations

from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.ladder import Proposal, StepEvent, propose_on
from core.charter.library import policies
from core.charter.model import Charter, Example, SanctionPolicy
from core.chat.group import DEFAULT_TYPE
from core.chat.member import MemberType


def policy_proposes(charter: Charter, example: Example) -> bool:
    """Whether the last event of the example makes its policy propose the step, alone or as one of several.

    Raises Refusal with the example's line when there is no such policy.
    """
    policy = _policy(charter, example)
    clause = next((each.id for each in charter.clauses if example in each.examples), "")
    proposal, events = Proposal(), list[StepEvent]()
    for number, event in enumerate(example.events):
        proposal = propose_on(policy, events, event, _member_type(charter, example), clause)
        # A refused apology belongs to the violation before it; for the walk the order is enough.
        events.append(StepEvent(event, number, f"violation {number}", proposal.step))
    return bool(example.step) and (proposal.step == example.step or example.step in proposal.choices)


def _policy(charter: Charter, example: Example) -> SanctionPolicy:
    policy = charter.policies.get(example.policy) or policies().get(example.policy)
    if policy is None:
        raise Refusal(
            P("there is no policy “{policy}”.", policy=example.policy),
            f"{charter.path}:{example.line}",
            P("Define it under policies:, or choose one of {known}.", known=", ".join(policies())),
        )
    return policy


def _member_type(charter: Charter, example: Example) -> MemberType:
    if example.member_type:
        return MemberType(example.member_type)
    return charter.member_types[0] if charter.member_types else DEFAULT_TYPE[charter.group_kinds[0]]
