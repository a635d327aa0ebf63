"""Passphrases of operators: Argon2id hashes, compared in constant time (argon2-cffi, MIT)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.base.phrase import P
from core.base.refusal import Refusal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 6, 1024
"""Bytes of UTF-8: two Chinese characters and six Latin letters weigh the same. Bounded above, because hashing
is slow on purpose."""


def hashed(passphrase: str) -> str:
    """The hash to keep. Raises Refusal for one that is too short or too long."""
    if not SHORTEST <= len(passphrase.encode()) <= LONGEST:
        raise Refusal(
            P(
                "a passphrase has at least {least} letters or digits, or two Chinese characters.",
                least=SHORTEST,
            ),
            "--passphrase-file",
            P("Write a longer one: a few words serve well."),
        )
    return _hasher().hash(passphrase)


def matches(stored: str, passphrase: str) -> bool:
    """Whether `passphrase` is the one behind the hash `stored`; False also for a damaged hash."""
    # Imported where it is used: most starts never ask for a passphrase.
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(passphrase.encode(errors="replace")) > LONGEST:
        return False
    try:
        return _hasher().verify(stored, passphrase)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
