"""A group under a charter as an admin plays it: breaches on file, everything else as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.base.clock import HOUR, iso
from core.store.store import Store, open_store
from core.store.tables import MemberRow, ViolationRow
from tests.helpers.console import Console
from tests.helpers.docket import START, Docket


class Play:
    """One group that follows one charter; times are hours after START."""

    def __init__(self, path: Path, console: Console, charter: str, **group: Any) -> None:
        self.path, self.console, self.charter = path, console, charter
        self.group = self._at(lambda docket: docket.group(charter, **group))
        self.count = 0

    def _at(self, act: Callable[[Docket], Any]) -> Any:
        store: Store = open_store(self.path)
        docket = Docket(store, getattr(self, "count", 0), {getattr(self, "group", 0): self.charter})
        try:
            return act(docket)
        finally:
            self.count = docket.count
            store.close()

    def member(self, name: str = "wxid_li", shown: str = "李明", kind: str = "employee", **more: str) -> int:
        def act(docket: Docket) -> int:
            row = docket.member(self.group, name, shown, kind)
            with docket.store.write() as session:
                member = session.get_one(MemberRow, row)
                member.department = more.get("department", "")
                session.add(member)
            return row

        return int(self._at(act))

    def breach(self, member: int, clause: str, policy: str, hours: float = 0) -> str:
        whole = f"{self.charter}.{clause}"
        return str(self._at(lambda docket: docket.violation(self.group, member, whole, policy, hours)))

    def same_task(self, violation: str, other: str) -> None:
        """Anchor `other` at the message of `violation`."""

        def act(docket: Docket) -> None:
            with docket.store.write() as session:
                row = session.get_one(ViolationRow, other)
                row.messages = session.get_one(ViolationRow, violation).messages
                session.add(row)

        self._at(act)

    def __call__(self, *words: object, at: float = 0, code: int = 0) -> list[dict[str, Any]]:
        return self.console(*words, "--now", when(at), code=code)

    def confirm(self, violation: str, *more: object, at: float = 0, code: int = 0, why: str = "seen") -> Any:
        lines = self("confirm", violation, "--reason", why, *more, at=at, code=code)
        return lines[0] if lines else None

    def proposed(self, violation: str, at: float = 0) -> tuple[str, list[str]]:
        (line,) = [each for each in self("violations", at=at) if each["id"] == violation]
        return line["proposed_step"], line["choices"]

    def ledger(self, at: float = 0) -> list[tuple[str, int, int]]:
        return [(each["kind"], each["fen"], each["points"]) for each in self("ledger", at=at)]


def when(hours: float) -> str:
    return iso(START + int(hours * HOUR))
