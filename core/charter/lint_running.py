"""What would break a charter while it runs: values of settings, and patterns that no text can match."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import Charter, DutyRule, MessageRule, RosterRule
from core.charter.patterns import (
    COMPANY,
    MAX_LENGTH,
    accepts_everything,
    can_match,
    compiled,
    filled,
    foreign_construct,
    matches_everything,
    too_large,
    unknown_places,
)
from core.charter.problem import Problem, as_problem, error, warning
from core.charter.settings import read_settings
from core.charter.yaml_loading import Document, Key


def running_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    """All of them. A charter that has one is not loaded; everything else that lint finds can be lived with."""
    yield from setting_problems(document)
    for problem in every_pattern(document, charter):
        if problem.severity == "error":
            yield problem


def every_pattern(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            if isinstance(rule, MessageRule | DutyRule):
                for place, pattern in enumerate(rule.patterns):
                    yield from pattern_problems(document, (*keys, "patterns", place), pattern, company=False)
                for place, pattern in enumerate(rule.counts if isinstance(rule, DutyRule) else ()):
                    yield from pattern_problems(document, (*keys, "counts", place), pattern, company=False)
            elif isinstance(rule, RosterRule) and rule.pattern:
                yield from pattern_problems(document, (*keys, "pattern"), rule.pattern, company=True)


def setting_problems(document: Document) -> Iterator[Problem]:
    for key, item in document.data.get("settings", {}).items():
        try:
            read_settings([(key, str(item["value"]))], where=document.where(("settings", key)))
        except Refusal as refusal:
            yield as_problem(refusal, "setting-value")


def pattern_problems(
    document: Document, keys: tuple[Key, ...], pattern: str, company: bool
) -> Iterator[Problem]:
    """At most one: what is wrong first hides the rest. `company`: a pattern for names, which may hold {company}."""
    places = unknown_places(pattern if company else pattern.replace(COMPANY, "{company_}"))
    text = filled(pattern, "company")
    if places:
        yield error(document, keys, "pattern-place",
                    P("nothing fills the place “{place}” in the pattern.", place=places[0]),
                    P("Only {place} is known, in roster rules.", place=COMPANY))  # fmt: skip
    elif too_large(text):
        yield error(document, keys, "pattern-large", P("the pattern is too large."),
                    P("Use at most {count} characters and small repetitions, or terms instead.", count=MAX_LENGTH))  # fmt: skip
    elif (invalid := _invalid(document, keys, text)) is not None:
        yield invalid
    elif not can_match(text):
        yield error(document, keys, "pattern-never", P("the pattern can never match."),
                    P("^ belongs at the start and $ at the end."))  # fmt: skip
    elif matches_everything(text) and not company:
        yield error(document, keys, "pattern-everything", P("the pattern matches every text."),
                    P("Ask for at least one character, for example + instead of *."))  # fmt: skip
    elif company and compiled(text).fullmatch("") is not None:
        yield error(document, keys, "pattern-everything", P("the pattern accepts an empty name."),
                    P("Ask for at least one character, for example + instead of *."))  # fmt: skip
    elif company and accepts_everything(text):
        yield warning(document, keys, "pattern-any-name", P("the pattern accepts every name."),
                      P("Say what a name must consist of."))  # fmt: skip


def _invalid(document: Document, keys: tuple[Key, ...], text: str) -> Problem | None:
    try:
        compiled(text)
    except ValueError as reason:
        foreign = foreign_construct(text)
        if foreign is not None:
            return error(document, keys, foreign.kind,
                         P("the pattern is not valid: it uses {construct}.", construct=foreign.name),
                         P("Use RE2 syntax: no look-around, no back-references. {advice}", advice=foreign.remedy))  # fmt: skip
        return error(document, keys, "pattern-invalid", P("the pattern is not valid: {reason}.", reason=str(reason)),
                     P("Use RE2 syntax: no look-around, no back-references."))  # fmt: skip
    return None
