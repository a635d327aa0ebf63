"""Whole exports pushed at once, lines posted by scripts, and files that grow."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sqlalchemy import text

from core.desk.desk import Desk
from core.desk.feeding import replay
from core.feed import following
from core.store.store import open_store
from tests.helpers.bots import ROOM, Feed, feed

AT = 1_790_000_000


def play(path: Path, scene: Callable[[Feed], Awaitable[None]], **settings: Any) -> None:
    async def run() -> None:
        async with feed(path, **settings) as listening:
            await scene(listening)

    asyncio.run(run())


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"sender": "wxid_a", "accountName": "阿明", "timestamp": AT + number, "type": 0, "content": f"推{number}",
            "platformMessageId": f"p{number}", **more}  # fmt: skip


def whole(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"chatlab": {"version": "0.0.2", "exportedAt": AT}, "members": [], "messages": list(rows),
            "meta": {"name": "测试群", "platform": "wechat", "type": "group", "groupId": ROOM}}  # fmt: skip


PATH = f"/api/v1/imports/{ROOM}"
LINES = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}


def test_a_push_is_imported_once_per_key(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        status, body = await listening.post(PATH, whole(row(1), row(2)), **JSON, **{"Idempotency-Key": "k1"})
        assert (status, json.loads(body)["data"]["newMessageCount"]) == (200, 2)
        again, same = await listening.post(PATH, whole(row(1), row(2)), **JSON, **{"Idempotency-Key": "k1"})
        assert (again, json.loads(same)) == (200, json.loads(body))
        # Another body under the key of an earlier one must not seem to be stored.
        other, why = await listening.post(PATH, whole(row(3)), **JSON, **{"Idempotency-Key": "k1"})
        assert (other, json.loads(why)["error"]["code"]) == (422, "IDEMPOTENCY_CONFLICT")
        status, body = await listening.post(PATH, whole(row(2), row(3)), **JSON, **{"Idempotency-Key": "k2"})
        assert json.loads(body)["data"] | {"dryRun": False} == json.loads(body)["data"]
        assert (json.loads(body)["data"]["newMessageCount"], json.loads(body)["data"]["duplicateCount"]) == (
            1,
            1,
        )
        assert listening.texts() == ["推1", "推2", "推3"]

    play(store_path, scene)


def test_the_address_says_which_room_where_the_body_does_not(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        body = whole(row(1))
        del body["meta"]["groupId"]
        assert (await listening.post(PATH, body, **JSON))[0] == 200
        await listening.post(
            "/hook/jsonl", {"room": ROOM, "time": AT, "sender": "wxid_a", "text": "说", "id": "1"}
        )
        assert listening.texts() == ["推1", "说"]
        with listening.feeding.desk.store.read() as session:
            assert session.execute(text("SELECT room_id, name FROM group_")).all() == [
                (ROOM, body["meta"]["name"])
            ]

    play(store_path, scene)


def test_a_push_that_is_cut_off_leaves_nothing(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", listening.port)
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {listening.token}\r\n"
            "Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n"
        )
        writer.write(head.encode() + b"x" * 50_000)
        await writer.drain()
        folder = store_path.with_name(store_path.name + ".feed") / "pushes"
        await listening.until(lambda: folder.is_dir() and bool(list(folder.iterdir())))
        writer.close()
        await listening.until(lambda: not list(folder.iterdir()))
        assert (await listening.post(PATH, whole(row(1)), **JSON))[0] == 200

    play(store_path, scene)


def test_bare_messages_and_streams_of_lines(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        assert (await listening.post(PATH, [row(1)], **JSON))[0] == 200
        assert (await listening.post(PATH, {"messages": [row(2)]}, **JSON))[0] == 200
        lines = "\n".join(json.dumps({"_type": "message", **row(number)}) for number in (3, 4))
        assert (await listening.post(PATH, lines, **LINES))[0] == 200
        assert listening.texts() == ["推1", "推2", "推3", "推4"]

    play(store_path, scene)


def test_a_broken_line_of_a_stream_costs_only_itself(store_path: Path) -> None:
    def line(number: int) -> str:
        return json.dumps({"_type": "message", **row(number)})

    async def scene(listening: Feed) -> None:
        status, body = await listening.post(PATH + "/", f'{line(1)}\n{{"_type": "mess\n{line(2)}\n', **LINES)
        told = json.loads(body)["data"]
        assert (status, told["newMessageCount"], told["unread"]) == (200, 2, 1)
        assert listening.texts() == ["推1", "推2"]

    play(store_path, scene)


def test_a_dry_run_writes_nothing(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        status, body = await listening.post(PATH, whole(row(1)), **JSON, **{"X-Dry-Run": "true"})
        assert (status, json.loads(body)["data"]["newMessageCount"], json.loads(body)["data"]["dryRun"]) == (
            200,
            1,
            True,
        )
        assert listening.texts() == []

    play(store_path, scene)


@pytest.mark.parametrize(("body", "status"), [("{broken", 400), ("", 400), ("[1, 2]", 400)])
def test_a_push_that_is_none(store_path: Path, body: str, status: int) -> None:
    async def scene(listening: Feed) -> None:
        given, told = await listening.post(PATH, body, **JSON)
        assert given == status
        assert str(store_path.parent) not in told

    play(store_path, scene)


def test_two_pushes_into_one_room_at_once(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        many = whole(*(row(number) for number in range(3_000)))
        answers = await asyncio.gather(*(listening.post(PATH, many, **JSON) for _ in range(3)))
        assert sorted(status for status, _ in answers) == [200, 409, 409]
        assert "IMPORT_IN_PROGRESS" in next(body for status, body in answers if status == 409)
        assert len(listening.texts()) == 3_000

    play(store_path, scene)


def test_lines_of_scripts(store_path: Path) -> None:
    line = {"room": ROOM, "time": AT, "sender": "wxid_a", "name": "阿明", "type": "text", "text": "行"}

    async def scene(listening: Feed) -> None:
        status, body = await listening.post(
            "/hook/jsonl", json.dumps(line, ensure_ascii=False) + "\n{broken\n"
        )
        assert (status, json.loads(body)) == (
            200,
            {"received": 2, "unread": 1, "problems": ["this is no JSON"]},
        )
        assert (await listening.post("/hook/jsonl", "{broken"))[0] == 400
        assert (await listening.post(f"/hook/jsonl/{ROOM}", {"sender": "wxid_b", "text": "址", "id": "x1"}))[
            0
        ] == 200
        assert (
            await listening.post(
                f"/hook/jsonl/{ROOM}", {"sender": "wxid_b", "text": "址", "id": "x1", "time": AT}
            )
        )[0] == 200
        assert listening.texts() == ["行", "址"]

    play(store_path, scene)


def test_a_file_that_grows_is_followed_over_restarts(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"

    def line(number: int) -> str:
        return (
            json.dumps(
                {
                    "room": ROOM,
                    "time": AT,
                    "sender": "wxid_a",
                    "type": "text",
                    "text": "+1" if number else "始",
                }
            )
            + "\n"
        )

    async def first(listening: Feed) -> None:
        path.write_text(line(0) + line(1), "utf-8")
        await listening.until(lambda: len(listening.texts()) == 2)
        with path.open("a", encoding="utf-8") as file:
            file.write(line(1) + line(1)[:20])
        await listening.until(lambda: len(listening.texts()) == 3)
        await asyncio.sleep(0.5)
        assert len(listening.texts()) == 3

    async def second(listening: Feed) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line(1)[20:])
        await listening.until(lambda: len(listening.texts()) == 4)
        # Begun anew, it is read from its start: the lines that it had are known by what they say.
        path.write_text(line(0) + line(1) + line(1).replace("+1", "新"), "utf-8")
        await listening.until(lambda: "新" in listening.texts())
        assert listening.texts() == ["始", "+1", "+1", "+1", "新"]

    play(store_path, first, follow=(str(path),))
    play(store_path, second, follow=(str(path),))


def test_a_file_put_aside_or_begun_anew_loses_nothing(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"

    def lines(*numbers: int) -> str:
        rows = (
            {"room": ROOM, "time": AT, "sender": "wxid_a", "text": f"第{n}", "id": f"{n}"} for n in numbers
        )
        return "".join(json.dumps(each) + "\n" for each in rows)

    async def scene(listening: Feed) -> None:
        async def comes(*numbers: int) -> None:
            wanted = [f"第{number}" for number in numbers]
            await listening.until(lambda: listening.texts()[-len(wanted) :] == wanted)

        path.write_text(lines(1, 2), "utf-8")
        await comes(1, 2)
        # Put aside in the moment after a line was added, and after it by one who still held it open.
        with path.open("a", encoding="utf-8") as held:
            held.write(lines(3))
            held.flush()
            path.rename(tmp_path / "lines.1")
            await asyncio.sleep(0.5)
            held.write(lines(4))
        await comes(3, 4)
        path.write_text(lines(5), "utf-8")
        await comes(5)
        path.write_text(lines(6, 7, 8), "utf-8")
        await comes(6, 7, 8)
        path.unlink()
        path.write_text(lines(9, 10, 11, 12), "utf-8")
        await comes(9, 10, 11, 12)
        assert listening.texts() == [f"第{number}" for number in range(1, 13)]

    play(store_path, scene, follow=(str(path),))


def test_a_file_that_people_edit_tells_each_line_once(store_path: Path, tmp_path: Path) -> None:
    path, fresh = tmp_path / "lines.jsonl", tmp_path / "lines.new"

    def lines(*numbers: int) -> str:
        rows = ({"room": ROOM, "time": AT + n, "sender": "wxid_a", "text": f"第{n}"} for n in numbers)
        return "".join(json.dumps(each) + "\n" for each in rows)

    async def scene(listening: Feed) -> None:
        async def holds(last: int) -> None:
            await listening.until(lambda: f"第{last}" in listening.texts())
            assert listening.texts() == [f"第{number}" for number in range(1, last + 1)]

        path.write_text(lines(1, 2), "utf-8")
        await holds(2)
        # Another file in its place that goes on where this one ended, as editors write.
        fresh.write_text(lines(1, 2, 3), "utf-8")
        fresh.replace(path)
        await holds(3)
        # Written anew in place, and looked at before it was done.
        text = lines(1, 2, 3, 4)
        with path.open("w", encoding="utf-8") as file:
            file.write(text[:-150])
            file.flush()
            await asyncio.sleep(0.5)
            file.write(text[-150:])
        await holds(4)
        for gone in (1, 2):
            fresh.write_text(lines(*range(1 + gone, 5 + gone)), "utf-8")
            fresh.replace(path)
            await holds(4 + gone)

    play(store_path, scene, follow=(str(path),))
    other = open_store(tmp_path / "other.db")
    replay(Desk(other), store_path.with_name(store_path.name + ".feed"))
    with other.read() as session:
        found = session.execute(text("SELECT text FROM message ORDER BY id")).scalars().all()
    assert found == [f"第{number}" for number in range(1, 7)]
    other.close()


def test_a_file_put_aside_while_nobody_read_is_read_to_its_end(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"

    def line(number: int) -> str:
        return json.dumps({"room": ROOM, "time": AT, "sender": "wxid_a", "text": f"第{number}"}) + "\n"

    async def first(listening: Feed) -> None:
        path.write_text(line(1), "utf-8")
        await listening.until(lambda: listening.texts() == ["第1"])

    async def second(listening: Feed) -> None:
        await listening.until(lambda: len(listening.texts()) == 3)
        assert listening.texts() == ["第1", "第2", "第3"]

    play(store_path, first, follow=(str(path),))
    with path.open("a", encoding="utf-8") as file:
        file.write(line(2))
    path.rename(tmp_path / "lines.1")
    path.write_text(line(3), "utf-8")
    play(store_path, second, follow=(str(path),))


def test_a_file_is_closed_where_the_feed_stops_in_the_middle_of_a_reading(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"room": ROOM, "time": AT, "sender": "wxid_a", "text": "一"}) + "\n", "utf-8")
    head, slow, reading, held = following._head, threading.Event(), threading.Event(), []

    def slowly(file: BinaryIO, size: int) -> str:
        held.append(file)
        reading.set()
        if slow.is_set():
            time.sleep(0.3)
        return head(file, size)

    async def scene(listening: Feed) -> None:
        await listening.until(lambda: listening.texts() == ["一"])
        slow.set()
        reading.clear()
        await listening.until(reading.is_set)

    monkeypatch.setattr(following, "_head", slowly)
    play(store_path, scene, follow=(str(path),))
    assert all(file.closed for file in held)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that is never ready")
def test_what_cannot_be_read_like_a_file_stops_no_feed(store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lines.jsonl"
    folder.mkdir()
    good = {"room": ROOM, "time": AT, "sender": "wxid_a", "text": "一"}

    async def scene(listening: Feed) -> None:
        await asyncio.sleep(0.3)
        folder.rmdir()
        os.mkfifo(folder)
        with await asyncio.to_thread(folder.open, "w"):
            await asyncio.sleep(0.3)
            folder.unlink()
            folder.write_text(json.dumps(good) + "\n", "utf-8")
        await listening.until(lambda: listening.texts() == ["一"])

    play(store_path, scene, follow=(str(folder),))


def test_an_archive_that_grows(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "chatdata.jsonl"
    rows = [
        {"msgid": "1", "action": "send", "from": "zhang", "tolist": ["li"], "roomid": "wr1", "msgtime": AT * 1000, "msgtype": "text",
         "text": {"content": "档"}},
        {"msgid": "2", "action": "send", "from": "zhang", "tolist": ["li"], "roomid": "", "msgtime": AT * 1000, "msgtype": "text",
         "text": {"content": "私"}},
    ]  # fmt: skip

    async def scene(listening: Feed) -> None:
        path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
        await listening.until(lambda: listening.texts("wr1") == ["档"])

    play(store_path, scene, archives=(str(path),))
