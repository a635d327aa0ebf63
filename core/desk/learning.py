"""What each rule is worth in a group: how often it speaks, how often it was right, and how far it is trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, func, select

from core.base.ids import new_id
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.charter.model import BehaviourRule, MessageRule
from core.desk.adoption import group_bindings
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.judging.trust import Trust, Verdicts, reason, trusted_by, wilson
from core.store.decisions import record_decision
from core.store.groups import find_group, touch
from core.store.operators import ensure_operator
from core.store.tables import GroupRow, MessageRow
from core.store.verdicts import filed_per_rule, rule_verdicts, set_by_hand

LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule in one group. `hits_per_1000` are findings on a thousand of the group's messages; those on
    `ordinary` talk led to nothing. `by_hand`: a person set the trust."""

    rule: str
    clause: str
    charter: str
    group: str
    messages: int
    filed: int
    waiting: int
    verdicts: Verdicts
    trust: Trust
    by_hand: bool
    reason: Phrase

    @property
    def hits_per_1000(self) -> float:
        return 1000 * self.filed / self.messages if self.messages else 0.0

    @property
    def ordinary_per_1000(self) -> float:
        return 1000 * self.verdicts.wrong / self.messages if self.messages else 0.0

    @property
    def hit_rate(self) -> tuple[float, float, float]:
        """Share of the group's messages that nobody confirmed as a breach and that the rule speaks on, with its
        95 % interval."""
        ordinary = max(0, self.messages - self.verdicts.confirmed)
        hits = min(ordinary, max(0, self.filed - self.verdicts.confirmed))
        return hits / ordinary if ordinary else 0.0, *wilson(hits, ordinary)


def records(desk: Desk, group: str) -> list[RuleRecord]:
    """Every rule about messages that binds the group now, as of the desk's clock, the noisiest first."""
    now = desk.clock.now()
    with desk.store.read() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        said = session.exec(
            select(func.count()).where(
                MessageRow.group_id == group_id, MessageRow.at <= now, ~col(MessageRow.withdrawn)
            )
        ).one()
        verdicts = rule_verdicts(session, group_id, now)
        filed = filed_per_rule(session, group_id, now)
        by_hand = set_by_hand(session, group_id, now)
        found = []
        for binding in group_bindings(session, group_id, now):
            for rule in binding.charter.rules() if binding.in_force(now) else ():
                if isinstance(rule, MessageRule | BehaviourRule):
                    held = Verdicts(verdicts.get(rule.id, ()))
                    trust = trusted_by(held, by_hand.get(rule.id, ""))
                    count, waiting = filed.get(rule.id, (0, 0))
                    why = P("Set by hand.") if rule.id in by_hand else reason(held, trust)
                    found.append(RuleRecord(
                        rule.id, rule.clause, binding.charter.id, row.name, said, count, waiting, held, trust,
                        rule.id in by_hand, why,
                    ))  # fmt: skip
    return sorted(found, key=lambda each: (-each.verdicts.wrong, -each.filed, each.rule))


@dataclass(frozen=True, slots=True)
class Worth:
    """One rule over every group that follows its charter: what `RuleRecord` says of one."""

    messages: int = 0
    filed: int = 0
    verdicts: Verdicts = Verdicts()

    @property
    def words(self) -> Phrase | None:
        """In one line; None where nothing was said yet."""
        if not self.messages:
            return None
        hits = 10_000 * self.filed / self.messages
        shown = f"{hits:.0f}" if hits >= 10 or not hits else f"{hits:.1f}"
        if not self.verdicts.outcomes:
            return P("Hit {hits} in 10,000 messages here; nothing decided yet.", hits=shown)
        low, high = self.verdicts.interval
        return P(
            "Hit {hits} in 10,000 messages here; {confirmed} confirmed, {dismissed} dismissed (true in {low} to {high} %).",
            hits=shown, confirmed=self.verdicts.confirmed, dismissed=self.verdicts.wrong,
            low=f"{100 * low:.0f}", high=f"{100 * high:.0f}",
        )  # fmt: skip


def worth_of_rules(desk: Desk, charter: str, groups: Iterable[str]) -> dict[str, Worth]:
    """What each rule about messages of a charter is worth in the groups named, together."""
    found: dict[str, Worth] = {}
    for group in groups:
        for each in records(desk, group):
            if each.charter == charter:
                known = found.get(each.rule, Worth())
                found[each.rule] = Worth(
                    known.messages + each.messages,
                    known.filed + each.filed,
                    Verdicts(known.verdicts.outcomes + each.verdicts.outcomes),
                )
    return found


def set_trust(desk: Desk, group: str, rule: str, trust: str, why: str) -> Outcome[RuleRecord]:
    """Trust a rule as a person says, whatever was decided; "learned" gives it back to the decisions.

    Raises Refusal for another word or a rule that does not bind the group.
    """
    words = (*(each.value for each in Trust), LEARNED)
    if trust not in words:
        raise Refusal(
            P("“{word}” is no trust.", word=trust), "--as", P("Choose one of {names}.", names=words)
        )
    known = [each.rule for each in records(desk, group)]
    if rule not in known:
        raise Refusal(P("no rule “{rule}” binds this group.", rule=rule), rule,
                      P("Look at them with: rules --group …"))  # fmt: skip
    now = desk.clock.now()
    with desk.store.write() as session:
        group_id = find_group(session, group).id or 0
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, DecisionKind.TRUST, Subject.RULE, rule, why,
            details={"trust": trust},
        )  # fmt: skip
        record_decision(session, decision, group_id)
        row = session.get_one(GroupRow, group_id)
        touch(row, now)
        session.add(row)
    changes = Changes(Noun.VIOLATIONS | Noun.CHARTERS, frozenset({group_id}))
    desk.announce(changes)
    value = next(each for each in records(desk, group) if each.rule == rule)
    return Outcome(value, changes, decision.id)


def line(each: RuleRecord) -> dict[str, object]:
    """The record as a JSON line."""
    rate, low, high = each.hit_rate
    return {
        "rule": each.rule, "clause": each.clause, "charter": each.charter, "group": each.group,
        "messages": each.messages, "filed": each.filed, "open": each.waiting,
        "confirmed": each.verdicts.confirmed, "dismissed": each.verdicts.wrong,
        "precision": None if each.verdicts.precision is None else round(each.verdicts.precision, 4),
        "precision_interval": list(each.verdicts.interval),
        "hits_per_1000": round(each.hits_per_1000, 3), "ordinary_per_1000": round(each.ordinary_per_1000, 3),
        "hit_rate": round(rate, 6), "hit_rate_interval": [round(low, 6), round(high, 6)],
        "trust": each.trust.value, "by_hand": each.by_hand, "why": each.reason,
    }  # fmt: skip
