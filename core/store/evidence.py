"""Evidence of violations: a copy of what the record held when each was first decided.

It stays when messages are deleted, an import is withdrawn or the chat comes in again under other keys. The
chain vouches for a salted digest, so that the copy itself can be emptied when its time is over.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core.base.chain import canonical
from core.base.clock import Instant
from core.base.ids import new_id
from core.chat.message import Message, MessageKind
from core.chat.notice import Notice
from core.store.chain import record as record_row
from core.store.decisions import batches
from core.store.media import MediaFile, media_of
from core.store.people import read_members
from core.store.surroundings import around
from core.store.tables import EvidenceRow
from core.store.violations import ViolationRecord

CONTEXT = 5
"""Messages kept before and after each message that a violation names."""
_WITH_FILES = frozenset(
    {MessageKind.IMAGE, MessageKind.VOICE, MessageKind.VIDEO, MessageKind.STICKER, MessageKind.FILE}
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`items` in order of time: id, key, at (UTC ms), sender, name, kind, text, cited, media (SHA-256 of
    the reference to a file) where there is one, file (name, sha256, bytes) where that was read beside an export, and
    more_files where there were several. `member`: id, name and nickname then. Both empty after a purge."""

    id: str
    violation: str
    taken_at: Instant
    digest: str
    member: Mapping[str, str]
    items: tuple[Mapping[str, Any], ...]


def take_evidence(session: Session, record: ViolationRecord, at: Instant) -> None:
    """Keep what `record` rests on; nothing happens when it is kept already."""
    kept = select(EvidenceRow.id).where(EvidenceRow.violation_id == record.id)
    if session.exec(kept).first() is not None:
        return
    salt = secrets.token_hex(16)
    content = canonical(_content(session, record)).decode("utf-8", "replace")
    record_row(
        session, at,
        EvidenceRow(
            id=new_id(at), group_id=record.group_id, violation_id=record.id, taken_at=at,
            digest=evidence_digest(salt, content), salt=salt, content=content,
        ),
    )  # fmt: skip


def read_evidence(session: Session, violation_ids: Iterable[str]) -> list[Evidence]:
    """What is kept of these violations, in the order in which it was taken."""
    found = [
        _evidence(row)
        for some in batches(violation_ids)
        for row in session.exec(select(EvidenceRow).where(col(EvidenceRow.violation_id).in_(some)))
    ]
    return sorted(found, key=lambda each: (each.taken_at, each.id))


def evidence_digest(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()


def _content(session: Session, record: ViolationRecord) -> dict[str, Any]:
    items: dict[str, Message | Notice] = {}
    for key in record.messages or ("",):
        for item in around(session, record.group_id, key, record.at, CONTEXT):
            items[item.key] = item
    cited = set(record.messages)
    member = read_members(session, [record.member_id])[record.member_id]
    files = media_of(session, record.group_id, (key for key, item in items.items() if _has_file(item)))
    ordered = sorted(items.values(), key=lambda item: (item.at, item.key))
    return {
        "member": {
            "id": record.member, "name": member.name.at(record.at) or "",
            "nickname": member.nickname.at(record.at) or "",
        },
        "items": [_item(item, item.key in cited, files.get(item.key, ())) for item in ordered],
    }  # fmt: skip


def _has_file(item: Message | Notice) -> bool:
    return isinstance(item, Message) and item.kind in _WITH_FILES


def _item(item: Message | Notice, cited: bool, files: Sequence[MediaFile]) -> dict[str, Any]:
    if isinstance(item, Notice):
        return {
            "id": item.external_id or item.key, "key": item.key, "at": item.at, "sender": item.actor, "name": "",
            "kind": f"notice:{item.event.value}", "text": item.text, "cited": cited,
        }  # fmt: skip
    kept: dict[str, Any] = {
        "id": item.public_id, "key": item.key, "at": item.at, "sender": item.sender, "name": item.sender_name,
        "kind": item.kind.value, "text": item.text, "cited": cited,
    }  # fmt: skip
    if item.kind in _WITH_FILES:
        kept["media"] = hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()
    read = [{"name": each.name, "sha256": each.digest, "bytes": each.size} for each in files if each.digest]
    if read:
        kept["file"] = read[0]
    if len(read) > 1:
        kept["more_files"] = read[1:]
    return kept


def _evidence(row: EvidenceRow) -> Evidence:
    held = json.loads(row.content) if row.content else {"member": {}, "items": []}
    return Evidence(row.id, row.violation_id, row.taken_at, row.digest, held["member"], tuple(held["items"]))
