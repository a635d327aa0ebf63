"""What imports brought, against the digest that each import's chained row holds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, and_, col, select

from core.base.phrase import P
from core.keeping.problem import Problem
from core.store.record_digest import import_rows_digest
from core.store.tables import CoverageRow, ImportRow, MessageRow, NoticeRow


def changed_imports(session: Session) -> Iterator[Problem]:
    """Imports whose messages or notices are not the ones that came in, then rows of no import at all."""
    imports = select(ImportRow.id, ImportRow.rows_digest).where(ImportRow.state == "complete")
    for import_id, expected in session.exec(imports.order_by(col(ImportRow.id))).all():
        if import_rows_digest(session, import_id or 0) != expected:
            yield Problem(
                f"message rows of import {import_id}",
                P("messages or notices were changed, added or removed."),
            )
    known = select(ImportRow.id)
    for name, model in (("message", MessageRow), ("notice", NoticeRow)):
        stray = select(model.id).where(col(model.import_id).not_in(known)).order_by(col(model.id))
        for row_id in session.exec(stray.limit(1)):
            yield Problem(f"{name}:{row_id}", P("no import brought this row."))


def changed_coverage(session: Session) -> Iterator[Problem]:
    """What is said to be covered against the first and last message of the imports: absence counts as breach
    only where the record covers the time, so this must not be moved."""
    as_imported = and_(
        col(ImportRow.group_id) == CoverageRow.group_id,
        col(ImportRow.first_at) == CoverageRow.start_at,
        col(ImportRow.last_at) == CoverageRow.end_at,
    )
    other = (
        select(CoverageRow.id)
        .outerjoin(ImportRow, and_(col(ImportRow.id) == CoverageRow.import_id, as_imported))
        .where(col(ImportRow.id).is_(None))
        .order_by(col(CoverageRow.id))
    )
    for row_id in session.exec(other.limit(1)):
        yield Problem(f"coverage:{row_id}", P("it is not the time that its import covers."))
    covered = (
        select(CoverageRow.id)
        .where(
            CoverageRow.group_id == ImportRow.group_id,
            CoverageRow.start_at <= col(ImportRow.first_at),
            CoverageRow.end_at >= col(ImportRow.last_at),
        )
        .exists()
    )
    bare = select(ImportRow.id).where(
        ImportRow.state == "complete", col(ImportRow.first_at).is_not(None), ~covered
    )
    for import_id in session.exec(bare.order_by(col(ImportRow.id)).limit(1)):
        yield Problem(f"coverage of import {import_id}", P("the time that it covers was taken away."))
