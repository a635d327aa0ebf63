"""Sealing what only some may read: anybody can put something in, only who has the passphrase takes it out.

A store has one key pair (X25519). The public half seals (libsodium's sealed box); the secret half is kept
wrapped once for each person with the right, under a key made of their passphrase (Argon2id). The library is loaded when it is first needed: most starts seal nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nacl.public import PrivateKey


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The secret key under a passphrase, and the public key beside it; all as hexadecimal text."""

    public: str
    salt: str
    wrapped: str


def new_key(passphrase: str) -> Wrapped:
    from nacl.public import PrivateKey

    return _wrap(PrivateKey.generate(), passphrase)


def share(held: Wrapped, passphrase: str, other: str) -> Wrapped | None:
    """The same key for another passphrase; None when `passphrase` does not open `held`."""
    key = _unwrap(held, passphrase)
    return None if key is None else _wrap(key, other)


def opens(held: Wrapped, passphrase: str) -> bool:
    return _unwrap(held, passphrase) is not None


def seal(public: str, content: bytes) -> bytes:
    """What only the secret key opens; never twice the same for the same content."""
    from nacl.public import PublicKey, SealedBox

    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(content))


def unseal(held: Wrapped, passphrase: str, sealed: list[bytes]) -> list[bytes] | None:
    """Everything that was sealed, in order; None when the passphrase is wrong.

    Raises ValueError for a box that was tampered with or is of another key.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox

    key = _unwrap(held, passphrase)
    if key is None:
        return None
    box = SealedBox(key)
    try:
        return [bytes(box.decrypt(each)) for each in sealed]
    except CryptoError as error:
        raise ValueError("sealed box") from error


def _wrap(key: PrivateKey, passphrase: str) -> Wrapped:
    from nacl.pwhash import argon2id
    from nacl.secret import SecretBox
    from nacl.utils import random

    salt = random(argon2id.SALTBYTES)
    wrapped = SecretBox(_derived(passphrase, salt)).encrypt(bytes(key))
    return Wrapped(bytes(key.public_key).hex(), salt.hex(), bytes(wrapped).hex())


def _unwrap(held: Wrapped, passphrase: str) -> PrivateKey | None:
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey
    from nacl.secret import SecretBox

    try:
        box = SecretBox(_derived(passphrase, bytes.fromhex(held.salt)))
        return PrivateKey(box.decrypt(bytes.fromhex(held.wrapped)))
    except CryptoError:
        return None


def _derived(passphrase: str, salt: bytes) -> bytes:
    """Slow on purpose: about a tenth of a second and 64 MB for each try."""
    from nacl.pwhash import argon2id
    from nacl.secret import SecretBox

    return bytes(
        argon2id.kdf(
            SecretBox.KEY_SIZE, passphrase.encode("utf-8", "surrogatepass"), salt,
            opslimit=argon2id.OPSLIMIT_INTERACTIVE, memlimit=argon2id.MEMLIMIT_INTERACTIVE,
        )
    )  # fmt: skip
