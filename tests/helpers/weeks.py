"""The bundled sample cut into weeks, as a group admin would export it every Sunday evening."""

from __future__ import annotations

import json
from pathlib import Path

from core.base.clock import DAY, from_iso
from core.base.paths import RESOURCES

SAMPLE = RESOURCES / "sample"
FIRST = from_iso("2026-02-01T20:00:00+08:00")
"""The Sunday evening before the first message."""
CHATS = {"beichen": "beichen", "qinghe": "qinghe-1", "xiaoman": "xiaoman", "yunshan": "yunshan"}


def write_week(folder: Path, week: int) -> list[Path]:
    """One file per group with the messages of week 0, 1, … and the members as they are at the end of the sample."""
    start = FIRST + week * 7 * DAY
    made = []
    for key, name in CHATS.items():
        lines = (SAMPLE / f"{name}.chatlab.jsonl").read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if _belongs(json.loads(line), start)]
        path = folder / f"{key}-{week}.jsonl"
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        made.append(path)
    return made


def _belongs(row: dict[str, object], start: int) -> bool:
    at = row.get("timestamp")
    return row["_type"] != "message" or (isinstance(at, int) and start <= at * 1000 < start + 7 * DAY)
