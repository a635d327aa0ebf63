"""Reports: examined first, acted on when they prove right; how often those of one reporter did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.base.phrase import LocalText
from core.casework.matters import Matter

UPHELD, REJECTED, BAD_FAITH = "upheld", "rejected", "bad-faith"
OUTCOMES = (UPHELD, REJECTED, BAD_FAITH)
WINDOW = 100
"""Decided reports of a reporter that count, the newest."""
FEW = 3
"""Below this many nothing can be said."""
BANDS: Mapping[str, LocalText] = {
    "new": LocalText("尚无记录", "not known yet"),
    "reliable": LocalText("多数属实", "mostly right"),
    "mixed": LocalText("有对有错", "mixed"),
    "unreliable": LocalText("多数不实", "mostly wrong"),
}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of the newest decided reports of one reporter: how many were `upheld`, and how many in `bad_faith`."""

    decided: int = 0
    upheld: int = 0
    bad_faith: int = 0

    @property
    def percent(self) -> int | None:
        return None if not self.decided else round(100 * self.upheld / self.decided)

    @property
    def band(self) -> str:
        """What others may know. From 70 of 100 on mostly right, below 40 mostly wrong."""
        if self.decided < FEW or self.percent is None:
            return "new"
        if self.percent >= 70:
            return "reliable"
        return "mixed" if self.percent >= 40 else "unreliable"


def accuracy(reports: Iterable[Matter]) -> Accuracy:
    """Over the newest WINDOW decided reports of one reporter. One that was merged counts as the one it is of,
    which the caller puts in its place."""
    decided = sorted(
        (each for each in reports if each.settled is not None and not each.into),
        key=lambda each: (each.settled.at if each.settled else 0, each.id),
    )[-WINDOW:]
    outcomes = [each.outcome for each in decided]
    return Accuracy(len(outcomes), outcomes.count(UPHELD), outcomes.count(BAD_FAITH))


def final(reports: Mapping[str, Matter], report: Matter) -> Matter:
    """The report that stands for `report`: itself, or where its duplicates were merged into."""
    seen = {report.id}
    while report.into and report.into in reports and report.into not in seen:
        report = reports[report.into]
        seen.add(report.id)
    return report
