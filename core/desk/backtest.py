"""Backtest: a draft or another version over stored history, against what was in force. Writes nothing.

Each finding that is certain enough to act on is taken as confirmed when it happened, so what it would have led
to is the charter's own step, with everybody at the beginning of every ladder.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import BEGINNING
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import standing
from core.casework.foreseen import Foreseen, foresee
from core.casework.obligation_marks import facts_of
from core.casework.wording import step_name
from core.charter.library import load_charter, parse_charter
from core.charter.model import Band, Charter
from core.charter.settings import covers
from core.chat.conversation import Conversation
from core.chat.member import MemberType
from core.desk.adoption import group_bindings, settings_of
from core.desk.desk import Desk
from core.desk.leaks import leaks_of
from core.desk.progress import Progress, Report, silent
from core.judging.binding import Binding, Facts, effective_settings
from core.judging.engine import judge, with_findings
from core.judging.finding import Finding
from core.judging.scene import Scene
from core.store.adoptions import stored_adoptions
from core.store.conversations import load_conversation
from core.store.groups import find_group
from core.store.obligations import closing_decisions
from core.store.tables import GroupRow


@dataclass(frozen=True, slots=True)
class BacktestRow:
    """One person under one clause: findings and what they would have led to, before (A) and after (B).

    Steps in order of time, one for each finding that has one. `on_leave`: at one of the findings that only
    one side has (or at any, where both have the same), the person was on leave.
    """

    clause: str
    member: str
    member_name: str
    before: int
    after: int
    steps_before: tuple[str, ...] = ()
    steps_after: tuple[str, ...] = ()
    fen_before: int = 0
    fen_after: int = 0
    points_before: int = 0
    points_after: int = 0
    on_leave: bool = False


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """Findings under a clause; `people`: for how many of them something differs. `both`: the very same
    findings on both sides."""

    clause: str
    before: int
    after: int
    people: int
    both: int = 0

    @property
    def only_before(self) -> int:
        return self.before - self.both

    @property
    def only_after(self) -> int:
        return self.after - self.both


@dataclass(frozen=True, slots=True)
class Backtest:
    """`messages`: stored messages judged by each side; `seconds`: how long it took, reading included."""

    rows: tuple[BacktestRow, ...]
    by_clause: tuple[ClauseDifference, ...]
    summary: tuple[Phrase, ...]
    messages: int
    seconds: float


def backtest(
    desk: Desk,
    group: str | int,
    charter: Charter | str | Path,
    settings: Mapping[str, str] | None = None,
    since: Instant | None = None,
    until: Instant | None = None,
    against: Charter | str | Path | None = None,
    progress: Report = silent,
) -> Backtest:
    """What `charter` (B: a charter, its text, a library id or a path) would have found in a group from `since`
    to `until`, against A: what was in force at each moment, or `against` for the whole time.

    A draft of a charter that binds the group takes its place beside the others; a foreign one takes the place of
    all. The settings of the adoption count on both sides, but for those that a draft changes, with `settings` on
    top of B's. Raises Refusal for an
    unknown group, charter or setting or a span that ends before it begins, and whatever `progress` raises to stop the job.
    """
    started = time.perf_counter()
    now = desk.clock.now()
    end = now if until is None else min(until, now)
    if since is not None and until is not None and since > until:
        raise Refusal(
            P("the time to look at ends before it begins."),
            "--since",
            P("Choose an earlier start, or a later end."),
        )
    draft = _charter(charter)
    other = None if against is None else _charter(against)
    with desk.store.read() as session:
        row = _group(session, group)
        group_id, zone = row.id or 0, row.zone
        given = settings_of(session, row, settings or {})
        span = (BEGINNING if since is None else since, end + 1)
        sides = _sides(session, group_id, zone, draft, other, given, span)
        conversation = load_conversation(session, group_id, until=end)
        closed = standing(closing_decisions(session, group_id), now)
        facts = facts_of(closed)
        count = len(conversation.messages)
        progress(Progress("backtest", 0, 2 * count))
        found = []
        for number, bindings in enumerate(sides, 1):
            found.append(_findings(session, group_id, conversation, bindings, end, facts, span))
            progress(Progress("backtest", number * count, 2 * count))
    scene = Scene(conversation, end)
    before, after = (_foreseen(scene, each, bindings) for each, bindings in zip(found, sides, strict=True))
    rows = _rows(scene, sides[0] + sides[1], before, after)
    first = min((binding.since for binding in sides[0]), default=None)
    spoken = [message.at for message in conversation.messages if span[0] <= message.at]
    return Backtest(
        rows=rows,
        by_clause=_by_clause(rows, before, after),
        summary=_summary(rows, before, after, unbound=bool(spoken) and (first is None or first > spoken[0])),
        messages=len(spoken),
        seconds=time.perf_counter() - started,
    )


def _charter(named: Charter | str | Path) -> Charter:
    if isinstance(named, Charter):
        return named
    if isinstance(named, str) and "\n" in named:
        return parse_charter(named, "draft")
    return load_charter(named)


def _group(session: Session, group: str | int) -> GroupRow:
    if isinstance(group, str):
        return find_group(session, group)
    found = session.get(GroupRow, group)
    if found is None:
        raise Refusal(P("there is no group “{name}”.", name=str(group)), "", P("Name one of the groups."))
    return found


def _sides(
    session: Session,
    group_id: int,
    zone: str,
    draft: Charter,
    other: Charter | None,
    given: Mapping[str, str],
    span: tuple[Instant, Instant],
) -> tuple[tuple[Binding, ...], tuple[Binding, ...]]:
    """What binds the group on either side, within the time that is looked at."""
    in_force = tuple(each for each in group_bindings(session, group_id) if each.since < each.until)
    adopted = [each for each in stored_adoptions(session, group_id) if each.until is None]

    def whole(charter: Charter, more: Mapping[str, str]) -> Binding:
        own = [each for each in adopted if each.charter_id == charter.id] or adopted
        like = next((each for each in reversed(in_force) if each.charter.id == charter.id),
                    in_force[-1] if in_force else None)  # fmt: skip
        set_then = dict(own[-1].settings) if own else {}
        if like is not None and like.charter.id == charter.id:
            set_then = {
                key: text for key, text in set_then.items() if key not in _changed(like.charter, charter)
            }
        values = effective_settings(charter, set_then, zone).overlaid(more)
        if like is None:
            return Binding(charter, values, *span)
        return replace(like, charter=charter, settings=values, since=span[0], until=span[1])

    def placed(charter: Charter, more: Mapping[str, str]) -> tuple[Binding, ...]:
        kept = [each for each in in_force if each.charter.id != charter.id]
        return (*(kept if len(kept) < len(in_force) else ()), whole(charter, more))

    before = in_force if other is None else placed(other, {})
    return before, placed(draft, given)


def _changed(old: Charter, new: Charter) -> set[str]:
    """Settings that the newer text changes: what it says goes before what the adoption had set."""
    before = {setting.key: setting.value for setting in old.settings}
    return {
        setting.key for setting in new.settings if before.get(setting.key, setting.value) != setting.value
    }


def _findings(
    session: Session,
    group_id: int,
    conversation: Conversation,
    bindings: Sequence[Binding],
    end: Instant,
    facts: Facts,
    span: tuple[Instant, Instant],
) -> list[Finding]:
    if not bindings:
        return []
    leaks = [leak for each in bindings for leak in leaks_of(session, group_id, conversation, each, end)]
    judged = with_findings(judge(conversation, bindings, end, facts), leaks).findings
    return [finding for finding in judged if span[0] <= finding.at < span[1]]


def _foreseen(scene: Scene, findings: Sequence[Finding], bindings: Sequence[Binding]) -> list[Foreseen]:
    def type_of(finding: Finding, binding: Binding) -> MemberType:
        return scene.type(finding.member, binding, finding.at)

    return foresee(findings, bindings, type_of)


def _rows(
    scene: Scene, bindings: Sequence[Binding], before: Sequence[Foreseen], after: Sequence[Foreseen]
) -> tuple[BacktestRow, ...]:
    both = {each.finding.id for each in before} & {each.finding.id for each in after}
    leaves = [entry for binding in bindings for entry in binding.settings["leave"]]
    groups: dict[tuple[str, str], tuple[list[Foreseen], list[Foreseen]]] = {}
    for side, foreseen in enumerate((before, after)):
        for each in foreseen:
            groups.setdefault((each.finding.clause, each.finding.member), ([], []))[side].append(each)

    def away(each: Foreseen) -> bool:
        return covers(leaves, scene.subjects(each.finding.member), each.finding.at)

    def row(clause: str, member: str, old: list[Foreseen], new: list[Foreseen]) -> BacktestRow:
        differing = [each for each in (*old, *new) if each.finding.id not in both]
        return BacktestRow(
            clause, member, (new or old)[-1].finding.member_name, len(old), len(new),
            _steps(old), _steps(new), sum(e.fen for e in old), sum(e.fen for e in new),
            sum(e.points for e in old), sum(e.points for e in new),
            bool(leaves) and any(away(each) for each in (differing or new)),
        )  # fmt: skip

    rows = (row(*key, *found) for key, found in groups.items())
    return tuple(sorted(rows, key=lambda r: (-abs(r.after - r.before), r.clause, r.member_name, r.member)))


def _steps(foreseen: Sequence[Foreseen]) -> tuple[str, ...]:
    return tuple(each.step for each in foreseen if each.step)


def _by_clause(
    rows: Sequence[BacktestRow], before: Sequence[Foreseen], after: Sequence[Foreseen]
) -> tuple[ClauseDifference, ...]:
    old, new = Counter(e.finding.clause for e in before), Counter(e.finding.clause for e in after)
    ids = {each.finding.id for each in before}
    same = Counter(each.finding.clause for each in after if each.finding.id in ids)
    people = Counter(row.clause for row in rows if _differs(row))
    clauses = sorted(old | new, key=lambda clause: (-abs(new[clause] - old[clause]), clause))
    return tuple(ClauseDifference(c, old[c], new[c], people[c], same[c]) for c in clauses)


def _differs(row: BacktestRow) -> bool:
    return (row.before, row.steps_before, row.fen_before, row.points_before) != (
        row.after, row.steps_after, row.fen_after, row.points_after,
    )  # fmt: skip


def _summary(
    rows: Sequence[BacktestRow], before: Sequence[Foreseen], after: Sequence[Foreseen], unbound: bool
) -> tuple[Phrase, ...]:
    ids = {each.finding.id for each in before}, {each.finding.id for each in after}
    said = []
    if unbound:
        said.append(P("For part of this time no charter was in force; what is new there is new altogether."))
    more, fewer = len(ids[1] - ids[0]), len(ids[0] - ids[1])
    if not more and not fewer and not any(map(_differs, rows)):
        return (
            *said,
            P("Nothing would have been different: {count} findings on both sides.", count=len(after)),
        )
    said.append(P("Findings: {before} before, {after} now; {more} of them new, {fewer} no longer found.",
                  before=len(before), after=len(after), more=more, fewer=fewer))  # fmt: skip
    said += _costs(rows, "points")
    said += _costs(rows, "fen")
    steps = Counter(e.step for e in before if e.step), Counter(e.step for e in after if e.step)
    said += [P("{step}: {before} times before, {after} times now.", step=step_name(step), before=steps[0][step],
               after=steps[1][step])
             for step in sorted(steps[0] | steps[1]) if steps[0][step] != steps[1][step]]  # fmt: skip
    away = {row.member for row in rows if row.on_leave and _differs(row)}
    if away:
        said.append(P("People on leave at the time: {count}.", count=len(away)))
    hints = sum(each.finding.band is Band.REVIEW and each.finding.id not in ids[0] for each in after)
    if hints:
        said.append(P("{count} of the new findings are hints only: they lead to no step.", count=hints))
    return tuple(said)


def _costs(rows: Sequence[BacktestRow], unit: str) -> list[Phrase]:
    """Who would have owed more, and who less; what one clause adds and another takes away is one person's sum."""
    changes: Counter[str] = Counter()
    for row in rows:
        fen, points = row.fen_after - row.fen_before, row.points_after - row.points_before
        changes[row.member] += fen if unit == "fen" else points
    away = {row.member for row in rows if row.on_leave}
    said = []
    for sign in (1, -1):
        people = {member for member, change in changes.items() if change * sign > 0}
        if not people:
            continue
        total = sum(abs(changes[member]) for member in people)
        places = {"people": len(people), "amount": _amount(total, unit), "leave": len(people & away)}
        said.append(
            P("It would have fined {people} people {amount} more; {leave} of them were on leave.", **places)
            if sign > 0
            else P(
                "It would have fined {people} people {amount} less; {leave} of them were on leave.", **places
            )
        )
    return said


def _amount(total: int, unit: str) -> Phrase | str:
    return P("{count} points", count=total) if unit == "points" else yuan(total)
