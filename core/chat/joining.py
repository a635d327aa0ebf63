"""Several accounts and names of one person in a group, taken as one member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.base.dated import BEGINNING, Dated, merged
from core.chat.member import Member, Role

_RANK = (Role.MEMBER, Role.SUPERVISOR, Role.LEADER, Role.ADMIN, Role.OWNER)


def as_one(accounts: Sequence[Member]) -> Member:
    """The first account, for the whole person: `others` hold the rest.

    The highest role that any of them has counts. Presence is that of the accounts with an id, where there are
    any: when a display name came and went, nobody recorded.
    """
    first = accounts[0]
    known = [each for each in accounts if not each.name_only] or list(accounts)
    joined = [each.joined_at for each in known if each.joined_at is not None]
    return replace(
        first,
        role=_highest([each.role for each in accounts]),
        type=next((each.type for each in accounts if each.type.changes), first.type),
        present=merged(period for each in known for period in each.present),
        joined_at=min(joined, default=None),
        invited_by=_first(each.invited_by for each in accounts),
        department=_first(each.department for each in accounts),
        company=_first(each.company for each in accounts),
        phone=_first(each.phone for each in accounts),
        others=tuple(accounts[1:]),
    )  # fmt: skip


def _highest(roles: Sequence[Dated[Role]]) -> Dated[Role]:
    moments = sorted({at for each in roles for at, _ in each.changes} | {BEGINNING})
    return Dated.of(
        (at, max((each.at(at) or Role.MEMBER for each in roles), key=_RANK.index)) for at in moments
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
