"""Lint of clauses: ids of their own, and a state that something carries."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from core.base.phrase import P
from core.charter.model import Charter, Clause, ClauseState, DutyRule
from core.charter.problem import Problem, error, warning
from core.charter.yaml_loading import Document, Key

_CARRIED = (ClauseState.GUIDED, ClauseState.RECORDED)


def clause_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    yield from _clause_ids(document, charter)
    yield from _rule_ids(document, charter)
    yield from _effective(document, charter)
    for index, clause in enumerate(charter.clauses):
        yield from _states(document, index, clause)


def _clause_ids(document: Document, charter: Charter) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, clause in enumerate(charter.clauses):
        keys: tuple[Key, ...] = ("clauses", index, "id")
        if clause.id in seen:
            yield error(document, keys, "clause-twice",
                        P("clause “{clause}” stands here twice.", clause=clause.id),
                        P("Give each clause an id of its own."))  # fmt: skip
        seen.add(clause.id)
        if not clause.id.startswith(f"{charter.id}."):
            yield error(document, keys, "clause-id",
                        P("clause “{clause}” does not bear its charter's id.", clause=clause.id),
                        P("Begin it with “{start}”.", start=f"{charter.id}."))  # fmt: skip


def _rule_ids(document: Document, charter: Charter) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            if rule.id in seen:
                yield error(document, keys, "rule-twice", P("rule “{rule}” stands here twice.", rule=rule.id),
                            P("Give each rule of a clause an id: {start}a-word.", start=f"{clause.id}/"))  # fmt: skip
            seen.add(rule.id)
            if rule.id != clause.id and not rule.id.startswith(f"{clause.id}/"):
                yield error(document, keys, "rule-id",
                            P("rule “{rule}” does not bear its clause's id.", rule=rule.id),
                            P("Begin it with “{start}”.", start=f"{clause.id}/"))  # fmt: skip


def _effective(document: Document, charter: Charter) -> Iterator[Problem]:
    if not charter.effective:
        return
    try:
        datetime.date.fromisoformat(charter.effective)
    except ValueError:
        yield error(document, ("effective",), "date",
                    P("there is no day {date}.", date=charter.effective),
                    P("Write a day of the calendar, like 2026-03-01."))  # fmt: skip


def _states(document: Document, index: int, clause: Clause) -> Iterator[Problem]:
    """A clause's state must be carried by something: a rule, a register, or nothing for advice."""
    keys: tuple[Key, ...] = ("clauses", index, "state")
    duties_only = all(isinstance(rule, DutyRule) for rule in clause.rules)
    if clause.state is ClauseState.ENFORCED and not clause.rules:
        yield error(document, keys, "enforced-by-nothing",
                    P("clause “{clause}” is enforced, but has no rule.", clause=clause.id),
                    P("Add a rule, or call it guided, recorded or advice."))  # fmt: skip
    if clause.rules and (
        clause.state is ClauseState.ADVICE or (clause.state is ClauseState.RECORDED and not duties_only)
    ):
        yield error(document, keys, "rule-without-force",
                    P("clause “{clause}” has a rule, but is not enforced.", clause=clause.id),
                    P("Call it enforced, or remove the rule."))  # fmt: skip
    if clause.state in _CARRIED and not (clause.register or clause.pending):
        yield error(document, keys, "nothing-carries",
                    P("nothing carries clause “{clause}”.", clause=clause.id),
                    P("Name its register, or what is pending."))  # fmt: skip
    if clause.state is ClauseState.ADVICE and (clause.register or clause.pending or clause.policy):
        yield warning(document, keys, "advice-carried",
                      P("clause “{clause}” is advice, yet has a register or a policy.", clause=clause.id),
                      P("Remove them, or choose another state."))  # fmt: skip
    guides = clause.rules or clause.policy or clause.pending or clause.examples
    if clause.state is ClauseState.GUIDED and not guides:
        yield warning(document, keys, "guided-by-nothing",
                      P("clause “{clause}” is guided, but nothing makes anybody do it: it has neither rule nor"
                        " policy.", clause=clause.id),
                      P("Add a rule of the kind duty, or call it recorded."))  # fmt: skip
