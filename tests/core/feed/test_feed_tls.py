"""Bots of other machines come over TLS: a real handshake, with an invented certificate that nobody trusts but here."""

import asyncio
import ssl
from pathlib import Path

import aiohttp
import pytest

from core.base.refusal import Refusal
from tests.helpers.bots import ROOM, Feed, feed, said

FOLDER = Path(__file__).parents[2] / "samples" / "tls"
CERTIFICATE, KEY = FOLDER / "certificate.pem", FOLDER / "key.pem"
REMOTE = {"host": "0.0.0.0", "remote": True, "certificate": str(CERTIFICATE), "key": str(KEY)}


def play(path: Path, scene) -> None:
    async def run() -> None:
        async with feed(path, **REMOTE) as listening:
            trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusting)) as session:
                await scene(listening, session)

    asyncio.run(run())


def address(listening: Feed, host: str = "localhost") -> str:
    return f"https://{host}:{listening.port}"


def test_a_bot_and_a_script_over_tls(store_path: Path) -> None:
    async def scene(listening: Feed, session: aiohttp.ClientSession) -> None:
        async with session.ws_connect(address(listening) + "/onebot/v12/", headers=listening.auth) as bot:
            await bot.send_json(said("加密送来"))
            await listening.until(lambda: listening.texts() == ["加密送来"])
        body = {"room": ROOM, "sender": "wxid_b", "text": "脚本也是"}
        async with session.post(
            address(listening, "127.0.0.1") + "/hook/jsonl", json=body, headers=listening.auth
        ) as it:
            assert it.status == 200
        await listening.until(lambda: listening.texts() == ["加密送来", "脚本也是"])

    play(store_path, scene)


def test_over_tls_too_only_with_the_token_and_never_from_a_page(store_path: Path) -> None:
    async def scene(listening: Feed, session: aiohttp.ClientSession) -> None:
        body = {"room": ROOM, "sender": "wxid_b", "text": "x"}
        for headers, status in (
            ({"Authorization": "Bearer wrong-wrong-wrong-wrong"}, 401),
            ({**listening.auth, "Origin": "https://evil.example"}, 403),
        ):
            async with session.post(address(listening) + "/hook/jsonl", json=body, headers=headers) as it:
                assert it.status == status
        assert listening.texts() == []

    play(store_path, scene)


def test_in_clear_nothing_is_taken(store_path: Path) -> None:
    async def scene(listening: Feed, session: aiohttp.ClientSession) -> None:
        with pytest.raises(aiohttp.ClientError):
            await listening.post("/hook/jsonl", {"room": ROOM, "sender": "a", "text": "x"})
        with pytest.raises(aiohttp.ClientError):
            async with listening.bot():
                pass
        # Whoever does not know the certificate is not fooled into sending the token.
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            async with aiohttp.ClientSession() as stranger:
                await stranger.post(address(listening) + "/hook/jsonl", json={}, headers=listening.auth)
        assert listening.texts() == []
        async with session.post(
            address(listening) + "/hook/jsonl",
            json={"room": ROOM, "sender": "a", "text": "还在"},
            headers=listening.auth,
        ) as it:
            assert it.status == 200

    play(store_path, scene)


def test_a_certificate_that_is_none_is_refused_in_words(store_path: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")

    async def run(certificate: Path, key: Path) -> None:
        async with feed(store_path, **{**REMOTE, "certificate": str(certificate), "key": str(key)}):
            pass

    for certificate, key in ((broken, KEY), (CERTIFICATE, CERTIFICATE), (tmp_path / "none.pem", KEY)):
        with pytest.raises(Refusal, match="cannot be used"):
            asyncio.run(run(certificate, key))
