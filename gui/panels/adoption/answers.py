"""What was filled in so far: what `core.desk.adoption.adopt` and `plan` take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.desk.adoption import Terms


@dataclass(slots=True)
class Answers:
    settings: dict[str, str] = field(default_factory=dict)
    leaders: tuple[str, ...] = ()
    owner: str = ""
    since: str = "now"
    unit: str = "points"
    add: bool = False
    cap_fen: int | None = None
    platform: str = ""
    fallbacks: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    """What was agreed where the text is silent, by question."""
    notice_by: str = ""
    notice_at: str = ""
    notice_text: str = ""
    place: int | None = None
    law_read: bool = False

    def terms(self) -> Terms:
        return Terms(
            self.notice_by, self.notice_at, self.notice_text, self.platform, self.fallbacks, self.agreed,
            self.cap_fen, "", self.place, self.law_read,
        )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the desk's operations."""
        return {
            "since": self.since, "settings": self.settings, "leaders": self.leaders, "owner": self.owner,
            "unit": self.unit, "add": self.add, "terms": self.terms(),
        }  # fmt: skip

    def as_settings(self) -> dict[str, str]:
        """With the people named, as settings: what a look-back takes."""
        found = dict(self.settings)
        if self.leaders:
            found["leaders"] = ",".join(self.leaders)
        if self.owner:
            found["owner"] = self.owner
        return found
