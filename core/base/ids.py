"""Identifiers: UUIDv7 for decisions (sortable by time), digests for what must come out the same twice."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from core.base.clock import Instant


def new_id(now: Instant) -> str:
    """A UUIDv7 (RFC 9562) whose time part is `now`."""
    value = (now & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return str(uuid.UUID(int=value))


def digest(*parts: str) -> str:
    """40 hex digits that depend on every part and on where one part ends and the next begins."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()[:40]
