"""What the form of a draft shows: fields by their place in the YAML, section by section. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.base.phrase import LocalText, P, Phrase
from core.charter.categories import CATEGORIES
from core.charter.registers import REGISTERS
from core.charter.schema import schema
from core.charter.setting_names import setting_name
from core.charter.yaml_loading import Document, Key
from gui.panels.clauses import clause_number

Keys = tuple[Key, ...]
HEAD, SETTINGS = "head", "settings"


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: line | lines | number | words | choice | tick. `value` is what the YAML has, None where it has
    nothing; `choices` are (value, words). An optional field that is emptied is taken out."""

    keys: Keys
    label: Phrase | LocalText | str
    kind: str
    value: Any
    choices: tuple[tuple[str, Phrase | LocalText | str], ...] = ()
    optional: bool = False
    hint: Phrase | LocalText | str = ""
    head: Phrase | LocalText | str = ""
    """A heading above the field"""


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Phrase | str
    line: int


_STATES: dict[str, Phrase] = {
    "enforced": P("enforced"),
    "guided": P("guided"),
    "recorded": P("recorded"),
    "advice": P("advice"),
}
_SEVERITIES: dict[str, Phrase] = {
    "info": P("information"),
    "low": P("low"),
    "medium": P("medium"),
    "high": P("high"),
    "serious": P("serious"),
}
_BANDS: dict[str, Phrase] = {"act": P("certain enough to act"), "review": P("a hint for a person")}
_SETTERS: dict[str, Phrase] = {"charter": P("the text says so"), "you": P("set by you")}
_DURING: dict[str, Phrase] = {
    "always": P("always"),
    "session": P("sharing sessions"),
    "restricted": P("restricted times"),
    "work": P("working hours"),
}
_RULE_KINDS: dict[str, Phrase] = {
    "message": P("Message rule"),
    "behaviour": P("Behaviour rule"),
    "roster": P("Roster rule"),
    "obligation": P("Deadline rule"),
    "duty": P("Duty"),
}


def sections(document: Document, language: str) -> tuple[Section, ...]:
    """The charter, its settings, its clauses; only what has the right shape."""
    data = document.data
    if not isinstance(data, dict):
        return ()
    found = [Section(HEAD, P("The charter"), 1)]
    settings = data.get("settings")
    if isinstance(settings, dict) and settings:
        found.append(Section(SETTINGS, P("Settings"), document.line(("settings",))))
    for index, clause in enumerate(_list(data.get("clauses"))):
        if isinstance(clause, dict):
            number = clause_number(str(clause.get("id", "")))
            words = _words(clause.get("text"), language)
            found.append(
                Section(f"clause:{index}", f"{number}  {words}".strip(), document.line(("clauses", index)))
            )
    return tuple(found)


def section_at(found: tuple[Section, ...], line: int) -> str:
    """The section that the caret's line belongs to."""
    before = [section for section in found if section.line <= line]
    return max(before, key=lambda section: section.line).key if before else HEAD


def fields(document: Document, key: str) -> tuple[Field, ...]:
    """The fields of a section; none for a section that is gone."""
    data = document.data
    if not isinstance(data, dict):
        return ()
    if key == HEAD:
        return _head(data)
    if key == SETTINGS:
        return _settings(data)
    index = int(key.partition(":")[2] or 0)
    clauses = _list(data.get("clauses"))
    if index >= len(clauses) or not isinstance(clauses[index], dict):
        return ()
    return _clause(clauses[index], ("clauses", index))


def _head(data: Mapping[str, Any]) -> tuple[Field, ...]:
    return (
        *_local(data, (), "title", P("Title")),
        Field(("version",), P("Version"), "number", data.get("version"),
              hint=P("Raise it with every change that a group should adopt.")),
        Field(("effective",), P("Holds from"), "line", data.get("effective"), optional=True, hint="2026-05-01"),
        Field(("author",), P("Issued by"), "line", data.get("author"), optional=True),
        *_local(data, (), "scope", P("Whom and what it is about"), "lines"),
        *_local(data, (), "notice", P("How changes are announced"), "lines", optional=True),
        Field(("truncated",), P("The text stops early"), "tick", bool(data.get("truncated")), optional=True),
    )  # fmt: skip


def _settings(data: Mapping[str, Any]) -> tuple[Field, ...]:
    found: list[Field] = []
    for name, item in data.get("settings", {}).items():
        if isinstance(item, dict):
            label = setting_name(name)
            found.append(
                Field(
                    ("settings", name, "value"), P("Value"), "line", item.get("value"), head=label, hint=name
                )
            )
            found.append(
                Field(("settings", name, "by"), P("Who set it"), "choice", item.get("by"), _choices(_SETTERS))
            )
    return tuple(found)


def _clause(clause: Mapping[str, Any], keys: Keys) -> tuple[Field, ...]:
    found: list[Field] = [
        *_local(clause, keys, "text", P("Text of the clause"), "lines"),
        Field((*keys, "state"), P("State"), "choice", clause.get("state"), _choices(_STATES)),
        Field((*keys, "ref"), P("Source"), "line", clause.get("ref"), optional=True),
        Field((*keys, "policy"), P("Sanction policy"), "line", clause.get("policy"), optional=True,
              hint=P("for example SP-02; empty: the text gives no measure")),
        Field((*keys, "register"), P("Register"), "choice", clause.get("register"),
              (("", P("none")), *REGISTERS.items()), optional=True),
    ]  # fmt: skip
    for place, rule in enumerate(_list(clause.get("rules"))):
        if isinstance(rule, dict):
            found += _rule(rule, (*keys, "rules", place))
    return tuple(found)


def _rule(rule: Mapping[str, Any], keys: Keys) -> list[Field]:
    kind = str(rule.get("kind", ""))

    def at(name: str) -> Keys:
        return (*keys, name)

    found = [
        Field(at("severity"), P("Severity"), "choice", rule.get("severity"), (("", P("usual")), *_choices(_SEVERITIES)),
              optional=True, head=_RULE_KINDS.get(kind, kind)),
        Field(at("band"), P("Certainty"), "choice", rule.get("band"), (("", P("usual")), *_choices(_BANDS)),
              optional=True),
    ]  # fmt: skip
    if kind in ("message", "duty"):
        known = ", ".join(CATEGORIES)
        found += [
            Field(at("categories"), P("Categories"), "words", rule.get("categories"), optional=kind == "duty", hint=known),
            Field(at("terms"), P("Own words"), "words", rule.get("terms"), optional=True,
                  hint=P("Words of this charter that also count, parted by commas.")),
            Field(at("patterns"), P("Own patterns"), "words", rule.get("patterns"), optional=True),
        ]  # fmt: skip
    if kind in ("message", "behaviour"):
        choices = (("", P("always")), *(pair for pair in _choices(_DURING) if pair[0] != "always"))
        found.append(Field(at("during"), P("When"), "choice", rule.get("during"), choices, optional=True))
    if kind == "message":
        found.append(Field(at("exempt"), P("Leaves alone"), "words", rule.get("exempt"), optional=True,
                           hint="permits, own-brands, own-contact, customers, admins"))  # fmt: skip
    if kind == "roster":
        found += [
            Field(at("pattern"), P("Pattern of the name"), "line", rule.get("pattern"), optional=True),
            Field(at("example"), P("A name that fits"), "line", rule.get("example"), optional=True),
            Field(at("days"), P("Days"), "number", rule.get("days"), optional=True),
        ]
    if kind == "obligation":
        found += [
            Field(at("minutes"), P("Setting with the minutes"), "choice", rule.get("minutes"), _deadlines()),
            Field(at("excuses"), P("What excuses"), "words", rule.get("excuses"), optional=True,
                  hint="leave, no-network, explained, elsewhere"),
        ]  # fmt: skip
    if kind == "duty":
        found.append(Field(at("hours"), P("Hours to do it"), "number", rule.get("hours"), optional=True))
    return found


def _deadlines() -> tuple[tuple[str, Phrase], ...]:
    keys = schema()["$defs"]["settingKey"]["enum"]
    return tuple((key, setting_name(key)) for key in keys if key.endswith(".minutes"))


def _local(
    data: Mapping[str, Any], keys: Keys, name: str, label: Phrase, kind: str = "line", optional: bool = False
) -> tuple[Field, ...]:
    """A text in both languages has two fields, one in a single language one."""
    value = data.get(name)
    if not isinstance(value, dict):
        return (Field((*keys, name), label, kind, value, optional=optional),)
    return (
        Field((*keys, name, "zh"), P("{field}, Chinese", field=label), kind, value.get("zh")),
        Field((*keys, name, "en"), P("{field}, English", field=label), kind, value.get("en")),
    )


def _choices(words: Mapping[str, Phrase]) -> tuple[tuple[str, Phrase], ...]:
    return tuple(words.items())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(text: Any, language: str) -> str:
    return str(text.get(language, "")) if isinstance(text, dict) else str(text or "")
