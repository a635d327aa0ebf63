"""Who may speak to the feed: programs that know the token; never a page in a browser on the same machine."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.feed.settings import is_loopback
from core.feed.tokens import same

WRONG_TOKENS = 20
"""So many within a minute, and whoever comes without the right one waits."""
_MINUTE_S = 60.0


@dataclass
class Guard:
    """`remote`: other machines may come (over TLS), so any Host will do."""

    token: str
    remote: bool = False
    _wrong: deque[float] = field(default_factory=lambda: deque(maxlen=WRONG_TOKENS))

    def from_browser(self, headers: Mapping[str, str]) -> bool:
        """Whether a page in a browser asks. Tools send no Origin, or their own machine's."""
        # Browsers say from where they fetch; Node, which copies much of them, does not.
        if "Sec-Fetch-Site" in headers:
            return True
        origin = headers.get("Origin")
        if origin is None:
            return False
        host = _hostname(origin)
        return not is_loopback(host) or "Mozilla/" in headers.get("User-Agent", "")

    def host_is_right(self, headers: Mapping[str, str]) -> bool:
        """Against names that an attacker lets point to this machine. Old tools name no host; browsers always do."""
        host = headers.get("Host")
        return self.remote or host is None or is_loopback(_hostname(f"//{host}"))

    def knows(self, headers: Mapping[str, str], query: Mapping[str, str]) -> bool:
        """Whether the token was given, in a header or in the address."""
        given = headers.get("Authorization", "")
        word, _, rest = given.partition(" ")
        if word.lower() in ("bearer", "token"):
            given = rest.strip()
        return self._right(given or query.get("access_token", ""))

    def signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether OneBot 11's signature over the body was made with the token."""
        kind, _, digest = headers.get("X-Signature", "").partition("=")
        if kind.lower() not in ("sha1", "sha256") or not digest:
            return False
        made = hmac.new(self.token.encode(), body, hashlib.sha1 if kind.lower() == "sha1" else hashlib.sha256)
        return hmac.compare_digest(made.hexdigest(), digest.strip().lower())

    @property
    def is_pestered(self) -> bool:
        """Whether somebody tries tokens."""
        return len(self._wrong) == WRONG_TOKENS and time.monotonic() - self._wrong[0] < _MINUTE_S

    def note_wrong(self) -> None:
        self._wrong.append(time.monotonic())

    def _right(self, given: str) -> bool:
        return same(given, self.token)


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        # As half an address of version 6.
        return ""
