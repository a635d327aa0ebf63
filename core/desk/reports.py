"""Reports at the desk: taken in, examined, acted on only when they prove right; the reporter stays secret.

What stays open of a report names no reporter. Upheld, it becomes violations for the queue like any other; made in
bad faith, one against the reporter, by somebody who may see who that is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session

from core.base.clock import DAY, HOUR, Instant, iso
from core.base.dated import END
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import DecisionKind, Subject
from core.casework.matters import MERGED, Matter
from core.casework.reports import BAD_FAITH, OUTCOMES, UPHELD
from core.desk.bringing import must_say, one_of, said_at
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, name_of, take_up, waiting_draft
from core.desk.hearing import drafts as heard_drafts
from core.desk.report_files import EvidenceFile, folder_of, keep_file, read_evidence_files, sealed_file
from core.desk.report_violations import Found, charge, charge_reporter, message_named
from core.desk.reporters import (
    Identity,
    bands,
    detach,
    hidden,
    identify,
    keep_identity,
    note_look,
    open_all,
    public_key,
    unsealed,
)
from core.judging.similarity import likeness
from core.keeping.sealing import seal
from core.store.groups import find_group, find_member
from core.store.heard import Heard, read_heard
from core.store.matters import decide_matter, matter_at, matter_named, matters
from core.store.surroundings import cited_messages
from core.store.tables import GroupRow

STATES = ("open", *OUTCOMES, MERGED)
HOURS = 72
"""Within which a report is examined."""
ALIKE_WITHIN = 7 * DAY
"""Reports further apart than this are about different things, unless they name the same message or file."""
HIDDEN = "〔举报人〕"
_TOUCHED = Noun.DUTIES | Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.GROUPS


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says. `against`: ids or names; `message`: the export's own id of the message at fault."""

    text: str = ""
    by: str = ""
    against: tuple[str, ...] = ()
    clause: str = ""
    message: str = ""
    files: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as everybody who works here may see it. `band`: how reliable its reporter was so far. `alike`: open
    reports that seem to say the same."""

    matter: Matter
    group_id: int
    group: str
    zone: str
    against: tuple[tuple[str, str], ...]
    """(platform id, name)"""
    band: str
    alike: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    files: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def due(self) -> Instant:
        return self.matter.at + HOURS * HOUR


def find(desk: Desk, group: str = "", state: str = "") -> list[ReportRow]:
    """As of the desk's clock; open ones first, the oldest on top."""
    if state:
        one_of(state, STATES, "--state")
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = _rows(session, now, group_id)
    kept = [row for row in found if state in ("", row.matter.state)]
    return sorted(kept, key=lambda row: (not row.matter.is_open, row.matter.at, row.matter.id))


def drafts(desk: Desk, group: str = "") -> list[Draft]:
    """Messages that report somebody and that nobody took up."""
    return heard_drafts(desk, group, "report")


def add(desk: Desk, group: str, told: Told, heard: str = "") -> Outcome[ReportRow]:
    """Take a report in. Who reports and the words as given are sealed; what stays open names no reporter.

    Messages of the same person in which they report are seen to with it. Raises Refusal for nothing said, for files
    that are no pictures, and where a reporter is named and nobody has the right to see reporters.
    """
    now = desk.clock.now()
    files = read_evidence_files(told.files)
    with desk.store.write() as session:
        draft = waiting_draft(session, heard, now, "report") if heard else None
        row = session.get_one(GroupRow, draft.group_id) if draft else find_group(session, group)
        group_id = row.id or 0
        words = told.text.strip() or _said(session, draft)
        if not words and not files:
            must_say("", "--text", P("Write what is reported, or give a screenshot."))
        identity, names = identify(session, group_id, told.by or (draft.member if draft else ""), words)
        details = _open_part(session, group_id, told, words, names, files, row.zone, now)
        made = decide_matter(
            session, desk.operator, now, DecisionKind.RAISE, (Subject.REPORT, ""), group_id, details=details
        )
        keep_identity(session, made.id, identity)
        _keep_files(session, desk, files)
        for each in _drafts_of(session, identity, draft, now):
            # Nothing names the report: who spoke in the chat must not lead to it.
            take_up(session, desk, each, "")
        value = _one(session, made.id, now)
    return _done(desk, value, made.id)


def decide(
    desk: Desk, report_id: str, outcome: str, reason: str, clause: str = "", against: Sequence[str] = (),
    message: str = "", passphrase: str = "",
) -> Outcome[ReportRow]:  # fmt: skip
    """`outcome`: upheld (a violation of `clause` by each of `against`, for the queue), rejected, or bad-faith (one
    by the reporter, under the clause about bad faith unless `clause` names another; needs the right and its
    `passphrase`). Raises Refusal when it was decided or merged, when something is missing, and, where the
    passphrase is given, when the operator is the reporter.
    """
    one_of(outcome, OUTCOMES, "--outcome")
    must_say(reason, "--reason", P("Write what the examination showed."))
    now = desk.clock.now()
    with desk.store.write() as session:
        matter = _open_one(session, report_id, now)
        who = open_all(session, desk, passphrase).get(matter.id) if passphrase else None
        _no_own_cause(session, desk, matter, who)
        found: list[Found] = []
        if outcome == UPHELD:
            found = _charged(session, desk, matter, clause, against, message, reason)
        elif outcome == BAD_FAITH:
            charge_reporter(session, desk, matter.group_id or 0, _known(who, matter), clause)
        details = {
            "outcome": outcome,
            "violations": [each.id for each in found], "made": [each.id for each in found if each.new],
        }  # fmt: skip
        made = decide_matter(
            session, desk.operator, now, DecisionKind.SETTLE, (Subject.REPORT, matter.id), matter.group_id,
            hidden(reason, _names(session, matter, who), HIDDEN), details,
        )  # fmt: skip
        if outcome == BAD_FAITH:
            detach(session, matter.id)
        value = _one(session, matter.id, now)
    return _done(desk, value, made.id)


def merge(desk: Desk, report_id: str, into: str) -> Outcome[ReportRow]:
    """It says what another report says; that one stands for both, and both reporters share what becomes of it.

    Raises Refusal for a report that was decided, and for one that is the other or of another group.
    """
    now = desk.clock.now()
    with desk.store.write() as session:
        matter, target = _open_one(session, report_id, now), matter_at(session, Subject.REPORT, into, now)
        if target.id == matter.id or target.into or target.group_id != matter.group_id:
            raise Refusal(
                P("these two cannot be merged."), target.id,
                P("Name another report of the same group that stands on its own."),
            )  # fmt: skip
        made = decide_matter(
            session, desk.operator, now, DecisionKind.MERGE, (Subject.REPORT, matter.id), matter.group_id,
            details={"into": target.id},
        )  # fmt: skip
        value = _one(session, matter.id, now)
    return _done(desk, value, made.id)


def open_files(desk: Desk, report_id: str, passphrase: str, folder: Path) -> list[Path]:
    """Write the screenshots of a report into `folder`, opened; their paths. Raises Refusal without the right, and
    for a file that is gone or is not the one that was given."""
    beside = folder_of(desk.store)
    with desk.store.write() as session:
        matter = matter_named(matters(session, Subject.REPORT, desk.clock.now()), report_id)
        kept = [(each, sealed_file(beside, each["digest"])) for each in matter.details.get("files", ())]
        opened = unsealed(session, desk, passphrase, [content for _, content in kept if content is not None])
        note_look(session, desk, desk.operator, {"looked": matter.id, "files": len(kept)})
    held = {hashlib.sha256(content).hexdigest(): content for content in opened}
    written = []
    for each, _ in kept:
        if each["digest"] not in held:
            raise Refusal(
                P("a screenshot is gone, or is not the one that was given."),
                each["digest"],
                P("Restore a backup."),
            )
        written.append(_write(folder, f"{each['digest'][:16]}.{each['kind']}", held[each["digest"]]))
    return written


def _write(folder: Path, name: str, content: bytes) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    except OSError as error:
        raise Refusal(
            P("the folder cannot be written to."), str(folder), P("Choose another folder.")
        ) from error
    return folder / name


def one(desk: Desk, report_id: str) -> ReportRow:
    """By its id or the beginning of it."""
    now = desk.clock.now()
    with desk.store.read() as session:
        return _one(session, matter_named(matters(session, Subject.REPORT, now), report_id).id, now)


def line(row: ReportRow) -> dict[str, object]:
    """The report as a JSON line; it names no reporter."""
    matter = row.matter
    settled = matter.settled
    return {
        "id": matter.id, "group": row.group, "text": matter.text("text"), "clause": matter.text("clause"),
        "against": [{"member": member, "member_name": name} for member, name in row.against],
        "message": matter.text("message"), "said_at": iso(int(matter.details["said"]), row.zone),
        "taken_in": iso(matter.at, row.zone), "due": iso(row.due, row.zone), "state": matter.state,
        "into": matter.into, "alike": list(row.alike), "reporter_band": row.band,
        "files": [dict(each) for each in row.files], "reason": settled.reason if settled else "",
        "decided_at": iso(settled.at, row.zone) if settled else None,
        "decided_by": settled.operator if settled else "", "violations": list(row.violations),
    }  # fmt: skip


def _open_part(
    session: Session, group_id: int, told: Told, words: str, names: Sequence[str], files: Sequence[EvidenceFile],
    zone: str, now: Instant,
) -> dict[str, Any]:  # fmt: skip
    against = []
    for each in told.against:
        try:
            against.append(find_member(session, group_id, each).platform_id)
        except Refusal:
            # Who is reported may be an outsider; the report is kept all the same.
            against.append(each.strip())
    return {
        "text": hidden(words, names, HIDDEN), "against": list(dict.fromkeys(each for each in against if each)),
        "clause": told.clause.strip(), "message": told.message.strip(), "said": said_at(told.at, zone, now),
        "files": [{"digest": each.digest, "kind": each.kind, "size": each.size} for each in files],
    }  # fmt: skip


def _said(session: Session, draft: Heard | None) -> str:
    if draft is None:
        return ""
    cited = cited_messages(session, draft.group_id, [draft.message]).get(draft.message)
    return cited.text if cited is not None else ""


def _keep_files(session: Session, desk: Desk, files: Sequence[EvidenceFile]) -> None:
    if files:
        folder, key = folder_of(desk.store), public_key(session)
        for each in files:
            keep_file(folder, each.digest, seal(key, each.content))


def _drafts_of(session: Session, identity: Identity, draft: Heard | None, now: Instant) -> list[Heard]:
    """Drafts of reports by the same person in the group; the one named among them."""
    member = identity.member or (draft.member if draft else "")
    if not member:
        return [draft] if draft else []
    waiting = read_heard(session, now, identity.group_id)
    return [each for each in waiting if each.flow == "report" and each.member == member]


def _open_one(session: Session, report_id: str, now: Instant) -> Matter:
    matter = matter_at(session, Subject.REPORT, report_id, now)
    final = matters(session, Subject.REPORT, END)[matter.id]
    if final.into:
        raise Refusal(
            P("this report was merged into another one."), matter.id, P("Decide {id}.", id=final.into)
        )
    if not final.is_open:
        raise Refusal(P("this report was decided already."), matter.id, P("Take that back with undo first."))
    return matter


def _charged(
    session: Session,
    desk: Desk,
    matter: Matter,
    clause: str,
    against: Sequence[str],
    message: str,
    reason: str,
) -> list[Found]:
    people = tuple(against) or tuple(matter.details.get("against", ()))
    wanted = clause.strip() or matter.text("clause")
    if not people:
        raise Refusal(P("who broke the rule is missing."), "--against", P("Name the member."))
    if not wanted:
        raise Refusal(P("which clause was broken is missing."), "--clause", P("Name the clause."))
    group_id = matter.group_id or 0
    key, at = message_named(session, group_id, message or matter.text("message"), int(matter.details["said"]))
    return [charge(session, desk, group_id, each, wanted, key, at, matter.id) for each in people]


def _known(who: Identity | None, matter: Matter) -> Identity:
    if who is None:
        raise Refusal(
            P("a case against a reporter needs the right to see reporters."), "--passphrase-file",
            P("Let somebody who has it decide."),
        )  # fmt: skip
    if not who.member:
        raise Refusal(
            P("whoever reported this is no member of the group."), matter.id, P("Reject the report instead.")
        )
    return who


def _names(session: Session, matter: Matter, who: Identity | None) -> tuple[str, ...]:
    if who is None or not who.name:
        return ()
    return identify(session, matter.group_id or 0, who.member or who.name, "")[1]


def _no_own_cause(session: Session, desk: Desk, matter: Matter, who: Identity | None) -> None:
    # Only refused, never put on record: a flag would say who reported.
    if desk.operator.strip() in _names(session, matter, who):
        raise Refusal(P("you reported this yourself."), matter.id, P("Let somebody else decide."))


def _rows(session: Session, now: Instant, group_id: int | None) -> list[ReportRow]:
    found = matters(session, Subject.REPORT, now)
    reliable = bands(session, found)
    return [
        _row(session, each, found, reliable[each.id].band if each.id in reliable else "new")
        for each in found.values()
        if group_id in (None, each.group_id)
    ]


def _row(session: Session, matter: Matter, found: Mapping[str, Matter], band: str) -> ReportRow:
    group = session.get_one(GroupRow, matter.group_id or 0)
    people = tuple(
        (each, name_of(session, group.id or 0, each, matter.at)) for each in matter.details.get("against", ())
    )
    settled = matter.settled.details if matter.settled else {}
    return ReportRow(
        matter, group.id or 0, group.name, group.zone, people, band, _alike(matter, found),
        tuple(settled.get("violations", ())), tuple(matter.details.get("files", ())),
    )  # fmt: skip


def _alike(matter: Matter, found: Mapping[str, Matter]) -> tuple[str, ...]:
    """Open reports of the group that seem to be about the same thing."""
    if not matter.is_open:
        return ()
    return tuple(
        other.id for other in found.values()
        if other.id != matter.id and other.is_open and other.group_id == matter.group_id and _same(matter, other)
    )  # fmt: skip


def _same(one_: Matter, other: Matter) -> bool:
    """Whether two reports seem to be about one thing: the same file or message; or, about the same person and
    within days, the same clause or words that differ in signs, spaces and a few characters at most."""
    files = {each["digest"] for each in one_.details.get("files", ())}
    if files & {each["digest"] for each in other.details.get("files", ())}:
        return True
    if one_.text("message") and one_.text("message") == other.text("message"):
        return True
    if abs(int(one_.details["said"]) - int(other.details["said"])) > ALIKE_WITHIN:
        return False
    people, others = set(one_.details.get("against", ())), set(other.details.get("against", ()))
    if people and others and not people & others:
        return False
    words, other_words = one_.text("text"), other.text("text")
    if words.strip() and likeness(words).matches(likeness(other_words)):
        return True
    return bool(people & others and one_.text("clause")) and one_.text("clause") == other.text("clause")


def _one(session: Session, report_id: str, now: Instant) -> ReportRow:
    return next(row for row in _rows(session, now, None) if row.matter.id == report_id)


def _done(desk: Desk, value: ReportRow, decision: str) -> Outcome[ReportRow]:
    changes = Changes(_TOUCHED, frozenset({value.group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)
