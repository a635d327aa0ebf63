"""What imports brought, against the digest that each import's chained row holds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from core.base.phrase import P
from core.keeping.problem import Problem
from core.store.record_digest import import_rows_digest
from core.store.tables import ImportRow, MessageRow, NoticeRow


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
