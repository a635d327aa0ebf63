"""The sample's files cut at moments, so that the demo can take them in week by week as an admin would."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.base.clock import SECOND, Instant, to_datetime
from core.base.paths import RESOURCES

SAMPLE = RESOURCES / "sample"
_JOINED = "加入了群聊"
Row = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """One file of the sample: who is in the group, and what was said, in order of time."""

    header: Row
    members: tuple[Row, ...]
    messages: tuple[Row, ...]

    @property
    def name(self) -> str:
        return str(self.header["meta"]["name"])

    @property
    def last(self) -> Instant:
        return int(self.messages[-1]["timestamp"]) * SECOND

    def between(self, start: Instant, end: Instant) -> tuple[Row, ...]:
        """Messages after `start` up to `end`, with the last one before: files that share a second join."""
        upto = [row for row in self.messages if row["timestamp"] * SECOND <= end]
        fresh = [row for row in upto if row["timestamp"] * SECOND > start]
        known = len(upto) - len(fresh)
        return tuple(upto[max(0, known - 1) :]) if fresh else ()


def read_exports(folder: Path = SAMPLE) -> list[Export]:
    """All chats of the sample, files of one group in order of time."""
    found = []
    for path in sorted(folder.glob("*.chatlab.jsonl")):
        rows: list[Row] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found.append(
            Export(
                next(row for row in rows if row["_type"] == "header"),
                tuple(row for row in rows if row["_type"] == "member"),
                tuple(row for row in rows if row["_type"] == "message"),
            )
        )
    return found


def write_slices(exports: Sequence[Export], start: Instant, end: Instant, folder: Path) -> list[Path]:
    """What each export holds from `start` to `end`, as files that look like exports made at `end`."""
    paths = []
    joins = _first_joins(exports)
    for export in exports:
        messages = export.between(start, end)
        if not messages:
            continue
        present = [row for row in export.members if joins.get((export.name, row["accountName"]), end) <= end]
        header = {**export.header, "chatlab": {**export.header["chatlab"], "exportedAt": end // SECOND}}
        first, last = (to_datetime(row["timestamp"] * SECOND) for row in (messages[0], messages[-1]))
        path = folder / f"{export.name} {first:%m-%d}~{last:%m-%d}.jsonl"
        rows = [header, *_as_of(present, export.messages, end), *messages]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        paths.append(path)
    return paths


def _first_joins(exports: Iterable[Export]) -> dict[tuple[str, str], Instant]:
    """When a notice says that somebody joined, by group and account name."""
    joins: dict[tuple[str, str], Instant] = {}
    for export in exports:
        notices = [
            row for row in export.messages if _JOINED in row["content"] or "加入群聊" in row["content"]
        ]
        for member in export.members:
            for row in notices:
                if _brought_in(row["content"], member["accountName"]):
                    joins.setdefault((export.name, member["accountName"]), row["timestamp"] * SECOND)
    return joins


def _brought_in(notice: str, name: str) -> bool:
    return f'"{name}"加入了群聊' in notice or notice.startswith(f'" {name}"通过')


def _as_of(members: Iterable[Row], messages: Sequence[Row], end: Instant) -> list[Row]:
    """Members with the group nickname that they had at `end`, where messages tell."""
    worn: dict[str, str] = {}
    for row in messages:
        if row["timestamp"] * SECOND <= end and "groupNickname" in row:
            worn[row["sender"]] = row["groupNickname"]
    return [
        {**row, "groupNickname": worn[row["platformId"]]} if row["platformId"] in worn else row
        for row in members
    ]
