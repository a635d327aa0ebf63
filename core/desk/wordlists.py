"""Word lists of one's own: measured on a group's own talk, and adopted as a charter that only hints."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.categories import CATEGORIES, MESSAGE_CATEGORIES
from core.charter.model import Severity
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.intake.source import Source
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.lexicon import Entry
from core.judging.text import prepare
from core.judging.trust import wilson
from core.store.groups import find_group
from core.store.tables import GroupRow, MessageRow

MOST_TERMS = 50_000
LOUD = 10.0
"""Hits on a thousand messages from which on a list says more about ordinary talk than about anything else."""
SHOWN = 10
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Measured:
    """A list on a group's stored messages. `loudest`: its words by how many messages they hit."""

    name: str
    category: str
    group: str
    terms: int
    messages: int
    hits: int
    loudest: tuple[tuple[str, int], ...]
    adopted: bool
    charter: str

    @property
    def per_1000(self) -> float:
        return 1000 * self.hits / self.messages if self.messages else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share of messages hit, 0..1."""
        low, high = wilson(self.hits, self.messages)
        return round(low, 6), round(high, 6)

    @property
    def too_loud(self) -> bool:
        return self.per_1000 >= LOUD


def bring(
    desk: Desk, path: str, group: str, category: str, name: str = "", dry_run: bool = False
) -> Measured:
    """Read, measure and adopt a list (unless `dry_run`, or where it is too loud).

    Raises Refusal for an unknown category, an unreadable file, or a list without usable words.
    """
    if category not in MESSAGE_CATEGORIES:
        raise Refusal(P("there is no category “{name}” of messages.", name=category), "--category",
                      P("Choose one of {names}.", names=tuple(MESSAGE_CATEGORIES)))  # fmt: skip
    terms = read_terms(path)
    title = name.strip() or Path(path).stem
    charter = f"list-{_SLUG.sub('-', title.lower()).strip('-') or 'own'}"
    hits, messages, loudest, row = _measure(desk, group, category, terms)
    loud = messages > 0 and 1000 * hits / messages >= LOUD
    kept = not dry_run and not loud
    if kept:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{charter}.yaml"
            file.write_text(_charter(charter, title, category, terms, row), encoding="utf-8")
            adopt(desk, group, str(file), add=True)
    return Measured(title, category, row.name, len(terms), messages, hits, loudest, kept, charter)


def read_terms(path: str) -> list[str]:
    """The words of a file: one a line, or the first cell of each. In order, without repeats."""
    source = Source(path)
    found: dict[str, None] = {}
    for _, raw in source.lines():
        word = (raw or b"").decode("utf-8", "replace").strip().split("\t")[0].split(",")[0].strip().strip('"')
        if len(word) >= 2 and not word.startswith("#"):
            found.setdefault(word)
        if len(found) > MOST_TERMS:
            raise Refusal(P("the list has too many words."), path, P("Split it into several lists."))
    if not found:
        raise Refusal(
            P("the list has no words of two characters or more."), path, P("Write one word a line.")
        )
    return list(found)


def _measure(
    desk: Desk, group: str, category: str, terms: list[str]
) -> tuple[int, int, tuple[tuple[str, int], ...], GroupRow]:
    matcher = LexiconMatcher(tuple(Entry(category, Severity.LOW, 0.85, term) for term in terms))
    counted: Counter[str] = Counter()
    hits = messages = 0
    now = desk.clock.now()
    with desk.store.read() as session:
        row = find_group(session, group)
        for text in session.exec(
            select(MessageRow.text).where(
                MessageRow.group_id == row.id, MessageRow.at <= now, ~col(MessageRow.withdrawn)
            )
        ):
            messages += 1
            words = {mark.entry.text for mark in matcher.marks(prepare(text))} if text else set()
            hits += bool(words)
            counted.update(words)
        session.expunge_all()
        return hits, messages, tuple(counted.most_common(SHOWN)), row


def _charter(ident: str, title: str, category: str, terms: list[str], group: GroupRow) -> str:
    """The list as a charter of one clause. JSON texts are YAML texts."""
    shown = json.dumps(title, ensure_ascii=False)
    zh, en = CATEGORIES[category].zh, CATEGORIES[category].en
    return "\n".join([
        "# yaml-language-server: $schema=../schema/charter.schema.json",
        f"charter: {ident}", "version: 1", f"title: {{zh: {shown}, en: {shown}}}",
        "scope: {zh: 词表, en: Word list}",
        f"binds: {{groups: [{group.kind}], members: [employee, agent, partner, customer, shareholder, chamber-member, guest]}}",
        "clauses:", f"  - id: {ident}.1",
        f"    text: {{zh: {json.dumps(f'词表里的词，提示为{zh}。', ensure_ascii=False)}, "
        f"en: {json.dumps(f'Words of the list hint at {en}.')}}}",
        "    kind: message", "    state: enforced", "    rules:",
        f"      - {{kind: message, band: review, categories: [{category}], words_only: true, "
        f"terms: {json.dumps(terms, ensure_ascii=False)}}}", "",
    ])  # fmt: skip


def line(measured: Measured) -> dict[str, object]:
    """The measure as a JSON line."""
    return {
        "name": measured.name, "category": measured.category, "group": measured.group, "terms": measured.terms,
        "messages": measured.messages, "hits": measured.hits, "per_1000": round(measured.per_1000, 3),
        "hit_rate_interval": list(measured.interval),
        "loudest": [list(pair) for pair in measured.loudest], "too_loud": measured.too_loud,
        "adopted": measured.adopted, "charter": measured.charter,
    }  # fmt: skip
