"""Lint of embedded examples: each enforced rule is shown at work and at rest, by chats that make sense."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.examples import example_time
from core.charter.model import Charter, Clause, ClauseState, Example
from core.charter.settings import read_settings
from core.charter.yaml_loading import Document, Key


def example_problems(document: Document, charter: Charter) -> Iterator[Refusal]:
    for index, clause in enumerate(charter.clauses):
        yield from _missing(document, index, clause)
        for number, example in enumerate(clause.examples):
            yield from _example(document, ("clauses", index, "examples", number), clause, example)


def _missing(document: Document, index: int, clause: Clause) -> Iterator[Refusal]:
    if clause.state not in (ClauseState.ENFORCED, ClauseState.GUIDED):
        return
    for number, rule in enumerate(clause.rules):
        shown = {example.expect for example in clause.examples if example.rule == rule.id}
        for expect in ("fires", "silent"):
            if expect in shown or (expect == "fires" and "gap" in shown):
                continue
            yield Refusal(
                P("rule “{rule}” has no example with “expect: {expect}”.", rule=rule.id, expect=expect),
                document.where(("clauses", index, "rules", number)),
                P("Add one under examples:, a small chat of a few lines."),
            )


def _example(
    document: Document, keys: tuple[Key, ...], clause: Clause, example: Example
) -> Iterator[Refusal]:
    def problem(place: tuple[Key, ...], what: Phrase, remedy: Phrase) -> Refusal:
        return Refusal(what, document.where((*keys, *place)), remedy)

    if example.rule not in {rule.id for rule in clause.rules}:
        yield problem(("rule",), P("clause “{clause}” has no rule “{rule}”.", clause=clause.id, rule=example.rule),
                      P("Name one of its rules, or leave “rule” out."))  # fmt: skip
    if not example.chat and not example.members:
        yield problem((), P("the example shows nothing."), P("Add a chat, or members."))
    yield from _times(document, keys, example)
    people = {line.sender for line in example.chat} | {
        row[key] for row in example.members for key in ("id", "name", "nickname") if row.get(key)
    }
    if example.member and example.member not in people and example.expect != "silent":
        yield problem(("member",), P("nobody in the example is called “{name}”.", name=example.member),
                      P("Name a sender or a member."))  # fmt: skip
    for key, value in example.settings:
        try:
            read_settings([(key, value)], where=document.where((*keys, "settings", key)))
        except Refusal as found:
            yield found


def _times(document: Document, keys: tuple[Key, ...], example: Example) -> Iterator[Refusal]:
    last: Instant | None = None
    for number, line in enumerate(example.chat):
        place = (*keys, "chat", number, "at")
        at = _time(line.at)
        if at is None:
            yield _no_time(document, place, line.at)
        elif last is not None and at < last:
            yield Refusal(
                P("this line is earlier than the one before."),
                document.where(place),
                P("Put the chat in order of time."),
            )
        last = at if at is not None else last
    if not example.now:
        return
    now = _time(example.now)
    if now is None:
        yield _no_time(document, (*keys, "now"), example.now)
    elif last is not None and now < last:
        yield Refusal(
            P("“now” is earlier than the last line."),
            document.where((*keys, "now")),
            P("Move it behind the last line."),
        )


def _time(text: str) -> Instant | None:
    try:
        return example_time(text)
    except (ValueError, OverflowError):
        return None


def _no_time(document: Document, keys: tuple[Key, ...], text: str) -> Refusal:
    return Refusal(P("“{text}” is no time.", text=text), document.where(keys),
                   P("Write 09:30, 09:30:15 or 2026-03-04T09:30."))  # fmt: skip
