"""Findings on file: what the engine found, as violations; filing is safe to repeat.

`state` of a violation mirrors the decisions about it; a violation that nobody decided is `open`, or
`superseded` once judging no longer finds it. Decisions are never touched here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from core.base.clock import Instant
from core.base.dated import BEGINNING
from core.base.phrase import Phrase, from_plain, to_plain
from core.charter.model import Band, Severity
from core.judging.finding import Finding, Match
from core.store.conversations import load_aliases
from core.store.decisions import batches
from core.store.elsewhere import by_home
from core.store.row_changes import RowChanges, Values
from core.store.tables import MemberFactRow, MemberRow, MessageRow, NoticeRow, ViolationRow

OPEN, SUPERSEDED = "open", "superseded"
REPORTED = "report"
ENTERED = "entered"
"""Kind of a violation that people reported: judging neither finds nor loses it."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What filing comes to, by finding id, as the store was when it was compared. `contradicted`: decided, and no
    longer found."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    superseded: tuple[Finding, ...]
    contradicted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """What brings the violations of a group up to date, and what that comes to."""

    group_id: int
    result: Reconciled
    new: Sequence[Finding]
    changed: Sequence[Values]
    now: Instant

    def write(self, session: Session) -> None:
        people = [(each.member, each.member_name) for each in self.new]
        members = ensure_members(session, self.group_id, people) if people else {}
        rows = [
            {
                "id": each.id, "group_id": self.group_id, "member_id": members[each.member],
                "rule": each.rule, "kind": each.kind, "filed_at": self.now, "state": OPEN, "step": "",
                **_described(each),
            }
            for each in self.new
        ]  # fmt: skip
        undecided = or_(col(ViolationRow.state) == OPEN, col(ViolationRow.state) == SUPERSEDED)
        RowChanges(ViolationRow, rows, self.changed).write(session, (undecided,))


def on_file(session: Session, group_id: int) -> frozenset[str]:
    """Ids of the violations of a group that are on file."""
    return frozenset(session.exec(select(ViolationRow.id).where(ViolationRow.group_id == group_id)))


def finding_changes(
    session: Session,
    group_id: int,
    findings: Sequence[Finding],
    now: Instant,
    since: Instant,
    before: Collection[str] | None = None,
) -> FindingChanges:
    """What brings the violations on file up to date with `findings` (those at `since` or later), judged at `now`.

    `before`: ids of the violations that were on file when the record was read for judging, None where not all of it
    was judged. Then what was found again stays as it is, and what was not says nothing. Nor does absence say
    anything of what lies after `now`, or was filed by somebody else while this was judged.
    """
    wanted = {finding.id: finding for finding in findings if finding.at >= since}
    filed = _filed(session, group_id, since, wanted)
    new = tuple(each for each in wanted if each not in filed)
    again = tuple(each for each in wanted if each in filed)
    gone = [
        row for row in filed.values()
        if before is not None and row.id not in wanted and row.at <= now
        and (row.id in before or row.filed_at < now)
    ]  # fmt: skip
    superseded = [row for row in gone if row.state == OPEN]
    changed: list[Values] = [{"id": row.id, "state": SUPERSEDED, "superseded_at": now} for row in superseded]
    if before is not None:
        differences = (_difference(filed[each], wanted[each]) for each in again)
        changed += [each for each in differences if each is not None]
    result = Reconciled(
        new, again, tuple(finding_of(row, *_member(session, row.member_id, row.at)) for row in superseded),
        tuple(row.id for row in gone if row.state not in (OPEN, SUPERSEDED)),
    )  # fmt: skip
    return FindingChanges(group_id, result, [wanted[each] for each in new], changed, now)


def supersede_of_obligation(session: Session, obligation: str, now: Instant) -> tuple[list[str], list[str]]:
    """Supersede the open violations that came of an obligation; ids of those, and of those decided already."""
    rows = violations_of_obligation(session, obligation)
    open_rows = [row for row in rows if row.state == OPEN]
    for row in open_rows:
        row.state, row.superseded_at = SUPERSEDED, now
        session.add(row)
    return [row.id for row in open_rows], [row.id for row in rows if row.state not in (OPEN, SUPERSEDED)]


def violations_of_obligation(session: Session, obligation: str) -> list[ViolationRow]:
    return list(session.exec(select(ViolationRow).where(ViolationRow.obligation_id == obligation)))


def ensure_members(session: Session, group_id: int, people: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Row ids of members by platform id, from (platform id, name). Somebody who was never in the group (a
    required member, say) gets a row that says so."""
    wanted = dict(people)
    result: dict[str, int] = {}
    for some in batches(wanted):
        result |= dict(
            session.exec(
                select(MemberRow.platform_id, MemberRow.id).where(
                    MemberRow.group_id == group_id, col(MemberRow.platform_id).in_(some)
                )
            ).all()  # type: ignore[arg-type]
        )
    for platform_id, name in wanted.items():
        if platform_id in result:
            continue
        row = MemberRow(group_id=group_id, platform_id=platform_id)
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(MemberFactRow(member_id=row.id, field="present", value="0", at=BEGINNING))
        if name and name != platform_id:
            session.add(MemberFactRow(member_id=row.id, field="name", value=name, at=BEGINNING))
        result[platform_id] = row.id
    return result


def external_ids(session: Session, group_id: int, keys: Collection[str]) -> dict[str, str]:
    """The export's own ids by message or notice key; a key that no export named stands for itself."""
    result: dict[str, str] = {}
    for home, named in by_home(session, group_id, keys).items():
        result |= {named[key]: public for key, public in _external_ids(session, home, named).items()}
    return result


def _external_ids(session: Session, group_id: int, keys: Iterable[str]) -> dict[str, str]:
    result: dict[str, str] = {}
    for of, model in (("notice", NoticeRow), ("message", MessageRow)):
        nameless: dict[int, str] = {}
        for some in batches(keys):
            columns = select(model.id, model.key, model.external_id)
            for row_id, key, external in session.exec(
                columns.where(model.group_id == group_id, col(model.key).in_(some))
            ):
                result[key] = external or key
                if not external and row_id is not None:
                    nameless[row_id] = key
        if nameless:
            aliases = load_aliases(session, group_id, of)
            result |= {key: aliases[row_id] for row_id, key in nameless.items() if row_id in aliases}
    return result


def finding_of(row: Any, member: str, member_name: str, group: str = "") -> Finding:
    """The finding as filed; `row` has the columns of a ViolationRow."""
    return Finding(
        row.id, row.rule, row.clause, row.category, row.kind, group, member, member_name, row.at,
        Severity(row.severity), Band(row.band), messages_of(row.messages), matches_of(row.matched),
        why_of(row.why), row.policy, row.charter_id, row.charter_version, row.obligation_id, row.score,
        row.threshold, row.model,
    )  # fmt: skip


def messages_of(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def matches_of(text: str) -> tuple[Match, ...]:
    """From a JSON list of objects with text, start, end and message; fold and read where something was undone."""
    return tuple(Match(**each) for each in json.loads(text))


def why_of(text: str) -> Phrase:
    phrase = from_plain(json.loads(text))
    return phrase if isinstance(phrase, Phrase) else Phrase("")


def _filed(session: Session, group_id: int, since: Instant, wanted: Collection[str]) -> dict[str, Any]:
    """Rows on file by id: those at `since` or later, and those wanted whose time moved (a window grew)."""
    columns = select_columns(*ViolationRow.__table__.columns)  # type: ignore[attr-defined]
    in_time = columns.where(
        col(ViolationRow.group_id) == group_id,
        col(ViolationRow.at) >= since,
        col(ViolationRow.kind).not_in((REPORTED, ENTERED)),
    )
    filed = {row.id: row for row in session.execute(in_time)}
    for some in batches(each for each in wanted if each not in filed):
        for row in session.execute(columns.where(col(ViolationRow.id).in_(some))):
            filed[row.id] = row
    return filed


def _difference(row: Any, finding: Finding) -> dict[str, Any] | None:
    """What to change of a row that was found again, None for nothing.

    Later evidence extends what nobody decided yet; what was decided keeps the evidence it was decided on.
    """
    if row.state not in (OPEN, SUPERSEDED):
        return None
    change = {name: value for name, value in _described(finding).items() if getattr(row, name) != value}
    if row.state == SUPERSEDED:
        change |= {"state": OPEN, "superseded_at": None}
    return {"id": row.id, **change} if change else None


def _described(finding: Finding) -> dict[str, Any]:
    """The columns that judging decides."""
    matched = [
        {"text": m.text, "start": m.start, "end": m.end, "message": m.message}
        | ({"fold": m.fold, "read": m.read} if m.fold else {})
        for m in finding.matched
    ]
    return {
        "charter_id": finding.charter,
        "charter_version": finding.version,
        "clause": finding.clause,
        "category": finding.category,
        "policy": finding.policy,
        "at": finding.at,
        "severity": finding.severity.value,
        "band": finding.band.value,
        "messages": json.dumps(finding.messages, ensure_ascii=False),
        "matched": json.dumps(matched, ensure_ascii=False),
        "why": json.dumps(to_plain(finding.why), ensure_ascii=False),
        "obligation_id": finding.obligation,
        "score": finding.score,
        "threshold": finding.threshold,
        "model": finding.model,
    }


def _member(session: Session, member_id: int, at: Instant) -> tuple[str, str]:
    """Platform id and the name shown at `at`."""
    member = session.get_one(MemberRow, member_id)
    facts = session.exec(
        select(MemberFactRow)
        .where(MemberFactRow.member_id == member_id, col(MemberFactRow.field).in_(("name", "nickname")))
        .order_by(MemberFactRow.at)  # type: ignore[arg-type]
    ).all()
    for field in ("nickname", "name"):
        known = [fact.value for fact in facts if fact.field == field and fact.value]
        past = [fact.value for fact in facts if fact.field == field and fact.value and fact.at <= at]
        if known:
            return member.platform_id, (past or known[:1])[-1]
    return member.platform_id, member.platform_id
