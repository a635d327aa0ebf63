"""Members: lists in, differences, and the roster as shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session, col, select

from core.base.clock import DEFAULT_ZONE, Instant
from core.base.dated import Period
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.model import RosterRule
from core.charter.settings import covers
from core.chat.group import DEFAULT_TYPE, GroupKind
from core.chat.incoming import Room
from core.chat.member import NAME_ONLY, MemberType, Role
from core.desk.adoption import group_bindings
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.intake.roster_files import Note, read_listing
from core.judging.roster_rules import knows_account_name, knows_nickname
from core.store import chain
from core.store.conversations import load_members
from core.store.figures import balances, name_findings, spoken_counts, spoken_together, violation_counts
from core.store.groups import find_group, group_for, group_or_new
from core.store.joined import joined_members
from core.store.persons import person_rows
from core.store.rosters import apply_roster, list_moments
from core.store.tables import GroupRow, MemberRow, ViolationRow


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """Against what was known before. `renamed` pairs are (member id, old name, new name)."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]
    notes: tuple[Note, ...] = field(default=(), compare=False)
    """What was not taken as the list has it."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member as the Roster panel shows it. `format_ok`: None when names are unknown or no rule asks."""

    member_id: int
    platform_id: str
    group_id: int
    group: str
    name: str
    nickname: str
    role: Role
    type: MemberType
    joined_at: Instant | None
    invited_by: str
    last_spoke_at: Instant | None
    messages: int
    present: bool
    format_ok: bool | None
    suggestion: str
    violations: int
    owed_points: int
    owed_fen: int
    on_leave: bool
    wrong_names: tuple[str, ...] = ()
    """Which names are not in format: account_name | nickname."""
    also: tuple[str, ...] = ()
    """Further ids of the person in this group, as somebody put them together."""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything the person drawer shows."""

    row: RosterRow
    names: tuple[tuple[Instant, str, str], ...]
    """(from, field, value), newest first."""
    present: tuple[Period, ...]
    violations: tuple[str, ...]
    """Ids, newest first."""


def import_roster(desk: Desk, path: Path, group: str) -> RosterDifference:
    """Take in a member list as of the desk's clock and tell what changed. Those not on it have left.

    A group that is not known yet is made. Raises Refusal for a list that cannot be read, or for a group
    whose name comes close to a known one.
    """
    now = desk.clock.now()
    if not group.strip():
        raise Refusal(P("a member list needs a group."), str(path), P("Name it with --group."))
    with desk.store.read() as session:
        known = group_or_new(session, group)
        zone = known.zone if known is not None else DEFAULT_ZONE
    listing = read_listing(Path(path), zone, known.name if known is not None else group.strip())
    with desk.store.write() as session:
        row = group_or_new(session, group) or group_for(session, Room(name=group.strip()), "", now)
        group_id = row.id
        import_id, found = apply_roster(session, row, listing.people, str(path), now, listing.partial)
        chain.append(session, now, "import_", str(import_id))
    assert group_id is not None
    desk.announce(Changes(Noun.MEMBERS | Noun.GROUPS | Noun.IMPORTS, frozenset({group_id})))
    notes = listing.notes
    if found.not_compared:
        told = P(
            "known by display name only, and not compared with the ids of the list: {names}.",
            names=tuple(ident.removeprefix(NAME_ONLY) for ident in found.not_compared),
        )
        notes += (Note(str(path), told),)
    return RosterDifference(found.joined, found.left, found.renamed, notes)


def difference(
    desk: Desk, group: str, since: Instant | None = None, until: Instant | None = None
) -> RosterDifference:
    """Who joined, left and was renamed from `since` to `until`; by default between the last two member lists.

    Raises Refusal for an unknown group, and without two lists where no times are given.
    """
    with desk.store.read() as session:
        row = find_group(session, group)
        assert row.id is not None
        moments = list_moments(session, row.id, desk.clock.now())
        if since is None and len(moments) < 2:
            raise Refusal(
                P("there are no two member lists of this group to compare."), row.name,
                P("Take another list in, or name the times with --from and --to."),
            )  # fmt: skip
        end = until if until is not None else (moments[-1] if since is None else desk.clock.now())
        start = since if since is not None else max(at for at in moments if at < moments[-1])
        people = joined_members(load_members(session, row.id), person_rows(session, desk.clock.now()))
    members = {member.id: member for member in people.values()}
    before = {ident for ident, member in members.items() if member.is_present(start)}
    after = {ident for ident, member in members.items() if member.is_present(end)}
    renamed = [
        (ident, old, new)
        for ident in sorted(before & after)
        for line in (members[ident].nickname, members[ident].name)
        if (old := line.at(start)) and (new := line.at(end)) and old != new
    ]
    return RosterDifference(tuple(sorted(after - before)), tuple(sorted(before - after)), tuple(renamed))


def rows(desk: Desk, group_id: int | None = None) -> list[RosterRow]:
    """Everybody, in order of group and shown name, as of the desk's clock."""
    now = desk.clock.now()
    with desk.store.read() as session:
        groups = session.exec(select(GroupRow).order_by(col(GroupRow.id))).all()
        found = [_rows_of(session, group, now) for group in groups if group_id in (None, group.id)]
    return [row for rows in found for row in rows]


def person(desk: Desk, member_id: int) -> PersonRecord:
    """One member with names over time. Raises Refusal when there is no such member."""
    now = desk.clock.now()
    with desk.store.read() as session:
        member = session.get(MemberRow, member_id)
        group = session.get(GroupRow, member.group_id) if member is not None else None
        if member is None or group is None:
            raise Refusal(P("there is no such member."), str(member_id), P("Look into the roster."))
        rows = person_rows(session, now)
        member_id = rows.stand_in(member_id)
        row = next(row for row in _rows_of(session, group, now, member_id) if row.member_id == member_id)
        known = joined_members(load_members(session, member.group_id), rows)[member_id]
        violations = session.exec(
            select(ViolationRow.id)
            .where(
                col(ViolationRow.member_id).in_(rows.of(member_id)), col(ViolationRow.superseded_at).is_(None)
            )
            .order_by(col(ViolationRow.at).desc())
        ).all()
    names = [
        (at, name, value)
        for account in (known, *known.others)
        for name, line in (("name", account.name), ("nickname", account.nickname))
        for at, value in line.changes
        if at <= now
    ]
    return PersonRecord(row, tuple(sorted(names, reverse=True)), known.present, tuple(violations))


def _rows_of(session: Session, group: GroupRow, now: Instant, only: int | None = None) -> list[RosterRow]:
    assert group.id is not None
    spoken = spoken_counts(session, group.id, now)
    owed = balances(session, group.id, now)
    named = name_findings(session, group.id, now)
    counts = violation_counts(session, group.id, now)
    bindings = [each for each in group_bindings(session, group.id) if each.in_force(now)]
    leave = [entry for each in bindings for entry in each.settings["leave"]]
    asked = {
        rule.check
        for each in bindings
        for clause in each.charter.clauses
        for rule in clause.rules
        if isinstance(rule, RosterRule)
    }
    kind = DEFAULT_TYPE[GroupKind(group.kind)]
    persons = person_rows(session, now)
    result = []
    for row_id, member in joined_members(load_members(session, group.id), persons).items():
        if row_id in persons.here or (only is not None and row_id != only):
            continue
        last, messages = spoken.get(row_id, (None, 0))
        if member.others:
            last, messages = spoken_together(session, persons.of(row_id), now)
        points, fen = (sum(owed.get(row, (0, 0))[part] for row in persons.of(row_id)) for part in (0, 1))
        wrong = next((named[row] for row in persons.of(row_id) if row in named), None)
        known = ("account_name" in asked and knows_account_name(member)) or (
            "nickname" in asked and knows_nickname(member)
        )
        result.append(
            RosterRow(
                row_id, member.id, group.id, group.name, member.name.at(now) or member.shown_name(now),
                member.nickname.at(now) or "", member.role.at(now) or Role.MEMBER, member.type.at(now) or kind,
                member.joined_at, member.invited_by, last, messages, member.is_present(now),
                False if wrong is not None else (True if known else None), wrong.suggestion if wrong is not None else "",
                sum(counts.get(row, 0) for row in persons.of(row_id)),
                points, fen, covers(leave, (member.id, *member.all_names()), now),
                wrong.names if wrong is not None else (), tuple(other.id for other in member.others),
            )
        )  # fmt: skip
    return sorted(result, key=lambda row: (not row.present, row.nickname or row.name, row.member_id))
