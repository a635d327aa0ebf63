"""The sample's files: reproducible byte for byte, varied, and free of anybody's data."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.base.paths import RESOURCES

SAMPLE = RESOURCES / "sample"
CHATS = sorted(SAMPLE.glob("*.chatlab.jsonl"))
SHORT = 6
INVENTED_PHONE = re.compile(r"1990000\d{4}")


def _rows(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["_type"] == kind:
            yield row


def _messages() -> list[dict[str, Any]]:
    return [row for path in CHATS for row in _rows(path, "message")]


def test_the_generator_writes_the_committed_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(SAMPLE / "generate.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = {path.name: _digest(path) for path in tmp_path.iterdir()}
    kept = {name: _digest(SAMPLE / name) for name in made}
    assert made == kept
    assert len(made) >= 12


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_enough_people_and_messages_over_six_weeks_and_a_morning() -> None:
    spoken = [row for row in _messages() if row["type"] != 80]
    assert len(spoken) >= 8_000
    days = {row["timestamp"] // 86_400 for row in spoken}
    assert len(days) == 43
    people = {row["platformId"] for path in CHATS for row in _rows(path, "member")}
    assert 70 <= len(people) <= 75


@pytest.mark.parametrize("path", CHATS, ids=lambda path: path.name)
def test_times_rise_and_ids_are_single(path: Path) -> None:
    rows = list(_rows(path, "message"))
    times = [row["timestamp"] for row in rows]
    assert times == sorted(times)
    ids = [row["platformMessageId"] for row in rows]
    assert len(set(ids)) == len(ids)
    quoted = {row["replyToMessageId"] for row in rows if "replyToMessageId" in row}
    assert quoted <= set(ids)
    members = {row["platformId"] for row in _rows(path, "member")}
    assert {row["sender"] for row in rows} <= members | {"SYSTEM"}


def test_people_do_not_repeat_themselves() -> None:
    for path in CHATS:
        texts = Counter(
            row["content"]
            for row in _rows(path, "message")
            if row["type"] == 0 and len(row["content"]) > SHORT
        )
        repeated = sum(count for count in texts.values() if count > 1)
        assert repeated / sum(texts.values()) < 0.06, path.name


def test_nights_and_the_festival_are_quiet() -> None:
    hours = Counter((row["timestamp"] // 3600 + 8) % 24 for row in _messages())
    night = sum(hours[hour] for hour in range(0, 6))
    assert night < sum(hours.values()) * 0.005
    by_day = Counter((row["timestamp"] + 8 * 3600) // 86_400 for row in _messages())
    festival = [by_day[20_499 + offset] for offset in range(9)]
    assert max(festival) < max(by_day.values()) / 2


def test_no_real_number_or_address() -> None:
    for row in _messages():
        for phone in re.findall(r"(?<!\d)1\d{10}(?!\d)", row["content"]):
            assert INVENTED_PHONE.fullmatch(phone), row["content"]
        for host in re.findall(r"https?://([^/\s]+)", row["content"]):
            assert host.endswith((".invalid", ".example")), row["content"]


def test_planted_messages_exist() -> None:
    manifest = (SAMPLE / "manifest.yaml").read_text(encoding="utf-8")
    ids = {row["platformMessageId"] for row in _messages()}
    named = set(re.findall(r'"(\d{10})"', manifest))
    assert named
    assert named <= ids
