"""How the feed listens. Without anything said: not at all; when asked to, on this machine only."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal

PORT = 6720
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """`token_file` "": the one beside the store. `follow`: files of plain lines that scripts add to;
    `archives`: WeCom archive files that grow. `remote`: listen for other machines, which needs a certificate."""

    port: int = PORT
    host: str = LOOPBACK
    token_file: str = ""
    remote: bool = False
    certificate: str = ""
    key: str = ""
    follow: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    zone: str = ""

    def check(self) -> None:
        """Raises Refusal for a port that is none, and for other machines without an explicit wish and TLS."""
        if not 0 <= self.port <= 65_535:
            raise Refusal(
                P("{port} is no port.", port=self.port), "--port", P("Choose one from 1024 to 65535.")
            )
        if is_loopback(self.host):
            return
        if not self.remote:
            raise Refusal(
                P("the feed listens on this machine only."), self.host,
                P("Leave --host out; or say --remote with --certificate and --key."),
            )  # fmt: skip
        if not (self.certificate and self.key):
            raise Refusal(
                P("without TLS nothing is taken from other machines."), self.host,
                P("Name a certificate with --certificate and its key with --key."),
            )  # fmt: skip


def is_loopback(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def feed_folder(store: Path) -> Path:
    """Where the journal and the token of a store's feed lie: beside it."""
    return store.with_name(store.name + ".feed")
