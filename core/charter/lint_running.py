"""What would break a charter while it runs: values of settings, and patterns that no text can match."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import Charter, MessageRule, RosterRule
from core.charter.patterns import COMPANY, can_match, compiled, filled, matches_everything, unknown_places
from core.charter.settings import read_settings
from core.charter.yaml_loading import Document, Key


def running_problems(document: Document, charter: Charter) -> Iterator[Refusal]:
    """All of them. A charter that has one is not loaded; everything else that lint finds is advice."""
    yield from setting_problems(document)
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            if isinstance(rule, MessageRule):
                for place, pattern in enumerate(rule.patterns):
                    yield from pattern_problems(document, (*keys, "patterns", place), pattern, company=False)
            elif isinstance(rule, RosterRule) and rule.pattern:
                yield from pattern_problems(document, (*keys, "pattern"), rule.pattern, company=True)


def setting_problems(document: Document) -> Iterator[Refusal]:
    for key, item in document.data.get("settings", {}).items():
        try:
            read_settings([(key, str(item["value"]))], where=document.where(("settings", key)))
        except Refusal as problem:
            yield problem


def pattern_problems(
    document: Document, keys: tuple[Key, ...], pattern: str, company: bool
) -> Iterator[Refusal]:
    where = document.where(keys)
    places = unknown_places(pattern if company else pattern.replace(COMPANY, "{company_}"))
    if places:
        yield Refusal(P("nothing fills the place “{place}” in the pattern.", place=places[0]), where,
                      P("Only {place} is known, in roster rules.", place=COMPANY))  # fmt: skip
        return
    text = filled(pattern, "company")
    try:
        compiled(text)
    except ValueError as error:
        yield Refusal(P("the pattern is not valid: {reason}.", reason=str(error)), where,
                      P("Use RE2 syntax: no look-around, no back-references."))  # fmt: skip
        return
    if not can_match(text):
        yield Refusal(P("the pattern can never match."), where,
                      P("^ belongs at the start and $ at the end."))  # fmt: skip
    elif matches_everything(text):
        yield Refusal(P("the pattern matches every text."), where,
                      P("Ask for at least one character, for example + instead of *."))  # fmt: skip
