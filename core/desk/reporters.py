"""Who reported: sealed for everybody but operators with the right and their passphrase; each look is on record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.matters import Matter
from core.casework.reports import BAD_FAITH, Accuracy, accuracy, final
from core.chat.member import NAME_ONLY
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.keeping.sealing import Wrapped, new_key, opens, seal, share, unseal
from core.store.decisions import record_decision
from core.store.groups import find_member
from core.store.matters import matters
from core.store.operators import ensure_operator, find_operator
from core.store.people import read_people
from core.store.persons import person_rows
from core.store.sealed import (
    HeldKey,
    drop_key,
    held_keys,
    keep_key,
    keep_sealed,
    made_up_names,
    name_reporter,
    new_name,
    sealed_contents,
)

SHORTEST = 8
"""Characters of a passphrase."""
_HOLDER = "--holder"


@dataclass(frozen=True, slots=True)
class Identity:
    """`member`: platform id, "" for somebody outside; `name` as given; `text` the report as it was given."""

    member: str = ""
    name: str = ""
    text: str = ""
    group_id: int = 0

    @property
    def key(self) -> str:
        """The same for the same person: the id, which holds over groups, else the name within the group."""
        if self.member and not self.member.startswith(NAME_ONLY):
            return f"id:{self.member}"
        return f"name:{self.group_id}:{self.name.strip()}"


@dataclass(frozen=True, slots=True)
class Reporter:
    """What the right lets one see of a report. `reports`: how many the same person made."""

    report: str
    identity: Identity
    accuracy: Accuracy
    reports: int


def holders(desk: Desk) -> list[str]:
    """Operators with the right, the first one first."""
    with desk.store.read() as session:
        return [key.operator for key in held_keys(session)]


def give_right(
    desk: Desk, operator: str, passphrase: str, holder: str = "", holder_passphrase: str = ""
) -> Outcome[str]:
    """Give `operator` the right to see reporters, under their passphrase. The first one makes the store's key;
    later ones need the passphrase of somebody who has the right (`holder`). Who has it sets a new passphrase so.

    A passphrase that is lost cannot be restored. Raises Refusal for one that is short or wrong.
    """
    if len(passphrase) < SHORTEST:
        raise Refusal(
            P("this passphrase is too short."),
            "--passphrase-file",
            P("Take {count} characters or more.", count=SHORTEST),
        )
    now = desk.clock.now()
    with desk.store.write() as session:
        ensure_operator(session, desk.operator, now)
        find_operator(session, operator)
        keys = {key.operator: key for key in held_keys(session)}
        made = _shared(keys, operator, holder, holder_passphrase, passphrase) if keys else new_key(passphrase)
        keep_key(session, HeldKey(operator, made.public, made.salt, made.wrapped), now)
        decision = note_look(session, desk, operator, {"right": "reports", "given": True})
    changes = Changes(Noun.DUTIES)
    desk.announce(changes)
    return Outcome(operator, changes, decision)


def take_right(desk: Desk, operator: str) -> Outcome[str]:
    """Raises Refusal for somebody without the right, and for the last one who has it."""
    now = desk.clock.now()
    with desk.store.write() as session:
        ensure_operator(session, desk.operator, now)
        names = [key.operator for key in held_keys(session)]
        if operator not in names:
            raise Refusal(
                P("{name} has no such right.", name=operator), operator, P("Nothing has to be done.")
            )
        if len(names) == 1:
            raise Refusal(
                P("nobody else could open the reports any more."),
                operator,
                P("Give somebody else the right first."),
            )
        drop_key(session, operator)
        decision = note_look(session, desk, operator, {"right": "reports", "given": False})
    changes = Changes(Noun.DUTIES)
    desk.announce(changes)
    return Outcome(operator, changes, decision)


def identify(session: Session, group_id: int, by: str, text: str) -> tuple[Identity, tuple[str, ...]]:
    """Who reports, and every name that must not be read in what stays open. Nobody named: no name."""
    given = by.strip()
    if not given:
        return Identity(text=text, group_id=group_id), ()
    try:
        row = find_member(session, group_id, given)
    except Refusal:
        return Identity("", given, text, group_id), (given,)
    own = row.id or 0
    member = read_people(session, [own], person_rows(session))[own]
    told = (given, row.platform_id, member.id, *member.all_names())
    names = {form for name in told for form in (name, name.removeprefix(NAME_ONLY))}
    return Identity(row.platform_id, given, text, group_id), tuple(sorted(names, key=len, reverse=True))


def hidden(text: str, names: Iterable[str], instead: str) -> str:
    """The text without any of `names`, the longest first."""
    for name in names:
        bare = name.removeprefix("@").strip()
        if bare:
            text = text.replace(f"@{bare}", instead).replace(bare, instead)
    return text


def keep_identity(session: Session, report: str, identity: Identity) -> None:
    """Seal it. Raises Refusal where somebody is named and nobody has the right yet."""
    keys = held_keys(session)
    if not keys:
        if not identity.name and not identity.member:
            return
        raise Refusal(
            P("nobody may see reporters yet, so none can be kept secret."), "--by",
            P("First: report right NAME --passphrase-file F; or leave out --by."),
        )  # fmt: skip
    keep_sealed(session, report, seal(keys[0].public, _packed(identity)))


def public_key(session: Session) -> str:
    """Raises Refusal where nobody has the right."""
    keys = held_keys(session)
    if not keys:
        raise Refusal(
            P("nobody may see reporters yet, so pictures cannot be kept secret."), "--file",
            P("First: report right NAME --passphrase-file F"),
        )  # fmt: skip
    return keys[0].public


def look(desk: Desk, report: str, passphrase: str) -> Reporter:
    """Who reported. Raises Refusal without the right, and where nobody is named. The look goes on record."""
    with desk.store.write() as session:
        opened = open_all(session, desk, passphrase)
        note_look(session, desk, desk.operator, {"looked": report})
        found = opened.get(report)
        if found is None or not (found.member or found.name):
            raise Refusal(P("whoever reported this gave no name."), report, P("There is nobody to show."))
        return _reporter(session, desk, report, found, opened)


def all_reporters(desk: Desk, passphrase: str) -> dict[str, Reporter]:
    """By report, those that name somebody. Raises Refusal without the right; the look goes on record."""
    with desk.store.write() as session:
        opened = open_all(session, desk, passphrase)
        note_look(session, desk, desk.operator, {"looked": "all"})
        return {
            report: _reporter(session, desk, report, found, opened)
            for report, found in opened.items() if found.member or found.name
        }  # fmt: skip


def open_all(session: Session, desk: Desk, passphrase: str) -> dict[str, Identity]:
    """Every identity by report; reports of one person get one made-up name, so that others see how reliable they
    are without seeing who they are. Raises Refusal without the right or with a wrong passphrase."""
    sealed = sealed_contents(session)
    opened = unsealed(session, desk, passphrase, list(sealed.values()))
    found = {
        report: _unpacked(content) for report, content in zip(sealed, opened, strict=True)
    }  # fmt: skip
    reports = matters(session, Subject.REPORT, desk.clock.now())
    known: dict[str, str] = {}
    names = made_up_names(session)
    for report, identity in found.items():
        matter = reports.get(report)
        # What led to a case against its reporter must not point at what else they reported.
        if not identity.name or (matter is not None and matter.outcome == BAD_FAITH):
            continue
        name_reporter(session, report, known.setdefault(identity.key, names[report]))
    return found


def unsealed(session: Session, desk: Desk, passphrase: str, sealed: Sequence[bytes]) -> list[bytes]:
    """Raises Refusal as `open_all`, and for what was changed since it was sealed."""
    own = next((key for key in held_keys(session) if key.operator == desk.operator), None)
    if own is None:
        raise Refusal(
            P("{name} may not see who reported.", name=desk.operator), desk.operator,
            P("Who has the right gives it: report right NAME --passphrase-file F."),
        )  # fmt: skip
    try:
        opened = unseal(_wrapped(own), passphrase, list(sealed))
    except ValueError as error:
        raise Refusal(
            P("what was sealed does not open: it was changed, or sealed with another key."), "report",
            P("Restore a backup."),
        ) from error  # fmt: skip
    if opened is None:
        raise Refusal(
            P("this is not the passphrase of {name}.", name=desk.operator), "--passphrase-file",
            P("It is the one given together with the right to see reporters."),
        )  # fmt: skip
    return opened


def detach(session: Session, report: str) -> None:
    """Nothing ties this report to others of the same person any more."""
    if report in made_up_names(session):
        name_reporter(session, report, new_name())


def bands(session: Session, reports: Mapping[str, Matter]) -> dict[str, Accuracy]:
    """By report: how often the reporter was right, as far as it is known without seeing who it is."""
    names = made_up_names(session)
    of: dict[str, list[str]] = {}
    for report, name in names.items():
        of.setdefault(name, []).append(report)
    return {report: accuracy(_counted(reports, of[name])) for report, name in names.items()}


def note_look(session: Session, desk: Desk, subject: str, details: Mapping[str, object]) -> str:
    """On record for good: it is no decision that could be taken back."""
    now = desk.clock.now()
    ensure_operator(session, desk.operator, now)
    made = Decision(
        new_id(now), now, desk.operator, DecisionKind.OPERATOR, Subject.OPERATOR, subject, details=details
    )
    record_decision(session, made, None)
    return made.id


def _reporter(
    session: Session, desk: Desk, report: str, identity: Identity, opened: Mapping[str, Identity]
) -> Reporter:
    reports = matters(session, Subject.REPORT, desk.clock.now())
    theirs = [
        each for each, who in opened.items() if who.name and who.key == identity.key and each in reports
    ]
    return Reporter(report, identity, accuracy(_counted(reports, theirs)), len(theirs))


def _counted(reports: Mapping[str, Matter], ids: Iterable[str]) -> list[Matter]:
    """What became of each; duplicates of one person count once."""
    found = (final(reports, reports[each]) for each in ids if each in reports)
    return list({each.id: each for each in found}.values())


def _shared(
    keys: Mapping[str, HeldKey], operator: str, holder: str, holder_passphrase: str, passphrase: str
) -> Wrapped:
    name = holder or (operator if operator in keys else next(iter(keys)))
    if name not in keys:
        raise Refusal(
            P("{name} has no such right.", name=name), _HOLDER,
            P("Those who have it: {names}.", names=tuple(keys)),
        )  # fmt: skip
    held = _wrapped(keys[name])
    made = share(held, holder_passphrase, passphrase) if holder_passphrase else None
    if made is None:
        raise Refusal(
            P("this is not the passphrase of {name}.", name=name), "--holder-passphrase-file",
            P("Only somebody who may see reporters can give that right."),
        )  # fmt: skip
    return made


def may_look(desk: Desk, passphrase: str) -> bool:
    """Whether the desk's operator has the right and this is their passphrase."""
    with desk.store.read() as session:
        own = next((key for key in held_keys(session) if key.operator == desk.operator), None)
    return own is not None and opens(_wrapped(own), passphrase)


def _wrapped(key: HeldKey) -> Wrapped:
    return Wrapped(key.public, key.salt, key.wrapped)


def _packed(identity: Identity) -> bytes:
    held = {
        "member": identity.member,
        "name": identity.name,
        "text": identity.text,
        "group": identity.group_id,
    }
    return json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _unpacked(content: bytes) -> Identity:
    held = json.loads(content.decode("utf-8", "surrogatepass"))
    return replace(
        Identity(), member=held["member"], name=held["name"], text=held["text"], group_id=held["group"]
    )
