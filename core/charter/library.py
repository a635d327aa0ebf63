"""The library: charters and sanction policies in resources/charters, and charters from a file."""

from __future__ import annotations

from pathlib import Path

from core.charter.model import Charter, SanctionPolicy


def charter_ids() -> tuple[str, ...]:
    """Ids of the bundled charters, in alphabetical order."""
    raise NotImplementedError


def load_charter(name: str | Path) -> Charter:
    """A bundled charter by id, or one from a YAML file.

    Raises Refusal with path:line and a remedy for an unknown id or a file that is no charter.
    """
    raise NotImplementedError


def charter_text(name: str | Path) -> str:
    """The YAML text as stored with an adoption."""
    raise NotImplementedError


def parse_charter(text: str, path: str) -> Charter:
    """A charter from YAML text; `path` names it in messages. Bundled policies are resolved."""
    raise NotImplementedError


def policies() -> dict[str, SanctionPolicy]:
    """The bundled sanction policies by id (SP-01 …)."""
    raise NotImplementedError
