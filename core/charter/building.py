"""Plain data of the right shape (schema.py) into the types of model.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.base.phrase import LocalText, P
from core.base.refusal import Refusal
from core.charter.model import (
    AnyRule,
    Band,
    BehaviourRule,
    Charter,
    CharterSetting,
    Clause,
    ClauseState,
    DutyRule,
    Effect,
    Example,
    ExampleEntry,
    ExampleLine,
    Growth,
    MessageRule,
    ObligationRule,
    RosterRule,
    SanctionPolicy,
    Severity,
    Transition,
)  # fmt: skip
from core.charter.registers import MISSING
from core.charter.yaml_loading import Document, Key
from core.chat.group import GroupKind
from core.chat.member import MemberType, Role

UNCAPPED = 2**62
"""Cap of a growth that names none, in fen; lint refuses it."""
Plain = Mapping[str, Any]


def build_charter(document: Document, bundled: Mapping[str, Plain]) -> Charter:
    """The charter; `bundled` are the policies of the library as plain data, by id.

    Raises Refusal when a clause names a policy that neither the charter nor the library has.
    """
    data: Plain = document.data
    clauses = tuple(_clause(document, index) for index in range(len(data["clauses"])))
    return Charter(
        id=data["charter"],
        version=data["version"],
        title=_text(data["title"]),
        scope=_text(data["scope"]),
        group_kinds=tuple(GroupKind(word) for word in data["binds"]["groups"]),
        member_types=tuple(MemberType(word) for word in data["binds"]["members"]),
        clauses=clauses,
        settings=tuple(
            CharterSetting(key, str(item["value"]), item["by"])
            for key, item in data.get("settings", {}).items()
        ),
        policies=_policies(document, clauses, bundled),
        sources=tuple(data.get("sources", ())),
        truncated=data.get("truncated", False),
        author=data.get("author", ""),
        effective=data.get("effective", ""),
        notice=_text(data["notice"]) if "notice" in data else LocalText("", ""),
        path=document.path,
    )


def _policies(
    document: Document, clauses: tuple[Clause, ...], bundled: Mapping[str, Plain]
) -> dict[str, SanctionPolicy]:
    """Every policy that a clause names or the charter defines; a local part replaces the bundled one's."""
    local: Plain = document.data.get("policies", {})
    result = {}
    for name, part in local.items():
        whole = {**bundled.get(name, {}), **part}
        missing = [key for key in ("title", "scope", "start", "transitions") if key not in whole]
        if missing:
            raise Refusal(
                P("policy “{policy}” has no {key}.", policy=name, key=missing[0]),
                document.where(("policies", name)),
                P("Add it, or use the id of a bundled policy."),
            )
        result[name] = build_policy(name, whole)
    for index, clause in enumerate(clauses):
        if not clause.policy or clause.policy in result:
            continue
        if clause.policy not in bundled:
            raise Refusal(
                P("there is no policy “{policy}”.", policy=clause.policy),
                document.where(("clauses", index, "policy")),
                P("Define it under policies:, or choose one of {known}.", known=", ".join(bundled)),
            )
        result[clause.policy] = build_policy(clause.policy, bundled[clause.policy])
    return result


def build_policy(name: str, data: Plain) -> SanctionPolicy:
    return SanctionPolicy(
        id=name,
        title=_text(data["title"]),
        type=data.get("type", ""),
        scope=data["scope"],
        start=data["start"],
        transitions=tuple(_transition(item) for item in data["transitions"]),
        silent_on=tuple(_text(item) for item in data.get("silent_on", ())),
        clauses=tuple(data.get("clauses", ())),
        answers=data.get("answers", "member"),
    )


def _transition(data: Plain) -> Transition:
    grows = data.get("grows")
    return Transition(
        source=data["from"],
        event=data["event"],
        target=data["to"],
        effect=Effect(
            step=data.get("step", ""),
            amount_fen=data.get("amount_fen", 0),
            grows=Growth(**{"cap_fen": UNCAPPED, **grows}) if grows else None,
            choices=tuple(data.get("choices", ())),
            combines=data.get("combines", False),
            free=data.get("free", False),
            note=_text(data["note"]) if "note" in data else LocalText("", ""),
        ),
        silent=data.get("silent", False),
        later=data.get("later", False),
        clauses=tuple(data.get("clauses", ())),
    )


def _clause(document: Document, index: int) -> Clause:
    data: Plain = document.data["clauses"][index]
    keys: tuple[Key, ...] = ("clauses", index)
    rules = tuple(_rule(item, data["id"]) for item in data.get("rules", ()))
    first = rules[0].id if rules else data["id"]
    return Clause(
        id=data["id"],
        ref=data.get("ref", ""),
        text=_text(data["text"]),
        kind=data["kind"],
        state=ClauseState(data["state"]),
        rules=rules,
        # Older texts say that a register is still missing which is there by now.
        register=data.get("register") or data.get("pending", ""),
        pending=data.get("pending", "") if data.get("pending") in MISSING else "",
        policy=data.get("policy", ""),
        law=tuple(data.get("law", ())),
        examples=tuple(
            _example(item, first, document.line((*keys, "examples", number)))
            for number, item in enumerate(data.get("examples", ()))
        ),
        line=document.line(keys),
    )


def _rule(data: Plain, clause: str) -> AnyRule:
    band = Band(data.get("band", Band.ACT))
    usual = Severity.MEDIUM if band is Band.ACT else Severity.LOW
    head = {"id": data.get("id", clause), "clause": clause, "severity": Severity(data.get("severity", usual)),
            "band": band, "types": tuple(MemberType(word) for word in data.get("types", ())),
            "roles": tuple(Role(word) for word in data.get("roles", ()))}  # fmt: skip
    match data["kind"]:
        case "message":
            return MessageRule(
                **head,
                categories=tuple(data["categories"]),
                during=data.get("during", "always"),
                kinds=tuple(data.get("message_kinds", ())),
                terms=tuple(data.get("terms", ())),
                patterns=tuple(data.get("patterns", ())),
                words_only=data.get("words_only", False),
                exempt=tuple(data.get("exempt", ())),
            )
        case "behaviour":
            return BehaviourRule(
                **head, window=data["window"], category=data["category"], during=data.get("during", "always")
            )
        case "roster":
            return RosterRule(
                **head,
                check=data["check"],
                pattern=data.get("pattern", ""),
                example=data.get("example", ""),
                directory=data.get("directory", False),
                days=data.get("days", 0),
            )
        case "duty":
            return DutyRule(
                **head,
                on=data["on"],
                register=data["register"],
                by=data.get("by", "admin"),
                hours=data.get("hours", 0),
                intents=tuple(data.get("intents", ())),
                categories=tuple(data.get("categories", ())),
                kinds=tuple(data.get("message_kinds", ())),
                terms=tuple(data.get("terms", ())),
                patterns=tuple(data.get("patterns", ())),
                quota=data.get("quota", 0),
                per=data.get("per", "day" if "quota" in data else ""),
                counts=tuple(data.get("counts", ())),
            )
        case _:
            excuses = tuple(data.get("excuses", ("leave", "no-network")))
            return ObligationRule(
                **head, trigger=data["trigger"], minutes=data["minutes"], excuses=excuses,
                during=data.get("during", "always"), due=data.get("due", "set"),
                promise=data.get("promise", False), stages=tuple(data.get("stages", ())),
            )  # fmt: skip


def _example(data: Plain, rule: str, line: int) -> Example:
    return Example(
        name=data["name"],
        rule=data.get("rule", data.get("policy", rule)),
        expect=data["expect"],
        chat=tuple(
            ExampleLine(
                at=item["at"], sender=item["from"], text=item.get("text", ""), kind=item.get("kind", "text"),
                role=item.get("role", "member"), id=item.get("id", ""), reply_to=item.get("reply_to", ""),
            )
            for item in data.get("chat", ())
        ),
        members=tuple(dict(row) for row in data.get("members", ())),
        settings=tuple((key, str(value)) for key, value in data.get("settings", {}).items()),
        now=data.get("now", ""),
        member=data.get("member", ""),
        adopted=data.get("adopted", ""),
        entries=tuple(ExampleEntry(item["register"], item["at"], item.get("subject", ""))
                      for item in data.get("entries", ())),
        policy=data.get("policy", ""),
        events=tuple(data.get("events", ())),
        step=data.get("step", ""),
        member_type=data.get("member_type", ""),
        line=line,
    )  # fmt: skip


def _text(data: str | Plain) -> LocalText:
    return LocalText(data, data) if isinstance(data, str) else LocalText(data["zh"], data["en"])
