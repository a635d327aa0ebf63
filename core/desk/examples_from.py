"""A decided violation as an example of its charter: the few messages that its rule needs, told of invented
people, tried out before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.lifecycle import ViolationState
from core.charter.editing import with_item
from core.charter.library import charter_text, parse_charter
from core.charter.model import Charter, Example
from core.chat.conversation import Conversation
from core.chat.elsewhere import home_of
from core.chat.message import Message
from core.chat.notice import Notice
from core.desk.casebook import Casebook
from core.desk.charters import run_example
from core.desk.desk import Desk
from core.desk.drafts import create, drafts, drafts_folder, read_draft, save
from core.desk.example_text import example_yaml
from core.desk.retelling import retell
from core.judging.binding import Binding
from core.store.adoptions import stored_adoptions
from core.store.conversations import load_conversation
from core.store.lookup import resolve_id
from core.store.tables import ViolationRow
from core.store.violations import ViolationRecord, Wanted, read_violations

_AROUND = (0, 2, 6, 20, 80)
"""So many messages before and after the evidence are tried, the fewest first."""
_LONGEST = 30 * 24 * 3_600_000
"""Milliseconds before the first piece of evidence that are read."""


@dataclass(frozen=True, slots=True)
class MadeExample:
    """An example out of a violation. `expect`: fires | silent | gap (dismissed, but the rule still fires).
    `path` is where it stands now; `new` is False when it stood there before."""

    charter: str
    clause: str
    rule: str
    name: str
    expect: str
    path: Path
    line: int
    messages: int
    new: bool = True


@dataclass(frozen=True, slots=True)
class _Source:
    record: ViolationRecord
    state: ViolationState
    binding: Binding
    text: str
    conversation: Conversation


def add_example(desk: Desk, violation_id: str, out: Path | None = None) -> MadeExample:
    """Append the violation to a draft of the charter it was judged by: to `out`, else to the newest draft of that
    charter, else to a new one.

    Confirmed, its rule must fire; dismissed, it must stay silent, or else the example is entered as a known
    gap. Raises Refusal for an undecided violation, and where no small chat shows the same.
    """
    source = _source(desk, violation_id)
    shown = _reproduced(source)
    path = out or _draft_of(desk, source)
    text = read_draft(path) if path is not None and path.exists() else source.text
    return _written(desk, source, shown, path, text)


def _written(desk: Desk, source: _Source, shown: Example, path: Path | None, text: str) -> MadeExample:
    where = str(path or "")
    charter = parse_charter(text, where)
    place, known = _clause(charter, source.record, where)
    example = replace(shown, name=_name(known, source.state))
    for each in known:
        if replace(each, name="", expect="", line=0) == replace(example, name="", expect="", line=0):
            assert path is not None
            return _made(source, each, path, new=False)
    expect = _expected(charter, example, source, where)
    example = replace(example, expect=expect)
    changed = with_item(text, ("clauses", place, "examples"), example_yaml(example, charter), where)
    clause = parse_charter(changed, where).clauses[place]
    written = clause.examples[-1]
    if not run_example(parse_charter(changed, where), clause, written).ok:
        raise _unlike(source)
    if path is None:
        path = create(drafts_folder(desk), changed).path
    elif path.exists():
        save(path, changed)
    else:
        path = _at(path, changed)
    lines = parse_charter(read_draft(path), str(path)).clauses[place].examples
    return _made(source, lines[-1], path)


def _at(path: Path, text: str) -> Path:
    draft = create(path.parent, text, path.stem)
    if draft.path != path:
        draft.path.rename(path)
    return path


def _made(source: _Source, example: Example, path: Path, new: bool = True) -> MadeExample:
    record = source.record
    return MadeExample(record.charter, record.clause, record.rule, example.name, example.expect, path,
                       example.line, len(example.chat), new)  # fmt: skip


def _source(desk: Desk, violation_id: str) -> _Source:
    now = desk.clock.now()
    with desk.store.read() as session:
        whole = resolve_id(session, ViolationRow, violation_id)
        record = read_violations(session, Wanted(ids=[whole]))[0]
        book = Casebook(session, [record], now)
        state, binding = book.state(record), book.rules.binding(record)
        if state not in (ViolationState.CONFIRMED, ViolationState.DISMISSED):
            raise Refusal(
                P("only a decided violation becomes an example."), violation_id,
                P("Confirm or dismiss it first."),
            )  # fmt: skip
        if binding is None or record.rule not in {rule.id for rule in binding.charter.rules()}:
            raise Refusal(
                P("the group's charter has no rule “{rule}” any more.", rule=record.rule), violation_id,
                P("Write the example by hand in the charter that has it."),
            )  # fmt: skip
        if any(home_of(key)[0] for key in record.messages):
            raise Refusal(
                P("this violation spans two groups, and an example holds one chat."), violation_id,
                P("Write the example by hand."),
            )  # fmt: skip
        end = max(now, record.at)
        conversation = load_conversation(session, record.group_id, until=end, since=record.at - _LONGEST)
        text = next(
            (each.text for each in reversed(stored_adoptions(session, record.group_id))
             if each.charter_id == record.charter and each.since <= record.at), ""
        )  # fmt: skip
    return _Source(record, state, binding, text or charter_text(record.charter), conversation)


def _reproduced(source: _Source) -> Example:
    """The smallest chat that shows the finding again under the charter in force. Raises Refusal."""
    charter = source.binding.charter
    clause = charter.clause(source.record.clause)
    for items in _excerpts(source):
        for now, dated in product(_moments(source, items), (False, True)):
            example = retell(source.record, source.binding, source.conversation, items, now, dated)
            if run_example(charter, clause, example).ok:
                return _trimmed(source, example)
    raise _unlike(source)


def _trimmed(source: _Source, example: Example) -> Example:
    """Without the settings that a confirmed case does not need. A dismissed one keeps all: one of them may be
    what another version of the charter goes by."""
    if source.state is ViolationState.DISMISSED:
        return example
    charter = source.binding.charter
    clause = charter.clause(source.record.clause)
    for pair in example.settings:
        shorter = replace(example, settings=tuple(each for each in example.settings if each != pair))
        if run_example(charter, clause, shorter).ok:
            example = shorter
    return example


def _unlike(source: _Source) -> Refusal:
    return Refusal(
        P("no small chat shows the same as this violation."), source.record.id,
        P("Write the example by hand: its messages may need more of the record than an example holds."),
    )  # fmt: skip


def _excerpts(source: _Source) -> Iterator[tuple[Message | Notice, ...]]:
    """The evidence, then with ever more around it. What belongs to an obligation (its answers) comes along."""
    record = source.record
    said: list[Message | Notice] = [*source.conversation.messages, *source.conversation.notices]
    items = sorted(said, key=lambda item: item.at)
    named = {key for key in record.messages}
    places = [place for place, item in enumerate(items) if item.key in named]
    if not places:
        # Nothing said: what the person wrote last before it was found.
        own = [p for p, item in enumerate(items)
               if isinstance(item, Message) and item.sender == record.member and item.at <= record.at]  # fmt: skip
        places = own[-1:] or [p for p, item in enumerate(items) if item.at <= record.at][-1:]
    seen: set[frozenset[int]] = set()
    for around in _AROUND:
        chosen = frozenset(
            near for place in places for near in range(place - around, place + around + 1)
            if 0 <= near < len(items)
        )  # fmt: skip
        if chosen not in seen:
            seen.add(chosen)
            yield tuple(items[place] for place in sorted(chosen))


def _moments(source: _Source, items: tuple[Message | Notice, ...]) -> list[Instant | None]:
    """When it is judged: at the last line, or once the finding had arisen."""
    last = max((item.at for item in items), default=source.record.at)
    due = source.record.due_at or source.record.at
    later = max(last, source.record.at, due) + 60_000
    return [None, later] if source.record.kind in ("message", "behaviour") else [later, None]


def _draft_of(desk: Desk, source: _Source) -> Path | None:
    same = [each for each in drafts(drafts_folder(desk)) if each.head.charter == source.record.charter]
    return same[0].path if same else None


def _clause(charter: Charter, record: ViolationRecord, where: str) -> tuple[int, tuple[Example, ...]]:
    """The clause's place and the examples it has. Raises Refusal when the draft lost the rule."""
    for place, clause in enumerate(charter.clauses):
        if clause.id == record.clause and record.rule in {rule.id for rule in clause.rules}:
            return place, clause.examples
    raise Refusal(
        P("this charter has no rule “{rule}”.", rule=record.rule), where,
        P("Name another file, or put the rule back."),
    )  # fmt: skip


def _name(known: tuple[Example, ...], state: ViolationState) -> str:
    word = "Confirmed" if state is ViolationState.CONFIRMED else "Dismissed"
    taken = {each.name for each in known}
    number = 1
    while f"{word} in practice {number}" in taken:
        number += 1
    return f"{word} in practice {number}"


def _expected(charter: Charter, example: Example, source: _Source, where: str) -> str:
    """What the example may claim in this charter. Raises Refusal when a confirmed case is not found there."""
    clause = charter.clause(source.record.clause)
    fires = run_example(charter, clause, replace(example, expect="fires")).ok
    if source.state is ViolationState.DISMISSED:
        return "gap" if fires else "silent"
    if not fires:
        raise Refusal(
            P("this draft's rule “{rule}” does not find the confirmed violation.", rule=example.rule), where,
            P("Mend the rule first, or name another file."),
        )  # fmt: skip
    return "fires"
