"""A file under a passphrase: Argon2id makes the key, libsodium's secretstream locks the content piece by piece.

Layout: mark (8 bytes), salt (16), stream header (24), then pieces of at most 64 KB, each 17 bytes longer than
what it holds. The last piece is tagged as such, so that a file cut short does not open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from core.base.phrase import P
from core.base.refusal import Refusal

MARK = b"QZLOCK\x01\n"
PIECE = 65_536


def is_locked(path: Path) -> bool:
    """Whether the file asks for a passphrase. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def lock(plain: Path, target: Path, passphrase: str) -> None:
    """Write `target` as the locked form of `plain`. Raises OSError."""
    # Loaded here: most starts never lock anything.
    from nacl import bindings as sodium
    from nacl.utils import random

    salt = random(sodium.crypto_pwhash_SALTBYTES)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, _key(passphrase, salt))
    with plain.open("rb") as source, target.open("wb") as out:
        out.write(MARK + salt + header)
        piece = source.read(PIECE)
        while True:
            following = source.read(PIECE)
            tag = (
                sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
                if following
                else sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            )
            out.write(sodium.crypto_secretstream_xchacha20poly1305_push(state, piece, None, tag))
            if not following:
                return
            piece = following


def unlock(locked: Path, target: Path, passphrase: str) -> None:
    """Write `target` as the plain form of `locked`. Raises Refusal for a wrong passphrase or a damaged file."""
    from nacl import bindings as sodium

    with locked.open("rb") as source, target.open("wb") as out:
        source.seek(len(MARK))
        salt = source.read(sodium.crypto_pwhash_SALTBYTES)
        header = source.read(sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
        if len(header) != sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES:
            raise _unreadable(locked)
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, _key(passphrase, salt))
        _pour(source, out, state, locked)


def _pour(source: BinaryIO, out: BinaryIO, state: Any, locked: Path) -> None:
    from nacl import bindings as sodium
    from nacl.exceptions import CryptoError

    more = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
    while piece := source.read(PIECE + more):
        try:
            plain, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece)
        except (CryptoError, RuntimeError, ValueError) as error:
            raise _unreadable(locked) from error
        out.write(plain)
        if tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
            if source.read(1):
                raise _unreadable(locked)
            return
    raise _unreadable(locked)


def _unreadable(path: Path) -> Refusal:
    return Refusal(
        P("this is not the passphrase of the backup, or the file is damaged."), str(path),
        P("Check --passphrase-file, or take another copy of the backup."),
    )  # fmt: skip


def _key(passphrase: str, salt: bytes) -> bytes:
    from nacl import bindings as sodium
    from nacl.pwhash import argon2id

    return bytes(
        argon2id.kdf(
            sodium.crypto_secretstream_xchacha20poly1305_KEYBYTES,
            passphrase.encode("utf-8", "surrogatepass"), salt,
            opslimit=argon2id.OPSLIMIT_MODERATE, memlimit=argon2id.MEMLIMIT_MODERATE,
        )
    )  # fmt: skip
