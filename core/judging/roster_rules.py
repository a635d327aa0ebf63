"""Roster rules: names, required members, invitations, silence. What the data cannot show is no finding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.base.clock import DAY, Instant, iso
from core.base.dated import BEGINNING, Dated, Period
from core.base.phrase import P, Phrase
from core.charter.model import Band, RosterRule
from core.charter.settings import DirectoryEntry
from core.chat.member import NAME_ONLY, Member, MemberType, Role
from core.chat.notice import SELF, Notice, NoticeEvent
from core.judging.binding import Binding
from core.judging.finding import Finding
from core.judging.nicknames import fits, matches, suggestion
from core.judging.scene import MANAGERS, Scene
from core.judging.wording import make_finding

_LARGEST = 500
"""Members that a WeChat group holds; where more have spoken, many of them left unseen."""
_INTERNAL_ID = ("wxid_", "gh_", "25984")
"""Ids that WeChat gave, not the WeChat id that a person chose."""


def roster_findings(scene: Scene, binding: Binding) -> Iterable[Finding]:
    for rule in binding.charter.rules():
        if isinstance(rule, RosterRule):
            yield from _CHECKS[rule.check](scene, binding, rule)


def knows_nickname(member: Member) -> bool:
    """Whether the record shows the group nickname. A display name may be the nickname, the account name or what
    the owner of the export calls somebody."""
    return member.nicknames_known and (not member.name_only or bool(member.nickname.changes))


def knows_account_name(member: Member) -> bool:
    return not member.name_only or bool(member.nickname.changes)


def _bound(scene: Scene, binding: Binding, rule: RosterRule, at: Instant) -> Iterable[Member]:
    return (member for member in scene.members.values() if scene.binds(member.id, binding, at, rule))


def _nickname(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    """The name shown in the group: the group nickname, or the account name where none is set."""
    for member in _bound(scene, binding, rule, _first_moment(scene, binding)):
        for account in filter(knows_nickname, (member, *member.others)):
            moments = sorted({at for at, _ in (*account.nickname.changes, *account.name.changes)})
            shown = Dated.of((at, account.nickname.at(at) or account.name.at(at) or "") for at in moments)
            yield from _names(scene, binding, rule, member, account, shown)


def _account_name(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    for member in _bound(scene, binding, rule, _first_moment(scene, binding)):
        for account in filter(knows_account_name, (member, *member.others)):
            yield from _names(scene, binding, rule, member, account, account.name)


def _names(
    scene: Scene, binding: Binding, rule: RosterRule, member: Member, account: Member, names: Dated[str]
) -> Iterable[Finding]:
    """One finding for each wrong name of an account that the roster shows while the binding is in force."""
    companies: tuple[str, ...] = binding.settings["company"]
    entry = _directory_entry(scene, binding, member)
    ends = [*(at for at, _ in names.changes[1:]), None]
    # Without any name there is one end and no beginning: nothing to judge.
    for (start, name), end in zip(names.changes, ends, strict=False):
        at = _shown_from(scene, binding, member, start)
        gone = (end is not None and end <= at) or not binding.in_force(at) or at > scene.now
        if not name or gone or not member.is_present(at):
            continue
        if fits(rule, name, companies, entry) is False:
            better = suggestion(rule, member, companies, entry, name)
            yield _finding(
                scene, binding, rule, account.id, f"{rule.check}:{name}", at, _name_why(rule, name, better),
                account.shown_name(at),
            )  # fmt: skip


def _name_why(rule: RosterRule, name: str, better: str) -> Phrase:
    if better:
        return P("“{name}” is not what the charter asks for (like “{example}”); “{suggestion}” would be.",
                 name=name, example=rule.example, suggestion=better)  # fmt: skip
    return P("“{name}” is not what the charter asks for (like “{example}”).", name=name, example=rule.example)


def _account_id(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    for member in _bound(scene, binding, rule, _first_moment(scene, binding)):
        at = _shown_from(scene, binding, member, BEGINNING)
        if not binding.in_force(at) or at > scene.now or not member.is_present(at):
            continue
        for account in (member, *member.others):
            ident = account.id
            if account.name_only or ident.startswith(_INTERNAL_ID) or "@" in ident:
                continue
            right = ident == account.phone if account.phone else matches(rule.pattern, ident, ())
            if not right:
                why = P("The account id “{id}” is not the issued phone number.", id=ident)
                name = account.shown_name(at)
                yield _finding(scene, binding, rule, ident, f"{rule.check}:{ident}", at, why, name)


def _required_members(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    """Who must be in the group and is not there at `now` (or at the end of the binding). Where the record knows
    some people by display name only, somebody who was never seen may be one of them."""
    last = min(scene.now, binding.until - 1)
    nameless = any(member.name_only and member.is_present(last) for member in scene.members.values())
    for wanted in dict.fromkeys(binding.settings["required.members"]):
        member = _required(scene, binding, wanted, last)
        if member is not None and not scene.concerns(rule, member.id, binding, last):
            continue
        been = [] if member is None else [period for period in member.present if period.start <= last]
        if nameless and not been:
            continue
        if member is None or not been:
            at = max(binding.since, scene.start)
            if binding.in_force(at) and at <= scene.now:
                subject = wanted if member is None else member.id
                name = _directory_name(binding, wanted) or wanted
                why = P("{name} must be in the group and the record does not show them in it.", name=name)
                yield _finding(scene, binding, rule, subject, f"{rule.check}:{wanted}", at, why, name)
        elif not member.is_present(last):
            at = max(max(period.end for period in been) + 1, binding.since)
            why = P("{name} must be in the group and left it.", name=member.shown_name(last))
            yield _finding(scene, binding, rule, member.id, f"{rule.check}:{wanted}:{at}", at, why)


def _required(scene: Scene, binding: Binding, wanted: str, at: Instant) -> Member | None:
    found = scene.find(wanted, at)
    if found is not None:
        return found
    for member in scene.members.values():
        if wanted in member.all_names():
            return member
    entries = [e for e in binding.settings["directory"] if wanted in (e.subject, e.name)]
    return next((m for e in entries for m in (scene.find(e.subject, at), scene.find(e.name, at)) if m), None)


def _invitation(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    """Members brought in by somebody who is neither owner nor admin, and whom nobody approved."""
    approved = frozenset(binding.settings["invite.approved"])
    for notice in scene.notices:
        if notice.event is not NoticeEvent.JOIN_INVITE or not binding.in_force(notice.at):
            continue
        inviter = scene.find(notice.actor, notice.at)
        if notice.actor in ("", SELF) or (
            inviter is not None and not _needs_approval(scene, binding, rule, inviter, notice)
        ):
            continue
        guests = [target for target in notice.targets if not _approved(scene, target, notice, approved)]
        if guests:
            subject = inviter.id if inviter else _unknown_id(notice.actor)
            names = tuple(scene.name(target, notice.at) for target in guests)
            sure = _is_sure(scene, binding, inviter, notice, guests if approved else ())
            why = (
                P("Invited {names} without an approval on record; neither owner nor admin.", names=names)
                if sure
                else P(
                    "Invited {names}; from display names it cannot be told whether an admin did, or an approval holds.",
                    names=names,
                )
            )
            yield _finding(
                scene, binding, rule, subject, notice.key, notice.at, why,
                "" if inviter else notice.actor, messages=(notice.key,), band=Band.ACT if sure else Band.REVIEW,
            )  # fmt: skip


def _is_sure(
    scene: Scene, binding: Binding, inviter: Member | None, notice: Notice, guests: Iterable[str]
) -> bool:
    """Whether the record knows who invited whom: a display name may stand for an admin, or for an approved guest.
    Where all are known by display name and one of them as owner or admin, the others are neither."""
    if inviter is None:
        return False
    if inviter.name_only and not any(
        member.name_only and scene.role(member.id, binding, notice.at) in MANAGERS
        for member in scene.members.values()
    ):
        return False
    known = (scene.find(guest, notice.at) for guest in guests)
    return not any(guest is not None and guest.name_only for guest in known)


def _unknown_id(actor: str) -> str:
    """An id for somebody whom a notice alone names; a name is none by itself."""
    return actor if actor.startswith(("wxid_", NAME_ONLY)) else NAME_ONLY + actor


def _needs_approval(
    scene: Scene, binding: Binding, rule: RosterRule, inviter: Member, notice: Notice
) -> bool:
    if scene.role(inviter.id, binding, notice.at) in MANAGERS:
        return False
    return scene.concerns(rule, inviter.id, binding, notice.at)


def _approved(scene: Scene, target: str, notice: Notice, approved: frozenset[str]) -> bool:
    member = scene.find(target, notice.at)
    return target in approved or (member is not None and bool(scene.subjects(member.id) & approved))


def _eligible(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    """Whoever is in the group and is of no type that may be there, or is not in the directory."""
    allowed = rule.types or binding.charter.member_types
    listed = rule.directory and bool(binding.settings["directory"])
    for member in scene.members.values():
        at = _shown_from(scene, binding, member, BEGINNING)
        if not binding.in_force(at) or at > scene.now or not member.is_present(at):
            continue
        if rule.roles and scene.role(member.id, binding, at) not in rule.roles:
            continue
        if member.name_only and not _type_is_set(scene, binding, member, at):
            continue
        if allowed and scene.type(member.id, binding, at) not in allowed:
            why = P("Who may be in this group does not include members of this type.")
        elif listed and not member.name_only and _directory_entry(scene, binding, member) is None:
            why = P("The directory does not name this member.")
        else:
            continue
        yield _finding(scene, binding, rule, member.id, rule.check, at, why)


def _type_is_set(scene: Scene, binding: Binding, member: Member, at: Instant) -> bool:
    """Whether somebody said of what type the member is: settings name ids, which a display name is not."""
    subjects = scene.subjects(member.id)
    named = any(not subjects.isdisjoint(binding.settings[f"type.{kind.value}"]) for kind in MemberType)
    return named or member.type.at(at) is not None


def _inactivity(scene: Scene, binding: Binding, rule: RosterRule) -> Iterable[Finding]:
    """Nothing said for `days` days, in the group all the time, covered by the record, and not on leave.

    A silence that lasts to the end of the record may be acted on; one that ended since is a hint. So is the
    silence of a display name, and one during which display names spoke that may be the member's.
    """
    if scene.coverage.end is None:
        return
    until = min(scene.now, scene.coverage.end)
    crowd = len(scene.members) > _LARGEST
    nameless = sorted(
        scene.messages[index].at
        for member in scene.members.values() if member.name_only
        for index in scene.by_sender.get(member.id, ())
    )  # fmt: skip
    for member in _bound(scene, binding, rule, until):
        if scene.role(member.id, binding, until) is Role.OWNER or (crowd and not _is_listed(member)):
            continue
        for silence in _silences(scene, binding, member, until, rule.days * DAY):
            at = max(silence.start + rule.days * DAY, binding.since)
            if at > silence.end or not binding.in_force(at):
                continue
            doubtful = member.name_only or _any_within(nameless, silence.start, silence.end)
            zone = scene.group.zone
            ended = P("until {end}", end=iso(silence.end, zone)) if silence.broken else P("to this day")
            why = P(
                "Nothing said since {since}, {ended}; the charter allows {days} days, and no leave is on record.",
                since=iso(silence.start, zone), ended=ended, days=rule.days,
            )  # fmt: skip
            yield _finding(
                scene, binding, rule, member.id, silence.anchor or f"{rule.check}:{silence.start}", at, why,
                messages=(silence.anchor,) if silence.anchor else (),
                band=Band.REVIEW if silence.broken or doubtful else Band.ACT,
            )  # fmt: skip


def _any_within(moments: Sequence[Instant], start: Instant, end: Instant) -> bool:
    """Whether any of `moments`, which are in order, lies after `start` and not after `end`."""
    index = bisect_right(moments, start)
    return index < len(moments) and moments[index] <= end


def _is_listed(member: Member) -> bool:
    """Whether more than having spoken once shows the member to be in the group."""
    return member.nicknames_known or member.joined_at is not None or member.present != (Period(),)


@dataclass(frozen=True, slots=True)
class _Silence:
    """From the last word (message `anchor`, "" if none), the joining or the first covered moment, to the next
    word (`broken`) or to the end of what is known."""

    start: Instant
    end: Instant
    anchor: str
    broken: bool


def _silences(
    scene: Scene, binding: Binding, member: Member, until: Instant, least: int
) -> Iterable[_Silence]:
    """The member's silences, each within one covered period and one membership; leave starts them anew. Pauses
    shorter than `least` milliseconds are none."""
    said = [
        scene.messages[index]
        for index in scene.by_sender.get(member.id, ())
        if scene.messages[index].at <= until
    ]
    leaves = _leaves(scene, binding, member.id)
    joined = member.joined_at if member.joined_at is not None else BEGINNING
    for covered in scene.coverage.periods:
        for present in member.present:
            start = max(covered.start, present.start, joined)
            end = min(covered.end, present.end, until)
            if start > end:
                continue
            spoken = [message for message in said if start <= message.at <= end]
            edges = [(start, ""), *((message.at, message.key) for message in spoken)]
            ends = [(message.at, True) for message in spoken] + [(end, end < until)]
            for (first, anchor), (last, broken) in zip(edges, ends, strict=True):
                if last - first < least:
                    continue
                ended = [min(leave.end, last) for leave in leaves if leave.start <= last]
                yield _Silence(max([first, *ended]), last, anchor, broken)


def _leaves(scene: Scene, binding: Binding, member: str) -> list[Period]:
    every = binding.settings["leave"]
    if not every:
        return []
    subjects = scene.subjects(member)
    return [leave.period for leave in every if leave.subject in subjects]


def _finding(
    scene: Scene,
    binding: Binding,
    rule: RosterRule,
    subject: str,
    anchor: str,
    at: Instant,
    why: Phrase,
    name: str = "",
    messages: tuple[str, ...] = (),
    band: Band = Band.ACT,
) -> Finding:
    return make_finding(
        binding, rule, kind="roster", category=rule.check, group=scene.group.id, member=subject,
        member_name=name or scene.name(subject, at), anchor=anchor, at=at, why=why, messages=messages,
        band=band,
    )  # fmt: skip


def _first_moment(scene: Scene, binding: Binding) -> Instant:
    return max(binding.since, scene.start)


def _shown_from(scene: Scene, binding: Binding, member: Member, since: Instant) -> Instant:
    """The first moment in force at which the record shows the member with a value that holds since `since`."""
    present = max((p.start for p in member.present if p.start <= scene.now), default=BEGINNING)
    return max(
        since, present, binding.since, scene.start if max(since, present) <= scene.start else BEGINNING
    )


def _directory_entry(scene: Scene, binding: Binding, member: Member) -> DirectoryEntry | None:
    subjects = scene.subjects(member.id)
    for entry in binding.settings["directory"]:
        if entry.subject in subjects:
            return entry
    return None


def _directory_name(binding: Binding, wanted: str) -> str:
    return next((entry.name for entry in binding.settings["directory"] if entry.subject == wanted), "")


_CHECKS: dict[str, Callable[[Scene, Binding, RosterRule], Iterable[Finding]]] = {
    "nickname": _nickname,
    "account_name": _account_name,
    "account_id": _account_id,
    "required_members": _required_members,
    "invitation": _invitation,
    "inactivity": _inactivity,
    "eligible": _eligible,
}
