"""The server, with real sockets: who is let in, what is answered when, and that nothing is lost."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import stat
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from sqlalchemy import text

from core.base.refusal import Refusal
from core.feed import pipeline as pipeline_module
from core.feed.actions import plan
from core.feed.settings import FeedSettings
from core.feed.tokens import ensure_token
from core.keeping.verification import verify
from tests.helpers.bots import ROOM, Feed, connect, feed, heartbeat, noticed, said


def play(path: Path, scene: Callable[[Feed], Awaitable[None]], **settings: Any) -> None:
    async def run() -> None:
        async with feed(path, **settings) as listening:
            await scene(listening)

    asyncio.run(run())


def test_what_a_bot_says_is_stored(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with listening.bot(protocols=("12.test",)) as bot:
            # Some clients hang up when the subprotocol they offered is not taken.
            assert bot.protocol == "12.test"
            await bot.send_json(connect())
            for words in ("一", "二", "三"):
                await bot.send_json(said(words))
            await listening.until(lambda: listening.texts() == ["一", "二", "三"])
        await listening.until(lambda: not listening.feeding.server.state.bots[0].connected)
        await listening.until(lambda: listening.feeding.server.state.stored == 3)
        state = listening.feeding.server.state
        assert (state.bots[0].id, state.stale) == ("wechat:wxid_bot", True)
        assert sum(state.per_minute) == 4

    play(store_path, scene)


def test_a_client_that_offers_no_subprotocol_is_welcome(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with listening.bot() as bot:
            assert bot.protocol is None
            await bot.send_str(json.dumps(said("在")))
            await listening.until(lambda: listening.texts() == ["在"])

    play(store_path, scene)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer wrong-wrong-wrong-wrong"}, 401),
        ({"Authorization": ""}, 401),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:3000", "User-Agent": "Mozilla/5.0"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "rebound.example:6720"}, 403),
    ],
)
def test_who_is_turned_away(store_path: Path, headers: dict[str, str], status: int) -> None:
    async def scene(listening: Feed) -> None:
        given, _ = await listening.post("/hook/jsonl", {"room": ROOM, "sender": "a", "text": "x"}, **headers)
        assert given == status
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with listening.bot(headers=headers):
                pass
        assert refused.value.status == status
        assert listening.texts() == []

    play(store_path, scene)


def test_tools_of_this_machine_and_tokens_in_the_address_are_welcome(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"{listening.url}/onebot/v12/?access_token={listening.token}", origin="http://localhost:8080"
            ) as bot,
        ):
            await bot.send_json(said("好"))
            await listening.until(lambda: listening.texts() == ["好"])

    play(store_path, scene)


def test_whoever_tries_tokens_must_wait(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        given = [(await listening.post("/hook/jsonl", {}, Authorization=f"Bearer {n}"))[0] for n in range(22)]
        assert given[:20] == [401] * 20
        assert given[20:] == [429, 429]
        # Who knows it is not kept out by who does not.
        assert (await listening.post("/hook/jsonl", {"room": ROOM, "sender": "a", "text": "x"}))[0] == 200

    play(store_path, scene)


def test_the_token_is_long_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "token"
    token, fresh = ensure_token(path)
    assert fresh
    assert len(token) >= 43
    assert ensure_token(path) == (token, False)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("short")
    with pytest.raises(Refusal):
        ensure_token(path)


def test_nothing_listens_elsewhere_without_tls() -> None:
    for settings in (FeedSettings(host="0.0.0.0"), FeedSettings(host="192.0.2.1", remote=True)):
        with pytest.raises(Refusal):
            settings.check()
    FeedSettings(host="0.0.0.0", remote=True, certificate="c.pem", key="k.pem").check()


def test_a_port_that_is_taken_is_refused_in_words(store_path: Path, tmp_path: Path) -> None:
    async def run() -> None:
        async with feed(store_path) as listening:
            from core.desk.desk import Desk
            from core.desk.feeding import Feeding
            from core.store.store import open_store

            other = open_store(tmp_path / "other.db")
            with pytest.raises(Refusal, match="nobody can listen"):
                await Feeding(Desk(other), FeedSettings(port=listening.port)).start()
            with pytest.raises(Refusal, match="another feed"):
                await Feeding(listening.feeding.desk, FeedSettings(port=0)).start()
            other.close()

    asyncio.run(run())


def test_webhooks_are_answered_when_stored(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        assert (await listening.post("/onebot/v12/", said("钩")))[0] == 204
        assert listening.texts() == ["钩"]
        assert (await listening.post("/onebot/v12/", "{half"))[0] == 400
        assert (await listening.post("/onebot/v12/", "x" * 17_000_000))[0] == 413

    play(store_path, scene)


def test_what_can_be_read_of_several_is_not_asked_for_again(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        assert (await listening.post("/onebot/v12/", [said("一"), {"type": "?"}, said("二")]))[0] == 204
        assert listening.texts() == ["一", "二"]

    play(store_path, scene)


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        ("Host: localhost\r\nContent-Encoding: gzip", b"no gzip", b"400"),
        ("Host: evil.example", b"{}", b"403"),
        ("Host: [::1", b"{}", b"403"),
        ("Host: localhost\r\nOrigin: http://[::1", b"{}", b"403"),
        # HTTP/1.0 names no host.
        ("X-Forwarded-For: 192.0.2.1", b"", b"200"),
    ],
)  # fmt: skip
def test_odd_clients_get_an_answer(
    store_path: Path, head: str, body: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    body = body or json.dumps({"room": ROOM, "time": time.time(), "sender": "wxid_a", "text": "十"}).encode()

    async def scene(listening: Feed) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", listening.port)
        lines = f"POST /hook/jsonl HTTP/1.0\r\nAuthorization: Bearer {listening.token}\r\n{head}\r\n"
        writer.write(f"{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        assert (await reader.read()).split()[1] == status
        writer.close()

        # One that is cut off in its body leaves no traceback behind.
        reader, writer = await asyncio.open_connection("127.0.0.1", listening.port)
        writer.write(f"{lines}Content-Length: 9999\r\n\r\n".encode() + body)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()
        await asyncio.sleep(0.1)

    play(store_path, scene)
    assert "Traceback" not in caplog.text


def test_frames_in_messagepack_are_events(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with listening.bot() as bot:
            await bot.send_bytes(msgspec.msgpack.encode(connect()))
            await bot.send_bytes(msgspec.msgpack.encode(said("打包", raw=b"\xff\x00")))
            await bot.send_bytes(json.dumps(said("字节")).encode())
            await listening.until(lambda: listening.texts() == ["打包", "字节"])

    play(store_path, scene)


def test_the_older_protocol_signs_its_webhooks(store_path: Path) -> None:
    row = {"post_type": "message", "message_type": "group", "self_id": 1, "group_id": 5, "user_id": 2, "message_id": 3,
           "time": 1_790_000_000, "message": "旧"}  # fmt: skip
    body = json.dumps(row)

    async def scene(listening: Feed) -> None:
        made = hmac.new(listening.token.encode(), body.encode(), hashlib.sha1).hexdigest()
        right, wrong = {"X-Signature": f"sha1={made}"}, {"X-Signature": "sha1=" + "0" * 40}
        assert (await listening.post("/onebot/v11/", body, Authorization="", **wrong))[0] == 401
        assert (await listening.post("/hook/jsonl", body, Authorization="", **right))[0] == 401
        assert (await listening.post("/onebot/v11/", body, Authorization="", **right))[0] == 204
        assert listening.texts("5") == ["旧"]

    play(store_path, scene)


def test_the_older_protocol_over_a_socket(store_path: Path) -> None:
    headers = {"X-Self-ID": "10000", "X-Client-Role": "Universal", "User-Agent": "OneBot/11"}
    answers = {"get_login_info": {"user_id": 10000, "nickname": "机器人"}, "get_group_info": {"group_id": 5, "group_name": "老群"},
               "get_group_member_list": [{"user_id": 2, "nickname": "小王", "card": "销售-小王", "role": "owner"}]}  # fmt: skip

    async def scene(listening: Feed) -> None:
        async with listening.bot(
            "/onebot/v11/ws", headers, answers=lambda asked: answers.get(asked["action"])
        ) as bot:
            await bot.send_json(
                {
                    "post_type": "meta_event",
                    "meta_event_type": "lifecycle",
                    "sub_type": "connect",
                    "self_id": 10000,
                }
            )
            await bot.send_json(
                {
                    "post_type": "message",
                    "message_type": "group",
                    "self_id": 10000,
                    "group_id": 5,
                    "user_id": 2,
                    "message_id": 9,
                    "message": [{"type": "text", "data": {"text": "在"}}],
                    "time": 1_790_000_000,
                }
            )
            await listening.until(lambda: listening.texts("5") == ["在"])

            def named() -> bool:
                with listening.feeding.desk.store.read() as session:
                    return session.execute(text("SELECT name FROM group_")).all() == [("老群",)]

            await listening.until(named)
            state = listening.feeding.server.state.bots[0]
            assert (state.name, "set_group_kick" in state.actions) == ("机器人", True)
            planned = plan(state, "remove", "5", member="2")
            assert planned is not None
            assert planned.params["user_id"] == 2

    play(store_path, scene)


def test_events_and_actions_over_connections_of_their_own(store_path: Path) -> None:
    """Many bots of the older version open two: what comes over one must not hide the other."""

    def role(name: str) -> dict[str, str]:
        return {"X-Self-ID": "10000", "X-Client-Role": name}

    def said11(number: int) -> dict[str, Any]:
        return {"post_type": "message", "message_type": "group", "self_id": 10000, "group_id": 5, "user_id": 2,
                "message_id": number, "message": f"第{number}句", "time": int(time.time())}  # fmt: skip

    async def scene(listening: Feed) -> None:
        links = listening.feeding.server.links
        async with listening.bot(
            "/onebot/v11/api", role("API"), answers=lambda asked: {"user_id": 10000, "nickname": "机器人"}
        ):
            await listening.until(lambda: "qq:10000" in links.bots and bool(links.bots["qq:10000"].actions))
            assert not links.bots["qq:10000"].connected, "nothing is heard yet"
            async with listening.bot("/onebot/v11/event", role("Event")) as events:
                for number in range(3):
                    await events.send_json(said11(number))
                await listening.until(lambda: len(listening.texts("5")) == 3)
                assert links.bots["qq:10000"].connected
                result = await listening.feeding.server.send(
                    "qq:10000", "send_group_msg", {"group_id": 5}, "e1", 5.0
                )
                assert result.state == "done"
            await listening.until(lambda: not links.bots["qq:10000"].connected)

    play(store_path, scene)


def test_two_programs_that_speak_for_one_account_are_one_stretch_of_listening(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with listening.bot() as one, listening.bot() as other:
            for number in range(6):
                await (one, other)[number % 2].send_json(said(f"第{number}句"))
                await listening.post("/onebot/v12/", said(f"也第{number}句"))
                await listening.until(lambda so_far=2 * (number + 1): len(listening.texts()) == so_far)
            await one.close()
            await other.send_json(said("还在"))
            await listening.until(lambda: "还在" in listening.texts())
            assert listening.feeding.server.state.bots[0].connected
        await listening.until(lambda: not listening.feeding.server.state.bots[0].connected)
        with listening.feeding.desk.store.read() as session:
            assert session.execute(text("SELECT count(*) FROM import_")).scalar_one() <= 3

    play(store_path, scene)


def test_cut_off_in_the_middle_of_a_frame(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        for number in range(3):
            async with aiohttp.ClientSession() as session:
                bot = await session.ws_connect(f"{listening.url}/onebot/v12/", headers=listening.auth)
                await bot.send_json(said(f"整{number}"))
                await listening.until(lambda: len(listening.texts()) > number)  # noqa: B023
                transport = bot._writer.transport
                transport.write(bytes([0x81, 0xFE, 0x0F, 0xFF]) + b'half a frame {"type":"mess')
                transport.abort()
        async with listening.bot() as bot:
            await bot.send_str('{"type": "message", "detail_type": "gr')
            await bot.send_bytes(b"\xff\xfe\x00")
            await bot.send_json(said("后"))
            await listening.until(lambda: listening.texts()[-1] == "后")
        assert listening.texts() == ["整0", "整1", "整2", "后"]
        # It is counted after it is stored.
        await listening.until(lambda: listening.feeding.server.state.unread >= 2)

    play(store_path, scene)


def test_a_flood_waits_at_its_source(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline_module, "MOST_WAITING", 50)
    most = 0

    async def scene(listening: Feed) -> None:
        nonlocal most
        async with listening.bot() as bot:
            for number in range(1_500):
                await bot.send_json(said(f"{number}"))
                most = max(most, listening.feeding.server.state.backlog)
            await listening.until(lambda: len(listening.texts()) == 1_500, 60)
        assert listening.texts() == [f"{number}" for number in range(1_500)]

    play(store_path, scene)
    assert most <= 50


def test_two_feeds_in_turn_leave_a_sound_store(store_path: Path) -> None:
    async def scene(listening: Feed) -> None:
        async with listening.bot() as bot:
            await bot.send_json(said("一", message_id="same"))
            await bot.send_json(
                noticed("group_member_increase", user_id="wxid_c", operator_id="wxid_a", sub_type="invite")
            )
            await listening.until(lambda: listening.texts() == ["一"])

    play(store_path, scene)
    play(store_path, scene)
    from core.store.store import open_store

    store = open_store(store_path)
    assert verify(store).ok
    store.close()


def test_a_silent_bot_makes_the_feed_stale(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.feed import links

    monkeypatch.setattr(links, "SHORTEST_SILENCE", 300)

    async def scene(listening: Feed) -> None:
        async with listening.bot() as bot:
            await bot.send_json(said("在"))
            await bot.send_json(heartbeat(100))
            await listening.until(lambda: bool(listening.feeding.server.state.bots))
            assert not listening.feeding.server.state.stale
            await listening.until(lambda: listening.feeding.server.state.stale)
            await bot.send_json(said("又在"))
            await listening.until(lambda: not listening.feeding.server.state.stale)
            await listening.until(lambda: len(listening.texts()) == 2)
            with listening.feeding.desk.store.read() as session:
                spans = session.execute(text("SELECT start_at, end_at FROM coverage ORDER BY start_at")).all()
        assert len(spans) == 2
        assert spans[0][1] < spans[1][0]

    play(store_path, scene)


def test_only_what_the_bot_can_do_is_asked_of_it_and_once(store_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def answers(request: dict[str, Any]) -> Any:
        asked.append(request)
        if request["action"] == "get_supported_actions":
            return ["send_message", "get_supported_actions"]
        return {"message_id": "m1", "time": 1} if request["action"] == "send_message" else None

    async def scene(listening: Feed) -> None:
        server = listening.feeding.server
        async with listening.bot(answers=answers) as bot:
            await bot.send_json(said("在"))
            await listening.until(lambda: bool(server.state.bots) and bool(server.state.bots[0].actions))
            planned = plan(server.state.bots[0], "send", ROOM, member="wxid_a", text="请看群规")
            assert planned is not None
            assert plan(server.state.bots[0], "remove", ROOM, member="wxid_a") is None
            both = await asyncio.gather(*(
                server.send("wechat:wxid_bot", planned.action, planned.params, "e1", 5) for _ in range(2)
            ))  # fmt: skip
            assert [each.state for each in both] == ["done", "done"]
            assert (
                await server.send("wechat:wxid_bot", "wx.kick_member", {}, "e2", 5)
            ).state == "unsupported"
            assert (await server.send("wechat:nobody", "send_message", {}, "e3", 5)).state == "unknown"
        assert sum(1 for each in asked if each["action"] == "send_message") == 1
        assert asked[-1]["self"] == {"platform": "wechat", "user_id": "wxid_bot"}

    play(store_path, scene)


def test_a_bot_that_goes_or_never_answers(store_path: Path) -> None:
    def answers(request: dict[str, Any]) -> Any:
        return ["send_message"] if request["action"] == "get_supported_actions" else None

    async def scene(listening: Feed) -> None:
        server = listening.feeding.server
        async with aiohttp.ClientSession() as session:
            bot = await session.ws_connect(f"{listening.url}/onebot/v12/", headers=listening.auth)
            await bot.send_json(said("在"))
            request = await bot.receive_json()
            await bot.send_json(
                {"status": "ok", "retcode": 0, "data": ["send_message"], "echo": request["echo"]}
            )
            await listening.until(lambda: bool(server.state.bots[0].actions))
            assert (await server.send("wechat:wxid_bot", "send_message", {}, "t", 0.2)).state == "timeout"
            # Nobody knows whether it was carried out: it is not sent again.
            assert (await server.send("wechat:wxid_bot", "send_message", {}, "t", 5)).state == "timeout"
            waiting = asyncio.create_task(server.send("wechat:wxid_bot", "send_message", {}, "g", 20))
            await asyncio.sleep(0.1)
            await bot.close()
            assert (await waiting).state == "unknown"

    play(store_path, scene)
