"""Clients that people really run, against a feed that listens. Skipped, with the reason, where they are not there.

They are looked for in the folder that QUNZHANG_CLIENTS names (`node/node_modules`, `py/.venv`); with
QUNZHANG_INSTALL_CLIENTS=1 the tests install them there.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import text

from core.base.paths import RESOURCES
from tests.helpers.bots import Feed, connect, feed, heartbeat, noticed, said

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("QUNZHANG_CLIENTS") or Path(tempfile.gettempdir()) / "qunzhang-clients")
NODE = (
    "wechaty@1.20.2",
    "wechaty-puppet-mock@1.19.4",
    "ws",
    "koishi@4.18.11",
    "koishi-plugin-adapter-onebot@6.9.4",
)
PYTHON = ("nonebot2[fastapi,aiohttp]==2.5.0", "nonebot-adapter-onebot==2.4.6")
BRIDGE = RESOURCES / "bridges" / "wechaty" / "bridge.mjs"


def installs() -> bool:
    return os.environ.get("QUNZHANG_INSTALL_CLIENTS") == "1"


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder with node_modules."""
    node, npm, folder = shutil.which("node"), shutil.which("npm"), FOLDER / "node"
    if node is None or npm is None:
        pytest.skip("node or npm is not installed")
    if not (folder / "node_modules" / "wechaty").is_dir():
        if not installs():
            pytest.skip(f"no wechaty and koishi in {folder}; set QUNZHANG_INSTALL_CLIENTS=1 to install them")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        done = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", *NODE], cwd=folder, capture_output=True, timeout=400
        )
        if done.returncode:
            pytest.skip("the packages of npm cannot be installed here")
    return folder


@pytest.fixture(scope="session")
def nonebot() -> str:
    """A Python that has NoneBot."""
    folder = FOLDER / "py" / ".venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        uv = shutil.which("uv")
        if uv is None or not installs():
            pytest.skip(f"no NoneBot in {folder}; set QUNZHANG_INSTALL_CLIENTS=1 to install it")
        subprocess.run([uv, "venv", "-q", str(folder)], check=True, timeout=120)
        done = subprocess.run(
            [uv, "pip", "install", "-q", "-p", str(folder), *PYTHON], capture_output=True, timeout=300
        )
        if done.returncode:
            pytest.skip("the packages of PyPI cannot be installed here")
    return str(python)


async def node(script: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "node", str(HERE / script), *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, error = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, error.decode()[-2000:]
    return out.decode().strip().splitlines()[-1]


def token_file(listening: Feed, folder: Path) -> str:
    path = folder / "client-token"
    path.write_text(listening.token)
    return str(path)


def asked(listening: Feed, sql: str) -> list[Any]:
    with listening.feeding.desk.store.read() as session:
        return [row[0] for row in session.execute(text(sql))]


def test_wechaty_over_the_bridge(modules: Path, store_path: Path, tmp_path: Path) -> None:
    # The bridge finds its library where the client's are.
    bridge = modules / "bridge.mjs"
    shutil.copy(BRIDGE, bridge)

    async def run() -> None:
        async with feed(store_path) as listening:
            url = f"ws://127.0.0.1:{listening.port}/onebot/v12/"
            told = json.loads(
                await node(
                    "play_wechaty.mjs", url, token_file(listening, tmp_path), str(bridge), str(modules)
                )
            )
            room = told["room"]
            await listening.until(lambda: len(asked(listening, "SELECT event FROM notice")) == 3)
            assert listening.texts(room) == ["大家好", "加我微信领红包，兼职刷单日赚500元"]
            assert asked(listening, "SELECT event FROM notice ORDER BY id") == [
                "join.invite",
                "room.rename",
                "leave.kick",
            ]
            # The bot told of another topic while the feed listened.
            assert asked(listening, "SELECT name FROM group_") == ["新群名"]
            assert "私下说" not in asked(listening, "SELECT text FROM message")
            names = set(asked(listening, "SELECT DISTINCT value FROM member_fact WHERE field = 'name'"))
            assert {"张三", "李四"} <= names

    asyncio.run(run())


def test_koishi_by_the_recipe(modules: Path, store_path: Path, tmp_path: Path) -> None:
    """Koishi is connected to a OneBot 11 that this test plays, and hands on what it hears."""

    async def implementation(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {
                "post_type": "meta_event",
                "meta_event_type": "lifecycle",
                "sub_type": "connect",
                "self_id": 10000,
                "time": 1_790_000_000,
            }
        )
        sender = {"user_id": 10001, "nickname": "小王", "card": "", "role": "member"}
        event = {"post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 10000, "group_id": 555,
                 "user_id": 10001, "message_id": 77, "time": 1_790_000_000, "raw_message": "科一问好", "message": "科一问好",
                 "font": 0, "sender": sender}  # fmt: skip
        sent = False
        async for frame in socket:
            row = json.loads(frame.data)
            action = row.get("action", "")
            data: Any = {"user_id": 10000, "nickname": "机器人", "group_id": 555, "group_name": "科一群"}
            await socket.send_json(
                {
                    "status": "ok",
                    "retcode": 0,
                    "data": data if action.startswith("get_") else None,
                    "echo": row.get("echo"),
                }
            )
            if not sent and action == "get_login_info":
                sent = True
                await asyncio.sleep(0.5)
                await socket.send_json(event)
        return socket

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/", implementation)
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            async with feed(store_path) as listening:
                endpoint = f"ws://127.0.0.1:{runner.addresses[0][1]}/"
                told = await node(
                    "play_koishi.mjs", listening.url, token_file(listening, tmp_path), endpoint, str(modules)
                )
                assert json.loads(told) == {"status": 200}
                assert listening.texts("555") == ["科一问好"]
        finally:
            await runner.cleanup()

    asyncio.run(run())


def test_nonebot_understands_what_our_bots_say(nonebot: str) -> None:
    """What the demonstration's bot and the tests send is OneBot 12 as its best-known reader has it."""
    status = {"good": True, "bots": [{"self": {"platform": "wechat", "user_id": "b"}, "online": True}]}
    meta = {
        "id": "s",
        "time": 1.0,
        "type": "meta",
        "detail_type": "status_update",
        "sub_type": "",
        "status": status,
    }
    rows = [
        connect(), heartbeat(), meta, said("大家好"),
        noticed("group_member_increase", user_id="c", operator_id="a", sub_type="invite"),
        noticed("group_member_decrease", user_id="c", operator_id="a", sub_type="kick"),
        noticed("group_message_delete", user_id="c", operator_id="c", message_id="m", sub_type="recall"),
    ]  # fmt: skip
    done = subprocess.run(
        [nonebot, str(HERE / "play_nonebot.py")], input="\n".join(json.dumps(row) for row in rows), capture_output=True, encoding="utf-8",
        timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == [
        "ConnectMetaEvent", "HeartbeatMetaEvent", "StatusUpdateMetaEvent", "GroupMessageEvent", "GroupMemberIncreaseEvent",
        "GroupMemberDecreaseEvent", "GroupMessageDeleteEvent",
    ], done.stderr[-1500:]  # fmt: skip
