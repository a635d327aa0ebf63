"""Which charter, settings and sanction policy a violation is decided by, and what type its member has."""

from __future__ import annotations

from functools import cache

from sqlmodel import Session

from core.base.refusal import Refusal
from core.charter.law import law_keys_for
from core.charter.library import load_charter, policies
from core.charter.model import Charter, Clause, SanctionPolicy
from core.charter.settings import Settings
from core.chat.group import DEFAULT_TYPE
from core.chat.member import Member, MemberType
from core.desk.adoption import group_bindings
from core.judging.binding import Binding, member_type
from core.store.violations import ViolationRecord


class Rulebook:
    """Reads each group's adoptions once. Lives as long as its session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bindings: dict[int, tuple[Binding, ...]] = {}

    def binding(self, record: ViolationRecord) -> Binding | None:
        """The adoption the violation was found under: in force at its time, else the newest of that charter."""
        if record.group_id not in self._bindings:
            self._bindings[record.group_id] = group_bindings(self._session, record.group_id)
        own = [b for b in self._bindings[record.group_id] if b.charter.id == record.charter]
        in_force = [b for b in own if b.in_force(record.at)]
        return next(reversed(in_force or own), None)

    def charter(self, record: ViolationRecord) -> Charter | None:
        """None for a charter that is neither adopted any more nor in the library."""
        binding = self.binding(record)
        if binding is not None:
            return binding.charter
        try:
            return load_charter(record.charter)
        except Refusal:
            return None

    def clause(self, record: ViolationRecord) -> Clause | None:
        charter = self.charter(record)
        found = () if charter is None else charter.clauses
        return next((clause for clause in found if clause.id == record.clause), None)

    def policy(self, record: ViolationRecord) -> SanctionPolicy | None:
        """The policy as the adopted charter text has it, else as the library has it."""
        if not record.policy:
            return None
        charter = self.charter(record)
        own = charter.policies.get(record.policy) if charter is not None else None
        return own or _library().get(record.policy)

    def settings(self, record: ViolationRecord) -> Settings:
        binding = self.binding(record)
        return binding.settings if binding is not None else Settings(zone=record.group.zone)

    def unit(self, record: ViolationRecord) -> str:
        binding = self.binding(record)
        return binding.unit if binding is not None else "points"

    def platform(self, record: ViolationRecord) -> str:
        """Where the group lives, as the adoption says, else as its export said."""
        binding = self.binding(record)
        return (binding.platform if binding is not None else "") or record.group.platform

    def fallback(self, record: ViolationRecord, step: str) -> str:
        """What was agreed at adoption to happen instead of `step`; "" where nothing was."""
        binding = self.binding(record)
        return binding.fallbacks.get(step, "") if binding is not None else ""

    def cap_fen(self, record: ViolationRecord) -> int | None:
        binding = self.binding(record)
        return binding.cap_fen if binding is not None else None

    def law(self, record: ViolationRecord, step: str) -> tuple[str, ...]:
        """Keys of the law notes to show where `step` is proposed or confirmed."""
        return law_keys_for(step, self.clause(record)) if step else ()

    def member_type(self, record: ViolationRecord, member: Member) -> MemberType:
        binding = self.binding(record)
        if binding is not None:
            return member_type(member, record.group, binding, record.at)
        return member.type.at(record.at) or DEFAULT_TYPE[record.group.kind]


@cache
def _library() -> dict[str, SanctionPolicy]:
    return policies()
