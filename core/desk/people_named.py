"""Settings that name people: each must be known, by id or by name, so that a slip of the pen binds nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.member import MemberType

ROLES = frozenset({"leaders", "owner"})
_PERIODS = frozenset({"leave", "permit.ads"})
_TYPES = frozenset(f"type.{kind.value}" for kind in MemberType)
NAMING = ROLES | _PERIODS | _TYPES | {"heads"}
"""required.members, invite.approved and directory are left out: they name people who are yet to come, too."""

Resolve = Callable[[str], str]
"""The platform id of whom a text names. Raises Refusal for nobody."""


def with_ids(settings: Mapping[str, str], resolve: Resolve, keys: Iterable[str] = NAMING) -> dict[str, str]:
    """`settings` with platform ids in the place of names, under `keys`. Raises Refusal that names the setting."""
    wanted = frozenset(keys)
    return {key: _ids(key, text, resolve) if key in wanted else text for key, text in settings.items()}


def _ids(key: str, text: str, resolve: Resolve) -> str:
    parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    return ",".join(_one(key, part, resolve) for part in parts)


def _one(key: str, part: str, resolve: Resolve) -> str:
    before, name, after = _around(key, part)
    try:
        return f"{before}{resolve(name)}{after}"
    except Refusal as refusal:
        raise Refusal(
            P("the setting {key} names “{name}”, who is not known in the group.", key=key, name=name),
            f"--set {key}", refusal.remedy,
        ) from refusal  # fmt: skip


def _around(key: str, part: str) -> tuple[str, str, str]:
    """What stands before the name, the name, and what follows; a part of another shape is left to its parser."""
    if key in _PERIODS:
        name, at, span = part.rpartition("@")
        return "", name, at + span
    if key == "heads":
        department, colon, name = part.rpartition(":")
        return department + colon, name, ""
    return "", part, ""
