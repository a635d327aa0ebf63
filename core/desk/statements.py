"""Statements per person and group, and the accounts behind them, as of the desk's clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.base.clock import Instant
from core.desk.desk import Desk
from core.desk.ledger import Entry, Growing, entries, growing


@dataclass(frozen=True, slots=True)
class Statement:
    """One person in one group: entries in order, the balance after them, and what grows beside it."""

    member: str
    member_id: int
    member_name: str
    group: str
    at: Instant
    entries: tuple[Entry, ...]
    growing: tuple[Growing, ...]

    @property
    def balance_fen(self) -> int:
        return self.entries[-1].balance_fen if self.entries else 0

    @property
    def balance_points(self) -> int:
        return self.entries[-1].balance_points if self.entries else 0

    def sum_of(self, kind: str) -> tuple[int, int]:
        """(fen, points) of the entries of one kind."""
        own = [entry for entry in self.entries if entry.kind == kind]
        return sum(entry.fen for entry in own), sum(entry.points for entry in own)


@dataclass(frozen=True, slots=True)
class Account:
    """What stands on an account. `account`: member:ROW or fund:ROW; a fund's is what its members owe, negated."""

    account: str
    name: str
    group: str
    fen: int
    points: int


def statements(desk: Desk, member: str = "", group: str = "") -> list[Statement]:
    """One for each person who has entries or owes a growing amount, in order of the first of these.

    Raises Refusal for an unknown group or member.
    """
    made: dict[int, list[Entry]] = defaultdict(list)
    rising: dict[int, list[Growing]] = defaultdict(list)
    for entry in entries(desk, group, member):
        made[entry.member_id].append(entry)
    for each in growing(desk, group):
        if not member or each.member_id in made or member in (each.member, each.member_name):
            rising[each.member_id].append(each)
    found = []
    for member_id in dict.fromkeys((*made, *rising)):
        about: Entry | Growing = (made[member_id] or rising[member_id])[0]
        found.append(
            Statement(
                about.member, member_id, about.member_name, about.group, desk.clock.now(),
                tuple(made[member_id]), tuple(rising[member_id]),
            )
        )  # fmt: skip
    return found


def accounts(desk: Desk, group: str = "") -> list[Account]:
    """Every account with an entry, members first; their sum is zero, because each entry has two sides."""
    members: dict[int, Account] = {}
    funds: dict[int, Account] = {}
    for entry in entries(desk, group):
        own = f"member:{entry.member_id}"
        known = members.get(entry.member_id) or Account(own, entry.member_name, entry.group, 0, 0)
        members[entry.member_id] = _with(known, entry.fen, entry.points)
        fund = funds.get(entry.group_id) or Account(f"fund:{entry.group_id}", entry.group, entry.group, 0, 0)
        funds[entry.group_id] = _with(fund, -entry.fen, -entry.points)
    return [*members.values(), *funds.values()]


def _with(account: Account, fen: int, points: int) -> Account:
    return Account(account.account, account.name, account.group, account.fen + fen, account.points + points)
