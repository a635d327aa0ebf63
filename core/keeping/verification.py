"""Verification: every chained row against its link, every link against the one before, the head against
the one remembered outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

from core.base.phrase import P, Phrase
from core.keeping.chain_walk import broken_links, count_links, rows_without_link
from core.keeping.file_checks import damaged_pages, dangling_references
from core.keeping.heads import compare, remember
from core.keeping.imported_rows import changed_coverage, changed_imports
from core.keeping.kept_evidence import changed_evidence
from core.keeping.mirrors import contradicted_mirrors
from core.keeping.problem import Problem
from core.keeping.withdrawn_rows import misplaced_withdrawals
from core.store.chain import head
from core.store.store import Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """`first_bad`: "table:row id" of the first row that does not hold, "" if all do; `why` says how.

    `notes` say what could not be compared.
    """

    ok: bool
    entries: int
    head: str
    first_bad: str
    why: Phrase | None = None
    notes: tuple[Phrase, ...] = ()


def verify(store: Store, outside: bool = True) -> Verdict:
    """Check everything, name the first thing that does not hold, and remember the head when all holds.

    `outside` False: a copy on its way, of which no head is remembered and none shall be.
    """
    entries, newest = 0, ""
    with store.read() as session:
        try:
            problem = next(damaged_pages(session), None)
            entries, newest = count_links(session), head(session)[1]
            with _any_bytes(session):
                problem = problem or next(_problems(session), None)
        except OperationalError:
            raise
        except DatabaseError as error:
            problem = Problem("file", P("the file is damaged ({detail}).", detail=str(error.orig)))
    if problem is None and not outside:
        return Verdict(True, entries, newest, "")
    if problem is None:
        problem, note = compare(store)
        if problem is None:
            remember(store)
            return Verdict(True, entries, newest, "", notes=(note,) if note else ())
    return Verdict(False, entries, newest, problem.where, problem.why)


def _problems(session: Session) -> Iterator[Problem]:
    """In the order in which they are named: the chain first, because it says most."""
    for check in (
        broken_links,
        rows_without_link,
        changed_imports,
        changed_coverage,
        changed_evidence,
        dangling_references,
        contradicted_mirrors,
        misplaced_withdrawals,
    ):
        yield from check(session)


@contextmanager
def _any_bytes(session: Session) -> Iterator[None]:
    """Text that is no UTF-8 (nobody but a tamperer writes it) is read as something else, not as an error."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    before, driver.text_factory = driver.text_factory, lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before
