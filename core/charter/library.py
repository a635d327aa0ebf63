"""The library: charters and sanction policies in resources/charters, and charters from a file."""

from __future__ import annotations

import difflib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.base.paths import RESOURCES
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.building import build_charter, build_policy
from core.charter.lint_running import running_problems
from core.charter.model import Charter, SanctionPolicy
from core.charter.schema import CHARTER, POLICIES, shape_problems
from core.charter.yaml_loading import Document, read_yaml

FOLDER = RESOURCES / "charters"
POLICIES_PATH = FOLDER / "policies.yaml"
_MAX_BYTES = 4_000_000


def charter_ids() -> tuple[str, ...]:
    """Ids of the bundled charters, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path != POLICIES_PATH))


def load_charter(name: str | Path) -> Charter:
    """A bundled charter by id, or one from a YAML file.

    Raises Refusal with path:line and a remedy for an unknown id, a file that is no charter, and one that
    would break while it runs.
    """
    if str(name) in charter_ids():
        return _bundled(str(name))
    document = read_yaml(charter_text(name), str(name))
    _check_shape(document, CHARTER)
    charter = build_charter(document, policy_data())
    # Bundled charters are known to run, and so are adopted ones: they came in here.
    for problem in running_problems(document, charter):
        raise problem
    return charter


def charter_text(name: str | Path) -> str:
    """The YAML text as stored with an adoption."""
    return _read(charter_path(name))


def charter_path(name: str | Path) -> Path:
    """Where a bundled charter (by id) or a charter file lies. Raises Refusal when there is none."""
    known = charter_ids()
    if str(name) == POLICIES_PATH.stem:
        return POLICIES_PATH
    if str(name) in known:
        return FOLDER / f"{name}.yaml"
    path = Path(name)
    if path.is_file():
        return path
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.0)
    raise Refusal(
        P("there is no charter “{name}”.", name=str(name)),
        "",
        P("Give the path of a YAML file, or an id: did you mean “{near}”? Known: {known}.",
          near=near[0] if near else "", known=", ".join(known)),
    )  # fmt: skip


def parse_charter(text: str, path: str, known: bool = False) -> Charter:
    """A charter from YAML text; `path` names it in messages. Bundled policies are resolved.

    `known`: the text was checked before (it is bundled, or was adopted), so its shape is looked at only where
    it cannot be read. Raises Refusal for the first thing that is no YAML or has not a charter's shape.
    """
    return _parsed(text, path, known)


@lru_cache(maxsize=64)
def _parsed(text: str, path: str, known: bool) -> Charter:
    # Kept, because every judging of a group reads the text stored with its adoption.
    document = read_yaml(text, path)
    if not known:
        _check_shape(document, CHARTER)
    try:
        return build_charter(document, policy_data())
    except (LookupError, TypeError, ValueError, AttributeError):
        _check_shape(document, CHARTER)
        raise


def _check_shape(document: Document, name: str) -> None:
    for problem in shape_problems(document, name):
        raise problem


def policies() -> dict[str, SanctionPolicy]:
    """The bundled sanction policies by id (SP-01 …)."""
    return {name: build_policy(name, data) for name, data in policy_data().items()}


@cache
def policy_data() -> dict[str, Any]:
    """The bundled policies as plain data, by id."""
    document = read_yaml(_read(POLICIES_PATH), str(POLICIES_PATH))
    try:
        found: dict[str, Any] = document.data["policies"]
        for name, data in found.items():
            build_policy(name, data)
    except (LookupError, TypeError, ValueError, AttributeError):
        _check_shape(document, POLICIES)
        raise
    return found


@cache
def _bundled(name: str) -> Charter:
    path = FOLDER / f"{name}.yaml"
    return parse_charter(_read(path), str(path), known=True)


def _read(path: Path) -> str:
    """The file's text. Raises Refusal when it cannot be read as UTF-8."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise Refusal(P("the file is too big for a charter."), str(path), P("Split it or shorten it."))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            P("this is not UTF-8 text."), f"{path}:1", P("Save the file as UTF-8, then try again.")
        ) from error
    except OSError as error:
        raise Refusal(
            P("the file cannot be read."), str(path), P("Check the path and your rights to it.")
        ) from error
