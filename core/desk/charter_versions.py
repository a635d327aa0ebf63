"""Every text that there is of one charter: the bundled one, those that groups adopted, drafts."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass

from sqlmodel import col, select

from core.base.clock import Instant
from core.base.phrase import LocalText
from core.base.refusal import Refusal
from core.charter.library import charter_ids, charter_text, parse_charter
from core.desk.charter_words import Said, TextLine, differences, text_lines
from core.desk.desk import Desk
from core.desk.drafts import Head, drafts, drafts_folder, head_of
from core.store.adoptions import stored_adoptions
from core.store.tables import CharterRow, GroupRow


@dataclass(frozen=True, slots=True)
class Following:
    """A group that follows a version. `until` is None while it does."""

    group_id: int
    group: str
    since: Instant
    until: Instant | None


@dataclass(frozen=True, slots=True)
class Version:
    """`kind`: bundled | adopted | draft. `key` names it to `version_text`; `at` is when it was stored or last
    changed (None for the bundled one)."""

    key: str
    kind: str
    charter: str
    version: int
    title: LocalText
    at: Instant | None
    groups: tuple[Following, ...] = ()
    name: str = ""
    """File name of a draft."""

    def in_force(self, now: Instant) -> tuple[Following, ...]:
        return tuple(
            each for each in self.groups if each.since <= now and (each.until is None or now < each.until)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """`words` is empty where one of the two cannot be read as a charter; `problem` says why."""

    words: tuple[Said, ...]
    lines: tuple[TextLine, ...]
    problem: Refusal | None = None


def versions(desk: Desk, charter: str = "") -> tuple[Version, ...]:
    """Drafts first, then what was adopted, the latest first, then the bundled text. "" for all charters."""
    found = [*_drafts(desk), *_adopted(desk), *(_bundled(name) for name in charter_ids())]
    return tuple(each for each in found if not charter or each.charter == charter)


def followers(desk: Desk) -> dict[str, tuple[Following, ...]]:
    """Which groups follow a charter now, by charter id."""
    now = desk.clock.now()
    result: defaultdict[str, list[Following]] = defaultdict(list)
    for version in _adopted(desk):
        result[version.charter] += version.in_force(now)
    return {charter: tuple(groups) for charter, groups in result.items()}


def version_text(desk: Desk, key: str) -> str:
    """The YAML of a version. Raises Refusal when it is gone."""
    kind, _, name = key.partition(":")
    if kind == "adopted":
        with desk.store.read() as session:
            row = session.get(CharterRow, int(name))
            if row is not None:
                return row.text
    if kind == "draft":
        return charter_text(drafts_folder(desk) / f"{name}.yaml")
    return charter_text(name)


def compare(desk: Desk, old: str, new: str) -> Difference:
    """Two versions by their keys. Raises Refusal when one is gone."""
    before, after = version_text(desk, old), version_text(desk, new)
    return compare_texts(before, after)


def compare_texts(before: str, after: str) -> Difference:
    lines = text_lines(before, after)
    try:
        words = differences(parse_charter(before, "old"), parse_charter(after, "new"))
    except Refusal as problem:
        return Difference((), lines, problem)
    return Difference(words, lines)


def _drafts(desk: Desk) -> list[Version]:
    return [
        Version(f"draft:{each.name}", "draft", each.head.charter, each.head.version, each.head.title,
                each.changed_at, name=each.name)
        for each in drafts(drafts_folder(desk))
    ]  # fmt: skip


def _adopted(desk: Desk) -> list[Version]:
    with desk.store.read() as session:
        rows = session.exec(
            select(CharterRow).order_by(col(CharterRow.stored_at).desc(), col(CharterRow.id).desc())
        )
        stored = list(rows)
        names = dict(session.exec(select(GroupRow.id, GroupRow.name)).all())
        groups: defaultdict[tuple[str, str], list[Following]] = defaultdict(list)
        for each in stored_adoptions(session):
            following = Following(each.group_id, names[each.group_id], each.since, each.until)
            groups[each.charter_id, each.text].append(following)
    result = []
    for row in stored:
        head = _head(row.text)
        result.append(
            Version(f"adopted:{row.id}", "adopted", row.charter_id, row.version, head.title, row.stored_at,
                    tuple(groups[row.charter_id, row.text]))
        )  # fmt: skip
    return result


def _bundled(name: str) -> Version:
    head = _head(charter_text(name))
    return Version(f"bundled:{name}", "bundled", name, head.version, head.title, None)


def _head(text: str) -> Head:
    with suppress(Refusal):
        return head_of(text)
    return Head("", 0, LocalText("", ""))
