"""Whole exports pushed by scripts, as ChatLab takes them: JSON or a stream of JSON lines, once per key."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from aiohttp import StreamReader, web
from aiohttp.http_exceptions import PayloadEncodingError

from core.base.clock import Instant, SystemClock
from core.base.ids import new_id
from core.base.phrase import render
from core.base.refusal import Refusal
from core.feed.event import Entry, Via
from core.feed.journal import trim_bodies
from core.feed.pipeline import Pipeline
from core.feed.recording import StoredBatch
from core.feed.writer import GivenUp
from core.intake.importing import Asked, import_source
from core.intake.previewing import look_at
from core.intake.source import Source
from core.store.meta import read_meta, write_meta
from core.store.store import Store

FOLDER = "pushes"
LARGEST_JSON = 50 * 1024 * 1024
LARGEST_STREAM = 2 * 1024**3
_BLOCK = 256 * 1024
_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/ndjson")


_REPLAYED = {"Idempotency-Replayed": "true"}


class TooLarge(Exception):
    """The body is larger than is taken."""


@dataclass
class PushRoutes:
    """`on_stored` hears of what was imported, on the loop's thread."""

    store: Store
    pipeline: Pipeline
    folder: Path
    zone: str
    on_stored: Callable[[StoredBatch], None]
    _busy: set[str] = field(default_factory=set)

    def register(self, app: web.Application) -> None:
        for path in ("/api/v1/imports/{room}", "/api/v1/imports/{room}/"):
            app.router.add_post(path, self._push)

    async def _push(self, request: web.Request) -> web.StreamResponse:
        room = request.match_info["room"].strip()
        key = request.headers.get("Idempotency-Key", "").strip()
        if room in self._busy:
            return _failed(409, "IMPORT_IN_PROGRESS", "another import into this room is running")
        self._busy.add(room)
        try:
            return await self._take(request, room, key)
        finally:
            self._busy.discard(room)

    async def _take(self, request: web.Request, room: str, key: str) -> web.StreamResponse:
        lines = request.content_type in _LINES
        at = SystemClock().now()
        path = self.folder / FOLDER / f"{new_id(at)}{'.jsonl' if lines else '.json'}"
        dry = request.headers.get("X-Dry-Run", "").lower() in ("1", "true", "yes")
        try:
            await asyncio.to_thread(trim_bodies, path.parent, at)
            digest = await _spool(request.content, path, LARGEST_STREAM if lines else LARGEST_JSON)
            before = await asyncio.to_thread(self._known, room, key)
            if before is not None:
                path.unlink(missing_ok=True)
                return _once_more(before, digest)
            if dry:
                return web.json_response(await asyncio.to_thread(self._look, path, room, at))
            # The whole body is on the disk; the journal says where, before anything is read out of it.
            note = json.dumps({"file": path.name, "sha256": digest, "key": key})
            await self.pipeline.stored(Entry(at, Via.CHATLAB, note, room=room))
            record, stored = await asyncio.to_thread(bring, self.store, path, room, at, self.zone)
        except (OSError, web.RequestPayloadError, PayloadEncodingError, GivenUp, asyncio.CancelledError):
            # Cut off in the middle, or not to be kept: what came is of no use.
            path.unlink(missing_ok=True)
            raise
        except TooLarge:
            path.unlink(missing_ok=True)
            return _failed(
                413, "PAYLOAD_TOO_LARGE", "the body is too large; send it as a stream of JSON lines"
            )
        except Refusal as refusal:
            path.unlink(missing_ok=True)
            if "another import" in refusal.what.msgid:
                return _failed(409, "IMPORT_IN_PROGRESS", render(refusal.what, "en"))
            return _failed(400, "INVALID_FORMAT", refusal.line("en").replace(str(path), "body"))
        finally:
            if dry:
                path.unlink(missing_ok=True)
        await asyncio.to_thread(self._remember, room, key, digest, record)
        self.on_stored(stored)
        return web.json_response(record)

    def _look(self, path: Path, room: str, at: Instant) -> Mapping[str, Any]:
        source, asked = prepared(path, room, at, self.zone)
        with self.store.read() as session:
            look = look_at(session, source, asked)
        return _record(
            room, look.messages, look.messages_new, look.notices, len(look.senders) - look.senders_known,
            look.unparsed, dry=True,
        )  # fmt: skip

    def _known(self, room: str, key: str) -> Mapping[str, Any] | None:
        if not key:
            return None
        with self.store.read() as session:
            text = read_meta(session, _meta(room, key))
        found: Mapping[str, Any] | None = json.loads(text) if text else None
        return found

    def _remember(self, room: str, key: str, digest: str, record: Mapping[str, Any]) -> None:
        if key:
            with self.store.write() as session:
                write_meta(session, _meta(room, key), json.dumps({"sha256": digest, "record": record}))


def _once_more(before: Mapping[str, Any], digest: str) -> web.StreamResponse:
    """The same body under the same key gets the first one's answer; another body must not vanish behind it."""
    if "record" not in before:
        # Older notes hold the answer alone.
        return web.json_response(before, headers=_REPLAYED)
    if before["sha256"] != digest:
        return _failed(422, "IDEMPOTENCY_CONFLICT", "this key came with another body before; take a new one")
    return web.json_response(before["record"], headers=_REPLAYED)


def bring(
    store: Store, path: Path, room: str, at: Instant, zone: str
) -> tuple[Mapping[str, Any], StoredBatch]:
    """Import a pushed body. Raises Refusal; then nothing of it is kept."""
    source, asked = prepared(path, room, at, zone)
    row = import_source(store, source, asked).row
    stored = StoredBatch(
        messages=row.messages_new, known=row.messages_known, notices=row.notices, unread=row.unparsed
    )
    if row.group_id is not None and row.first_at is not None and row.last_at is not None:
        stored.spans(row.group_id, row.first_at, row.last_at)
    seen = row.messages_new + row.messages_known
    return _record(room, seen, row.messages_new, row.notices, row.members_new, row.unparsed), stored


def bring_again(store: Store, folder: Path, entry: Entry) -> StoredBatch:
    """A push out of the journal; one whose body is gone, or was refused then, brings nothing."""
    note = json.loads(entry.raw)
    path = folder / FOLDER / Path(str(note.get("file", ""))).name
    if not path.is_file():
        return StoredBatch()
    try:
        return bring(store, path, entry.room, entry.at, "")[1]
    except Refusal:
        return StoredBatch(unread=1)


def prepared(path: Path, room: str, at: Instant, zone: str) -> tuple[Source, Asked]:
    """The body as an importable file: a header is put before bodies that are bare messages."""
    lines = path.suffix == ".jsonl"
    head = json.dumps({
        "chatlab": {"version": "0.0.2", "generator": "push"},
        "meta": {"name": room, "platform": "wechat", "type": "group", "groupId": room},
    }, ensure_ascii=False)[1:-1]  # fmt: skip
    if lines:
        with path.open("rb") as stream:
            first = next((line for line in stream if line.strip() and not line.startswith(b"#")), b"")
        if b'"header"' not in first:
            _put_before(path, ('{"_type":"header",' + head + "}\n").encode(), b"")
    else:
        with path.open("rb") as stream:
            start = stream.read(65_536).lstrip()
        if start.startswith(b"["):
            _put_before(path, ("{" + head + ',"messages":').encode(), b"}")
        elif b'"chatlab"' not in start and start.startswith(b"{"):
            _with_head(path, head)
    form = "chatlab-jsonl" if lines else "chatlab-json"
    # Who streams lines cannot be asked about a broken one: it is counted, and the answer says so.
    asked = Asked(
        at, format=form, zone=zone, beside_window=True, accept_unreadable=lines, nameless=room, room=room
    )
    return Source(str(path)), asked


async def _spool(content: StreamReader, path: Path, largest: int) -> str:
    """The body onto the disk; its SHA-256. Raises TooLarge."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        async for block in content.iter_chunked(_BLOCK):
            size += len(block)
            if size > largest:
                raise TooLarge
            digest.update(block)
            await asyncio.to_thread(_write, file, block)
        file.flush()
    return digest.hexdigest()


def _write(file: BinaryIO, block: bytes) -> None:
    file.write(block)


def _put_before(path: Path, before: bytes, after: bytes) -> None:
    fresh = path.with_name(path.name + ".part")
    with path.open("rb") as old, fresh.open("wb") as new:
        new.write(before)
        while block := old.read(_BLOCK):
            new.write(block)
        new.write(after)
    fresh.replace(path)


def _with_head(path: Path, head: str) -> None:
    text = path.read_text("utf-8", "replace").lstrip()
    rest = text[1:].lstrip()
    path.write_text("{" + head + ("" if rest.startswith("}") else ",") + rest, "utf-8")


def _record(
    room: str, seen: int, new: int, notices: int, members: int, unread: int, dry: bool = False
) -> dict[str, Any]:
    data = {
        "sessionId": room, "dryRun": dry, "messages": seen, "newMessageCount": new, "duplicateCount": seen - new,
        "notices": notices, "newMemberCount": members, "unread": unread,
    }  # fmt: skip
    return {"success": True, "data": data}


def _failed(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"success": False, "error": {"code": code, "message": message}}, status=status)


def _meta(room: str, key: str) -> str:
    return "feed.push." + hashlib.sha256(f"{room}\x1f{key}".encode("utf-8", "replace")).hexdigest()[:32]
