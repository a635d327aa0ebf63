"""What changed between two charters, or two versions of one: clauses, rules, settings, policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from core.charter.model import Charter

_PLACES = frozenset({"line", "rules", "examples"})
"""Where things stand in the file is no change; rules and examples are compared by themselves."""


@dataclass(frozen=True, slots=True)
class Change:
    """`noun`: charter | setting | policy | clause | rule | example. `change`: added | removed | changed.
    `fields` are the names of what changed."""

    noun: str
    id: str
    change: str
    fields: tuple[str, ...] = ()


def diff(old: Charter, new: Charter) -> tuple[Change, ...]:
    """Changes from `old` to `new`, from the general to the particular."""
    head = tuple(name for name in ("title", "scope", "group_kinds", "member_types", "truncated")
                 if getattr(old, name) != getattr(new, name))  # fmt: skip
    return (
        *([Change("charter", new.id, "changed", head)] if head else []),
        *_changes("setting", {s.key: s for s in old.settings}, {s.key: s for s in new.settings}),
        *_changes("policy", old.policies, new.policies),
        *_changes("clause", {c.id: c for c in old.clauses}, {c.id: c for c in new.clauses}),
        *_changes("rule", {r.id: r for r in old.rules()}, {r.id: r for r in new.rules()}),
        *_changes("example", _examples(old), _examples(new)),
    )


def _examples(charter: Charter) -> dict[str, Any]:
    return {f"{e.rule}: {e.name}": e for clause in charter.clauses for e in clause.examples}


def _changes(noun: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from (Change(noun, name, "removed") for name in old if name not in new)
    for name, item in new.items():
        if name not in old:
            yield Change(noun, name, "added")
            continue
        changed = _differing(old[name], item)
        if changed:
            yield Change(noun, name, "changed", changed)


def _differing(old: Any, new: Any) -> tuple[str, ...]:
    if type(old) is not type(new):
        return ("kind",)
    return tuple(
        field.name
        for field in fields(new)
        if field.name not in _PLACES and getattr(old, field.name) != getattr(new, field.name)
    )
