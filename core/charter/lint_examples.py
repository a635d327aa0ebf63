"""Lint of embedded examples: each enforced rule is shown at work and at rest, by chats that make sense."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.examples import example_time
from core.charter.model import AnyRule, Charter, Clause, ClauseState, DutyRule, Example
from core.charter.problem import Problem, as_problem, error, warning
from core.charter.settings import read_settings
from core.charter.yaml_loading import Document, Key


def example_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        yield from _missing(document, index, clause)
        names: set[tuple[str, str]] = set()
        for number, example in enumerate(clause.examples):
            keys: tuple[Key, ...] = ("clauses", index, "examples", number)
            if (example.rule, example.name) in names:
                yield warning(document, (*keys, "name"), "example-twice",
                              P("two examples of the rule are called “{name}”.", name=example.name),
                              P("Give each a name that says what it shows."))  # fmt: skip
            names.add((example.rule, example.name))
            if example.policy:
                yield from _of_policy(document, keys, example, charter)
            else:
                yield from _of_rule(document, keys, clause, example)


def _missing(document: Document, index: int, clause: Clause) -> Iterator[Problem]:
    if clause.state is ClauseState.ADVICE:
        return
    for number, rule in enumerate(clause.rules):
        shown = {each.expect for each in clause.examples if each.rule == rule.id and not each.policy}
        for expect in ("fires", "silent"):
            if expect in shown or (expect == "fires" and "gap" in shown):
                continue
            yield warning(document, ("clauses", index, "rules", number), f"example-{expect}-missing",
                          P("rule “{rule}” has no example with “expect: {expect}”.", rule=rule.id, expect=expect),
                          P("Add one under examples:, a small chat of a few lines."))  # fmt: skip


def _of_policy(
    document: Document, keys: tuple[Key, ...], example: Example, charter: Charter
) -> Iterator[Problem]:
    policy = charter.policies.get(example.policy)
    if policy is None:
        yield error(document, (*keys, "policy"), "example-policy",
                    P("no clause uses the policy “{policy}”.", policy=example.policy),
                    P("Name the policy of a clause."))  # fmt: skip
        return
    if not example.events or not example.step:
        yield error(document, keys, "example-empty", P("the example shows nothing."),
                    P("Add events, and the step they lead to."))  # fmt: skip
        return
    steps = {step for t in policy.transitions for step in (t.effect.step, *t.effect.choices)}
    if example.expect != "silent" and example.step not in steps:
        yield error(document, (*keys, "step"), "example-step",
                    P("the policy “{policy}” never leads to {step}.", policy=policy.id, step=example.step),
                    P("Choose one of: {allowed}.", allowed=", ".join(sorted(filter(None, steps)))))  # fmt: skip


def _of_rule(
    document: Document, keys: tuple[Key, ...], clause: Clause, example: Example
) -> Iterator[Problem]:
    rule = next((rule for rule in clause.rules if rule.id == example.rule), None)
    if rule is None:
        yield error(document, (*keys, "rule"), "example-rule",
                    P("clause “{clause}” has no rule “{rule}”.", clause=clause.id, rule=example.rule),
                    P("Name one of its rules, or leave “rule” out."))  # fmt: skip
    is_duty = isinstance(rule, DutyRule)
    shows = (
        example.chat or example.members or (is_duty and (example.now or example.adopted or example.entries))
    )
    if not shows:
        yield error(document, keys, "example-empty", P("the example shows nothing."),
                    P("Add a chat, or members."))  # fmt: skip
    yield from _times(document, keys, example)
    yield from _people(document, keys, example, rule)
    for key, value in example.settings:
        try:
            read_settings([(key, value)], where=document.where((*keys, "settings", key)))
        except Refusal as refusal:
            yield as_problem(refusal, "example-setting")
    for number, entry in enumerate(example.entries):
        if isinstance(rule, DutyRule) and entry.register != rule.register:
            yield warning(document, (*keys, "entries", number, "register"), "example-register",
                          P("the duty “{rule}” is entered in {register}, not in {other}.", rule=rule.id,
                            register=rule.register, other=entry.register),
                          P("Correct the register, or remove the entry."))  # fmt: skip


def _people(
    document: Document, keys: tuple[Key, ...], example: Example, rule: AnyRule | None
) -> Iterator[Problem]:
    people = {line.sender for line in example.chat} | {
        row[key] for row in example.members for key in ("id", "name", "nickname") if row.get(key)
    }
    concerned = {word for line in example.chat for word in line.text.split("、")}
    named = {value for _, value in example.settings for value in value.replace(":", ",").split(",")}
    unknown = example.member and example.member not in people | concerned | named
    if unknown and example.expect != "silent" and not isinstance(rule, DutyRule):
        yield error(document, (*keys, "member"), "example-member",
                    P("nobody in the example is called “{name}”.", name=example.member),
                    P("Name a sender or a member."))  # fmt: skip


def _times(document: Document, keys: tuple[Key, ...], example: Example) -> Iterator[Problem]:
    last: Instant | None = None
    for number, line in enumerate(example.chat):
        place = (*keys, "chat", number, "at")
        at = _time(line.at)
        if at is None:
            yield _no_time(document, place, line.at)
        elif last is not None and at < last:
            yield error(document, place, "example-order", P("this line is earlier than the one before."),
                        P("Put the chat in order of time."))  # fmt: skip
        last = at if at is not None else last
    for place, text in _further_times(keys, example):
        if _time(text) is None:
            yield _no_time(document, place, text)
    now = _time(example.now) if example.now else None
    if now is None:
        return
    if last is not None and now < last:
        yield _late(document, (*keys, "now"), P("“now” is earlier than the last line."),
                    P("Move it behind the last line."))  # fmt: skip
    adopted = _time(example.adopted) if example.adopted else None
    if adopted is not None and adopted > now:
        yield _late(
            document, (*keys, "adopted"), P("“adopted” is later than “now”."), P("Move it before “now”.")
        )


def _further_times(keys: tuple[Key, ...], example: Example) -> Iterator[tuple[tuple[Key, ...], str]]:
    if example.now:
        yield (*keys, "now"), example.now
    if example.adopted:
        yield (*keys, "adopted"), example.adopted
    for number, entry in enumerate(example.entries):
        yield (*keys, "entries", number, "at"), entry.at
    for number, row in enumerate(example.members):
        if row.get("joined_at"):
            yield (*keys, "members", number, "joined_at"), row["joined_at"]


def _late(document: Document, keys: tuple[Key, ...], what: Phrase, remedy: Phrase) -> Problem:
    return error(document, keys, "example-order", what, remedy)


def _time(text: str) -> Instant | None:
    try:
        return example_time(text)
    except (ValueError, OverflowError):
        return None


def _no_time(document: Document, keys: tuple[Key, ...], text: str) -> Problem:
    return error(document, keys, "example-time", P("“{text}” is no time.", text=text),
                 P("Write 09:30, 09:30:15 or 2026-03-04T09:30."))  # fmt: skip
