"""What a file or a feed brings, on its way to the record: one stream of these per source.

Text is clean (no lone surrogates, no NUL), times are UTC milliseconds, senders are platform ids or
"name:…" where the source has display names only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from core.base.clock import DEFAULT_ZONE, Instant
from core.chat.codes import without_codes


class Room(msgspec.Struct, frozen=True):
    """The group that what follows belongs to. `id` is "" where the source has none.

    `nicknames_known`: the source carries group nicknames, though a member may have none.
    `roles_known`: the source names owner or admins, so that everybody else is a plain member. `whole`: it holds
    all that was said between its first message and its last; a forwarded selection does not, and covers no time.
    """

    id: str = ""
    name: str = ""
    platform: str = "wechat"
    owner: str = ""
    exported_at: Instant | None = None
    nicknames_known: bool = False
    roles_known: bool = False
    whole: bool = True


class Person(msgspec.Struct):
    """An entry of a member list. `None`: the list does not say."""

    id: str
    name: str = ""
    nickname: str | None = None
    role: str | None = None
    remark: str = ""
    """What the owner of the export calls them."""
    alias: str = ""
    """The WeChat id that they chose (微信号)."""


class Listed(msgspec.Struct):
    """An entry of a roster. `nickname` is None where the list has no such column."""

    id: str
    name: str = ""
    nickname: str | None = None
    role: str | None = None
    type: str | None = None
    joined_at: Instant | None = None
    invited_by: str = ""
    department: str = ""
    company: str = ""
    phone: str = ""
    remark: str = ""
    """What the owner of the export calls them."""
    alias: str = ""
    """The WeChat id that they chose (微信号), beside the one that names them."""


class Beside(msgspec.Struct, frozen=True):
    """A file that a message names. `path` is "" where none lies beside the export, `digest` (SHA-256) where it was not
    read; `size` in bytes."""

    name: str
    path: str = ""
    digest: str = ""
    size: int | None = None


class Spoken(msgspec.Struct, gc=False):
    """A message. `external_id` is "" unless the platform's own server gave it; `media` is the path of its file beside the
    export, where the writer says it elsewhere than in the text, and `more_media` those of the others, where one message
    has several."""

    line: int
    at: Instant
    sender: str
    name: str
    nickname: str | None
    kind: str
    text: str
    external_id: str = ""
    reply_to: str = ""
    media: str = ""
    beside: Beside | None = None
    """The file that it names, once somebody looked for it."""
    more_media: tuple[str, ...] = ()
    more_beside: tuple[Beside, ...] = ()
    """The further files that it names."""

    def name_files(self, paths: Iterable[str]) -> None:
        """Say which files it has, in order; empty paths are none."""
        self.media, *more = [path for path in paths if path] or [""]
        self.more_media = tuple(more)

    def files(self) -> tuple[Beside, ...]:
        """Every file that it names, once somebody looked for them."""
        return () if self.beside is None else (self.beside, *self.more_beside)

    def content(self) -> str:
        return content_digest(self.at, self.sender, self.kind, self.text)


class Shown(msgspec.Struct, gc=False):
    """A grey-bar line with what it means."""

    line: int
    at: Instant
    event: str
    text: str
    actor: str = ""
    targets: tuple[str, ...] = ()
    detail: str = ""
    external_id: str = ""

    def content(self) -> str:
        return content_digest(self.at, "", "notice", self.text)


class Unreadable(msgspec.Struct):
    """A row that could not be read: `reason` is a message id, `raw` as it was (shortened)."""

    line: int
    reason: str
    raw: str


Item = Room | Person | Spoken | Shown | Unreadable


class Reading(msgspec.Struct, frozen=True):
    """How pasted text or a local time is to be understood."""

    zone: str = DEFAULT_ZONE
    now: Instant = 0
    date: str = ""
    """YYYY-MM-DD for times without a date."""
    columns: tuple[tuple[str, str], ...] = ()
    """Which column of a table holds what: (field, column)."""


def content_digest(at: Instant, sender: str, kind: str, text: str) -> str:
    """What tells messages without a server id apart: second, sender, kind and the whole text.

    Replies go without their text: one writer leaves it out and another adds the words replied to. Pictures go
    without what their codes say: the file is not always beside the export.
    """
    text = "" if kind == "quote" else without_codes(text) if kind == "image" else text
    return hashlib.sha1(
        f"{at // 1000}\x1f{sender}\x1f{kind}\x1f{text}".encode("utf-8", "surrogatepass"),
        usedforsecurity=False,
    ).hexdigest()
