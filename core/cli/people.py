"""people: who may be the same person, put together and taken apart by hand; one person over all groups."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.base.clock import DEFAULT_ZONE, iso
from core.base.dated import BEGINNING, END
from core.base.phrase import P, Phrase
from core.casework.decision import DecisionKind
from core.casework.likeness import Suggestion
from core.cli.options import Db, For, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table, text
from core.desk.person_record import Account, Deed, Person

Who = Annotated[str, typer.Argument(metavar="ID", help="Id or name of a member.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="ID", help="Id or name of the other.", show_default=False)]

DEEDS: dict[DecisionKind, Phrase] = {
    DecisionKind.SAME_PERSON: P("{one} and {other} put together"),
    DecisionKind.TAKE_APART: P("{one} taken apart"),
    DecisionKind.NOT_SAME: P("{one} and {other} told apart"),
}


def register(app: typer.Typer) -> None:
    people = typer.Typer(help="Who is the same person.", no_args_is_help=True, rich_markup_mode=None)
    people.command("suggest", help="Pairs that may be one person, each with its reasons.")(_suggest)
    people.command("merge", help="Put two together; the first stands for both, unless only the second has an id.")(
        _merge
    )  # fmt: skip
    people.command("split", help="Take somebody out of the person they were put together with.")(_split)
    people.command("refuse", help="Say that two are different; they are not suggested again.")(_refuse)
    people.command("show", help="One person: accounts, names and roles over time.")(_show)
    app.add_typer(people, name="people")


def _suggest(group: Group = "", db: Db = "", now: Now = "", as_json: Json = False, lang: Lang = "") -> None:
    from core.desk import people

    with open_desk(db, clock(now)) as desk:
        found = people.suggest(desk, group)
    if as_json:
        for each in found:
            emit(suggestion_line(each))
        return
    if not found:
        say(P("Nobody here looks like somebody else."))
        return
    table(
        (P("Person"), P("Other"), P("Weight"), P("Reasons")),
        (
            (each.keeper.key, each.other.key, str(each.weight), "; ".join(text(why) for why in each.reasons))
            for each in found
        ),
    )
    say(P("Put two together with: people merge ID ID --reason …"))


def _merge(
    one: Who, other: Other, group: Group = "", reason: Reason = "", acting_for: For = "", db: Db = "",
    now: Now = "", as_json: Json = False, lang: Lang = "",
) -> None:  # fmt: skip
    from core.desk import people

    with open_desk(db, clock(now)) as desk:
        made = people.merge(desk.on_behalf_of(acting_for), one, other, reason, group)
    _answer(made.value, made.decision, as_json)


def _split(
    who: Who, group: Group = "", reason: Reason = "", acting_for: For = "", db: Db = "", now: Now = "",
    as_json: Json = False, lang: Lang = "",
) -> None:  # fmt: skip
    from core.desk import people

    with open_desk(db, clock(now)) as desk:
        made = people.split(desk.on_behalf_of(acting_for), who, reason, group)
    _answer(made.value, made.decision, as_json)


def _refuse(
    one: Who, other: Other, group: Group = "", reason: Reason = "", db: Db = "", now: Now = "",
    as_json: Json = False, lang: Lang = "",
) -> None:  # fmt: skip
    from core.desk import people

    with open_desk(db, clock(now)) as desk:
        made = people.refuse(desk, one, other, reason, group)
    if as_json:
        emit({"one": made.value[0], "other": made.value[1], "decision": made.decision})
        return
    say(P("{one} and {other} are different people now.", one=made.value[0], other=made.value[1]))


def _show(
    who: Who, group: Group = "", db: Db = "", now: Now = "", as_json: Json = False, lang: Lang = ""
) -> None:
    from core.desk import people

    with open_desk(db, clock(now)) as desk:
        found = people.show(desk, who, group)
    emit(person_line(found)) if as_json else _tell(found)


def suggestion_line(each: Suggestion) -> dict[str, Any]:
    """One line of `people suggest --json`."""
    return {
        "person": each.keeper.key, "person_name": each.keeper.shown, "other": each.other.key,
        "other_name": each.other.shown, "weight": each.weight, "reasons": [text(why) for why in each.reasons],
    }  # fmt: skip


def person_line(person: Person) -> dict[str, Any]:
    """One line of `people show --json`."""
    return {
        "person": person.key, "name": person.name, "keys": list(person.keys),
        "accounts": [_account(each) for each in person.accounts], "decisions": [_deed(each) for each in person.deeds],
    }  # fmt: skip


def _account(each: Account) -> dict[str, Any]:
    return {
        "key": each.key, "member": each.id, "member_id": str(each.member_id), "group": each.group, "name": each.name,
        "nickname": each.nickname, "role": each.role.value, "type": each.type.value if each.type else None,
        "messages": each.messages,
        "last_spoke_at": None if each.last_spoke_at is None else iso(each.last_spoke_at, each.zone),
        "present": [
            {"from": iso(p.start, each.zone) if p.start > BEGINNING else None,
             "to": iso(p.end, each.zone) if p.end < END else None}
            for p in each.present
        ],
        "history": [
            {"from": iso(known.at, each.zone) if known.at > BEGINNING else None, "field": known.field,
             "value": known.value}
            for known in each.history
        ],
    }  # fmt: skip


def _deed(each: Deed) -> dict[str, Any]:
    return {
        "id": each.id, "at": iso(each.at), "operator": each.operator, "kind": each.kind.value, "one": each.one,
        "other": each.other, "reason": each.reason, "taken_back": each.taken_back,
    }  # fmt: skip


def _answer(person: Person, decision: str, as_json: bool) -> None:
    if as_json:
        emit({**person_line(person), "decision": decision})
        return
    say(P("{name} is known as: {keys}.", name=person.name, keys=person.keys))
    say(
        P(
            "Scan again: what the record says of them is judged anew. To take this back: undo {id}",
            id=decision,
        )
    )


def _tell(person: Person) -> None:
    say(P("{name} is known as: {keys}.", name=person.name, keys=person.keys))
    for each in person.accounts:
        say(P("{id} in “{group}”: {count} messages", id=each.id, group=each.group, count=each.messages))
        for known in each.history:
            since = text(P("from the start")) if known.at <= BEGINNING else short_time(known.at, each.zone)
            print(f"  {since}  {known.field}: {known.value}")
    for deed in person.deeds:
        line = text(Phrase(DEEDS[deed.kind].msgid, (("one", deed.one), ("other", deed.other))))
        mark = text(P("taken back")) if deed.taken_back else ""
        print(
            f"  {short_time(deed.at, DEFAULT_ZONE)}  {deed.operator}  {line}  {deed.reason}  {mark}".rstrip()
        )
