"""Screenshots of reports: hashed, sealed and kept beside the store, never in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.store.store import Store

MOST_BYTES, MOST_FILES = 20_000_000, 10
_KINDS: tuple[tuple[str, bytes], ...] = (
    ("png", b"\x89PNG\r\n\x1a\n"), ("jpg", b"\xff\xd8\xff"), ("gif", b"GIF8"), ("webp", b"RIFF"),
    ("bmp", b"BM"), ("pdf", b"%PDF-"),
)  # fmt: skip
SUFFIX = ".sealed"


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """`digest`: SHA-256 of the file as it was given; its name is left out, for it may tell who gave it."""

    digest: str
    kind: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


def read_evidence_files(paths: tuple[str, ...]) -> list[EvidenceFile]:
    """Raises Refusal for too many or too large files, those that cannot be read, and what is no picture."""
    if len(paths) > MOST_FILES:
        raise Refusal(
            P("these are too many files."), "--file", P("At most {count} a report.", count=MOST_FILES)
        )
    return [_read(Path(path)) for path in paths]


def folder_of(store: Store) -> Path:
    """Where the sealed files are. Raises Refusal for a store that is no file."""
    path = store.path
    if path is None:
        raise Refusal(
            P("this store is no file, so there is no place beside it."),
            "--file",
            P("Paste the text instead."),
        )
    return path.with_name(f"{path.name}-reports")


def keep_file(folder: Path, digest: str, sealed: bytes) -> None:
    """In place of one with the same content: that one may be damaged, or left by a store that is gone."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{digest}{SUFFIX}"
    part = target.with_suffix(".part")
    part.write_bytes(sealed)
    part.replace(target)


def sealed_file(folder: Path, digest: str) -> bytes | None:
    """None when it is gone."""
    path = folder / f"{digest}{SUFFIX}"
    return path.read_bytes() if path.is_file() else None


def _read(path: Path) -> EvidenceFile:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if path.is_file() and size <= MOST_BYTES else b""
    except OSError as error:
        raise Refusal(P("this file cannot be read."), str(path), P("Check the path.")) from error
    if size > MOST_BYTES:
        raise Refusal(
            P("this file is too large."),
            str(path),
            P("At most {count} MB each.", count=MOST_BYTES // 1_000_000),
        )
    kind = next((kind for kind, sign in _KINDS if content.startswith(sign)), "")
    if not kind:
        raise Refusal(P("this is no picture."), str(path), P("Give PNG, JPEG, GIF, WebP, BMP or PDF."))
    return EvidenceFile(hashlib.sha256(content).hexdigest(), kind, content)
