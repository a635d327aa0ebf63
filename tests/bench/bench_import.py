"""Import speed against its floor, measured in the same run: `uv run python tests/bench/bench_import.py`.

The floor does the least that could count as an import: parse each line, insert rows into the same tables,
build the same indexes at the end. Takes a ChatLab JSONL file (also packed) from the first argument or
QUNZHANG_BENCH_CHAT, else makes one up. Not part of the suite; `pytest -m bench tests/bench/bench_import.py`
runs it as a test with the goal of 0.7.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.desk.desk import Desk  # noqa: E402
from core.desk.imports import import_paths  # noqa: E402
from core.store.bulk import build_indexes, drop_indexes, insert_new, insert_one  # noqa: E402
from core.store.record_digest import MESSAGE_COLUMNS, NOTICE_COLUMNS  # noqa: E402
from core.store.store import open_store  # noqa: E402
from core.store.tables import MessageRow  # noqa: E402

GOAL = 0.7
ROUNDS = 3
ROWS = 250_000


class Line(msgspec.Struct, gc=False):
    sender: str = ""
    accountName: str = ""
    timestamp: int = 0
    type: int = 0
    content: str = ""
    platformMessageId: str = ""
    row: str = msgspec.field(default="", name="_type")


def made_up(path: Path, rows: int = ROWS) -> Path:
    """A ChatLab JSONL of Zipf-random Chinese characters by 500 people; no real talk."""
    rng = random.Random(7)
    letters = [chr(0x4E00 + n) for n in range(3000)]
    weights = [1 / (n + 1) for n in range(3000)]
    pool = rng.choices(letters, weights, k=200_000)
    with path.open("w", encoding="utf-8") as out:
        meta = {"name": "测速群", "platform": "wechat", "type": "group", "groupId": "1@chatroom"}
        out.write(json.dumps({"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": meta}) + "\n")
        for n in range(rows):
            start, length = rng.randrange(190_000), rng.randrange(2, 40)
            person = int(rng.paretovariate(1.1)) % 500
            row = {
                "_type": "message", "platformMessageId": str(9_000_000_000_000_000_000 + n), "sender": f"wxid_{person}",
                "accountName": f"人{person}", "timestamp": 1_767_240_000 + n * 7, "type": 0,
                "content": "".join(pool[start : start + length]),
            }  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        yield from stream


def floor(path: Path, folder: Path) -> float:
    """Seconds of the least an import could do."""
    store = open_store(folder / "floor.db")
    began = time.perf_counter()
    decode = msgspec.json.Decoder(Line).decode
    with store.write() as session:
        group = insert_one(session, "group_", {"room_id": "f", "name": "f", "kind": "other", "platform": "x",
                                               "zone": "Asia/Shanghai", "case_prefix": "", "changed_at": 0})  # fmt: skip
        this = insert_one(
            session, "import_", {"group_id": group, "path": "", "format": "", "state": "complete", "started_at": 0,
                                 "beaten_at": 0, "messages_new": 0, "messages_known": 0, "notices": 0, "members_new": 0,
                                 "unparsed": 0, "rows_digest": ""})  # fmt: skip
        drop_indexes(session, MessageRow)
        members: dict[str, int] = {}
        batch: list[Line] = []

        def write() -> None:
            strangers = list({row.sender for row in batch if row.sender not in members})
            first = len(members) + 1
            people = [(group, name, this, "", "", "", "") for name in strangers]
            insert_new(
                session, "member", ("group_id", "platform_id", "import_id", "invited_by", "department", "company", "phone"),
                people,
            )  # fmt: skip
            members.update({name: first + n for n, name in enumerate(strangers)})
            said = [
                (group, row.platformMessageId, row.platformMessageId, row.timestamp * 1000, members[row.sender], "text",
                 row.content, "", this)
                for row in batch if row.type != 80
            ]  # fmt: skip
            shown = [
                (group, row.platformMessageId, row.platformMessageId, row.timestamp * 1000, "other", "", "[]", "",
                 row.content, this)
                for row in batch if row.type == 80
            ]  # fmt: skip
            insert_new(session, "message", MESSAGE_COLUMNS, said)
            insert_new(session, "notice", NOTICE_COLUMNS, shown)
            batch.clear()

        for line in lines(path):
            row = decode(line)
            if row.row == "message":
                batch.append(row)
                if len(batch) == 5_000:
                    write()
        write()
        build_indexes(session, MessageRow)
    seconds = time.perf_counter() - began
    store.close()
    return seconds


def whole(path: Path, folder: Path) -> tuple[float, int]:
    """Seconds and messages of the product's import; a second one must bring nothing."""
    store = open_store(folder / "import.db")
    desk = Desk(store)
    began = time.perf_counter()
    (report,) = import_paths(desk, [path])
    seconds = time.perf_counter() - began
    again = import_paths(desk, [path])[0]
    assert again.messages_new == 0
    assert again.messages_known == report.messages_new + report.messages_known
    store.close()
    return seconds, report.messages_new + report.notices


def measure(path: Path, rounds: int = ROUNDS) -> dict[str, float]:
    floors, imports, rows = [], [], 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            floors.append(floor(path, Path(folder)))
            seconds, rows = whole(path, Path(folder))
            imports.append(seconds)
    ratios = sorted(low / high for low, high in zip(floors, imports, strict=True))
    return {
        "rows": rows, "floor_s": round(statistics.median(floors), 2), "import_s": round(statistics.median(imports), 2),
        "rows_per_s": round(rows / statistics.median(imports)), "of_floor": round(statistics.median(ratios), 2),
        "worst": round(ratios[0], 2), "best": round(ratios[-1], 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


@pytest.mark.bench
@pytest.mark.timeout(1200)
def bench_import(tmp_path: Path) -> None:
    given = os.environ.get("QUNZHANG_BENCH_CHAT", "")
    found = measure(Path(given) if given else made_up(tmp_path / "chat.jsonl"))
    print(json.dumps(found))
    assert found["of_floor"] >= GOAL


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QUNZHANG_BENCH_CHAT", "")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(given) if given else made_up(Path(folder) / "chat.jsonl"))))


if __name__ == "__main__":
    main()
