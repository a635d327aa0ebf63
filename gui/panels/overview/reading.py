"""What the overview shows, read in one go on a reader thread: figures, what needs a person, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.base.clock import DAY, Instant, day_start
from core.base.phrase import P, Phrase
from core.casework.outbox import LETTER
from core.charter.model import Band, Severity
from core.desk import groups, journal, ledger, obligations, outbox, violations, waiting
from core.desk.desk import Desk
from core.desk.groups import GroupSummary
from core.desk.ledger import Growing
from core.desk.obligations import Owed
from core.desk.outbox import OutboxRow
from core.desk.violations import Violation
from core.desk.waiting import Tally
from core.judging.obligation import ObligationState
from gui.i18n import ago, amount, countdown
from gui.panels.overview.rows import Need, Next, Overview
from gui.panels.violations.entries import clause_text

GRAVE_SHOWN = 3
NEXT_SHOWN = 6
_BREACH = (ObligationState.LATE, ObligationState.MISSING)


def read_overview(desk: Desk, group_id: int | None, zone: str) -> Overview:
    known = groups.summaries(desk)
    chosen = [group for group in known if group_id in (None, group.id)]
    if not known:
        return Overview()
    key = chosen[0].room_id if group_id is not None and chosen else ""
    now = desk.clock.now()
    open_ = violations.find(desk, "open", key)
    owed = obligations.find(desk, key, refresh=False)
    growing = ledger.growing(desk, key)
    unsent = [row for row in violations.find(desk, "confirmed", key) if row.step and row.notified_at is None]
    late = [row for row in owed if row.state in _BREACH and _undecided(row, open_)]
    ahead = [row for row in owed if row.state is ObligationState.OPEN]
    tonight = day_start(now, zone) + DAY
    needs = (
        *_grave(open_, now),
        *_late(late, now),
        *_to_decide(owed),
        *_letters(unsent),
        *_to_carry_out(outbox.find(desk, group=key, waiting=True)),
        *_brought_up(waiting.tallies(desk, key)),
        *_without_charter(chosen),
    )
    return Overview(
        groups=tuple(chosen),
        needs=needs,
        upcoming=_upcoming(ahead, growing, now, tonight),
        deeds=tuple(journal.recent(desk, 5, group_id)),
        oldest_overdue=min((row.due for row in late), default=None),
        due_today=sum(row.due < tonight for row in ahead),
        next_due=min((row.due for row in ahead), default=None),
        new_today=sum(row.filed_at >= day_start(now, zone) for row in open_),
        urgent=sum(need.token == "red" for need in needs),
        growing_fen=sum(row.fen for row in growing),
        growing_points=sum(row.points for row in growing),
    )


def _undecided(row: Owed, open_: Iterable[Violation]) -> bool:
    return not row.violation or any(each.id == row.violation for each in open_)


def _grave(open_: Sequence[Violation], now: Instant) -> list[Need]:
    """The gravest open violations one by one, the rest in one row."""
    weight = {Severity.SERIOUS: 0, Severity.HIGH: 1, Severity.MEDIUM: 2, Severity.LOW: 3, Severity.INFO: 4}
    others = [row for row in open_ if row.kind != "obligation"]
    ordered = sorted(others, key=lambda row: (row.band is Band.REVIEW, weight[row.severity], -row.at))
    shown = [row for row in ordered if row.band is Band.ACT][:GRAVE_SHOWN]
    needs = []
    for row in shown:
        serious = row.severity in (Severity.SERIOUS, Severity.HIGH)
        text = clause_text(row.charter, row.clause)
        words = P("{name}: {clause}", name=row.member_name, clause=text if text.zh or text.en else row.why)
        needs.append(
            Need("warning-circle", "red" if serious else "text2", words, row.group, ago(row.at, now),
                 panel="violations", focus=(("violation", row.id),))
        )  # fmt: skip
    rest = len(others) - len(shown)
    if rest:
        hints = sum(row.band is Band.REVIEW for row in others)
        words = P("{n} more violations wait, {hints} of them only hints", n=rest, hints=hints)
        if hints in (0, rest):
            all_hints = P("{n} more violations wait, all of them only hints", n=rest)
            words = all_hints if hints else P("{n} more violations wait", n=rest)
        needs.append(
            Need("stack", "text2", words, "", P("to review"), panel="violations", focus=(("state", "open"),))
        )
    return needs


def _late(late: Sequence[Owed], now: Instant) -> list[Need]:
    """Answers still missing, together for each trigger; those that came late in one row."""
    by_trigger: dict[tuple[int, str], list[Owed]] = {}
    for row in late:
        if row.state is ObligationState.MISSING:
            by_trigger.setdefault((row.group_id, row.trigger_key), []).append(row)
    needs = []
    ordered = sorted(by_trigger.values(), key=lambda rows: -max(row.due for row in rows))
    for rows in ordered[:GRAVE_SHOWN]:
        first = rows[0]
        title = _short(first.trigger_text)
        words = (
            P("“{title}”: {name} has not answered", title=title, name=first.member_name)
            if len(rows) == 1
            else P("“{title}”: {n} have not answered", title=title, n=len(rows))
        )
        over = now - min(row.due for row in rows)
        chip = (
            P("overdue {time}", time=countdown(over)) if over < 2 * DAY else P("{n} d overdue", n=over // DAY)
        )
        needs.append(
            Need("timer", "red", words, first.group, chip, "red", "warning", "obligations",
                 (("trigger", first.trigger_key),))
        )  # fmt: skip
    came_late = [row for row in late if row.state is ObligationState.LATE]
    if came_late:
        words = P("{n} answers came late", n=len(came_late))
        needs.append(Need("clock-afternoon", "text2", words, _one_group(came_late), P("to review"),
                          panel="obligations", focus=(("state", "late"),)))  # fmt: skip
    return needs


def _to_decide(owed: Sequence[Owed]) -> list[Need]:
    unclear = [row for row in owed if row.state is ObligationState.UNKNOWN and row.unclear_kind]
    gaps = [row for row in owed if row.state is ObligationState.UNKNOWN and not row.unclear_kind]
    needs = []
    if unclear:
        words = P("{n} answers by sticker, voice or picture: do they count?", n=len(unclear))
        needs.append(Need("question", "amber", words, _one_group(unclear), P("to decide"), "amber",
                          "hourglass-medium", "obligations", (("state", "unknown"),)))  # fmt: skip
    if gaps:
        words = P("The record has gaps: {n} answers cannot be judged yet", n=len(gaps))
        needs.append(Need("arrows-clockwise", "amber", words, _one_group(gaps), P("import the rest"),
                          panel="intake"))  # fmt: skip
    return needs


def _letters(unsent: Sequence[Violation]) -> list[Need]:
    if not unsent:
        return []
    many = P("{n} letters wait to be posted in the group", n=len(unsent))
    words = many if len(unsent) > 1 else P("A letter waits to be posted in the group")
    return [Need("copy", "text2", words, _one_group(unsent), P("to do"), panel="violations",
                 focus=(("state", "confirmed"), ("violation", unsent[0].id)))]  # fmt: skip


def _to_carry_out(rows: Sequence[OutboxRow]) -> list[Need]:
    """What was decided and has still to be done in the groups, letters apart."""
    waiting = [row for row in rows if row.is_waiting and row.action.kind != LETTER]
    if not waiting:
        return []
    words = P("{n} measures wait to be carried out in the groups", n=len(waiting))
    return [Need("clipboard-text", "amber", words, _one_group(waiting), P("to do"), "amber", panel="violations",
                 focus=(("page", "outbox"),))]  # fmt: skip


_PAGES: dict[str, tuple[str, str, Phrase]] = {
    "appeal": ("violations", "appeals", P("{n} appeals wait for an answer")),
    "report": ("violations", "reports", P("{n} reports are to be examined")),
    "leave": ("obligations", "leave", P("{n} members asked for leave")),
    "permit": ("obligations", "leave", P("{n} approvals are asked for")),
    "inbox": ("obligations", "inbox", P("{n} matters of the inbox wait")),
    "draft": ("obligations", "inbox", P("{n} messages in the chat ask for something")),
}
"""Where each kind of what people bring up is seen to: panel, page, and what the row says."""


def _brought_up(tallies: Iterable[Tally]) -> list[Need]:
    """What people brought up, one row for each kind; the most urgent of it is shown first there."""
    needs = []
    by_kind = {tally.kind: tally for tally in tallies}
    for kind, (panel, page, words) in _PAGES.items():
        own = by_kind.get(kind)
        if own is None:
            continue
        late = own.overdue
        needs.append(
            Need("chat-circle", "red" if late and kind == "appeal" else "amber" if late else "text2",
                 Phrase(words.msgid, (("n", own.count),)), min(own.groups) if len(own.groups) == 1 else "",
                 P("{n} overdue", n=late) if late else P("to do"), "red" if late else "grey",
                 panel=panel, focus=(("page", page), ("row", own.first)))
        )  # fmt: skip
    return needs


def _without_charter(chosen: Sequence[GroupSummary]) -> list[Need]:
    return [
        Need("book-bookmark", "amber", P("{group} follows no charter yet", group=group.name), group.name,
             P("choose one"), "amber", panel="adoption", focus=(("group_id", group.id),))
        for group in chosen
        if not group.charters
    ]  # fmt: skip


def _one_group(rows: Sequence[Owed] | Sequence[Violation] | Sequence[OutboxRow]) -> Phrase | str:
    names = {row.group for row in rows}
    return names.pop() if len(names) == 1 else P("{n} groups", n=len(names))


def _upcoming(
    ahead: Sequence[Owed], growing: Sequence[Growing], now: Instant, tonight: Instant
) -> tuple[Next, ...]:
    moments: list[Next] = []
    by_trigger: dict[tuple[int, str, Instant], list[Owed]] = {}
    for row in ahead:
        if row.due < tonight:
            by_trigger.setdefault((row.group_id, row.trigger_key, row.due), []).append(row)
    for (_group, _key, due), rows in by_trigger.items():
        words = P("“{title}” is due from {n}", title=_short(rows[0].trigger_text), n=len(rows))
        moments.append(Next(due, words, P("{group}", group=rows[0].group), due - now < DAY // 24))
    for grows in growing:
        if grows.next_step_at is not None and now < grows.next_step_at < tonight:
            owed = amount(grows.fen, grows.points)
            words = P("{name}'s amount grows, now {amount}", name=grows.member_name, amount=owed)
            moments.append(Next(grows.next_step_at, words, P("{group}", group=grows.group), False))
    return tuple(sorted(moments, key=lambda moment: moment.at)[:NEXT_SHOWN])


def _short(text: str) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= 24 else line[:23] + "…"
