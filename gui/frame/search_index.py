"""What the palette finds: people, cases, clauses and commands. Read on a reader thread, no widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.base.phrase import Language, LocalText, P, Phrase, render
from core.base.refusal import Refusal
from core.charter.library import load_charter
from core.desk import groups, roster, violations
from core.desk.desk import Desk

EACH = 6
"""At most so many hits of a kind."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind`: person | case | clause | command. `panel` and `focus` are where choosing it leads;
    a command without a place has its key in `focus["command"]`."""

    kind: str
    title: str
    detail: Phrase | LocalText | str = ""
    panel: str = ""
    focus: dict[str, object] = field(default_factory=dict)
    words: str = ""
    """More text to find it by."""


ICONS = {"person": "users", "case": "warning-octagon", "clause": "book-bookmark", "command": "caret-right"}


def build(desk: Desk, language: Language) -> list[Hit]:
    """Every person, case and clause in force."""
    return [*_people(desk), *_cases(desk), *_clauses(desk, language)]


def _people(desk: Desk) -> list[Hit]:
    return [
        Hit("person", row.nickname or row.name, row.group, "roster", {"member_id": row.member_id},
            f"{row.name} {row.platform_id}")
        for row in roster.rows(desk)
    ]  # fmt: skip


def _cases(desk: Desk) -> list[Hit]:
    return [
        Hit(
            "case", row.case, P("{name} · {group}", name=row.member_name, group=row.group), "violations",
            {"violation": row.id}, row.clause,
        )
        for row in violations.find(desk)
        if row.case
    ]  # fmt: skip


def _clauses(desk: Desk, language: Language) -> list[Hit]:
    hits = []
    for name in sorted({charter for group in groups.summaries(desk) for charter in group.charters}):
        try:
            charter = load_charter(name)
        except Refusal:
            # A charter adopted from a file that is no longer there: its clauses stand in the store only.
            continue
        hits += [
            Hit(
                "clause", render(clause.text, language), P("clause {n} · {charter}", n=clause.id.removeprefix(f"{charter.id}."), charter=charter.title),
                "violations", {"clause": clause.id}, clause.id,
            )
            for clause in charter.clauses
        ]  # fmt: skip
    return hits


def matching(hits: Iterable[Hit], text: str) -> list[Hit]:
    """Hits that hold every word of `text`; those that start with it first, at most EACH of a kind."""
    words = text.casefold().split()
    found: dict[str, list[tuple[int, int, Hit]]] = {}
    for place, hit in enumerate(hits):
        title = hit.title.casefold()
        body = f"{title} {hit.words.casefold()}"
        if all(word in body for word in words):
            rank = 0 if words and title.startswith(words[0]) else 1
            found.setdefault(hit.kind, []).append((rank, place, hit))
    result: list[Hit] = []
    for kind in ("command", "person", "case", "clause"):
        result += [hit for _, _, hit in sorted(found.get(kind, ()), key=lambda item: item[:2])[:EACH]]
    return result


PAGES: tuple[tuple[Phrase, str, dict[str, object], str], ...] = (
    (P("Enter a violation…"), "violations", {"then": "enter"}, "enter violation 登记 违规 手工"),
    (P("To do: what has to be carried out"), "violations", {"page": "outbox"}, "outbox to do 待办动作"),
    (P("Appeals"), "violations", {"page": "appeals"}, "appeals 申诉"),
    (P("Reports"), "violations", {"page": "reports"}, "reports 举报"),
    (P("Ours to see to"), "obligations", {"page": "ours"}, "duties registers 我方待办 登记"),
    (P("Leave and approvals"), "obligations", {"page": "leave"}, "leave permits approvals 请假 批准"),
    (P("Inbox"), "obligations", {"page": "inbox"}, "inbox suggestions complaints 意见箱 投诉 建议"),
    (P("Same person?"), "roster", {"filter": "same"}, "same person accounts 同一人 合并"),
    (P("Import chat"), "intake", {}, "import chat files 导入 聊天记录"),
    (P("History of imports"), "intake", {"history": True}, "imports history withdraw 导入历史 撤回"),
    (P("Backups"), "settings", {}, "backup restore 备份 恢复"),
)
"""Pages inside places, and what can be begun there: title, place, focus, other words."""


def pages(language: Language) -> list[Hit]:
    return [
        Hit("command", render(title, language), "", panel, dict(focus), words)
        for title, panel, focus, words in PAGES
    ]


def commands(entries: Sequence[tuple[str, str, str]]) -> list[Hit]:
    """(command, title, other words) as hits."""
    return [Hit("command", title, "", "", {"command": name}, words) for name, title, words in entries]
