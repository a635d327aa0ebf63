"""Sanction policies as a ladder to read, and what changed between two charters in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, unified_diff
from typing import Any

from core.base.money import yuan
from core.base.phrase import LocalText, P, Phrase
from core.casework.ladder import STANDS_ALONE
from core.casework.wording import step_name, type_name
from core.charter.diff import Change, diff
from core.charter.law import law_note
from core.charter.model import Charter, Clause, Effect, SanctionPolicy, Transition
from core.charter.registers import REGISTERS
from core.charter.sentences import STATE_NAMES, rule_sentences
from core.charter.setting_names import setting_name

_ANY = "any"
_MAIN = "confirmed"
_EVENTS: dict[str, Phrase] = {
    "serious": P("A serious case, at any time"),
    "apology_given": P("Apology given"),
    "apology_refused": P("Apology refused"),
    "decided": P("When an admin decides so"),
}
_TEXT_CONTEXT = 3
_UNSAID = frozenset({"severity", "terms", "patterns", "pattern", "types", "roles", "kinds", "during"})


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of a policy. `says` is None where the text gives no measure; `silent`: our default, not the
    text's; `aside`: not a step up but what another event leads to."""

    when: Phrase
    says: Phrase | None
    note: LocalText
    silent: bool = False
    aside: bool = False
    effect: Effect = Effect()


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a difference. `mark`: "-" gone, "+" new, "#" what the lines below it are about."""

    mark: str
    text: Phrase | LocalText | str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a text difference. `mark`: "-", "+", " " or "@" (lines left out); `number` counts in the
    newer text, in the older for what is gone; 0 for "@"."""

    mark: str
    number: int
    text: str


def effect_words(effect: Effect) -> Phrase | None:
    """None where the text gives no measure."""
    if effect.choices:
        return P("one of: {steps}", steps=tuple(step_name(step) for step in effect.choices))
    if effect.grows:
        grows = effect.grows
        return P(
            "{step}, {base}, {more} more every {minutes} minutes after the first {grace}, {cap} at most",
            step=step_name(effect.step), base=yuan(grows.base_fen), more=yuan(grows.step_fen),
            minutes=grows.step_minutes, grace=grows.grace_minutes, cap=yuan(grows.cap_fen),
        )  # fmt: skip
    if effect.amount_fen:
        return P("{step}, {amount}", step=step_name(effect.step), amount=yuan(effect.amount_fen))
    return step_name(effect.step) if effect.step else None


def ladder(policy: SanctionPolicy) -> tuple[Rung, ...]:
    """The policy from its start on: what each confirmed breach leads to, and what other events lead to."""
    rungs: list[Rung] = []
    state, seen = policy.start, [policy.start]
    number = 0
    while True:
        step = _transition(policy, state, _MAIN)
        if step is None:
            break
        number += 1
        stays = step.target == state
        if stays and number == 2 and step.effect == rungs[0].effect:
            # The first breach and every further one lead to the same.
            rungs[0] = replace(rungs[0], when=P("Every confirmed breach"))
            break
        alone = policy.scope in STANDS_ALONE and number == 1
        rungs.append(_rung(_time(number, stays or alone), step))
        if step.target in seen:
            break
        state = step.target
        seen.append(state)
        for aside in policy.transitions:
            if aside.source == state and aside.event != _MAIN:
                rungs.append(_rung(_EVENTS.get(aside.event, Phrase(aside.event)), aside, aside=True))
    for aside in policy.transitions:
        outside = aside.source in (_ANY, policy.start) and aside.event != _MAIN
        if outside:
            rungs.append(_rung(_EVENTS.get(aside.event, Phrase(aside.event)), aside, aside=True))
    return tuple(rungs)


def _time(number: int, stays: bool) -> Phrase:
    if stays and number == 1:
        return P("Every confirmed breach")
    if stays:
        return P("Every further one")
    return P("Confirmed breach no. {n}", n=number)


def _transition(policy: SanctionPolicy, state: str, event: str) -> Transition | None:
    own = [t for t in policy.transitions if t.event == event and t.source == state]
    return next(iter(own or [t for t in policy.transitions if t.event == event and t.source == _ANY]), None)


def _rung(when: Phrase, step: Transition, aside: bool = False) -> Rung:
    words = effect_words(step.effect)
    if words is None and step.event in ("apology_given", "decided"):
        words = P("no further step")
    return Rung(when, words, step.effect.note, step.silent, aside, step.effect)


# differences


def differences(old: Charter, new: Charter) -> tuple[Said, ...]:
    """What changed, in the order of the newer charter: for each thing what it said and what it says now."""
    lines: list[Said] = []
    for change in diff(old, new):
        lines += _SAY[change.noun](change, old, new)
    return tuple(lines)


def _head(change: Change, old: Charter, new: Charter) -> list[Said]:
    lines = [Said("#", P("The charter as a whole"))]
    for name in change.fields:
        before, after = getattr(old, name), getattr(new, name)
        if name == "member_types":
            before, after = ([type_name(kind) for kind in each] for each in (before, after))
            lines += [Said("-", P("Binds: {types}.", types=tuple(before))),
                      Said("+", P("Binds: {types}.", types=tuple(after)))]  # fmt: skip
        elif isinstance(before, LocalText):
            lines += [Said("-", before), Said("+", after)]
        else:
            lines += [Said("-", f"{name}: {_plain(before)}"), Said("+", f"{name}: {_plain(after)}")]
    return lines


def _setting(change: Change, old: Charter, new: Charter) -> list[Said]:
    before = {setting.key: setting for setting in old.settings}.get(change.id)
    after = {setting.key: setting for setting in new.settings}.get(change.id)
    lines = [Said("#", P("Setting: {name}", name=setting_name(change.id)))]
    for mark, setting in (("-", before), ("+", after)):
        if setting is not None:
            by = P("the charter says so") if setting.by == "charter" else P("set by you")
            lines.append(
                Said(mark, P("{value} ({setter})", value=setting.value or P("left open"), setter=by))
            )
    return lines


def _policy(change: Change, old: Charter, new: Charter) -> list[Said]:
    sides = [charter.policies.get(change.id) for charter in (old, new)]
    title = next(policy.title for policy in reversed(sides) if policy is not None)
    said = [[_rung_line(rung) for rung in ladder(policy)] if policy else [] for policy in sides]
    lines = [Said("#", P("Sanction policy {id}: {title}", id=change.id, title=title))]
    return [*lines, *_two(said[0], said[1])]


def _rung_line(rung: Rung) -> Phrase:
    return P("{when}: {measure}", when=rung.when, measure=rung.says or P("the text gives no measure"))


def _clause(change: Change, old: Charter, new: Charter) -> list[Said]:
    sides = [next((c for c in charter.clauses if c.id == change.id), None) for charter in (old, new)]
    lines = [Said("#", P("Clause {clause}", clause=_number(change.id)))]
    return [*lines, *_two(*[_clause_lines(clause) if clause else [] for clause in sides])]


def _clause_lines(clause: Clause) -> list[Phrase | LocalText | str]:
    lines: list[Phrase | LocalText | str] = [clause.text, STATE_NAMES[clause.state]]
    if clause.register:
        lines.append(P("Kept in: {register}.", register=REGISTERS[clause.register]))
    if clause.pending:
        lines.append(P("Still missing in this console: {register}.", register=REGISTERS[clause.pending]))
    if clause.policy:
        lines.append(P("Sanction policy: {id}", id=clause.policy))
    lines += [P("Law: {note}", note=law_note(note)) for note in clause.law]
    return lines


def _rule(change: Change, old: Charter, new: Charter) -> list[Said]:
    said = []
    for charter in (old, new):
        rule = next((rule for rule in charter.rules() if rule.id == change.id), None)
        said.append([*rule_sentences(rule, charter)] if rule else [])
    lines = [Said("#", P("Rule of clause {rule}", rule=_number(change.id)))]
    told = _two(said[0], said[1])
    if change.change == "changed":
        told += _fields(change, old.rule(change.id), new.rule(change.id))
    return [*lines, *told]


def _fields(change: Change, before: Any, after: Any) -> list[Said]:
    """What sentences count or leave out: gravity, words, patterns, the example of a name."""
    lines = []
    for name in change.fields:
        if name in _UNSAID and hasattr(before, name) and hasattr(after, name):
            lines += [Said("-", f"{name}: {_plain(getattr(before, name))}"),
                      Said("+", f"{name}: {_plain(getattr(after, name))}")]  # fmt: skip
    return lines


def _example(change: Change, old: Charter, new: Charter) -> list[Said]:
    mark = "-" if change.change == "removed" else "+"
    rule, _, name = change.id.partition(": ")
    if change.change == "changed":
        return [Said(mark, P("Example of clause {rule} changed: {name}", rule=_number(rule), name=name))]
    return [Said(mark, P("Example of clause {rule}: {name}", rule=_number(rule), name=name))]


_SAY = {
    "charter": _head, "setting": _setting, "policy": _policy, "clause": _clause, "rule": _rule,
    "example": _example,
}  # fmt: skip


def _two(old: Sequence[Any], new: Sequence[Any]) -> list[Said]:
    """Only what differs, in order."""
    lines: list[Said] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [Said("-", each) for each in old[a:b]] + [Said("+", each) for each in new[c:d]]
    return lines


def _number(name: str) -> str:
    """The clause as the text counts it: ids begin with the charter's."""
    return name.partition(".")[2] or name


def _plain(value: Any) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(getattr(each, "value", each)) for each in value) or "–"
    return str(getattr(value, "value", value))


def text_lines(old: str, new: str) -> tuple[TextLine, ...]:
    """The texts side by side as one: only changed places, with a few lines around each."""
    lines: list[TextLine] = []
    before = after = 0
    for line in list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=_TEXT_CONTEXT))[2:]:
        mark, words = line[:1], line[1:]
        if mark == "@":
            left, right = line.split()[1:3]
            before, after = (int(side[1:].partition(",")[0]) - 1 for side in (left, right))
            if lines:
                lines.append(TextLine("@", 0, ""))
            continue
        before, after = before + (mark != "+"), after + (mark != "-")
        lines.append(TextLine(mark, before if mark == "-" else after, words))
    return tuple(lines)
