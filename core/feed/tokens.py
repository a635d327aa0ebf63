"""The word that lets a bot in: 32 random bytes in a file that only its owner can read.

It is kept as it is, for OneBot 11 signs its webhooks with it. It is shown when it is made, and never logged.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal

BYTES = 32
SHORTEST = 16
"""Characters; a token that a person thought up must not be guessed."""
NAME = "token"


def ensure_token(path: Path) -> tuple[str, bool]:
    """The token, and whether it was made just now. Raises Refusal for a file that cannot be used."""
    try:
        # Editors of Windows put a mark at a file's beginning.
        token = path.read_text("utf-8-sig").strip()
    except FileNotFoundError:
        return renew_token(path), True
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(P("the token cannot be read ({reason}).", reason=_reason(error)), str(path)) from error
    if len(token) < SHORTEST:
        raise Refusal(
            P("the token is too short."),
            str(path),
            P("Remove the file: a new one is made; or write a longer one."),
        )
    return token, False


def renew_token(path: Path) -> str:
    """Make a new token; the old one is worth nothing from the next start on. Raises Refusal."""
    token = secrets.token_urlsafe(BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(token + "\n")
        os.replace(fresh, path)
    except OSError as error:
        raise Refusal(
            P("the token cannot be written ({reason}).", reason=_reason(error)), str(path)
        ) from error
    return token


def same(given: str, token: str) -> bool:
    """In a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
