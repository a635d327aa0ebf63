"""What is hidden, against the decisions: nobody may hide or show messages beside them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session, col, select

from core.base.dated import END
from core.base.phrase import P
from core.casework.decision import Subject, standing
from core.keeping.problem import Problem
from core.store.decisions import decisions_about
from core.store.meta import read_meta
from core.store.provenance import RowSet
from core.store.tables import ImportRow
from core.store.withdrawals import UNTRACKED


def misplaced_withdrawals(session: Session) -> Iterator[Problem]:
    """Imports whose mark does not follow from the decisions, then rows that are hidden or shown against it."""
    rows = session.exec(select(ImportRow).order_by(col(ImportRow.id))).all()
    made = decisions_about(session, Subject.IMPORT, [str(row.id) for row in rows])
    withdrawn = {decision.subject for decision in standing(made, END)}
    for row in rows:
        if (str(row.id) in withdrawn) != (row.withdrawn_at is not None):
            yield Problem(
                f"import_:{row.id}", P("whether it is withdrawn does not follow from the decisions.")
            )
    for table in ("message", "notice"):
        yield from _hidden_though_standing(session, table)
        for row in rows:
            if row.withdrawn_at is not None:
                yield from _against_its_import(session, table, row)


def _hidden_though_standing(session: Session, table: str) -> Iterator[Problem]:
    sql = (
        f"SELECT id FROM {table} WHERE withdrawn AND import_id NOT IN "
        "(SELECT id FROM import_ WHERE withdrawn_at IS NOT NULL) ORDER BY id LIMIT 1"
    )
    for (row_id,) in session.execute(text(sql)):
        yield Problem(f"{table}:{row_id}", P("it is hidden, and the import that brought it stands."))


def _against_its_import(session: Session, table: str, row: ImportRow) -> Iterator[Problem]:
    """Rows of a withdrawn import show exactly where a standing one brought them again."""
    again = RowSet()
    ranges = session.execute(
        text(
            "SELECT b.first_row, b.last_row FROM brought b JOIN import_ i ON i.id = b.import_id "
            "WHERE i.group_id = :group AND i.withdrawn_at IS NULL AND b.of = :of"
        ),
        {"group": row.group_id, "of": table},
    )
    for first, last in ranges:
        again.add_range(first, last)
    spans = _untracked(session, row)
    wanted = iter(again.ranges())
    first, last = next(wanted, (0, -1))
    flags = session.execute(
        text(f"SELECT id, at, withdrawn FROM {table} WHERE import_id = :id ORDER BY id"), {"id": row.id}
    )
    for row_id, at, hidden in flags:
        while last >= 0 and last < row_id:
            first, last = next(wanted, (0, -1))
        shows = first <= row_id <= last or any(low <= at <= high for low, high in spans)
        if shows == bool(hidden):
            what = (
                P("it is hidden, and another import brought it too.")
                if hidden
                else P("it is shown, and the import that brought it is withdrawn.")
            )
            yield Problem(f"{table}:{row_id}", what)
            return


def _untracked(session: Session, row: ImportRow) -> list[tuple[int, int]]:
    """Times of later standing imports that did not note what they brought again."""
    newest = int(read_meta(session, UNTRACKED) or 0)
    later = session.exec(
        select(ImportRow.first_at, ImportRow.last_at).where(
            ImportRow.group_id == row.group_id, col(ImportRow.id) > row.id, col(ImportRow.id) <= newest,
            col(ImportRow.withdrawn_at).is_(None), ImportRow.state == "complete",
        )
    )  # fmt: skip
    return [(low, high) for low, high in later if low is not None and high is not None]
