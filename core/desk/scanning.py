"""Judging what the store holds, and filing what was found; looking back without recording."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session, select

from core.base.clock import DAY, FixedClock, Instant
from core.base.dated import BEGINNING
from core.charter.library import load_charter
from core.desk.adoption import settings_of
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.hearing import draft_changes, heard_in
from core.desk.judged_group import (
    JudgedGroup,
    changed_obligations,
    file_obligations,
    judge_group,
    judge_obligations,
    overtaken,
)
from core.desk.leaks import leaks_of, with_leaks
from core.desk.progress import Progress, Report, silent
from core.desk.quotas import short_of_quota
from core.desk.raised_duties import raised_by_messages, raised_changes
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge, with_findings
from core.judging.finding import Finding
from core.store.adoptions import stored_adoptions
from core.store.conversations import load_conversation
from core.store.findings import FindingChanges, Reconciled, external_ids, finding_changes
from core.store.groups import find_group
from core.store.obligations import (
    ObligationChanges,
    coverage_of,
    has_obligations,
    judged_marker,
    judging_marker,
)
from core.store.row_changes import RowChanges
from core.store.tables import GroupRow


@dataclass(frozen=True, slots=True)
class ScannedFinding:
    """`state`: new | known | superseded. `messages`: the export's own ids of the finding's messages."""

    finding: Finding
    messages: tuple[str, ...]
    group_name: str
    state: str


@dataclass(frozen=True, slots=True)
class ScanReport:
    """`unbound`: names of groups that follow no charter. `contradicted`: ids of violations that were decided
    and are no longer found; the decisions stand."""

    findings: tuple[ScannedFinding, ...]
    messages: int
    seconds: float
    unbound: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)
    """Time zones by name of group."""


def scan(
    desk: Desk, group: str = "", since: Instant | None = None, dry_run: bool = False, report: Report = silent
) -> ScanReport:
    """Judge up to the desk's clock and reconcile with what is filed, by finding id.

    New findings become violations; those that later data, an excuse or an adoption removed are superseded
    unless already decided. Safe to repeat. Nothing is written before all groups are judged.
    """
    started = time.perf_counter()
    now = desk.clock.now()
    judged = _judge_all(desk, group, now, report)
    found: list[ScannedFinding] = []
    contradicted: list[str] = []
    for each in judged:
        result, scanned = _file(desk, each, BEGINNING if since is None else since, now, dry_run)
        found += scanned
        contradicted += result.contradicted
    if not dry_run:
        nouns = Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.DUTIES | Noun.GROUPS | Noun.MEMBERS
        desk.announce(Changes(nouns, frozenset(each.group_id for each in judged)))
    return ScanReport(
        tuple(sorted(found, key=_order)),
        sum(len(each.conversation.messages) for each in judged),
        time.perf_counter() - started,
        tuple(each.conversation.group.name for each in judged if not each.bindings),
        tuple(contradicted),
        {each.conversation.group.name: each.conversation.group.zone for each in judged},
    )


def look_back(
    desk: Desk,
    group: str,
    charter: str,
    days: int,
    report: Report = silent,
    settings: dict[str, str] | None = None,
) -> ScanReport:
    """Judge the last `days` days by a charter not in force then. Writes nothing.

    Settings of the adoption in force (leaders, types, leave) count too, with `settings` on top. Raises Refusal for a
    setting that is unknown, or that names somebody who is.
    """
    started = time.perf_counter()
    now = desk.clock.now()
    model = load_charter(charter)
    with desk.store.read() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        adopted = [dict(each.settings) for each in stored_adoptions(session, group_id) if each.until is None]
        values = effective_settings(model, adopted[-1] if adopted else {}, row.zone)
        given = settings_of(session, row, settings or {})
        binding = Binding(model, values.overlaid(given), since=now - days * DAY)
        conversation = load_conversation(session, group_id, until=now)
        report(Progress("scan", 0, len(conversation.messages)))
        leaks = leaks_of(session, group_id, conversation, binding, now)
        findings = with_findings(judge(conversation, (binding,), now), leaks).findings
        keys = {key for finding in findings for key in finding.messages}
        ids = external_ids(session, group_id, keys)
    report(Progress("scan", len(conversation.messages), len(conversation.messages)))
    scanned = tuple(_scanned(each, ids, row.name, "new") for each in findings)
    zones = {row.name: row.zone}
    return ScanReport(scanned, len(conversation.messages), time.perf_counter() - started, zones=zones)


def refresh_obligations(desk: Desk, group: str = "", judged_beside: Collection[int] = ()) -> None:
    """Bring the obligation table up to date where messages, adoptions or rosters changed since the last scan.

    The table holds facts with their times, so it is judged from all that is stored, also when the desk's
    clock is earlier: what is shown of it depends on the clock, not what is kept. `judged_beside`: ids of groups
    that a feed judges anyway, in a process of its own.
    """
    for group_id in group_ids(desk, group):
        if group_id in judged_beside:
            continue
        with desk.store.read() as session:
            if judged_marker(session, group_id) == judging_marker(session, group_id):
                continue
            end = coverage_of(session, group_id).end
        now = desk.clock.now()
        judged = judge_obligations(desk, group_id, now if end is None else max(now, end))
        with desk.store.read() as session:
            if not judged.bindings and not has_obligations(session, group_id):
                continue
            changes, late = changed_obligations(session, judged, now), overtaken(session, judged)
        with desk.store.write() as session:
            if overtaken(session, judged) and not late:
                changes = changed_obligations(session, judged, now)
            file_obligations(session, judged, changes)


def group_ids(desk: Desk, group: str) -> list[int]:
    """The group named, or all."""
    with desk.store.read() as session:
        if group:
            return [find_group(session, group).id or 0]
        return [each or 0 for each in session.exec(select(GroupRow.id).order_by(GroupRow.id))]  # type: ignore[arg-type]


def _judge_all(desk: Desk, group: str, now: Instant, report: Report) -> list[JudgedGroup]:
    result = []
    ids = group_ids(desk, group)
    done = 0
    for number, group_id in enumerate(ids):
        report(Progress("scan", done, 0 if number + 1 < len(ids) else done))
        judged = judge_group(desk, group_id, now)
        short = short_of_quota(desk.at(FixedClock(now)), group_id, judged.conversation, judged.bindings)
        judged = replace(judged, judgement=with_findings(judged.judgement, short))
        raised = raised_by_messages(judged.conversation, judged.bindings, now)
        judged = replace(
            judged,
            raised=tuple(raised),
            heard=tuple(heard_in(judged.conversation, now)) if judged.bindings else (),
        )
        done += len(judged.conversation.messages)
        result.append(judged)
    with desk.store.read() as session:
        result = with_leaks(session, result, now)
    report(Progress("scan", done, done))
    return result


@dataclass(frozen=True, slots=True)
class _Filing:
    """What a judgement changes in the store; `overtaken`: another one was filed while it was made."""

    found: FindingChanges
    owed: ObligationChanges
    beside: tuple[RowChanges, ...]
    overtaken: bool

    def write(self, session: Session, judged: JudgedGroup, now: Instant) -> None:
        file_obligations(session, judged, self.owed)
        for each in self.beside:
            each.write(session)
        self.found.write(session)
        row = session.get_one(GroupRow, judged.group_id)
        row.judged_at = max(now, row.judged_at or now)


def _file(
    desk: Desk, judged: JudgedGroup, since: Instant, now: Instant, dry_run: bool
) -> tuple[Reconciled, list[ScannedFinding]]:
    """Reconcile one group; what came of each finding. The store is held for writing alone."""
    with desk.store.read() as session:
        filing = _compared(session, judged, since, now)
        scanned = _states(session, judged, filing.found.result)
    if not dry_run:
        with desk.store.write() as session:
            if overtaken(session, judged) and not filing.overtaken:
                filing = _compared(session, judged, since, now)
            filing.write(session, judged, now)
    return filing.found.result, scanned


def _compared(session: Session, judged: JudgedGroup, since: Instant, now: Instant) -> _Filing:
    group_id, late = judged.group_id, overtaken(session, judged)
    before = session.get_one(GroupRow, group_id).judged_at
    # Judged at an earlier moment than before, with later events left out, absence says nothing.
    complete = not late and ((judged.sees_all and judged.sees_others) or before is None or now >= before)
    findings, on_file = judged.judgement.findings, judged.on_file if complete else None
    return _Filing(
        finding_changes(session, group_id, findings, now, since, on_file),
        changed_obligations(session, judged, now),
        (
            raised_changes(session, group_id, judged.raised, now, complete),
            draft_changes(session, group_id, judged.heard, now, complete),
        ),
        late,
    )


def _states(session: Session, judged: JudgedGroup, result: Reconciled) -> list[ScannedFinding]:
    group = judged.conversation.group
    by_id = {finding.id: finding for finding in judged.judgement.findings}
    stated = [(by_id[each], "new") for each in result.new]
    stated += [(by_id[each], "known") for each in result.known]
    stated += [(replace(each, group=group.id), "superseded") for each in result.superseded]
    keys = {key for finding, _ in stated for key in finding.messages}
    ids = external_ids(session, judged.group_id, keys)
    return [_scanned(finding, ids, group.name, state) for finding, state in stated]


def _scanned(finding: Finding, ids: dict[str, str], group: str, state: str) -> ScannedFinding:
    return ScannedFinding(finding, tuple(ids.get(key, key) for key in finding.messages), group, state)


def _order(each: ScannedFinding) -> tuple[Instant, str, str]:
    """The engine's order, so that judging a file and scanning a store read alike."""
    return each.finding.at, each.finding.rule, each.finding.id
