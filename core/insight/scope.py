"""Which rows a measure looks at: one group or all, within a period, of complete imports only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import DEFAULT_ZONE
from core.base.dated import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """`group_id` None: all groups. Days and hours are those of `zone`."""

    group_id: int | None = None
    period: Period = field(default_factory=Period)
    zone: str = DEFAULT_ZONE

    def where(self, column: str, table: str = "") -> str:
        """SQL condition on `column` (a time) and the group, with the names of `parameters`."""
        dot = f"{table}." if table else ""
        group = f"{dot}group_id = :group_id AND " if self.group_id is not None else ""
        return f"{group}{dot}{column} BETWEEN :start AND :end"

    @property
    def parameters(self) -> dict[str, Any]:
        values: dict[str, Any] = {"start": self.period.start, "end": self.period.end}
        if self.group_id is not None:
            values["group_id"] = self.group_id
        return values


def rows(session: Session, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.connection().execute(text(sql), parameters)]


def of_complete_imports(session: Session) -> str:
    """SQL condition on messages that hides those of withdrawn imports, and of imports still running."""
    running = rows(session, "SELECT id FROM import_ WHERE state = 'running'", {})
    if not running:
        return " AND NOT withdrawn"
    return f" AND NOT withdrawn AND import_id NOT IN ({', '.join(str(int(row[0])) for row in running)})"
