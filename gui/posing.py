"""How each panel stands for its picture: filtered and with something chosen, as it looks in use."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from core.base.clock import DAY, SECOND, day_start, to_datetime
from core.desk import groups, imports, ledger, obligations, roster
from core.desk.demo_files import Row, read_exports
from core.desk.desk import Desk
from core.judging.obligation import ObligationState
from gui.context import WindowContext
from gui.panels.panel import Panel

Pose = Callable[[Panel, WindowContext, Path], None]
WEEK_S = 7 * DAY // SECOND
BROKEN = 9
"""So many rows before the one that cannot be read."""
PASTED = (
    "温玉婷 2026-03-16 10:24\n第十二题这样排行吗\n\n邵丽娜 2026-03-16 10:25\n[图片]\n\n"
    "邵丽娜 2026-03-16 10:25\n按这个顺序\n"
)


def pose(panel: Panel, context: WindowContext, scratch: Path) -> None:
    """Choose in `panel` what a picture should show. `scratch` takes files that only the picture needs."""
    taken = _POSES.get(panel.key)
    if taken is not None:
        taken(panel, context, scratch)


def filters_for(key: str, desk: Desk) -> tuple[int | None, int]:
    """Group and days of the top bar: people and money are looked at group by group, a pasted text belongs to
    the group chosen, charts are drawn over all time."""
    if key in ("roster", "ledger"):
        rising = _rising(desk)
        return (rising.group_id if rising else None), 7
    if key == "intake":
        return next((each.id for each in groups.summaries(desk)), None), 7
    return None, 0 if key == "charts" else 7


def _rising(desk: Desk) -> ledger.Growing | None:
    return next((one for one in ledger.growing(desk) if one.next_step_at is not None), None)


def _obligations(panel: Panel, context: WindowContext, _scratch: Path) -> None:
    """Today's notice that most people have not answered in time."""
    now = context.now()
    late = Counter(
        one.trigger for one in obligations.find(context.desk, since=day_start(now, context.zone))
        if one.state is ObligationState.MISSING
    )  # fmt: skip
    for trigger, _count in late.most_common(1):
        panel.focus_on(trigger=trigger)


def _roster(panel: Panel, context: WindowContext, _scratch: Path) -> None:
    """Who is named against the rules and could be named better, with the longest record."""
    wrong = [
        row for row in roster.rows(context.desk, context.group_id) if row.present and row.format_ok is False
    ]
    if wrong:
        panel.focus_on(member_id=max(wrong, key=lambda row: (row.suggestion != "", row.violations)).member_id)


def _ledger(panel: Panel, context: WindowContext, _scratch: Path) -> None:
    rising = _rising(context.desk)
    if rising is not None:
        panel.focus_on(violation=rising.violation)


def _intake(panel: Panel, context: WindowContext, scratch: Path) -> None:
    """A pasted text, a file with a line that cannot be read, and files that came before."""
    before: dict[str, str] = {}
    for record in imports.history(context.desk):
        if Path(record.path).exists() and "jsonl" in record.path:
            before.setdefault(record.group, record.path)
    panel.focus_on(text=PASTED)
    panel.focus_on(paths=[str(_week_before(scratch)), *list(before.values())[:3]])


def _week_before(folder: Path) -> Path:
    """The first chat's first week told again a week earlier: what no store holds yet."""
    export = read_exports()[0]
    first = int(export.messages[0]["timestamp"])
    rows = [
        {**row, "timestamp": row["timestamp"] - WEEK_S}
        for row in export.messages if row["timestamp"] < first + WEEK_S
    ]  # fmt: skip
    for row in rows:
        # With its own number a message would be known as the later one.
        row.pop("platformMessageId", None)
        row.pop("replyToMessageId", None)
    rows[BROKEN]["timestamp"] = "昨天"
    start, end = (to_datetime(rows[place]["timestamp"] * SECOND) for place in (0, -1))
    path = folder / f"{export.name} {start:%m-%d}~{end:%m-%d}.jsonl"
    made: list[Row] = [export.header, *export.members, *rows]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8")
    return path


def _charters(panel: Panel, context: WindowContext, _scratch: Path) -> None:
    """The clause about notices with what follows from it, after its examples were run."""
    panel.focus_on(charter="sales-2016-007", clause="sales-2016-007.8", run=True)


_POSES: dict[str, Pose] = {
    "obligations": _obligations, "roster": _roster, "ledger": _ledger, "charters": _charters,
    "intake": _intake,
}  # fmt: skip
