"""The pure hash chain: each link's hash covers its own fields and the hash before it.

What it shows: any row changed, removed or put between. What it cannot show: that somebody rewrote
every link from some point on; only a head kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(fields: Mapping[str, Any]) -> bytes:
    """One byte string for one set of fields: sorted keys, no spaces, UTF-8."""
    return json.dumps(dict(fields), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def row_digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()


def link(previous: str, seq: int, table: str, row_id: str, digest: str, at: int = 0) -> str:
    """The hash of link `seq`, made at `at`, that follows `previous` and vouches for one row of `table`."""
    parts = (previous, str(seq), str(at), table, row_id, digest)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
