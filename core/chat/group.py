"""A group and what its platform can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import DEFAULT_ZONE
from core.chat.member import MemberType


class GroupKind(StrEnum):
    STAFF = "staff"
    SALES = "sales"
    SHAREHOLDER = "shareholder"
    CHAMBER = "chamber"
    OTHER = "other"


DEFAULT_TYPE: dict[GroupKind, MemberType] = {
    GroupKind.STAFF: MemberType.EMPLOYEE,
    GroupKind.SALES: MemberType.CUSTOMER,
    GroupKind.SHAREHOLDER: MemberType.SHAREHOLDER,
    GroupKind.CHAMBER: MemberType.CHAMBER_MEMBER,
    GroupKind.OTHER: MemberType.GUEST,
}


@dataclass(frozen=True, slots=True)
class Group:
    """`id` is the platform's room id, or "name:…" where the export has none."""

    id: str
    name: str
    kind: GroupKind = GroupKind.OTHER
    platform: str = "wechat"
    zone: str = DEFAULT_ZONE
